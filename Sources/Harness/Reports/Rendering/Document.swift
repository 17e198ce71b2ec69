package import Files

/// What a report says, in order, before it becomes HTML or Markdown.
///
/// All text is plain; whoever renders it escapes it.
package struct Document: Sendable {
  package var name: String
  package var question: String
  package var answer: String?
  /// What would change the answer.
  package var outlook: String?
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
    self.outlook = summary.outlook.map(PlainText.visible)
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
      [Self.basis(summary)]
      + (summary.provenance.isEmpty
        ? [.paragraph("No provenance was given.")] : [.entries(summary.provenance)])
    let shares = summary.variants.compactMap { variant -> Part? in
      Table.shares(of: summary, variant: variant).map {
        .table($0, caption: Self.shareCaption(summary, variant: variant))
      }
    }
    let hasMethods = summary.variants.count > 1
    let notes = Self.notes(summary, isDrawn: isDrawn)
    let scores = Section(
      heading: "Scores",
      parts: (hasMethods ? [] : notes) + [
        .table(.means(of: summary), caption: Self.caption(summary))
      ] + parts([.seedStrip(summary)]))
    let methods = Section(
      heading: "Which method is better",
      parts: !hasMethods
        ? []
        : notes + parts([Drawing.forest(summary)].compactMap { $0 }) + Self.decisions(summary)
          + Self.comparison(summary) + Self.sensitivity(summary)
          + parts([Drawing.superiority(summary), Drawing.ranks(summary)].compactMap { $0 }))
    let all = [
      methods, scores,
      Section(
        heading: "What moves the scores",
        parts: (hasMethods ? [] : Self.decisions(summary) + Self.sensitivity(summary))
          + parts(Drawing.responses(summary) + Drawing.heatMaps(summary))
          + parts(Drawing.variances(summary)) + shares
          + Self.drivers(summary)),
      Section(
        heading: "How many seeds it takes",
        parts: parts(Drawing.sequences(summary))
          + parts([Drawing.power(summary)].compactMap { $0 }) + Self.plan(summary)
          + parts([Drawing.expectedMaximum(summary)].compactMap { $0 })),
      Section(
        heading: "Training",
        parts: parts(
          [.selection(summary)] + Drawing.cosines(summary) + [.loss(summary)])),
      Section(
        heading: "Embeddings",
        parts: parts([Drawing.geometry(summary)].compactMap { $0 } + Drawing.pairs(summary))),
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

  static let notDrawn = "The figures are not drawn, because gnuplot was not found"

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
    if let commits = Self.commits(summary) { notes.append(commits) }
    if summary.runs.isEmpty { notes.append("The study has no finished run yet.") }
    notes += (summary.imported ?? []).map(PlainText.visible)
    if summary.runs.count == 1 {
      notes.append("One run shows no spread: there is no standard deviation.")
    }
    if !isDrawn {
      notes.append(
        notDrawn + ": install it (apt-get install gnuplot-nox) and ask for the report again. Their"
          + " data and scripts are in figures/.")
    }
    return notes.map { .paragraph($0) }
  }

  /// The tables, in order.
  package var tables: [Table] {
    sections.flatMap { section in
      section.parts.compactMap { if case .table(let table, _) = $0 { table } else { nil } }
    }
  }

  /// The figures, in order.
  package var figures: [Figure] {
    sections.flatMap { section in
      section.parts.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
    }
  }
}
