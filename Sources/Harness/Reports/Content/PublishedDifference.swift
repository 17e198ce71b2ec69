import Decisions
package import Files
package import Statistics

/// How far a published method was from its published baseline, and whether these runs go the same
/// way.
package struct PublishedDifference: Sendable, Equatable {
  package let method: String
  /// The published name of the method.
  package let publishedAs: String
  package let place: String
  /// Method − baseline in points, and its interval as of two groups of runs that share no seed; nil
  /// where no deviation or count was published. The printed ± is taken for the population deviation,
  /// as NumPy's `std` gives it and as that of the thesis is: its table 2 prints 1.31 of five scores of
  /// which table 6 prints 1.47 with n − 1.
  ///
  /// - Source: Welch, Biometrika 34 (1947).
  package let points: Double
  package let interval: Interval?
  package let direction: Direction

  /// What these runs say to the sign of the published difference.
  package enum Direction: String, Sendable, Equatable {
    case holds = "holds here"
    case reversed = "reversed here"
    case none = "no difference beyond the margin here"
    case same = "the same scores here"
    case sameSign = "same sign, unresolved"
    case otherSign = "other sign, unresolved"
  }

  init(
    _ comparison: BaselineComparison, method: PublishedScore, baseline: PublishedScore,
    level: Double, margin: Double?
  ) {
    self.method = comparison.method
    publishedAs = method.method
    place = method.place
    points = method.mean - baseline.mean
    interval = Self.welch(method, baseline, level: level)
    let isSameSign = points * comparison.difference > 0
    switch comparison.verdict {
    case .better, .worse: direction = isSameSign ? .holds : .reversed
    case .noDifference: direction = margin == nil ? .same : .none
    case .unresolved: direction = isSameSign ? .sameSign : .otherSign
    }
  }

  private static func welch(
    _ a: PublishedScore, _ b: PublishedScore, level: Double
  ) -> Interval? {
    let parts = [a, b].compactMap { score -> Difference.Part? in
      guard let deviation = score.deviation, let runs = score.runs, runs >= 2 else { return nil }
      let own = SampleMoments.deviation(ofPopulationDeviation: deviation, count: runs)
      return Difference.Part(
        runs: runs, ofMean: own * own / Double(runs), degrees: Double(runs - 1))
    }
    let difference = Difference(unpaired: a.mean - b.mean, parts: parts)
    guard parts.count == 2, difference.standardError > 0 else { return nil }
    return difference.interval(level: level)
  }
}

extension StudySummary {
  /// The published differences on the average of methods that are shown beside compared ones.
  package var publishedDifferences: [PublishedDifference] {
    guard let baseline, let own = average(publishedBeside: baseline).first else { return [] }
    return averages.flatMap { comparison in
      average(publishedBeside: comparison.method).map {
        PublishedDifference(
          comparison, method: $0, baseline: own, level: analysis.rule.level,
          margin: analysis.rule.margin)
      }
    }
  }

  private func average(publishedBeside variant: String) -> [PublishedScore] {
    published(beside: variant).flatMap(\.scores).filter { $0.task == Self.average }
  }
}

extension Table {
  /// Published differences beside those of these runs; nil where none is published.
  ///
  /// - Inputs: `isShown`, which of them.
  package static func publishedDifferences(
    of summary: StudySummary, isShown: (PublishedDifference) -> Bool = { _ in true }
  ) -> Table? {
    let differences = summary.publishedDifferences.filter { isShown($0) }
    guard !differences.isEmpty else { return nil }
    func signed(_ points: Double) -> String {
      Numeral.signed(points, decimals: 2)
    }
    let percent = summary.analysis.percent
    let columns = [
      Column("method", isNumeric: false), Column("published as", isNumeric: false),
      Column("published difference", isNumeric: true),
      Column("its \(percent) interval", isNumeric: true),
      Column("difference here", isNumeric: true), Column("\(percent) interval", isNumeric: true),
      Column("published direction", isNumeric: false),
    ]
    var sources: [String] = []
    let averages = summary.averages
    let rows = differences.compactMap { difference -> [Cell]? in
      guard let own = averages.first(where: { $0.method == difference.method }) else { return nil }
      return [
        Cell(difference.method),
        Cell(difference.publishedAs + mark(difference.place, in: &sources)),
        Cell(signed(difference.points)),
        Cell(
          difference.interval.map { "\(signed($0.lower)) to \(signed($0.upper))" } ?? Numeral.none),
        Cell(Numeral.signedHundredfold(own.difference)), Cell(own.intervalWords),
        Cell(difference.direction.rawValue),
      ]
    }
    var table = Table(columns: columns, rows: rows)
    table.notes = sources
    return table
  }
}
