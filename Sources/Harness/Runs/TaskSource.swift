public import Model

/// The tasks that a run trains heads for, over one encoder.
///
/// - Source: CS 224N's default final project, whose tasks and splits arXiv:2501.13758 uses.
public struct TaskSource: Codable, Sendable, Equatable {
  public enum Task: String, Codable, Sendable, CaseIterable {
    /// SST: five classes.
    case sentiment
    /// Quora: whether two questions ask the same.
    case paraphrase
    /// STS: 0 to 5.
    case similarity
  }

  /// How several tasks share the steps.
  public enum Mix: String, Codable, Sendable, CaseIterable {
    /// A task a step, in turn.
    case roundRobin = "round-robin"
    /// A batch of each task in every step, and the sum of their losses.
    case summed
  }

  public struct Head: Codable, Sendable, Equatable {
    public var task: Task
    /// How similarity is computed; of that task alone.
    public var form: SimilarityHead.Form?
    /// What a head of pairs sees of two sentences; not of cosines.
    public var parts: [PairPart]?
  }

  /// The data folder; `$SIMCSE_DATA` stands for the published one, whose checksums are required.
  public var folder: String
  public var heads: [Head]
  public var mix: Mix
  /// Whether the encoder is trained too, or the heads alone.
  public var trainsEncoder: Bool
  /// How many examples of each task an epoch takes: the first of its order.
  public var examples: Int
  /// How many examples of each development split are scored, at most: the first.
  public var scoredExamples: Int

  var problem: String? {
    if heads.isEmpty { return "heads is empty; list at least one" }
    if Set(heads.map(\.task)).count < heads.count { return "heads has two of one task; keep one" }
    let problem =
      NumberRule.problem("examples", examples, atLeast: 2)
      ?? NumberRule.problem("scored-examples", scoredExamples, atLeast: 2)
    if let problem { return problem }
    for head in heads {
      let name = "head \(head.task.rawValue)"
      if (head.form != nil) != (head.task == .similarity) {
        return "\(name): 'form' is for similarity, which needs it; known: "
          + SimilarityHead.Form.allCases.map(\.rawValue).joined(separator: ", ")
      }
      let needsParts = head.task == .paraphrase || head.form == .sigmoidRegression
      if (head.parts?.isEmpty == false) != needsParts {
        return "\(name): 'parts' is for paraphrase and sigmoid-regression, which need it; known: "
          + PairPart.allCases.map(\.rawValue).joined(separator: ", ")
      }
    }
    return nil
  }

  /// The head of a task over an encoder of some width.
  static func head(_ head: Head, width: Int) -> TaskHead {
    let name = TaskHead.prefix + head.task.rawValue
    switch head.task {
    case .sentiment:
      return .classification(ClassificationHead(name: name, width: width, classes: 5))
    case .paraphrase:
      return .paraphrase(ParaphraseHead(name: name, width: width, parts: head.parts ?? []))
    case .similarity:
      return .similarity(
        SimilarityHead(
          name: name, width: width, form: head.form ?? .cosine, parts: head.parts ?? []))
    }
  }
}
