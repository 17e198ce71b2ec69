public import Evaluation
import Model

extension EvaluationProtocol {
  /// The protocol that a run followed.
  public init(_ manifest: Manifest) {
    let settings = manifest.settings
    let evaluation = settings.evaluation
    let tasks =
      evaluation.syntheticSeed.map {
        ["synthetic English, \(evaluation.pairs ?? 0) pairs of seed \($0)"]
      } ?? evaluation.taskNames.sorted()
    let isOwn = settings.trainer == nil
    self.init(
      pooling: isOwn ? settings.pooling.rawValue : "the trainer's own",
      aggregation: "all pairs of a task at once",
      ties: "average ranks; pairs of equal \(isOwn ? "token ids" : "text") have cosine 1",
      precision: "Float",
      tokenLimit: evaluation.tokenLimit, tasks: tasks,
      checksums: manifest.checksums.filter { $0.key.hasPrefix("sts/") },
      contents: manifest.contents)
  }
}
