import Files

/// How the methods compare with each other: chances of superiority, and places.
extension Drawing {
  /// The chance that a run of the row's method scores above one of the column's; nil for less than
  /// two methods.
  static func superiority(_ summary: StudySummary, on canvas: Canvas) -> Drawing? {
    let found = summary.analysis.superiorities
    let methods = summary.variants.filter { name in found.contains { $0.a == name || $0.b == name }
    }
    guard methods.count >= 2 else { return nil }
    let labels = methods.enumerated().map { index, name in
      "\(index + 1)  \(PlainText.plotted(name, limit: canvas.lineLength + 4))"
    }
    var cells: [[String]] = []
    for (y, a) in methods.enumerated() {
      for (x, b) in methods.enumerated() where a != b {
        let own = found.first { ($0.a == a && $0.b == b) || ($0.a == b && $0.b == a) }
        guard let own else { continue }
        let chance = own.a == a ? own.probability : 1 - own.probability
        cells.append([
          "\(x)", "\(y)", Numeral.exact(chance, empty: "?"),
          own.wins(of: a) + (own.isTold ? " •" : ""),
          chance > 0.66 ? "1" : "0",
        ])
      }
    }
    let count = methods.count
    let left = Canvas.room(for: labels)
    // Narrow cells have no room for a number, nor the axis for each of theirs.
    let room = canvas.width - left - 24
    let isNumbered = 2 * room / count >= 17 * (cells.map(\.[3].count).max() ?? 0) + 8
    let numberEvery = count <= 10 ? 1 : canvas == .narrow ? 6 : 3
    let cell = isNumbered ? min(64, room / count) : max(5, room / count)
    let frame = Figure.Frame(
      canvas, left: left, right: canvas.width - left - count * cell, top: 30, bottom: 62,
      inside: count * (isNumbered ? min(cell, 44) : 20))
    let counts = found.map(\.count)
    let seeds =
      counts.min() == counts.max()
      ? "\(counts.min() ?? 0)" : "\(counts.min() ?? 0) to \(counts.max() ?? 0)"
    let isToldAnywhere = found.contains { $0.interval != nil }
    return .figure(
      Figure(
        name: "superiority", title: "Chance that one method scores above another",
        caption: (found.allSatisfy(\.isPaired)
          ? "Under how many of n = \(seeds) common seeds the row's method scores above the column's;"
          : "How often a run of the row's method scores above one of the column's, over n = \(seeds)"
            + " seeds;")
          + " ties count half. A few seeds show such a chance only roughly."
          + (isNumbered ? "" : " White is none, the darkest blue all.")
          + (!isNumbered
            ? ""
            : isToldAnywhere
              ? " A dot marks a chance whose \(summary.analysis.percent) interval leaves out one half."
              : " Seeds are crossed, so the chances have no interval."),
        frame: frame,
        settings: [
          "unset key",
          "unset colorbox",
          "set palette defined (0 '#ffffff', 0.5 '#dfe7ea', 0.75 '#7fa8bb', 1 '#0b3c5d')",
          "set cbrange [0:100]",
          "set xrange [-0.5:\(count - 1).5]",
          Setting.rows(count),
          "set border 0",
          "set tics scale 0",
          Setting.x("the other method, by its number"),
        ],
        marks: [.cells(0.48, 0.48, border: "border linecolor rgb '#bbbbbb'")]
          + (isNumbered ? ["#000000", "#ffffff"] : []).enumerated().map { dark, color in
            .words(0, "1:($5 == \(dark) ? $2 : NaN):4", color: color)
          } + [.words(1, "1:1:(''):xticlabels(2):yticlabels(3)", color: "#000000")],
        blocks: [
          Figure.Block(["x", "y", "chance", "label", "isDark"], rows: cells),
          Figure.Block(
            ["place", "number", "method"],
            rows: labels.enumerated().map { place, label in
              ["\(place)", place % numberEvery == 0 ? "\(place + 1)" : " ", label]
            }),
        ]))
  }

  /// The places that each method may hold; nil for fewer than three or unlike seeds.
  static func ranks(_ summary: StudySummary, on canvas: Canvas) -> Drawing? {
    let ranks = summary.analysis.ranks
    guard let first = ranks.first else { return nil }
    let rows = LabelRows(ranks.map(\.method), canvas, least: 30)
    // More groups than letters would say nothing, and run off the picture.
    let hasLetters = ranks.allSatisfy { $0.groups.allSatisfy { $0 < 26 } }
    let groups = ranks.map { hasLetters ? letters($0.groups) : " " }
    let count = ranks.count
    let frame = Figure.Frame(
      canvas, left: rows.left, right: min(160, max(60, Canvas.room(for: groups))), top: 40,
      bottom: 62, inside: rows.height)
    return .figure(
      Figure(
        name: "ranks", title: "Places that the methods may hold",
        caption: "Each method's place by its score over n = \(first.seeds) common seeds, 1 being"
          + " the highest, and the \(summary.analysis.percent) interval of its true place, all"
          + " pairs of methods tested together by Holm."
          + (hasLetters ? " Methods that share a letter are not distinguished." : ""),
        frame: frame,
        settings: rows.settings + [
          "unset key",
          "set xrange [0.5:\(count).5]",
          "set xtics 1,\(max(1, (count + 9) / (canvas == .narrow ? 5 : 10)))",
          Setting.x("place"),
          "set bars 0.6",
        ] + (hasLetters ? [Setting.corner("group", right: 16, top: 20, frame)] : []),
        marks: [
          Mark(.xerrorbars, 0, "2:1:3:4", PlotStyle(color: "#0b3c5d"), size: 1, width: 2),
          .words(0, "(\(count).5):1:5", color: "#222222", at: "left offset 0.8,0"),
          LabelRows.names(1),
        ],
        blocks: [
          Figure.Block(
            ["row", "place", "best", "worst", "groups"],
            numbers: zip(ranks, rows.middles).enumerated().map { place, own in
              [own.1, Double(place + 1), Double(own.0.best), Double(own.0.worst)]
            }, labels: groups),
          rows.block(at: 0.5),
        ]))
  }

  /// The letters of groups, three and more in a row as `a–d`.
  package static func letters(_ groups: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for group in groups.sorted() {
      if let last = runs.last, last.upperBound + 1 == group {
        runs[runs.count - 1] = last.lowerBound...group
      } else {
        runs.append(group...group)
      }
    }
    return runs.map { run in
      run.count > 2
        ? letter(run.lowerBound) + "–" + letter(run.upperBound)
        : run.map(letter).joined(separator: " ")
    }.joined(separator: " ")
  }

  /// a, b … z, then a1, b1 …
  private static func letter(_ group: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz").map(String.init)
    return letters[group % 26] + (group < 26 ? "" : "\(group / 26)")
  }
}
