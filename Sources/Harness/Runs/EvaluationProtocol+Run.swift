public import Evaluation
import Model

extension EvaluationProtocol {
  /// The protocol that a run followed.
  public init(_ manifest: Manifest) {
    let files = manifest.checksums.filter { $0.key.hasPrefix("sts/") }
    guard let settings = manifest.settings else {
      let imported = manifest.imported
      self.init(
        pooling: imported?.pooling?.rawValue, aggregation: Self.allPairs, ties: nil, precision: nil,
        tokenLimit: imported?.tokenLimit, tasks: imported?.tasks.map(\.name).sorted() ?? [],
        checksums: files, origin: imported?.program)
      return
    }
    let evaluation = settings.evaluation
    let tasks =
      evaluation.syntheticSeed.map {
        ["synthetic English, \(evaluation.pairs ?? 0) pairs of seed \($0)"]
      } ?? evaluation.taskNames.sorted()
    let isOwn = settings.trainer == nil
    self.init(
      pooling: isOwn ? settings.pooling.rawValue : "the trainer's own",
      aggregation: Self.allPairs,
      ties: "average ranks; pairs of equal \(isOwn ? "token ids" : "text") have cosine 1",
      precision: "Float",
      tokenLimit: evaluation.tokenLimit, tasks: tasks, checksums: files,
      contents: manifest.contents)
  }

  /// What every form that is imported does too: SentEval's setting `all`.
  private static let allPairs = "all pairs of a task at once"
}
