import Files
import Foundation
import Reports
import Runs
import Testing

/// Pages as text, without drawings.
@Suite struct PageTests {
  private func page(_ summary: StudySummary) -> String {
    Page(Document(summary, isDrawn: true), drawings: [:]).html
  }

  /// What a reader sees: the text between tags, one element a line, without the style sheet.
  private func seen(_ html: String) -> String {
    html.replacing(/(?s)<style>.*?<\/style>/, with: "").replacing(/<[^>]*>/, with: "\n")
  }

  @Test func `the numbers of a page are those of its tables, cell by cell`() {
    let summary = FakeStudy.summary(variants: ["a", "b"])
    let cells = Document(summary, isDrawn: true).tables.flatMap(\.rows).flatMap { $0 }.map(\.text)
    let found = page(summary).matches(
      of: /(?s)<t[dh](?: scope="row")?(?: class="number")?>(.*?)<\/t/
    )
    .map { $0.output.1.replacing(/<[^>]*>/, with: "") }
    #expect(found.map(String.init) == cells)
  }

  @Test func `no numeral is typed into a page`() throws {
    var summary = FakeStudy.summary(tasks: ["one", "two", "three"])
    summary.question = "Why?"
    for index in summary.runs.indices { summary.runs[index].id = "run" }
    summary.settings = []
    summary.provenance = []
    summary.answer = nil
    summary.outlook = nil
    var known = Document(summary, isDrawn: true).tables.map(\.text).joined(separator: " ")
    known += " \(summary.runs.count) \(summary.variants.count) \(summary.tasks.count)"
    // Two steps stand behind a point of 250 steps; 100 is the scale, 1 is that of n − 1.
    let points = Curves(summary.runs.map { $0.training.map { ($0.step, $0.loss) } })
    known += " \(points.stepsPerPoint) 100 1"
    // The level of intervals, the line of the power curve, √2, and the bins of pairs.
    known += " \(100 * summary.analysis.rule.level) 95 80 2 \(PairDensity.cosineWidth)"
    known += " \(PairDensity.goldWidth) \(summary.densities[0].pairs)"
    known += " " + (PlannedSeeds(summary)?.basis ?? "")
    let numerals = /[0-9]+(?:\.[0-9]+)?/
    let allowed = Set(known.matches(of: numerals).map { String($0.output) })
    let text = seen(page(summary)).replacing(/(?:Figure|Table) [0-9]+\./, with: "")
      .replacing("&#39;", with: "")
    let strangers = text.matches(of: numerals).map { String($0.output) }
      .filter { !allowed.contains($0) }
    #expect(strangers == [])
  }

  @Test func `a page has no script and refers to nothing outside itself`() {
    let html = page(FakeStudy.summary())
    for mark in ["<script", "javascript:", "http:", "https:", "src=", "@import", "url("] {
      #expect(!html.contains(mark), "\(mark)")
    }
  }

  @Test func `the question, the answer, the settings and the provenance are on the page`() {
    let summary = FakeStudy.summary()
    let text = seen(page(summary))
    let wanted = [summary.question, summary.answer, summary.outlook].compactMap { $0 }
    for part in wanted + (summary.settings + summary.provenance).flatMap({ [$0.key, $0.value] }) {
      #expect(text.contains(part))
    }
    var unanswered = summary
    unanswered.answer = nil
    unanswered.outlook = nil
    #expect(!page(unanswered).contains("class=\"answer\""))
    #expect(!page(unanswered).contains("class=\"outlook\""))
  }

