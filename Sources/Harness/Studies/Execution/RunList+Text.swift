import Files
import Runs

/// Filters over runs, and the list as text.
extension RunList {
  /// The runs for which every filter holds.
  ///
  /// A key is `id`, `state`, `in-study`, a factor, a stream, or a setting by its path; of imported runs
  /// `method` and `origin` are settings.
  ///
  /// - Throws: `InputError` for a key that no run has, naming those that some have.
  public func filtered(_ filters: [(key: String, value: String)]) throws -> RunList {
    var copy = self
    for (key, value) in filters {
      guard runs.isEmpty || runs.contains(where: { $0.value(key) != nil }) else {
        let factors = runs.flatMap(\.factors).map(\.key).uniqued()
        throw InputError(
          file: "--filter \(key)=\(value)",
          problem: "no run has '\(key)'; known: id, state, in-study"
            + factors.map { ", \($0)" }.joined() + ", and settings by their path")
      }
      if key == "state", RunFolder.State(rawValue: value) == nil {
        throw InputError(
          file: "--filter state=\(value)",
          problem: "known: " + RunFolder.State.allCases.map(\.rawValue).joined(separator: ", "))
      }
      copy.runs = copy.runs.filter { $0.value(key) == value }
    }
    return copy
  }

  /// `KEY=VALUE` of a command line.
  ///
  /// - Throws: `InputError` for other text.
  public static func filter(_ text: String, option: String) throws -> (key: String, value: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw InputError(file: "\(option) \(text)", problem: "this is not KEY=VALUE")
    }
    return (String(parts[0]), String(parts[1]))
  }
}

extension RunList.Entry {
  /// What a filter compares.
  func value(_ key: String) -> String? {
    switch key {
    case "id": id
    case "state": state.rawValue
    case "in-study": isInStudy.map { $0 ? "true" : "false" }
    default:
      factors.first { $0.key == key }?.label ?? settings[key] ?? settings["seeds.\(key)"]
    }
  }

  /// The state as a list shows it.
  var stateWords: String {
    switch state {
    case .finished, .waiting, .damaged: state.rawValue
    case .running: "running at step \(step ?? 0)" + (owner.map { ", \($0)" } ?? "")
    case .partial: "partial at step \(step ?? 0)"
    case .diverged: "diverged at step \(divergedAtStep ?? 0)"
    }
  }
}

// MARK: Text

extension RunList {
  /// The list for a terminal: a table, and what is in it in a sentence.
  public var text: String {
    let keys = runs.flatMap(\.factors).map(\.key).uniqued()
    let measures = runs.map(\.measure).uniqued()
    let columns =
      [Table.Column("run", isNumeric: false)]
      + keys.map { Table.Column($0, isNumeric: false) }
      + [
        Table.Column("state", isNumeric: false),
        Table.Column(measures.count == 1 ? measures[0] : "score", isNumeric: true),
        Table.Column("wall time", isNumeric: true),
      ]
    let rows = runs.map { run in
      [Table.Cell(run.id)]
        + keys.map { key in
          Table.Cell(run.factors.first { $0.key == key }?.label ?? Numeral.none)
        }
        + [
          Table.Cell(
            run.stateWords + (run.imported.map { ", imported from \($0)" } ?? "")
              + (run.isInStudy == false ? ", not in the study" : "")),
          Table.Cell(Numeral.hundredfold(run.score)),
          Table.Cell(run.wallSeconds.map(ProgressLine.duration) ?? Numeral.none),
        ]
    }
    return Table(columns: columns, rows: rows).text + summary + "\n"
      + runs.compactMap { run in
        run.problem.map {
          "\(run.id)\(run.state == .damaged ? " is damaged" : ""): \(PlainText.visible($0))\n"
        }
      }.joined()
  }

  /// How many runs are in which state: `9 runs: 8 finished, 1 diverged`.
  public var summary: String {
    let counts = RunFolder.State.allCases.map { state in
      (state, runs.filter { $0.state == state }.count)
    }.filter { $0.1 > 0 }
    let earlier = runs.filter { $0.isInStudy == false }.count
    return Numeral.count(runs.count, "run")
      + (counts.isEmpty ? "" : ": ")
      + counts.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
      + (earlier == 0 ? "" : "; \(earlier) of them no longer in the study")
  }
}
