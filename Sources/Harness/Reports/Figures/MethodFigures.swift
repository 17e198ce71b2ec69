import Files

/// How the methods compare with each other: chances of superiority, and places.
extension Drawing {
  /// The chance that a run of the row's method scores above one of the column's; nil for less than
  /// two methods.
  static func superiority(_ summary: StudySummary) -> Drawing? {
    let found = summary.analysis.superiorities
    let methods = summary.variants.filter { name in found.contains { $0.a == name || $0.b == name }
    }
    guard methods.count >= 2 else { return nil }
    let labels = methods.enumerated().map { index, name in
      "\(index + 1)  \(PlainText.plotted(name, limit: 26))"
    }
    var cells: [[String]] = []
    for (y, a) in methods.enumerated() {
      for (x, b) in methods.enumerated() where a != b {
        let own = found.first { ($0.a == a && $0.b == b) || ($0.a == b && $0.b == a) }
        guard let own else { continue }
        let chance = own.a == a ? own.probability : 1 - own.probability
        cells.append([
          "\(x)", "\(y)", Numeral.exact(chance, empty: "?"),
          Numeral.percent(chance) + (own.isTold ? " •" : ""),
          chance > 0.66 ? "1" : "0",
        ])
      }
    }
    let count = methods.count
    let left = min(280, Figure.Frame.labels(labels))
    // Narrow cells have no room for a number, nor the axis for each of theirs.
    let isNumbered = (Figure.width - left - 110) / count >= 26
    let numberEvery = isNumbered ? 1 : 3
    let cell =
      isNumbered
      ? min(64, (Figure.width - left - 110) / count) : max(6, (Figure.width - left - 24) / count)
    let frame = Figure.Frame(
      left: left, right: Figure.width - left - count * cell, top: 30, bottom: 52,
      inside: count * (isNumbered ? min(cell, 44) : 20))
    let counts = found.map(\.count)
    let seeds =
      counts.min() == counts.max()
      ? "\(counts.min() ?? 0)" : "\(counts.min() ?? 0) to \(counts.max() ?? 0)"
    let paired = found.allSatisfy(\.isPaired) ? " under the same seeds" : ""
    let isToldAnywhere = found.contains { $0.interval != nil }
    return .figure(
      Figure(
        name: "superiority", title: "Chance that one method scores above another",
        caption:
          "The chance\(isNumbered ? " in percent" : "") that a run of the row's method has a"
          + " higher average than one of the column's\(paired), as counted over n = \(seeds) seeds; ties count half."
          + (isNumbered ? "" : " White is never, the darkest blue always.")
          + (!isNumbered
            ? ""
            : isToldAnywhere
              ? " A dot marks chances whose \(summary.analysis.percent) interval leaves out 50 %."
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
  static func ranks(_ summary: StudySummary) -> Drawing? {
    let ranks = summary.analysis.ranks
    guard let first = ranks.first else { return nil }
    let labels = ranks.map { PlainText.plotted($0.method, limit: 30) }
    let groups = ranks.map { letters($0.groups) }
    let rows = ranks.enumerated().map { row, rank in
      [
        "\(row)", "\(row + 1)", "\(rank.best)", "\(rank.worst)", labels[row], groups[row],
      ]
    }
    let count = ranks.count
    let frame = Figure.Frame(
      left: min(300, Figure.Frame.labels(labels)),
      right: min(160, max(90, Figure.Frame.labels(groups))), top: 40, bottom: 62,
      inside: max(110, 30 * count))
    return .figure(
      Figure(
        name: "ranks", title: "Places that the methods may hold",
        caption: "Each method's place by its average over n = \(first.seeds) common seeds, 1 being"
          + " the highest, and the \(summary.analysis.percent) interval of its true place, all"
          + " pairs of methods tested together by Holm. Methods that share a letter are not"
          + " distinguished.",
        frame: frame,
        settings: [
          "unset key",
          "set xrange [0.5:\(count).5]",
          Setting.rows(count), Setting.rows(count, axis: "y2"),
          "set y2tics scale 0",
          "set xtics 1,\(max(1, (count + 9) / 10))",
          Setting.x("place"),
          Setting.corner("group", right: 16, top: 20, frame),
        ] + Setting.barred + ["set bars 0.6"],
        marks: [
          Mark(
            .xerrorbars, 0, "2:1:3:4:yticlabels(5)", PlotStyle(color: "#0b3c5d"), size: 1, width: 2),
          .labels(0, "2:1:y2ticlabels(6) axes x1y2"),
        ],
        blocks: [
          Figure.Block(["row", "place", "best", "worst", "method", "groups"], rows: rows)
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
