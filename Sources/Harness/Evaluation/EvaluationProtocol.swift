public import Data
package import Files

/// How scores were computed: scores of different protocols are not compared.
///
/// Published results differ by points for such reasons alone (SimCSE, appendix B, shows up to 7).
public struct EvaluationProtocol: Codable, Sendable, Equatable {
  /// Nil where an imported run does not say it, as below.
  public var pooling: String?
  /// How a task's subsets become a score.
  public var aggregation: String
  /// Which pairs are tied.
  public var ties: String?
  public var precision: String?
  /// The longest sentence in tokens; the rest is cut off.
  public var tokenLimit: Int?
  /// Who computed the scores of an imported run; nil for a run of this package.
  public var origin: String?
  /// The tasks, each with its split.
  public var tasks: [String]
  /// SHA-256 of each file of pairs.
  public var checksums: [String: String]
  /// What the pairs of each task are, whatever file they were in; absent in runs made before it was
  /// recorded.
  public var contents: [String: TaskContent]?

  public init(
    pooling: String?, aggregation: String, ties: String?, precision: String?, tokenLimit: Int?,
    tasks: [String], checksums: [String: String], contents: [String: TaskContent]? = nil,
    origin: String? = nil
  ) {
    self.pooling = pooling
    self.origin = origin
    self.aggregation = aggregation
    self.ties = ties
    self.precision = precision
    self.tokenLimit = tokenLimit
    self.tasks = tasks
    self.checksums = checksums
    self.contents = contents
  }

  /// What another protocol does otherwise, a sentence each; empty for the same protocol.
  ///
  /// What neither says is the same where one program computed both. Ties and precision, which move a
  /// score by less than a hundredth of a point, are compared where both are known.
  public func differences(from other: EvaluationProtocol) -> [String] {
    var differences: [String] = []
    func compare(_ name: String, _ own: String?, _ others: String?) {
      guard own != others || own == nil && origin != other.origin else { return }
      func words(_ value: String?, _ origin: String?) -> String {
        value.map { "'\($0)'" } ?? "unknown (as \(origin ?? "it") computes it)"
      }
      differences.append(
        "\(name) is \(words(own, origin)) here and \(words(others, other.origin)) there")
    }
    compare("pooling", pooling, other.pooling)
    compare("aggregation", aggregation, other.aggregation)
    for case (let name, let own?, let others?) in [
      ("the rule for ties", ties, other.ties), ("precision", precision, other.precision),
    ] {
      compare(name, own, others)
    }
    compare("the token limit", tokenLimit.map(String.init), other.tokenLimit.map(String.init))
    compare("the list of tasks", tasks.joined(separator: ", "), other.tasks.joined(separator: ", "))
    if let contents, let others = other.contents {
      for task in Set(contents.keys).intersection(others.keys).sorted() {
        guard let own = contents[task], let their = others[task] else { continue }
        if own.digest != their.digest {
          differences.append("\(task) has other pairs")
        } else if own.form != their.form {
          compare("the text of \(task)", own.form.rawValue, their.form.rawValue)
        }
      }
      return differences
    }
    for file in Set(checksums.keys).intersection(other.checksums.keys).sorted()
    where checksums[file] != other.checksums[file] {
      differences.append("\(file) has other content")
    }
    return differences
  }
}

extension EvaluationProtocol: RenamesKeys {
  package static let renamedKeys = [RenamedKey("maximum-tokens", now: "token-limit")]
}
