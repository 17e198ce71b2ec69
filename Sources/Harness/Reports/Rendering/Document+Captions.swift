import Decisions
import Files
import Runs

/// The captions of a report's tables, and the parts that some studies lack.
extension Document {
  static func caption(_ summary: StudySummary) -> String {
    let measure = PlainText.visible(summary.measure)
    let hasDeviation = summary.variants.contains { summary.runs(of: $0).count > 1 }
    var caption = "\(measure) × 100 by task"
    caption +=
      hasDeviation
      ? ", mean ± standard deviation (n\u{A0}−\u{A0}1) over n runs."
        + (summary.tasks.count > 1 ? " Averages are taken from full decimals." : "")
      : ". n is the number of runs."
    if !summary.analysis.comparisons.isEmpty, let baseline = summary.baseline {
      caption += " Verdicts are against \(PlainText.visible(baseline))"
      let written = summary.ruling?.standing?.words.map { " \($0)" } ?? ""
      caption += summary.ruling == nil ? "." : ", by the study's rule\(written)."
    }
    let isPublished = summary.variants.contains { !summary.published(beside: $0).isEmpty }
    if isPublished {
      caption += " Published rows are as printed; their deviations are the authors'."
    }
    if summary.publishedElsewhere > 0 {
      caption +=
        " \(Numeral.count(summary.publishedElsewhere, "published method")) of the file given"
        + " \(summary.publishedElsewhere == 1 ? "belongs" : "belong") to none that was run here."
    }
    return caption
  }

  /// The methods' scores; of many methods those that are resolved, and behind a line the others.
  static func means(_ summary: StudySummary) -> [Part] {
    let (shown, others) = summary.listedVariants
    func table(_ variants: [String], isFirst: Bool) -> Part {
      .table(
        .means(of: summary, variants: variants, hasUntrained: isFirst),
        caption: isFirst ? caption(summary) : "The other methods, as above.")
    }
    return [table(shown, isFirst: true)]
      + (others.isEmpty
        ? [] : [.folded(restWords(others.count), [table(others, isFirst: false)])])
  }

  /// What training brought each method over its own start; nothing where all start alike.
  static func gains(_ summary: StudySummary) -> [Part] {
    guard let table = Table.gains(of: summary) else { return [] }
    return [
      .table(
        table,
        caption:
          "The methods start from unlike encoders. The average × 100 of each before training and"
          + " after it, and the gain with its \(summary.analysis.percent) interval over runs by"
          + " Student's t; p by Holm over these methods. Training raises or lowers a score where that"
          + " p is at most \(Numeral.chance(1 - summary.analysis.rule.level)).")
    ]
  }

  /// The spread of each method over its seeds.
  static func deviations(_ summary: StudySummary) -> [Part] {
    guard let table = Table.deviations(of: summary) else { return [] }
    return [
      .table(
        table,
        caption:
          "The standard deviation (n − 1) of each method's average × 100 over n runs of seeds of their"
          + " own, and where it lies with \(summary.analysis.percent) confidence if scores are normal"
          + " (by the chi-squared distribution). Of few seeds that is wide: two methods whose"
          + " intervals overlap are not shown to differ in spread.")
    ]
  }

  /// What a run of each method takes; nothing where no run says.
  static func costs(_ summary: StudySummary) -> [Part] {
    guard let table = Table.costs(of: summary) else { return [] }
    return [
      .table(
        table,
        caption:
          "The numbers that a run trains, heads and a second encoder included; the median of its"
          + " processor time over all threads, checks and scoring included; and the most memory that"
          + " one held, of the n runs that say. Times of one machine at unlike load differ, and those"
          + " of other machines do not compare.")
    ]
  }

  /// The line that opens what is drawn over training.
  static func trainingWords(_ summary: StudySummary) -> String {
    let all =
      ["learning curves", "cosines", "loss"]
      + (summary.runs.contains { $0.training.contains { $0.gradientNorm != nil } }
        ? ["gradient norms"] : [])
      + (summary.runs.contains { $0.diagnostics != nil } ? ["how the embeddings lay"] : [])
    return Answer.capitalized(Answer.list(all))
  }

  /// The line that opens the methods that a table leaves out.
  static func restWords(_ count: Int) -> String {
    Numeral.count(count, "more unresolved method")
  }

  /// The shares of variance of each method that has them.
  static func shares(_ summary: StudySummary) -> [Part] {
    summary.variants.compactMap { variant in
      Table.shares(of: summary, variant: variant).map {
        .table($0, caption: shareCaption(summary, variant: variant))
      }
    }
  }

