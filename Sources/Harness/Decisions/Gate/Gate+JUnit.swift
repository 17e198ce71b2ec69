import Files

/// The gate as JUnit XML, the form in which CI systems show tests.
///
/// A test case for each task and one for the average. One whose scores do not all hold has a `failure`
/// with the worst verdict as its type and the words of every such score, also where a score improved
/// or is unresolved: the command then ends with 3, and no CI system takes that for a success.
extension Gate {
  public var junit: String {
    let tasks = entries.map(\.task).uniqued()
    let cases = tasks.map { task in testCase(task, entries.filter { $0.task == task }) }
    return Self.document(
      cases.map(\.text), failures: cases.count { !$0.holds }, errors: 0,
      properties: [
        ("verdict", verdict.rawValue), ("margin-in-points", Numeral.exact(margin, empty: "")),
        ("level", Numeral.exact(level, empty: "")), ("pairing", pairingWords),
        ("summary", summary),
      ] + notes.map { ("note", $0) })
  }

  /// The document of a gate that could not be checked, so that no older one is taken for its result.
  public static func junit(problem: String) -> String {
    document(
      [
        """
            <testcase classname="simcse.gate" name="gate">
              <error type="input" message="\(PlainText.html(problem))"/>
            </testcase>
        """
      ], failures: 0, errors: 1, properties: [])
  }

  private func testCase(_ task: String, _ scores: [GateEntry]) -> (text: String, holds: Bool) {
    let bad = scores.filter { $0.verdict != .holds }
    let worst = [GateVerdict.regressed, .improved, .unresolved].first { verdict in
      bad.contains { $0.verdict == verdict }
    }
    var lines = ["    <testcase classname=\"simcse.gate\" name=\"\(PlainText.html(task))\">"]
    if let worst {
      let message = bad.map { "\($0.statisticName) \($0.verdictWords)" }.joined(separator: "; ")
      lines.append(
        "      <failure type=\"\(worst.rawValue)\" message=\"\(PlainText.html(message))\">"
          + bad.map { PlainText.html(words($0)) }.joined(separator: "\n") + "</failure>")
    }
    lines.append(
      "      <system-out>" + scores.map { PlainText.html(words($0)) }.joined(separator: "\n")
        + "</system-out>")
    lines.append("    </testcase>")
    return (lines.joined(separator: "\n"), bad.isEmpty)
  }

  /// One score in a sentence.
  private func words(_ entry: GateEntry) -> String {
    "\(entry.name) \(Numeral.hundredfold(entry.new)), recorded \(Numeral.hundredfold(entry.baseline)): "
      + "\(Numeral.signedHundredfold(entry.difference)) points, \(entry.interval.words) at "
      + "\(levelWords), margin \(marginWords): \(entry.verdictWords)"
  }

  private static func document(
    _ cases: [String], failures: Int, errors: Int, properties: [(name: String, value: String)]
  ) -> String {
    let counts = "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
    let list = properties.map {
      "      <property name=\"\($0.name)\" value=\"\(PlainText.html($0.value))\"/>"
    }
    return
      ([
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\"simcse gate\" \(counts)>",
        "  <testsuite name=\"simcse gate\" \(counts)>",
      ]
      + (list.isEmpty ? [] : ["    <properties>"] + list + ["    </properties>"]) + cases
      + ["  </testsuite>", "</testsuites>", ""]).joined(separator: "\n")
  }
}