  @Test func `names can leave neither their cell nor their line`() {
    var summary = FakeStudy.summary(variants: [HostileNames.all], tasks: [HostileNames.all])
    summary.name = HostileNames.all
    summary.question = HostileNames.all
    summary.answer = HostileNames.all
    summary.outlook = HostileNames.all
    summary.published = [
      PublishedScore(
        method: HostileNames.all, standsFor: HostileNames.all, task: HostileNames.all, mean: 1,
        deviation: 1, runs: 1, source: HostileNames.all, table: HostileNames.all, page: 1)
    ]
    summary.measure = HostileNames.all
    summary.settings = [StudySummary.Entry(key: HostileNames.all, value: HostileNames.all)]
    for index in summary.runs.indices { summary.runs[index].id = HostileNames.all }
    let html = page(summary)
    #expect(!html.contains("<script"))
    #expect(!html.contains("\u{202E}"))
    #expect(html.contains("&lt;/script&gt;&lt;script&gt;alert()&lt;/script&gt;"))
    let document = Document(summary, isDrawn: true)
    let markdown = MarkdownPage(document).text
    #expect(!markdown.contains("<script"))
    #expect(!markdown.contains("\u{202E}"))
    #expect(!markdown.contains(/(?m)[^\\]`/))
    // A bar that is not escaped would give a row another number of cells.
    let rows = markdown.split(separator: "\n").filter { $0.hasPrefix("| ") }
    let widths = Set(rows.map { $0.matches(of: /(?:^| )\|(?: |$)/).count })
    #expect(widths == Set(document.tables.map { $0.columns.count + 1 } + [3]))
  }

  @Test func `what is missing is told with the reason`() {
    let one = seen(page(FakeStudy.summary(dataOrders: 1, dropouts: 1)))
    #expect(one.contains("One run shows no spread"))
    #expect(one.contains("The variance is not split between seeds."))
    #expect(one.contains("There is no map of data order × dropout"))
    var bare = FakeStudy.summary()
    for index in bare.runs.indices {
      bare.runs[index].training = []
      bare.runs[index].selection = []
    }
    bare.runs[3].divergedAtStep = 77
    let text = seen(page(bare))
    #expect(text.contains("No run recorded the cosines"))
    #expect(text.contains("No run recorded its loss"))
    #expect(text.contains("No run recorded a selection score"))
    #expect(text.contains("Diverged: 1 of 9 runs (run-4 at step 77)."))
    bare.runs = []
    #expect(seen(page(bare)).contains("The study has no finished run yet."))
  }

  @Test func `every figure and table has an anchor, and every link leads to one`() {
    let html = page(FakeStudy.methods((0..<12).map { 0.1 * Double($0) }))
    let ids = html.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count)
    let links = html.matches(of: /\shref="#([^"]*)"/).map { String($0.output.1) }
    #expect(links.allSatisfy(ids.contains))
    let document = Document(FakeStudy.methods((0..<12).map { 0.1 * Double($0) }), isDrawn: true)
    for name in document.figures.map({ "figure-\($0.name)" })
      + document.tables.indices.map({ "table-\($0 + 1)" })
    {
      #expect(ids.contains(name) && links.contains(name), "\(name)")
    }
  }

  @Test func `with one task no column and no row is there twice`() {
    let summary = FakeStudy.summary(tasks: ["only"])
    for table in Document(summary, isDrawn: true).tables {
      #expect(!table.columns.contains { $0.heading == "average" })
      #expect(!table.rows.contains { $0[0].value == "average" })
    }
  }

  @Test func `drawings in one page share no name`() {
    let drawing =
      "<?xml?>\n<svg><defs><circle id='p'/></defs><use xlink:href='#p'/>"
      + "<path id=\"q\" fill=\"url(#q)\"/></svg>"
    #expect(
      Page.inline(drawing, name: "a") == "<svg role=\"img\"><defs><circle id='a-p'/></defs>"
        + "<use xlink:href='#a-p'/><path id=\"a-q\" fill=\"url(#a-q)\"/></svg>")
  }

  @Test func `Markdown links each figure to its file`() {
    let document = Document(FakeStudy.summary(), isDrawn: true)
    let markdown = MarkdownPage(document).text
    #expect(document.figures.map(\.name).count == 10)
    for figure in document.figures {
      #expect(markdown.contains("](figures/\(figure.name).svg)"))
    }
  }
}
