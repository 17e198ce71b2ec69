import Files
import Foundation
import Model
import Runs
import Studies

extension VariantLaw {
  /// A run of a few steps is killed after each, and resumed from the checkpoint that it left.
  func resumeFindings(of variant: any Variant) throws -> [String] {
    let small = try TrainingTrial(variant, threads: 1)
    var whole = small.training(from: nil)
    var checkpoints: [TrainingState] = []
    while !whole.isFinished {
      whole.advance()
      checkpoints.append(whole.checkpoint)
    }
    guard checkpoints.count > 1 else { return ["the run diverged at its first step"] }
    return try checkpoints.dropLast().flatMap { state -> [String] in
      let kept = try small.reread(state)
      let subject = "resumed after step \(state.step)"
      return (kept.variant == state.variant ? [] : ["\(subject): another state in the checkpoint"])
        + TrainingTrial.difference(subject, small.finished(from: kept), from: whole)
    }
  }

  /// The settings of a run are read from a study file, and again from what that run writes.
  func settingsFindings(of variant: any Variant) throws -> [String] {
    let choice = VariantChoice(variant)
    let words = Set("abcdefghijklmnopqrstuvwxyz0123456789-")
    var findings =
      choice.name.isEmpty || !choice.name.allSatisfy(words.contains)
      ? ["the name '\(choice.name)' is not of small letters, digits and hyphens"] : []
    let value = String(decoding: try StrictJSON.encode(choice), as: UTF8.self)
    let study = try StrictJSON.decode(
      Study.self,
      from: Data(
        """
        { "name": "law", "question": "Do the settings survive?", "base": "embedded-default",
          "vary": { "variant": [\(value)] }, "measure": "average/spearman", "budget-minutes": 1 }
        """.utf8), file: "the study")
    var base = try StrictJSON.decode(
      JSONValue.self, from: Data(EmbeddedDefault.json.utf8), file: "the base")
    if let supervision = variant.supervision {
      let (dataset, examples) =
        switch supervision {
        case .labels: ("nli-pairs", "labelled-pairs")
        case .scores: ("cs224n-sts-train", "scored-pairs")
        case .contradictions: ("nli-triples", "triples")
        }
      let text = #"{ "dataset": "\#(dataset)", "examples": "\#(examples)", "sentences": 96 }"#
      let labelled = try StrictJSON.decode(JSONValue.self, from: Data(text.utf8), file: "the text")
      base = base.setting(["text"], to: labelled) ?? base
    }
    if variant.detection != nil {
      base = base.setting(["generator"], to: .string("a folder")) ?? base
    }
    let catalog = choice.catalog
    for entry in try StudyPlan(study, base: base, file: "the study", catalog: catalog).entries {
      if entry.settings.variant != choice {
        findings.append("the study has \(entry.settings.variant.variant), not \(variant)")
      }
      let again = try StudyFile.settings(
        entry.settings.canonicalJSON, file: Run.File.settings, overrides: [], catalog: catalog)
      if try again.variant != choice || again.hash != entry.hash {
        findings.append("the run has \(again.variant.variant), not \(variant)")
      }
    }
    return findings
  }
}
