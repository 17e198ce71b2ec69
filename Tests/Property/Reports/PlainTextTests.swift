import Files
import Testing

@Suite struct PlainTextTests {
  @Test(arguments: [
    ("a\nb\tc", "a b c"), ("\u{202E}x", "‹U+202E›x"), ("\u{0}", "‹U+0000›"),
    ("\u{FEFF}", "‹U+FEFF›"), ("日本 é", "日本 é"), ("\u{2028}", " "),
  ])
  func `nothing invisible stays invisible`(text: String, shown: String) {
    #expect(PlainText.visible(text) == shown)
  }

  @Test func `HTML sees no mark of its own`() {
    let text = PlainText.html("</script><b a='1'>\"&amp;")
    #expect(text == "&lt;/script&gt;&lt;b a=&#39;1&#39;&gt;&quot;&amp;amp;")
  }

  @Test(arguments: [
    ("`x`", "\\`x\\`"), ("a|b", "a\\|b"), ("# h", "\\# h"), ("- i", "\\- i"),
    ("[a](b)", "\\[a\\](b)"), ("<i>", "&lt;i&gt;"), ("1. one", "1\\. one"),
    ("12) one", "12\\) one"), ("    code", "code"), ("74.80 ± 1.12", "74.80 ± 1.12"),
    ("STS-B_{x}", "STS-B\\_\\{x\\}"),
  ])
  func `Markdown sees no mark of its own`(text: String, escaped: String) {
    #expect(PlainText.markdown(text) == escaped)
  }

  @Test func `a field with commas, quotes or newlines is quoted`() {
    #expect(PlainText.csv("plain") == "plain")
    #expect(PlainText.csv("a,\"b\"\n") == "\"a,\"\"b\"\"\n\"")
  }

  @Test func `a label has no character that gnuplot obeys, and a bounded length`() {
    let label = PlainText.plotted("`a`$(b)\"c\"'d'\\e\n<f>&%g", limit: 40)
    #expect(!label.contains { "`\"'\\\n<>&%".contains($0) })
    #expect(PlainText.plotted(String(repeating: "x", count: 99), limit: 20).count == 20)
    // Between words, where there are any.
    let name = PlainText.plotted("weight-perturbation+gradient-sign", limit: 30)
    #expect(name == "weight-…+gradient-sign")
    #expect(PlainText.plotted("", limit: 20) == "–")
  }
}
