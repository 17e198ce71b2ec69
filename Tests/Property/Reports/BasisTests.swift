import Reports
import Runs
import Testing

@Suite struct BasisTests {
  private static let (a, b) = (
    String(repeating: "a", count: 40), String(repeating: "b", count: 40) + "-dirty"
  )

  @Test(arguments: [
    (a, nil), ("unknown", "The commit that computed these runs is unknown."),
    ("unknown; \(a)", "The commit of some is unknown."),
    (b, "All were computed by uncommitted code."),
    (
      "\(a); unknown; \(b)",
      "2 commits computed these runs; the commit of some is unknown; some were computed by"
        + " uncommitted code."
    ),
  ])
  func `a page says where its commits are mixed or unknown`(commits: String, words: String?) {
    var summary = FakeStudy.methods([0, 1])
    summary.provenance = [SettingEntry(key: "commit", value: commits)]
    let page = MarkdownPage(Document(summary, isDrawn: true)).text
    #expect(page.contains("computed these runs") == (words?.contains("these runs") == true))
    if let words { #expect(page.contains(words)) }
  }

  @Test func `a page says what of it cannot be computed again`() {
    let page = MarkdownPage(Document(FakeStudy.methods([0, 1]), isDrawn: true)).text
    #expect(
      page.contains("Not kept with this page, and so as they were found: the runs' manifests"))
  }
}
