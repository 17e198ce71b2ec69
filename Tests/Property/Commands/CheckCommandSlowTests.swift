import Testing

@Suite struct CheckCommandSlowTests {
  @Test func `check passes on the embedded default, and its JSON is alone on standard output`() {
    let check = RecordedCommand(["check", "embedded", "--json", "-"])
    #expect(check.code == 0)
    #expect(check.output.hasPrefix("[") && check.errors.isEmpty)
  }
}