  static func settings(_ summary: StudySummary) -> [Part] {
    summary.settings.isEmpty
      ? [.paragraph("No settings were given.")]
      : [
        .folded(
          "\(Numeral.count(summary.settings.count, "setting")) that all runs share",
          [.entries(summary.settings)])
      ]
  }

  /// What the runs were computed by; checksums of files behind a line.
  static func provenance(_ summary: StudySummary) -> [Part] {
    let isSum = { (entry: StudySummary.Entry) in entry.key.hasPrefix("SHA-256") }
    let (sums, others) = (
      summary.provenance.filter(isSum), summary.provenance.filter { !isSum($0) }
    )
    guard !summary.provenance.isEmpty else {
      return [basis(summary), .paragraph("No provenance was given.")]
    }
    return [basis(summary)] + [commits(summary).map { Part.paragraph($0) }].compactMap { $0 }
      + (others.isEmpty ? [] : [.entries(others)])
      + (sums.isEmpty
        ? [] : [.folded("Checksums of \(Numeral.count(sums.count, "file"))", [.entries(sums)])])
  }

  private static func shareCaption(_ summary: StudySummary, variant: String) -> String {
    let whose = summary.variants.count > 1 ? " of \(PlainText.visible(variant))" : ""
    return "Shares of the variance between runs\(whose) in percent, and below each its"
      + " \(summary.analysis.percent) interval; last, the square root of the whole variance."
  }

  /// The comparison with the baseline, or why there is none; nothing for a single method.
  static func comparison(_ summary: StudySummary) -> [Part] {
    guard summary.variants.count > 1 else { return [] }
    let reasons: [Part] = summary.analysis.uncompared.map { .paragraph(PlainText.visible($0)) }
    let baseline = PlainText.visible(summary.baseline ?? "")
    let hasTasks = summary.averagesOrTasks.contains { $0.task != StudySummary.average }
    let whose =
      summary.ruling != nil
      ? "Every method without an average against \(baseline) on each task"
      : "Every method against \(baseline) on the average"
        + (hasTasks ? ", or on each task where it has none" : "")
    var caption =
      whose
      + ", over n common seeds: the mean difference and its \(summary.analysis.percent) interval by"
      + " the paired t test. Ties of a seed are half won. Verdicts follow Holm's adjustment over these"
      + " methods."
    if let margin = summary.analysis.rule.margin {
      caption += " A difference up to \(Numeral.hundredfold(margin)) points is taken not to matter."
    }
    let others = Set(summary.listedVariants.others)
    let tables = folding(others, caption) { isShown in
      Table.comparisons(of: summary) { isShown(others.contains($0)) }
    }
    let published = folding(others, publishedCaption(summary, baseline: baseline)) { isShown in
      Table.publishedDifferences(of: summary) { isShown(others.contains($0.method)) }
    }
    return tables + published + reasons
  }

  /// A table of the listed methods and, behind a line, one of the others.
  ///
  /// - Inputs: `table`, of the methods for which its argument says so.
  static func folding(
    _ others: Set<String>, _ caption: String, _ table: ((_ isOther: Bool) -> Bool) -> Table?
  ) -> [Part] {
    let (listed, rest) = (table { !$0 }, table { $0 })
    let first = listed.map { [Part.table($0, caption: caption)] } ?? []
    guard let rest else { return first }
    let words = listed == nil ? caption : "The other methods, as above."
    return first + [.folded(restWords(others.count), [.table(rest, caption: words)])]
  }

  private static func publishedCaption(_ summary: StudySummary, baseline: String) -> String {
    "Published differences from \(baseline) on the average, in points, beside those of these runs."
      + " The interval of a published difference is Welch's, from the printed counts and deviations,"
      + " taken as those of the runs that there were (n), as if these shared no seed. The direction holds or is reversed where the verdict here"
      + " is better or worse; otherwise only the sign is compared."
  }

  /// The seeds that a difference takes, as a table.
  static func plan(_ summary: StudySummary) -> [Part] {
    guard let table = Table.plan(of: summary), let plan = PlannedSeeds(summary) else { return [] }
    return [
      .table(
        table,
        caption: "Common seeds that show a true difference of the average with such a chance, that"
          + " is, whose \(summary.analysis.percent) interval then leaves out zero;"
          + " \(plan.basis).")
    ]
  }
}
