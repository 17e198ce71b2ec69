import Model

/// How scores came about: scores of unlike protocols are not compared.
///
/// Published results differ by points for such reasons alone (SimCSE, appendix B, shows up to 7).
public struct EvaluationProtocol: Codable, Sendable, Equatable {
  public var pooling: String
  /// How a task's subsets become a score.
  public var aggregation: String
  /// Which pairs are tied.
  public var ties: String
  public var precision: String
  /// The longest sentence in tokens; the rest is cut off.
  public var maximumTokens: Int
  /// The tasks, each with its split.
  public var tasks: [String]
  /// SHA-256 of each file of pairs.
  public var checksums: [String: String]

  enum CodingKeys: String, CodingKey {
    case pooling, aggregation, ties, precision
    case maximumTokens = "maximum-tokens"
    case tasks, checksums
  }

  /// The protocol that a run followed.
  public init(_ manifest: Manifest) {
    let settings = manifest.settings
    pooling = settings.pooling.rawValue
    aggregation = "all pairs of a task at once"
    ties = "average ranks; pairs of equal token ids have cosine 1"
    precision = "Float"
    maximumTokens = settings.evaluation.maximumTokens
    if let seed = settings.evaluation.syntheticSeed {
      tasks = ["synthetic English, \(settings.evaluation.pairs ?? 0) pairs of seed \(seed)"]
    } else {
      tasks = (settings.evaluation.tasks ?? []).sorted()
    }
    checksums = manifest.checksums.filter { $0.key.hasPrefix("sts/") }
  }

  /// What another protocol does otherwise, a sentence each; empty for the same protocol.
  public func differences(from other: EvaluationProtocol) -> [String] {
    var differences: [String] = []
    func compare(_ name: String, _ own: String, _ others: String) {
      if own != others { differences.append("\(name) is '\(own)' here and '\(others)' there") }
    }
    compare("pooling", pooling, other.pooling)
    compare("aggregation", aggregation, other.aggregation)
    compare("the rule for ties", ties, other.ties)
    compare("precision", precision, other.precision)
    compare("the token limit", "\(maximumTokens)", "\(other.maximumTokens)")
    compare("the list of tasks", tasks.joined(separator: ", "), other.tasks.joined(separator: ", "))
    for file in Set(checksums.keys).intersection(other.checksums.keys).sorted()
    where checksums[file] != other.checksums[file] {
      differences.append("\(file) is another file")
    }
    return differences
  }
}
