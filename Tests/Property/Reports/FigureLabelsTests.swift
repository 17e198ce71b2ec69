import Foundation
import Model
import Reports
import Runs
import Testing

/// What the figures say beside their lines and in their captions.
@Suite struct FigureLabelsTests {
  private func figure(_ name: String, _ summary: StudySummary) throws -> Figure {
    try #require(Document(summary, isDrawn: true).figures.first { $0.name == name })
  }

  @Test(arguments: 1...40)
  func `names at the ends of lines never lie over each other, in the order of the lines`(
    seed: Int
  ) {
    let stream = RandomStream(seed: UInt64(seed), label: "ends")
    let count = 2 + seed % 8
    let wanted = (0..<count).map { index in
      (
        middle: 300 * stream.uniform(at: 2 * index),
        height: 17 * (1 + Int(2 * stream.uniform(at: 2 * index + 1)))
      )
    }
    let places = EndLabels.places(wanted, within: 300)
    let order = places.indices.sorted { places[$0] < places[$1] }
    #expect(order.map { wanted[$0].middle } == wanted.map(\.middle).sorted())
    for (low, high) in zip(order, order.dropFirst()) {
      let room = Double(wanted[low].height + wanted[high].height) / 2
      #expect(places[high] - places[low] >= room - 1e-9)
    }
    let (first, last) = (order[0], order[count - 1])
    #expect(places[first] >= Double(wanted[first].height) / 2 - 1e-9)
    #expect(places[last] <= 300 - Double(wanted[last].height) / 2 + 1e-9)
  }

  @Test func `a name that has room is where its line ends`() {
    #expect(EndLabels.places([(200, 17), (50, 17), (100, 34)], within: 300) == [200, 50, 100])
    #expect(EndLabels.places([(100, 20), (100, 20)], within: 300) == [110, 90])
    #expect(EndLabels.places([], within: 300).isEmpty)
  }

  @Test func `every line of several has its name at its end, and no legend far away`() throws {
    let summary = FakeStudy.methods([0, 1.5, -2])
    for name in ["loss", "selection", "best-of", "power", "geometry"] {
      let figure = try figure(name, summary)
      #expect(figure.script.contains("unset key"), "\(name)")
      let last = try #require(figure.data.components(separatedBy: "\n\n\n").last)
      let names = last.split(separator: "\n").dropFirst().map { $0.split(separator: "\t")[2] }
      #expect(
        names.joined(separator: " ")
          == (name == "power"
            ? names.joined(separator: " ") : summary.variants.joined(separator: " ")))
    }
  }

  @Test func `a loss that lies flat has a logarithmic axis, and says so`() throws {
    var summary = FakeStudy.summary()
    #expect(try !figure("selection", summary).script.contains("logscale"))
    for index in summary.runs.indices {
      summary.runs[index].training = (1...40).map { step in
        TrainingPoint(
          step: step, loss: step < 4 ? 0.2 : 0.001, positiveCosine: nil, negativeCosine: nil)
      }
    }
    let flat = try figure("loss", summary)
    #expect(flat.script.contains("set logscale y") && flat.caption.contains("logarithmic"))
    for index in summary.runs.indices {
      summary.runs[index].training = (1...40).map { step in
        TrainingPoint(
          step: step, loss: 1 - Double(step) / 50, positiveCosine: nil, negativeCosine: nil)
      }
    }
    let steep = try figure("loss", summary)
    #expect(!steep.script.contains("logscale") && !steep.caption.contains("logarithmic"))
  }

  @Test func `sparse maps of initializations are one map, each run in it once`() throws {
    var summary = FakeStudy.summary(dataOrders: 5, dropouts: 5, initializations: 2)
    summary.runs.removeAll { run in
      run.seeds.initialization == 2 && run.seeds.dataOrder != run.seeds.dropout
    }
    let figures = Document(FakeStudy.analyzed(summary), isDrawn: true).figures
    let maps = figures.filter { $0.name.hasPrefix("heat-map") }
    #expect(maps.count == 1)
    let map = try #require(maps.first)
    let cells = map.data.components(separatedBy: "\n\n\n")[0].split(separator: "\n").dropFirst()
    #expect(cells.count == 30 && summary.runs.count == 30)
    #expect(map.caption.contains("1, 2 from the top; whole cells have seed 1."))
  }

  @Test func `a map of which most cells are empty is not drawn`() {
    var summary = FakeStudy.summary(dataOrders: 5, dropouts: 5)
    summary.runs.removeAll { $0.seeds.dataOrder != $0.seeds.dropout }
    let document = Document(FakeStudy.analyzed(summary), isDrawn: true)
    #expect(!document.figures.contains { $0.name.hasPrefix("heat-map") })
  }

  @Test func `a caption explains only bars that are drawn`() throws {
    // Of one run there is none; of crossed seeds there is one where the layout is whole.
    for runs in [1, 2, 5] {
      let summary = FakeStudy.methods([0], seeds: runs)
      let seeds = try figure("seeds", summary)
      let isDrawn = seeds.script.contains("(100*$2):1:(100*$4):(100*$5)")
      #expect(seeds.caption.contains("The bar with ends") == isDrawn)
      #expect(isDrawn == (runs > 2))
    }
  }

  @Test func `wins are counted, as five seeds show no chance in percent`() throws {
    let summary = FakeStudy.methods([0, 9, -9])
    let wins = try figure("superiority", summary)
    #expect(wins.data.contains("\t5/5") && wins.data.contains("\t0/5"))
    #expect(!wins.data.contains("\t100"))
  }

  @Test func `a telephone has a figure of its own for every figure, no wider than it is`() {
    let drawn = Document(FakeStudy.methods([0, 1.5, -2]), isDrawn: true).drawn
    #expect(drawn.count % 2 == 0)
    for (index, figure) in drawn.enumerated() {
      let isNarrow = index % 2 == 1
      #expect(figure.name.hasSuffix("-narrow") == isNarrow)
      #expect(figure.script.contains("set terminal svg size \(isNarrow ? 400 : 600),"))
    }
  }
}
