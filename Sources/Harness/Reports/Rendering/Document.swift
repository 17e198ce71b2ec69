package import Files

/// What a report says, in order, before it becomes HTML or Markdown.
///
/// All text is plain; whoever renders it escapes it.
package struct Document: Sendable {
  package var name: String
  package var question: String
  /// The answer in one line, and the numbers behind it.
  package var headline: String?
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
    /// As a page shows it, and a telephone.
    case figure(Figure, narrow: Figure)
    case table(Table, caption: String)
    case entries([StudySummary.Entry])
    /// What few readers need, behind a line that opens it.
    case folded(String, [Part])
  }

  /// The report of a study; without drawings, their place is taken by nothing.
  package init(_ summary: StudySummary, isDrawn: Bool) {
    self.name = PlainText.visible(summary.name)
    self.question = PlainText.visible(summary.question ?? summary.name)
    let answers = [summary.headline, summary.answer].compactMap { $0 }.uniqued()
      .map(PlainText.visible)
    self.headline = answers.first
    self.answer = answers.dropFirst().first
    self.outlook = summary.outlook.map(PlainText.visible)
    self.extent = [
      Numeral.count(summary.runs.count, "run"), Numeral.count(summary.variants.count, "method"),
      Numeral.count(summary.tasks.count, "task"),
      "\(PlainText.visible(summary.measure)) × 100",
    ].joined(separator: " · ")

    func parts(_ draw: (StudySummary, Canvas) -> [Drawing]) -> [Part] {
      zip(draw(summary, .wide), draw(summary, .narrow)).compactMap { drawing in
        switch drawing {
        case (.figure(let figure), .figure(let narrow)):
          isDrawn ? .figure(figure, narrow: narrow) : nil
        case (.missing(let reason), _), (_, .missing(let reason)): .paragraph(reason)
        }
      }
    }
    func part(_ draw: (StudySummary, Canvas) -> Drawing?) -> [Part] {
      parts { [draw($0, $1)].compactMap { $0 } }
    }
    func folded(_ words: String, _ parts: [Part]) -> [Part] {
      parts.isEmpty ? [] : [.folded(words, parts)]
    }
    let hasMethods = summary.variants.count > 1
    // Of methods that start from unlike encoders, what training brings them is what is asked for.
    let asksGains = summary.ruling == nil && summary.hasStartGains
    let notes = Self.notes(summary, isDrawn: isDrawn)
    let seeds = part(Drawing.seedStrip)
    let rivals = part(Drawing.superiority) + part(Drawing.ranks)
    let methods =
      notes + part(Drawing.forest) + Self.decisions(summary)
      + Self.comparison(summary) + Self.sensitivity(summary)
      + folded("Every method against every other", rivals)
    let gains = Self.gains(summary) + parts(Drawing.responses)
    // Of one method the shares of its seeds are what is asked for.
    let moves =
      parts(Drawing.variances)
      + (hasMethods ? [] : Self.decisions(summary) + Self.sensitivity(summary))
      + (asksGains ? [] : gains) + parts(Drawing.heatMaps)
      + folded("The shares in numbers", Self.shares(summary))
      + folded("The sentence pairs that move the score", Self.drivers(summary))
    let power = part(Drawing.power) + Self.plan(summary)
    let training =
      part(Drawing.selection) + parts(Drawing.cosines) + part(Drawing.loss)
      + part(Drawing.gradientNorms) + parts(Drawing.diagnostics)
    let embeddings = part(Drawing.geometry) + parts(Drawing.pairs)
    let isOfMany = summary.variants.count > StudySummary.mostDrawn
    let scores = Section(
      heading: "Scores",
      parts: Self.means(summary)
        + (isOfMany ? folded("Every run by its method", seeds) : seeds)
        + folded("How far the scores of each method spread", Self.deviations(summary)))
    let causes = Section(heading: "What moves the scores", parts: (hasMethods ? [] : notes) + moves)
    let isOfSeeds = !hasMethods && !summary.analysis.shares.isEmpty
    let all = [
      Section(heading: "What training brings", parts: asksGains ? gains : []),
      Section(heading: "Which method is better", parts: hasMethods ? methods : []),
      isOfSeeds ? causes : scores, isOfSeeds ? scores : causes,
      Section(
        heading: "How many seeds it takes",
        parts: parts(Drawing.sequences) + power + part(Drawing.expectedMaximum)),
      Section(
        heading: "Training", parts: folded(Self.trainingWords(summary), training)),
      Section(
        heading: "Embeddings",
        parts: folded("Alignment, uniformity and the cosines of pairs", embeddings)),
      Section(
        heading: "Every run",
        parts: folded(
          "Seeds and scores of \(Numeral.count(summary.runs.count, "run"))",
          [
            .table(
              .runs(of: summary),
              caption: "Seeds and scores × 100 of every run. The full decimals are in scores.csv.")
          ]) + folded("What a run of each method takes", Self.costs(summary))),
      Section(heading: "Settings", parts: Self.settings(summary)),
      Section(heading: "Provenance", parts: Self.provenance(summary)),
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

  /// Every part in order, what is folded too.
  private var parts: [Part] {
    func flat(_ parts: [Part]) -> [Part] {
      parts.flatMap { part in
        if case .folded(_, let own) = part { flat(own) } else { [part] }
      }
    }
    return flat(sections.flatMap(\.parts))
  }

  /// The tables, in order.
  package var tables: [Table] {
    parts.compactMap { if case .table(let table, _) = $0 { table } else { nil } }
  }

  /// The figures, in order, as a page shows them.
  package var figures: [Figure] {
    parts.compactMap { if case .figure(let figure, _) = $0 { figure } else { nil } }
  }

  /// All that is drawn, in the order of the page: each figure for a page, then for a telephone.
  package var drawn: [Figure] {
    parts.flatMap { part -> [Figure] in
      if case .figure(let figure, let narrow) = part { [figure, narrow] } else { [] }
    }
  }
}
