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

  public init(_ plan: StudyPlan, finished: Set<String>, price: StudyPrice?) {
    study = plan.study
    runs = StudyRecord(plan).runs
    self.finished = runs.map(\.id).filter(finished.contains)
    self.price = price
    seconds = price?.wallSeconds
    bytes = price?.bytes
    peakBytes = price?.peakBytes
    warnings = plan.warnings + (price?.warnings ?? [])
  }
}
