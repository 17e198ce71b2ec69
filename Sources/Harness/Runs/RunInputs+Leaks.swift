import Data
import Files
import Model

extension RunInputs {
  /// What each stage's text holds of what is scored; heads choose their checkpoint by scored text.
  ///
  /// Examples that hold a scored pair leave the stages whose settings say so.
  ///
  /// - Throws: ``LeakError`` for a training pair that is scored on, where the settings do not say
  ///   what to do; `InputError` where too few examples are left.
  static func checked(
    _ stages: inout [Stage], _ texts: [[(name: String, examples: [[String]])]],
    scored: [LeakTarget], development: LeakTarget
  ) throws -> [LeakReport] {
    let forHeads = LeakCheck(scored)
    let forText = LeakCheck(scored + [development])
    var reports: [LeakReport] = []
    for index in stages.indices {
      let settings = stages[index].settings
      let check = settings.tasks == nil ? forText : forHeads
      for (place, text) in texts[index].enumerated() {
        let report = check.report(on: text.examples, named: text.name)
        try report.require(settings.leaks ?? .refused)
        reports.append(report)
        guard settings.leaks == .removed, report.leakedExamples > 0 else { continue }
        let kept = text.examples.indices.filter { check.places(of: text.examples[$0]).isEmpty }
        let needed = settings.tasks?.examples ?? 2
        guard kept.count >= needed else {
          throw InputError(
            file: text.name,
            problem: "\(kept.count) examples are left without those that are scored on, and "
              + "\(needed) are needed; ask for fewer")
        }
        stages[index].examples.keep(kept, ofText: place)
      }
    }
    return reports
  }
}

extension TrainingExamples {
  /// Keeps some examples of a text: of the only one, or of a task's.
  mutating func keep(_ kept: [Int], ofText place: Int) {
    func part(_ side: [[Int32]]) -> [[Int32]] { kept.map { side[$0] } }
    if tasks != nil {
      let split = tasks?.tasks[place].training
      guard let split else { return }
      tasks?.tasks[place].training = .init(
        first: part(split.first), second: split.second.isEmpty ? [] : part(split.second),
        targets: kept.map { split.targets[$0] })
      return
    }
    anchors = part(anchors)
    positives = positives.map(part)
    hardNegatives = hardNegatives.map(part)
    neutrals = neutrals.map(part)
    softNegatives = softNegatives.map(part)
    labels = labels.map { labels in kept.map { labels[$0] } }
    scores = scores.map { scores in kept.map { scores[$0] } }
    augmenter = augmenter?.keeping(kept)
  }
}
