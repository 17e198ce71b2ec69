import Foundation

/// What this build asks of the processor, and what the machine's lacks of it.
public enum Processor {
  /// Whether the build is for any x86-64, or for one with AVX2, FMA and BMI2.
  public static var isPlainBuild: Bool {
    #if SIMCSE_PLAIN_PROCESSOR
      true
    #else
      false
    #endif
  }

  /// The command that builds for any x86-64.
  static let plainBuild = "SIMCSE_PROCESSOR=x86-64 swift build -c release"

  /// Which of AVX2, FMA and BMI2 the machine's processor lacks; nil where that cannot be read, or
  /// where it is no x86-64.
  static var missing: [String]? {
    #if arch(x86_64)
      guard let text = Doctor.text("/proc/cpuinfo"),
        let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") })
      else { return nil }
      let flags = Set(line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init))
      return ["avx2", "fma", "bmi2"].filter { !flags.contains($0) }
    #else
      return nil
    #endif
  }

  /// A clear sentence where this build cannot run; nil where it can.
  public static var problem: String? {
    guard !isPlainBuild, let missing, !missing.isEmpty else { return nil }
    return "this processor lacks \(missing.joined(separator: ", ")), which this build needs; build "
      + "it again by \(plainBuild)"
  }

  package static func finding(isPlainBuild: Bool, missing: [String]?) -> Finding {
    #if arch(x86_64)
      guard let missing else { return Finding("processor", .good, "its abilities cannot be read") }
      switch (isPlainBuild, missing.isEmpty) {
      case (false, true): return Finding("processor", .good, "AVX2, FMA and BMI2")
      case (false, false):
        return Finding(
          "processor", .bad, "it lacks \(missing.joined(separator: ", ")), which this build needs",
          fix: plainBuild)
      case (true, true):
        return Finding(
          "processor", .lacking, "AVX2, FMA and BMI2, of which this build makes no use",
          fix: "swift build -c release (the same bits, several times faster)")
      case (true, false):
        return Finding("processor", .good, "without AVX2, as this build expects; it is slow")
      }
    #else
      return Finding("processor", .good, "not x86-64; the compiler's own vectors")
    #endif
  }
}
