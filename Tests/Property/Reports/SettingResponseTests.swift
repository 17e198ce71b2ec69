import Foundation
import Reports
import Runs
import Testing

@Suite struct SettingResponseTests {
  private func figures(_ summary: StudySummary) -> [Figure] {
    Drawing.responses(summary, on: .wide).compactMap { drawing in
      guard case .figure(let figure) = drawing else { return nil }
      return figure
    }
  }

  /// The lines of each block of a figure's data, without the headings.
  private func blocks(_ figure: Figure) -> [Int] {
    figure.data.components(separatedBy: "\n\n\n").map { $0.split(separator: "\n").count - 1 }
  }

  /// Three values of settings, five runs each.
  private func summary(_ settings: [(String, [String])]) -> StudySummary {
    var summary = FakeStudy.methods([0, 0, 0])
    for index in summary.runs.indices {
      summary.runs[index].settings = settings.map { key, values in
        StudySummary.Entry(key: key, value: values[index / 5])
      }
    }
    return summary
  }

  @Test func `settings that move as one are one figure and one line`() throws {
    let rates = ["0", "0.1", "0.5"]
    let found = figures(
      summary([("attention-dropout-rate", rates), ("hidden-dropout-rate", rates)]))
    let figure = try #require(found.first)
    #expect(found.count == 1)
    #expect(figure.caption.contains("attention-dropout-rate = hidden-dropout-rate"))
    #expect(blocks(figure) == [3])
  }

  @Test func `a line for each choice of another setting, with its name`() throws {
    var summary = FakeStudy.methods([0, 0, 0, 0, 0, 0])
    for index in summary.runs.indices {
      let (a, b) = (["0", "1", "5"][index / 5 % 3], index / 15)
      summary.runs[index].settings = [("a", a), ("b", "\(b)")].map {
        StudySummary.Entry(key: $0, value: $1)
      }
    }
    let found = figures(summary)
    // Last the names at the ends of the lines.
    #expect(found.map(blocks) == [[3, 3, 2]])
    #expect(found[0].data.contains("\tb 0\t") && found[0].data.contains("\tb 1\t"))
    let long = "one setting whose value is longer than any line"
    for index in summary.runs.indices { summary.runs[index].settings[1].value += long }
    #expect(figures(summary)[0].data.contains("\tin-batch-negatives,"))
  }

  @Test func `settings that change together are no response to one of them`() {
    #expect(figures(summary([("a", ["0", "1", "5"]), ("b", ["0", "1", "4"])])).isEmpty)
  }

  @Test func `a logarithmic axis marks the values that were run`() throws {
    let figure = try #require(figures(summary([("count", ["32", "128", "512"])])).first)
    #expect(figure.script.contains("set logscale x"))
    #expect(figure.script.contains("set xtics (32.0, 128.0, 512.0)"))
  }
}
