extension Pooling {
  /// The names of SimCSE's `--pooler` and `--pooler_type`, beside this package's own.
  ///
  /// - Source: `evaluation.py` and `simcse/models.py` of the reference implementation.
  public static let simcseNames: [String: Pooling] = [
    "cls": .cls, "cls_before_pooler": .clsBeforePooler, "avg": .mean, "avg_top2": .meanTop2,
    "avg_first_last": .meanFirstLast,
  ]

  /// The pooling of a name, this package's or SimCSE's; nil for any other.
  public init?(named name: String) {
    guard let pooling = Pooling(rawValue: name) ?? Self.simcseNames[name] else { return nil }
    self = pooling
  }
}
