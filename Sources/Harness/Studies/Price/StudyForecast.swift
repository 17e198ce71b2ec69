import Decisions
import Files

/// What `simcse study plan` shows: the runs, what they cost, and what to look at first.
public struct StudyForecast: Codable, Sendable, Equatable {
  public var study: Study
  public var runs: [StudyRecord.Entry]
  /// The ids of runs that are finished already.
  public var finished: [String]
  /// Nil where another program trains, whose time nobody has measured.
  public var price: StudyPrice?
  public var seconds: Double?
  public var bytes: Int?
  public var peakBytes: Int?
  public var warnings: [String]
  /// Of a followed study.
  public var next: NextSeeds?

  /// What is open in a followed study, and what further seeds cost.
  public struct NextSeeds: Codable, Sendable, Equatable {
    public var open: [String]
    /// The runs that the next look needs, how many seeds it is at, and the wall time.
    public var runs: [String]
    public var seeds: Int
    public var seconds: Double
    /// The same if every open method takes all the seeds that it may have.
    public var mostRuns: Int
    public var mostSeeds: Int
    public var mostSeconds: Double
  }

  /// - Inputs: `followed`, of a followed study.
  /// - Throws: what encoding settings throws.
  public init(
    _ plan: StudyPlan, finished: Set<String>, price: StudyPrice?, followed: FollowedPlan?
  ) throws {
    study = plan.study
    runs = StudyRecord(plan).runs
    self.finished = runs.map(\.id).filter(finished.contains)
    self.price = price
    seconds = price?.wallSeconds
    bytes = price?.bytes
    peakBytes = price?.peakBytes
    warnings = plan.warnings + (price?.warnings ?? [])
    next = try followed.flatMap { followed in
      try price.flatMap { try NextSeeds(followed, price: $0, of: plan) }
    }
  }
}

extension StudyForecast.NextSeeds {
  /// Nil where every method is settled.
  init?(_ followed: FollowedPlan, price: StudyPrice, of plan: StudyPlan) throws {
    guard let nextSeeds = followed.study.nextSeeds else { return nil }
    open = followed.study.open
    runs = followed.due.map(\.id)
    seeds = nextSeeds
    let times = try followed.due.map { try price.runSeconds(of: $0, in: plan) ?? 0 }
    func wall(_ times: [Double]) -> Double {
      max(times.reduce(0, +) / Double(price.jobs), times.max() ?? 0)
    }
    seconds = wall(times)
    mostSeeds = followed.study.rule.mostSeeds
    let later = open.isEmpty ? 0 : (mostSeeds - nextSeeds) * (open.count + 1)
    mostRuns = runs.count + later
    let mean = times.isEmpty ? 0 : times.reduce(0, +) / Double(times.count)
    mostSeconds = wall(times) + Double(later) * mean / Double(price.jobs)
  }

  /// What is open and what it costs, for a terminal.
  public var text: String {
    "open: \(open.map { PlainText.visible($0) }.joined(separator: ", ")); by --until-resolved "
      + "\(Numeral.count(runs.count, "run")) to \(Numeral.count(seeds, "seed")): about "
      + "\(ProgressLine.duration(seconds)); at most \(Numeral.count(mostRuns, "run")) to "
      + "\(Numeral.count(mostSeeds, "seed")): about \(ProgressLine.duration(mostSeconds))\n"
  }
}
