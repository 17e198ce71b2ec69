/// How the learning rate changes over a run.
public enum Schedule: String, CaseIterable, Codable, Sendable {
  case constant
  /// Falls linearly to zero at the last step.
  case linear

  /// The factor on the learning rate at 0-based `step` of `steps`.
  ///
  ///     s / warmupSteps                        while s < warmupSteps
  ///     (steps − s) / (steps − warmupSteps)    after, when linear
  ///
  /// - Source: `get_linear_schedule_with_warmup` of Hugging Face transformers.
  public func factor(step: Int, of steps: Int, warmupSteps: Int) -> Double {
    if step < warmupSteps { return Double(step) / Double(warmupSteps) }
    switch self {
    case .constant: return 1
    case .linear: return Double(max(steps - step, 0)) / Double(max(steps - warmupSteps, 1))
    }
  }
}
