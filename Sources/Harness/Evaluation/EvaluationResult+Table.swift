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
}
