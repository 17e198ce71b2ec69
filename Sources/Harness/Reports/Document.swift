/// What a report says, in order, before it becomes HTML or Markdown.
///
/// All text is plain; whoever renders it escapes it.
package struct Document: Sendable {
  package var name: String
  package var question: String
  package var answer: String?
  /// What the study consists of, in a line.
  package var extent: String
  package var sections: [Section]

  package struct Section: Sendable {
    package var heading: String
    package var parts: [Part]
  }

  package enum Part: Sendable {
    case paragraph(String)
    case figure(Figure)
    case table(Table, caption: String)
    case entries([StudySummary.Entry])
  }

  /// The report of a study; without drawings, their place is taken by nothing.
  package init(_ summary: StudySummary, isDrawn: Bool) {
    self.name = PlainText.visible(summary.name)
    self.question = PlainText.visible(summary.question ?? summary.name)
    self.answer = summary.answer.map(PlainText.visible)
    self.extent = [
      Numeral.count(summary.runs.count, "run"), Numeral.count(summary.variants.count, "method"),
      Numeral.count(summary.tasks.count, "task"),
      "\(PlainText.visible(summary.measure)) × 100",
    ].joined(separator: " · ")

    func parts(_ drawings: [Drawing]) -> [Part] {
      drawings.compactMap { drawing in
        switch drawing {
        case .figure(let figure): isDrawn ? .figure(figure) : nil
        case .missing(let reason): .paragraph(reason)
        }
      }
    }
    let settings: [Part] =
      summary.settings.isEmpty
      ? [.paragraph("No settings were given.")] : [.entries(summary.settings)]
    let provenance: [Part] =
      summary.provenance.isEmpty
      ? [.paragraph("No provenance was given.")] : [.entries(summary.provenance)]
    let all = [
      Section(
        heading: "Scores",
        parts: Self.notes(summary, isDrawn: isDrawn) + parts([.seedStrip(summary)]) + [
          .table(.means(of: summary), caption: Self.caption(summary))
        ]),
      Section(
        heading: "What moves the scores",
        parts: parts(Drawing.heatMaps(summary) + Drawing.varianceBars(summary))),
      Section(
        heading: "Training",
        parts: parts(
          Drawing.cosines(summary) + [.loss(summary), .selection(summary)])),
      Section(
        heading: "Every run",
        parts: [
          .table(
            .runs(of: summary),
            caption: "Seeds and scores × 100 of every run. The full decimals are in scores.csv.")
        ]),
      Section(heading: "Settings", parts: settings),
      Section(heading: "Provenance", parts: provenance),
    ]
    self.sections = all.filter { !$0.parts.isEmpty }
  }

  private static func notes(_ summary: StudySummary, isDrawn: Bool) -> [Part] {
    var notes: [String] = []
    let diverged = summary.runs.filter { $0.divergedAtStep != nil }
    if !diverged.isEmpty {
      let list = diverged.map { run in
        "\(PlainText.visible(run.id)) at step \(run.divergedAtStep.map(String.init) ?? "")"
      }
      notes.append(
        "Diverged: \(diverged.count) of \(Numeral.count(summary.runs.count, "run"))"
          + " (\(list.joined(separator: "; "))).")
    }
    if summary.runs.isEmpty { notes.append("The study has no finished run yet.") }
    if summary.runs.count == 1 {
      notes.append("One run shows no spread: there is no standard deviation.")
    }
    if !isDrawn {
      notes.append(
        "The figures are not drawn, because gnuplot was not found: install it"
          + " (apt-get install gnuplot-nox) and ask for the report again. Their data and scripts"
          + " are in figures/.")
    }
    return notes.map { .paragraph($0) }
  }

  private static func caption(_ summary: StudySummary) -> String {
    let measure = PlainText.visible(summary.measure)
    let hasDeviation = summary.variants.contains { summary.runs(of: $0).count > 1 }
    return "\(measure) × 100 by task"
      + (hasDeviation
        ? ", mean ± standard deviation (n\u{A0}−\u{A0}1) over n runs. Averages are taken from full decimals."
        : ". n is the number of runs.")
  }

  /// The figures, in order.
  package var figures: [Figure] {
    sections.flatMap { section in
      section.parts.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
    }
  }
}
