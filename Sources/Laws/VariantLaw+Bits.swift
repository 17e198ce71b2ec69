import Model
import Runs

extension VariantLaw {
  /// The same step twice, and once with the decisions of the first held.
  func answerFindings(of variant: any Variant) -> [String] {
    [0, 2].flatMap { steps -> [String] in
      let state = variantState(variant, after: steps)
      var call = variantCall(variant, state: state)
      let once = TrainingStep(call)
      let subject = "after \(steps) steps"
      var findings = difference("\(subject), the same step again", TrainingStep(call), from: once)
      if variantState(variant, after: steps) != state {
        findings.append("\(subject), the same steps again: another state")
      }
      call.held = once.decisions
      let held = TrainingStep(call)
      if held.loss != once.loss || held.gradients != once.gradients {
        findings.append(
          "\(subject), its decisions held: loss \(held.loss), not \(once.loss), or another gradient"
        )
      }
      return findings
    }
  }

  func switchedOffFindings(of variant: any Variant) -> [String] {
    let plain = TrainingStep(variantCall(InBatchNegatives()))
    let own = TrainingStep(variantCall(variant, state: variantState(variant, after: 2)))
    if let problem = variant.problem { return ["its settings are refused: \(problem)"] }
    if own.loss != plain.loss { return ["loss \(own.loss), plain SimCSE has \(plain.loss)"] }
    return own.gradients == plain.gradients ? [] : ["another gradient than plain SimCSE's"]
  }

  /// A step in Double, and a whole run in Float.
  func threadFindings(of variant: any Variant) throws -> [String] {
    let state = variantState(variant, after: 2)
    let step = TrainingStep(variantCall(variant, state: state))
    let run = try TrainingTrial(variant, threads: 1).finished(from: nil)
    return try [2, 3].flatMap { threads -> [String] in
      let again = TrainingStep(
        variantCall(variant, state: state, encoder: tinyEncoder(seed: 3, threads: threads)))
      let other = try TrainingTrial(variant, threads: threads).finished(from: nil)
      return difference("\(threads) threads, a step", again, from: step)
        + TrainingTrial.difference("\(threads) threads, a run", other, from: run)
    }
  }

  private func difference(
    _ subject: String, _ step: TrainingStep<Double>, from other: TrainingStep<Double>
  ) -> [String] {
    if step.loss != other.loss { return ["\(subject): loss \(step.loss), not \(other.loss)"] }
    if step.gradients != other.gradients { return ["\(subject): another gradient"] }
    return step.state == other.state ? [] : ["\(subject): another state"]
  }
}
