import Files
import Foundation

extension EvaluationResult {
  /// The scores × 100 as a table for the terminal.
  public func table(tasks names: [String]) -> String {
    func line(_ name: String, _ pairs: String, _ values: [Double?]) -> String {
      let numbers = values.map { value in
        let text = Numeral.hundredfold(value)
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
      }
      return name.padding(toLength: 14, withPad: " ", startingAt: 0)
        + String(repeating: " ", count: max(0, 6 - pairs.count)) + pairs
        + numbers.joined() + "\n"
    }
    var text =
      "task           pairs     all           mean           wmean\n"
      + "                    Spearm. Pearson Spearm. Pearson Spearm. Pearson   (× 100)\n"
    for name in names {
      guard let task = tasks[name] else { continue }
      text += line(
        name, task.pairs.map(String.init) ?? Numeral.none,
        [
          task.spearman, task.pearson, task.mean?.spearman, task.mean?.pearson,
          task.wmean?.spearman, task.wmean?.pearson,
        ])
    }
    return text
      + line(
        "average", "",
        [
          average.spearman, average.pearson, average.mean?.spearman, average.mean?.pearson,
          average.wmean?.spearman, average.wmean?.pearson,
        ])
      + (geometry.map {
        "STSBenchmark: alignment \(Numeral.fixed($0.alignment, decimals: 4)), uniformity "
          + "\(Numeral.fixed($0.uniformity, decimals: 4))\n"
      } ?? "")
  }

  /// The scores × 100 as SimCSE's evaluation prints them: Spearman over all pairs, with their average.
  ///
  /// - Source: `evaluation.py` of the reference implementation.
  public func simcseTable(tasks names: [String]) -> String {
    let titles = ["SICK-R": "SICKRelatedness"]
    let cells =
      names.compactMap { name in
        tasks[name].map { (titles[name] ?? name, Numeral.fixed($0.spearman * 100, decimals: 2)) }
      } + [("Avg.", Numeral.fixed(average.spearman * 100, decimals: 2))]
    let widths = cells.map { max($0.0.count, $0.1.count) }
    func centered(_ text: String, _ width: Int) -> String {
      let free = width - text.count
      return String(repeating: " ", count: free / 2) + text
        + String(repeating: " ", count: free - free / 2)
    }
    func line(_ texts: [String]) -> String {
      "| " + zip(texts, widths).map { centered($0, $1) }.joined(separator: " | ") + " |\n"
    }
    let rule = "+" + widths.map { String(repeating: "-", count: $0 + 2) + "+" }.joined() + "\n"
    return rule + line(cells.map(\.0)) + rule + line(cells.map(\.1)) + rule
  }
}
