import Files
import Reports
import Testing

@Suite struct TableTests {
  @Test func `a table in a terminal has its numbers flush right below their headings`() {
    let table = Table(
      columns: [Table.Column("method", isNumeric: false), Table.Column("x", isNumeric: true)],
      rows: [
        [Table.Cell("plain"), Table.Cell("7.00", detail: "± 0.50")],
        [Table.Cell("a"), Table.Cell("–")],
      ])
    let lines = [
      "method            x", "──────  ───────────", "plain   7.00 ± 0.50", "a                 –",
      "",
    ]
    #expect(table.text == lines.joined(separator: "\n"))
  }

  @Test func `a terminal never sees a control character of a name`() {
    let table = Table(
      columns: [Table.Column("run", isNumeric: false)],
      rows: [[Table.Cell("\u{1B}[2J\u{7}\u{202E}a\nb")]])
    #expect(table.text.contains("‹U+001B›[2J‹U+0007›‹U+202E›a b\n"))
  }

  @Test func `a row of another length than the headings is refused`() async {
    await #expect(processExitsWith: .failure) {
      _ = Table(columns: [Table.Column("a", isNumeric: false)], rows: [[]])
    }
  }

  // Mean of 0.1, 0.2, 0.6 is 0.3; squares 0.04 + 0.01 + 0.09 over n − 1 = 2 give 0.07.
  @Test func `means and deviations are those of the raw scores, by n − 1`() throws {
    var summary = FakeStudy.summary(dataOrders: 3, dropouts: 1, tasks: ["only"])
    for (index, score) in [0.1, 0.2, 0.6].enumerated() { summary.runs[index].scores = [score] }
    let cell = try #require(Table.means(of: summary).rows.last?[1])
    #expect(cell.value == "30.00")
    #expect(cell.detail == "± 26.46")
  }

  @Test func `parameters that a dropout adds stand beside its method, and only then`() throws {
    var summary = FakeStudy.methods([0, 1])
    let heading = "parameters added"
    #expect(!Table.means(of: summary).columns.contains { $0.heading == heading })
    for index in summary.runs.indices where summary.runs[index].variant == "noise 16" {
      summary.runs[index].addedParameters = 1_476_096
    }
    let table = Table.means(of: summary)
    let column = try #require(table.columns.firstIndex { $0.heading == heading })
    let added = Dictionary(
      table.rows.map { ($0[0].value, $0[column].value) }, uniquingKeysWith: { first, _ in first })
    #expect(added["noise 16"] == "1,476,096")
    #expect(added["in-batch-negatives"] == "0")
    #expect(added["before training"] == "–")
  }

  // SciPy: √(2 / χ²₂(0.975)) = 0.520658 and √(2 / χ²₂(0.025)) = 6.284735 times the deviation.
  @Test
  func `the spread of each method over its seeds has an interval, and what is published beside it`()
    throws
  {
    var summary = FakeStudy.methods([0, 1], seeds: 3, tasks: ["only"])
    for (index, score) in [0.1, 0.2, 0.6, 0.3, 0.3, 0.3].enumerated() {
      summary.runs[index].scores = [score]
      summary.runs[index].average = score
    }
    let table = try #require(Table.deviations(of: summary))
    #expect(
      table.rows.map { $0.map(\.text) } == [
        ["in-batch-negatives", "26.46", "13.78 to 166.28", "3", "1.12 (published¹)"],
        ["noise 16", "0.00", "–", "3", "–"],
      ])
    #expect(table.markedNotes.count == 1)
    summary.published = []
    #expect(try #require(Table.deviations(of: summary)).columns.count == 4)
    // Runs that share seeds are not drawn one by one.
    #expect(Table.deviations(of: FakeStudy.summary(variants: ["a", "b"])) == nil)
    #expect(Table.deviations(of: FakeStudy.methods([0, 1], seeds: 2)) == nil)
  }

  @Test func `what a run takes is shown as far as runs say it`() throws {
    var summary = FakeStudy.methods([0, 1], seeds: 3, tasks: ["only"])
    #expect(Table.costs(of: summary) == nil)
    let costs: [(parameters: Int?, seconds: Double?, bytes: Int?)] = [
      (1200, 30, 2_000_000), (1200, 10, 5_000_000), (1200, 11, 3_000_000), (nil, nil, nil),
      (1300, 4.28, nil), (1200, 4.24, nil),
    ]
    for (index, cost) in costs.enumerated() where cost.parameters != nil {
      summary.runs[index].cost = RunSummary.Cost(
        trainedParameters: cost.parameters, processorSeconds: cost.seconds, peakBytes: cost.bytes)
    }
    let table = try #require(Table.costs(of: summary))
    #expect(
      table.columns.map(\.heading) == [
        "method", "parameters trained", "processor time", "memory", "n",
      ])
    #expect(
      table.rows.map { $0.map(\.text) } == [
        ["in-batch-negatives", "1,200", "11 s", "5.0 MB", "3"],
        ["noise 16", "1,200, 1,300", "4.3 s", "–", "2"],
      ])
    for index in summary.runs.indices { summary.runs[index].cost?.processorSeconds = nil }
    #expect(
      try #require(Table.costs(of: summary)).columns.map(\.heading)
        == ["method", "parameters trained", "memory", "n"])
  }

  @Test func `averages are never taken from rounded numbers`() throws {
    var summary = FakeStudy.summary(dataOrders: 3, dropouts: 1, tasks: ["only"])
    // Rounded first, they are 10.01, 10.01 and 10.00 with mean 10.01.
    for (index, score) in [0.100051, 0.100051, 0.100001].enumerated() {
      summary.runs[index].scores = [score]
    }
    #expect(try #require(Table.means(of: summary).rows.last?[1]).value == "10.00")
  }

  @Test func `a cell with fewer scores than its row has runs says how many it has`() throws {
    var summary = FakeStudy.summary()
    summary.runs[4].scores[2] = nil
    let row = try #require(Table.means(of: summary).rows.last)
    #expect(row.last?.value == "9")
    #expect(row[3].detail?.hasSuffix("(n = 8)") == true)
    #expect(row[2].detail?.contains("n =") == false)
  }

  @Test func `one run has a mean and no deviation`() throws {
    let summary = FakeStudy.summary(dataOrders: 1, dropouts: 1)
    let row = try #require(Table.means(of: summary).rows.last)
    #expect(row.allSatisfy { $0.detail == nil })
    #expect(row[1].value == Numeral.hundredfold(summary.runs[0].scores[0]))
  }

  @Test func `the file of scores gives back every bit of them`() throws {
    let summary = FakeStudy.summary()
    let lines = Table.scoreFile(of: summary).split(separator: "\n")
    #expect(lines.count == summary.runs.count + 1)
    for (line, run) in zip(lines.dropFirst(), summary.runs) {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let scores = fields[7..<(7 + summary.tasks.count + 1)].map { Double($0) }
      #expect(scores == run.scores + [run.average])
    }
  }
}
