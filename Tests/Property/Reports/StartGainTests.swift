import Files
import Foundation
import Reports
import Runs
import Statistics
import Support
import Testing

@Suite struct StartGainTests {
  /// Three methods of five seeds, each with the average of its own encoder before training.
  private func summary(_ starts: [Double], gains: [Double] = [0, 1.5, -2]) -> StudySummary {
    var summary = FakeStudy.methods(gains)
    for index in summary.runs.indices {
      let start = starts[index / 5]
      summary.runs[index].before = summary.tasks.map { _ in start } + [start]
    }
    return summary
  }

  private func answer(_ summary: StudySummary) -> Answer {
    Answer(
      runs: summary.runs, tasks: summary.tasks, analysis: summary.analysis, decisions: [],
      untrained: nil, gains: summary.startGains, compute: oneThread)
  }

  @Test func `a gain is the paired t test of the averages after and before, by Holm`() throws {
    let summary = summary([0.7, 0.72, 0.9])
    let gains = summary.startGains
    try #require(gains.count == 3)
    var chances: [Double] = []
    for (gain, method) in zip(gains, summary.variants) {
      let runs = summary.runs(of: method)
      let paired = try Difference(
        paired: runs.compactMap(\.average), runs.map { _ in gain.before })
      #expect(gain.method == method && gain.runs == 5)
      #expect(abs(gain.gain - paired.estimate) < 1e-12)
      let (own, its) = (try #require(gain.interval), paired.interval(level: 0.95))
      #expect(abs(own.lower - its.lower) < 1e-12 && abs(own.upper - its.upper) < 1e-12)
      chances.append(paired.p())
    }
    let adjusted = holmAdjusted(chances)
    for (gain, p) in zip(gains, adjusted) {
      #expect(abs(try #require(gain.adjustedP) - p) < 1e-12)
      #expect(gain.isGain(level: 0.95) == (p <= 0.05 ? gain.gain > 0 : nil))
    }
  }

  @Test func `methods of one start have no gains of their own, but the row before training`() {
    let alike = summary([0.7, 0.7, 0.7])
    #expect(alike.startGains.isEmpty && Table.gains(of: alike) == nil)
    #expect(Table.means(of: alike).rows[0][0].text == "before training")
    let unlike = summary([0.7, 0.72, 0.9])
    #expect(Table.gains(of: unlike)?.rows.count == 3)
    #expect(Document(alike, isDrawn: false).sections[0].heading == "Which method is better")
    #expect(Document(unlike, isDrawn: false).sections[0].heading == "What training brings")
  }

  @Test func `a method that makes no update has no gain`() {
    var summary = summary([0.7, 0.72, 0.9])
    for index in summary.runs.indices where summary.runs[index].variant == summary.variants[1] {
      summary.runs[index].selection = [SelectionPoint(step: 0, score: 0.5)]
    }
    #expect(summary.startGains.map(\.method) == [summary.variants[0], summary.variants[2]])
  }

  @Test func `the headline counts the starts that training raises, and the largest gain`() throws {
    let summary = summary([0.5, 0.5001, 0.9])
    let most = try #require(summary.startGains.max { $0.gain < $1.gain })
    #expect(
      answer(summary).headline
        == "Training raises 2 of 3 starts and lowers 1. Most it raises \(most.method):"
        + " \(Numeral.hundredfold(most.before)) to \(Numeral.hundredfold(most.after)).")
    #expect(
      answer(self.summary([0.9, 0.9001, 0.9002])).headline == "Training lowers 3 of 3 starts.")
    let sentence = try #require(answer(summary).sentence)
    #expect(sentence.hasPrefix("Points above or below each method's own start"))
  }

  @Test func `the score before training is a dotted line beside that after it`() throws {
    var summary = summary([0.5, 0.6, 0.7])
    for index in summary.runs.indices {
      let step = ["step-0", "step-781", "step-12500"][index / 5]
      summary.runs[index].settings = [
        StudySummary.Entry(key: "encoder.folder", value: "models/\(step)")
      ]
    }
    let figures = Drawing.responses(summary, on: .wide).compactMap { drawing -> Figure? in
      if case .figure(let figure) = drawing { figure } else { nil }
    }
    let figure = try #require(figures.first)
    #expect(figure.caption.contains("Dotted lines are the scores before training."))
    let blocks = figure.data.components(separatedBy: "\n\n\n")
    #expect(
      blocks[1].split(separator: "\n").dropFirst().map { $0.split(separator: "\t").prefix(2) }
        == [["0.0", "0.5"], ["781.0", "0.6"], ["12500.0", "0.7"]])
  }

  @Test func `figures over training are those of what the runs logged`() {
    var summary = FakeStudy.summary()
    let names = ["gradient-norm", "alignment", "uniformity", "first-component"]
    func drawn() -> [String] {
      Document(summary, isDrawn: true).figures.map(\.name).filter(names.contains)
    }
    #expect(drawn().isEmpty)
    for index in summary.runs.indices {
      summary.runs[index].training = (1...9).map {
        TrainingPoint(
          step: $0, loss: 1, positiveCosine: 0.9, negativeCosine: 0.1, gradientNorm: Double($0))
      }
    }
    #expect(drawn() == ["gradient-norm"])
    for index in summary.runs.indices {
      summary.runs[index].diagnostics = [0, 5, 9].map {
        DiagnosticPoint(
          step: $0, alignment: 0.3, uniformity: -2 - Double($0), firstComponentShare: 0.1)
      }
    }
    #expect(drawn() == names)
  }
}
