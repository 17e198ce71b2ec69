import Files
import Studies

/// A bench's findings as tables for a terminal.
public enum BenchTables {
  public static func text(
    _ findings: [Bench.Subject: [Bench.Finding]], workload: Workload
  ) -> String {
    var text = workload.description + "\n\n"
    text += rates(findings).text
    if let steps = findings[.step] { text += "\nWhere a step goes\n\n" + parts(steps).text }
    return text
  }

  /// The timing of one detail over the rounds; nil where it was not measured.
  private static func timing(_ findings: [Bench.Finding]?, _ detail: String) -> Timing? {
    let values = (findings ?? []).compactMap { $0.details[detail] }
    return values.isEmpty ? nil : Timing(values)
  }

  private static func rates(_ findings: [Bench.Subject: [Bench.Finding]]) -> Table {
    var rows: [[Table.Cell]] = []
    func add(_ what: String, _ timing: Timing, _ factor: Double, _ unit: String, _ share: Timing?) {
      rows.append([
        .init(what), .init(Numeral.fixed(factor * timing.median, decimals: 1)),
        .init(Numeral.fixed(factor * timing.spread, decimals: 1)), .init(unit),
        .init(share.map { Numeral.fixed(100 * $0.median, decimals: 0) + " %" } ?? Numeral.none),
      ])
    }
    let ceiling = timing(findings[.products], "openblas")
    if let steps = findings[.step] {
      add("training step", Timing(steps.map(\.seconds)), 1000, "ms", nil)
      if let rate = timing(steps, "rate") {
        add("training step", rate, 1e-9, "GFLOP/s", ceiling.map { rate.over($0) })
      }
    }
    for (subject, name) in [
      (Bench.Subject.maskedStep, "masked-language-model step"),
      (.smallMaskedStep, "the same, 3 blocks of 192"),
    ] {
      guard let steps = findings[subject], let tokens = timing(steps, "tokens"),
        let rate = timing(steps, "rate")
      else { continue }
      add(name, tokens.over(Timing(steps.map(\.seconds))), 1, "tokens/s", nil)
      add(name, rate, 1e-9, "GFLOP/s", ceiling.map { rate.over($0) })
    }
    if let encodings = findings[.encoding], let rate = timing(encodings, "rate"),
      let sentences = timing(encodings, "sentences"), let limit = timing(encodings, "ceiling")
    {
      add(
        "encoding", sentences.over(Timing(encodings.map(\.seconds))), 1, "sentences/s", nil)
      add("encoding", rate, 1e-9, "GFLOP/s", rate.over(limit))
      add("OpenBLAS, encoding's shapes", limit, 1e-9, "GFLOP/s", nil)
    }
    if let evaluations = findings[.evaluation] {
      add("evaluation of a task", Timing(evaluations.map(\.seconds)), 1000, "ms", nil)
    }
    if let tokenizings = findings[.tokenizing], let tokens = timing(tokenizings, "tokens"),
      let bytes = timing(tokenizings, "bytes")
    {
      let time = Timing(tokenizings.map(\.seconds))
      add("tokenizing, 1 thread", tokens.over(time), 1e-6, "million tokens/s", nil)
      let rate = bytes.over(time)
      add(
        "tokenizing, 1 thread", rate, 1e-6, "MB/s",
        timing(findings[.memory], "rate").map { rate.over($0) })
    }
    for name in ["exact", "openblas"] {
      guard let rate = timing(findings[.products], name) else { continue }
      add("\(name), a step's shapes", rate, 1e-9, "GFLOP/s", ceiling.map { rate.over($0) })
    }
    if let memory = timing(findings[.memory], "rate") {
      add("memory", memory, 1e-9, "GB/s", nil)
    }
    return Table(
      columns: [
        .init("what", isNumeric: false), .init("median", isNumeric: true),
        .init("quartiles apart", isNumeric: true), .init("unit", isNumeric: false),
        .init("of the ceiling", isNumeric: true),
      ], rows: rows)
  }

  private static func parts(_ steps: [Bench.Finding]) -> Table {
    let total = Timing(steps.map(\.seconds))
    let names = (steps.first?.order ?? []).filter { !["operations", "rate"].contains($0) }
    let shares = names.compactMap { name in
      timing(steps, name).map { (name: name, time: $0, share: $0.over(total)) }
    }
    let rows = shares.sorted { $0.share.median > $1.share.median }.map {
      [
        Table.Cell($0.name), .init(Numeral.fixed(1000 * $0.time.median, decimals: 2)),
        .init(Numeral.fixed(100 * $0.share.median, decimals: 1) + " %"),
      ]
    }
    return Table(
      columns: [
        .init("operation", isNumeric: false), .init("ms", isNumeric: true),
        .init("of the step", isNumeric: true),
      ], rows: rows)
  }
}
