extension Parameters {
  /// A copy under the names of a twin: a second encoder that is trained beside the first, and kept as
  /// heads are.
  ///
  /// Heads themselves are not copied.
  public var twin: Parameters {
    Parameters(
      zip(names, tensors).filter {
        !$0.0.hasPrefix(TaskHead.prefix) && !$0.0.hasPrefix(LanguageModelHead.prefix)
      }.map { (Encoder<Scalar>.twinPrefix + $0, $1) })
  }
}

extension Encoder {
  /// What the names of a twin's parameters begin with.
  static var twinPrefix: String { TaskHead.prefix + "twin." }

  /// The twin among its parameters; nil where there is none.
  var twin: Encoder? {
    let own = zip(parameters.names, parameters.tensors).filter {
      $0.0.hasPrefix(Self.twinPrefix)
    }
    guard !own.isEmpty else { return nil }
    return Encoder(
      settings: settings,
      parameters: Parameters(own.map { (String($0.dropFirst(Self.twinPrefix.count)), $1) }),
      compute: compute)
  }
}
