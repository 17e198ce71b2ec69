import Decisions
import Files
import Statistics

/// A followed study seed by seed: the mean difference of each method and the interval that holds at
/// every look.
extension Drawing {
  /// One figure a followed study.
  static func sequences(_ summary: StudySummary, on canvas: Canvas) -> [Drawing] {
    let followed = summary.decisions.compactMap { verdict in
      verdict.following.map { (verdict, $0) }
    }
    return followed.enumerated().map { index, study in
      let name = followed.count == 1 ? "sequence" : "sequence-\(index + 1)"
      return sequence(summary, study.0, study.1, name: name, on: canvas)
    }
  }

  private static func sequence(
    _ summary: StudySummary, _ verdict: StudyVerdict, _ followed: FollowedVerdict, name: String,
    on canvas: Canvas
  ) -> Drawing {
    let drawn = Set(summary.drawnVariants)
    let names = followed.methods.map(\.method)
    let paths = names.filter { names.count < StudySummary.mostDrawn || drawn.contains($0) }
      .map { SequencePath($0, followed) }.filter { !$0.points.isEmpty }
    guard !paths.isEmpty else {
      return .missing("The study was not looked at yet, so that no sequence of looks is drawn.")
    }
    let margin = Numeral.exact(100 * followed.margin, empty: "0")
    let ends = paths.flatMap(\.settledEnds) + [-1.5 * followed.margin, 1.5 * followed.margin]
    let (low, high) = (ends.min() ?? 0, ends.max() ?? 0)
    let room = 0.05 * (high - low)
    let last = max(2, followed.last?.seeds ?? 2)
    return .figure(
      LinePlot(
        name: name, title: "Differences, seed by seed",
        caption: caption(summary, verdict, followed),
        x: "number of common seeds", y: "difference × 100",
        series: paths.enumerated().map { index, path in
          LinePlot.Series(
            title: path.method, rows: path.rows, style: .at(index), reach: .band,
            interval: max(1, path.points.count / 8))
        }, scale: 100, xRange: (1, Double(last)),
        yRange: (100 * (low - room), 100 * (high + room)),
        settings: [
          Setting.across("0", width: 1.4, color: "#444444"),
          Setting.across(margin, width: 1.4, color: "#444444", dash: "(9,4)"),
          Setting.across("-\(margin)", width: 1.4, color: "#444444", dash: "(9,4)"),
        ], inside: 280
      ).figure(on: canvas))
  }

  private static func caption(
    _ summary: StudySummary, _ verdict: StudyVerdict, _ followed: FollowedVerdict
  ) -> String {
    let price = followed.nextWords.map { " Next: \(PlainText.visible($0))." } ?? ""
    return "The mean difference from \(PlainText.visible(followed.reference)) by"
      + " \(PlainText.visible(verdict.measure)) over the first n common seeds, and the interval that"
      + " holds at every look together at \(Numeral.level(verdict.level)); there is none before"
      + " anything can be decided. Dashed lines are at ±\u{A0}"
      + "\(Numeral.hundredfold(followed.margin)) points, the largest difference that does not matter."
      + " A line ends where its method was settled." + price + summary.drawnNote
  }
}

/// A method's looks, as far as it got seeds for them.
private struct SequencePath {
  let method: String
  let points: [SequentialLook.Method]

  init(_ method: String, _ followed: FollowedVerdict) {
    self.method = method
    points = followed.looks.compactMap { look in
      look.methods.first { $0.method == method && $0.seeds == look.seeds }
    }
  }

  /// The ends of the later half of the intervals, and the means there: earlier ones would dwarf them.
  var settledEnds: [Double] {
    points.dropFirst(points.count / 2).flatMap { point in
      [point.difference]
        + (point.interval.isWholeLine ? [] : [point.interval.lower, point.interval.upper])
    }
  }

  var rows: [[Double?]] {
    points.map { point in
      let isKnown = !point.interval.isWholeLine
      return [
        Double(point.seeds), point.difference, isKnown ? point.interval.lower : nil,
        isKnown ? point.interval.upper : nil,
      ]
    }
  }
}
