import Decisions
import Files
import Model
import Runs
import Statistics

extension StudyPlan {
  /// The runs and what each factor takes, for a terminal.
  public var text: String {
    let factors = StudyRecord(self).runs.map(\.factors)
    let keys = factors.flatMap { $0 }.map(\.key).uniqued()
    func labels(_ key: String) -> [String] {
      factors.compactMap { run in run.first { $0.key == key }?.label }
    }
    let values = Table(
      columns: [Table.Column("factor", isNumeric: false), Table.Column("takes", isNumeric: false)],
      rows: keys.map { key in
        let counts = labels(key).uniqued().map { label in
          "\(label) (\(labels(key).filter { $0 == label }.count))"
        }
        return [Table.Cell(key), Table.Cell(counts.joined(separator: ", "))]
      })
    let runs = Table(
      columns: [Table.Column("run", isNumeric: false)]
        + keys.map { Table.Column($0, isNumeric: false) },
      rows: entries.map { entry in
        [Table.Cell(entry.id)] + entry.factors.map { Table.Cell($0.label) }
      })
    return runs.text + "\n" + (keys.isEmpty ? "" : values.text + "\n")
  }

  /// What to look at before the study is run, a sentence each.
  public var warnings: [String] { idleInitialization + fewLevels }

  private var idleInitialization: [String] {
    let varies = FactorialRuns.varyingKeys(StudyRecord(self).runs.map(\.factors))
      .contains("initialization")
    let isIdle = entries.allSatisfy {
      $0.settings.trainer == nil && !$0.settings.encoder.hasDrawnBlocks
        && !$0.settings.pooling.needsDense && $0.settings.pooling != .meanConvolutions
    }
    guard varies, isIdle else { return [] }
    return [
      "initialization varies, but nothing is initialized: the encoder is read from a folder and "
        + "its pooling has no weights; runs that differ in it alone will be the same"
    ]
  }

  /// Fewer leave an estimate of what a factor of seeds brings nearly without bounds.
  private static let enoughLevels = 5

  /// The factors of seeds with too few levels; of methods there may be two.
  private var fewLevels: [String] {
    let factors = StudyRecord(self).runs.map(\.factors)
    return FactorialRuns.varyingKeys(factors).filter(SeedKeys.isSeed).compactMap { key in
      let levels = factors.compactMap { run in run.first { $0.key == key }?.label }.uniqued().count
      guard levels < Self.enoughLevels else { return nil }
      return
        "\(key) has \(levels) levels: with fewer than \(Self.enoughLevels) the intervals of what it"
        + " brings are very wide; list at least \(Self.enoughLevels) seeds of it"
    }
  }
}
