public import Decisions
import Files
public import Foundation
import Model
import Runs

/// How far a study is: its runs, when its rule was written, and of a followed one what is open.
public struct StudyStatus: Encodable, Sendable {
  public var runs: [RunList.Entry]
  public var registration: RuleStanding?
  public var following: Following?
  private let list: RunList

  enum CodingKeys: String, CodingKey { case runs, registration, following }

  /// A followed study so far.
  public struct Following: Codable, Sendable, Equatable {
    /// The last look; nil before the first.
    public var last: SequentialLook?
    /// The methods that are neither better, worse, equivalent nor out of seeds.
    public var open: [String]
    /// The runs that the next look needs, by id, and how many seeds it is at; nil when all is settled.
    public var due: [String]
    public var nextSeeds: Int?
    /// What they take one after another, by the median wall time of each method's finished runs; nil
    /// where a method has none.
    public var seconds: Double?
  }

  /// - Throws: as ``Registration/all(in:)`` and ``FollowedPlan``.
  public init(_ plan: StudyPlan, folder: URL) throws {
    let followed = try FollowedPlan(plan, folder: folder)
    let plan = followed?.plan ?? plan
    list = RunList(plan, folder: folder)
    runs = list.runs
    let made = list.runs.filter { $0.isInStudy == true }.compactMap {
      MadeRun(RunFolder(URL(fileURLWithPath: $0.path)))
    }
    let record = StudyRecord(plan)
    registration = try RuleStanding(
      record, runs: made, history: try StudyHistory(of: record, in: folder),
      file: folder.appendingPathComponent("plan.json").path)
    following = followed.map { followed in
      Following(
        last: followed.study.looks.last, open: followed.study.open, due: followed.due.map(\.id),
        nextSeeds: followed.study.nextSeeds,
        seconds: Self.seconds(of: followed.due, by: list.runs))
    }
  }

  private static func seconds(of due: [StudyPlan.Entry], by runs: [RunList.Entry]) -> Double? {
    func method(_ factors: [RunFactor]) -> [RunFactor] { factors.filter { $0.key != "seed" } }
    let times = due.map { entry in
      runs.filter { method($0.factors) == method(entry.factors) }.compactMap(\.wallSeconds)
    }
    guard !times.contains(where: \.isEmpty) else { return nil }
    return times.reduce(0) { $0 + Timing($1).median }
  }

  /// The list for a terminal, and below it the rule's standing and what is due.
  public var text: String {
    let lines = (registration?.sentences ?? []) + (following?.lines ?? [])
    return list.text + lines.map { $0 + "\n" }.joined()
  }
}

extension StudyStatus.Following {
  /// What each method is, and what comes next.
  var lines: [String] {
    let methods = (last?.methods ?? []).map {
      "\(PlainText.visible($0.method)): \($0.finding.words) after "
        + "\(Numeral.count($0.seeds, "seed")), \(Numeral.hundredfold($0.difference)) points, "
        + $0.interval.words
    }
    guard let nextSeeds else { return methods + ["Every method is settled or out of seeds."] }
    let price = seconds.map { ", about \(ProgressLine.duration($0)) one after another" } ?? ""
    return methods + [
      "Open: \(open.map { PlainText.visible($0) }.joined(separator: ", ")). "
        + "\(Numeral.count(due.count, "run")) to \(Numeral.count(nextSeeds, "seed"))\(price): "
        + "'study run --until-resolved' does them."
    ]
  }
}
