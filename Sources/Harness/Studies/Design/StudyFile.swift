import Decisions
public import Files
public import Foundation
public import Model
public import Runs

/// Reads studies and settings from files; the strict reader, and the only one.
public enum StudyFile {
  /// A study and the settings of its runs.
  ///
  /// - Inputs: `catalog`, the methods that the runs may name.
  /// - Throws: `InputError` or the reader's error, naming file and key.
  public static func plan(
    _ url: URL, catalog: VariantCatalog = .standard
  ) throws -> StudyPlan {
    let study = try StrictJSON.decode(
      Study.self, from: try InputFile.read(url), file: url.path)
    guard study.budgetMinutes > 0 else {
      throw InputError(
        file: url.path,
        problem: "budget-minutes is \(study.budgetMinutes); it must be positive")
    }
    let allowed = CharacterSet.lowercaseLetters.union(.decimalDigits).union(["-"])
    for (key, name) in [("name", study.name), ("base", study.base)]
    where name.isEmpty || !name.unicodeScalars.allSatisfy(allowed.contains) {
      throw InputError(
        file: url.path,
        problem: "\(key) is '\(name)'; small letters, digits and hyphens make a name")
    }
    let base = url.deletingLastPathComponent().appendingPathComponent("Base")
      .appendingPathComponent(study.base + ".json")
    let plan = try StudyPlan(
      study, base: try value(try InputFile.read(base), file: base.path), file: url.path,
      catalog: catalog)
    for entry in plan.entries {
      _ = try StudyMeasure.read(study.measure, settings: entry.settings, file: url.path)
    }
    if let decision = study.decide {
      try DecisionRule(decision, file: url.path).requireAnswerable(plan, file: url.path)
    }
    return plan
  }

  /// Settings of one run, with overrides by key path.
  ///
  /// - Throws: as ``plan(_:catalog:)``.
  public static func settings(
    _ url: URL, overrides: [(key: String, value: JSONValue)], catalog: VariantCatalog = .standard
  ) throws -> RunSettings {
    try settings(
      InputFile.read(url), file: url.path, overrides: overrides, catalog: catalog)
  }

  /// Settings of one run from their JSON, with overrides by key path.
  ///
  /// - Throws: as ``plan(_:catalog:)``.
  public static func settings(
    _ data: Data, file: String, overrides: [(key: String, value: JSONValue)],
    catalog: VariantCatalog = .standard
  ) throws -> RunSettings {
    var settings = try value(data, file: file)
    for (key, value) in overrides {
      let path = RunSettings.path(of: key)
      guard let changed = settings.setting(path[...], to: value) else {
        throw InputError(
          file: file, problem: "--set \(key) leads through something that is not there")
      }
      settings = changed
    }
    do { return try RunSettings(settings, file: file, catalog: catalog) } catch let error
      as InputError
      where error.problem.hasPrefix("key '") && error.problem.hasSuffix("' is missing")
    {
      throw InputError(
        file: error.file,
        problem: error.problem + "; settings have no defaults: begin with a copy of a file in "
          + "Studies/Base, or without a file change the embedded default by --set")
    }
  }

  private static func value(_ data: Data, file: String) throws -> JSONValue {
    RunSettings.underKeysOfToday(
      try StrictJSON.decode(JSONValue.self, from: data, file: file), file: file)
  }

  /// The value of `--set key=value`: JSON where it is JSON, else a string.
  public static func override(_ text: String) throws -> (key: String, value: JSONValue) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw InputError(file: "--set \(text)", problem: "this is not key=value")
    }
    return (String(parts[0]), try StrictJSON.value(ofWord: String(parts[1]), file: "--set \(text)"))
  }
}
