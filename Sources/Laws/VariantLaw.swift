public import Model

/// A law that every method keeps.
///
///     @Test(arguments: VariantLaw.allCases)
///     func `my method keeps every law`(_ law: VariantLaw) {
///       #expect(law.findings(MyMethod(rate: 0.1), off: MyMethod(rate: 0)) == [])
///     }
public enum VariantLaw: String, CaseIterable, Sendable {
  /// The gradient is that of the loss, decisions held: central differences in Double, within 10⁻⁷.
  case gradient
  /// The same streams and state give the same loss, gradient and state, to the bit.
  case oneStreamOneAnswer = "one-stream-one-answer"
  /// With the settings that switch it off it is plain SimCSE, to the bit.
  case switchedOff = "switched-off"
  /// A run that was killed after any step and resumed ends in the same bits.
  case resume
  /// A study file keeps its settings, and their hash.
  case settings
  /// One, two and three threads give the same bits.
  case threads

  /// What breaks the law; empty where it holds.
  ///
  /// - Inputs: `off`, the method with the settings that switch it off; nil for one that cannot be.
  public func findings(_ variant: any Variant, off: (any Variant)?) -> [String] {
    do {
      switch self {
      case .gradient: return gradientFindings(of: variant)
      case .oneStreamOneAnswer: return answerFindings(of: variant)
      case .switchedOff: return off.map { switchedOffFindings(of: $0) } ?? []
      case .resume: return try resumeFindings(of: variant)
      case .settings: return try settingsFindings(of: variant)
      case .threads: return try threadFindings(of: variant)
      }
    } catch {
      return ["\(error)"]
    }
  }
}
