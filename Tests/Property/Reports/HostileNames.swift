import Reports
import Runs

/// A name with a mark that each reader of a report obeys.
enum HostileNames {
  static let all =
    "</script><script>alert()</script>\"'`touch pwned`$(touch pwned)\\\n\u{202E}@a %s {b}_c^d |&amp;#"

  /// A study of methods, tasks, settings and publications with such names.
  static var study: StudySummary {
    let tasks = [all, "#comment", "", "50% %s", "a\tb", "-", "?", "NaN", "x_{y}^z"]
    var summary = FakeStudy.methods([0, 1, -1, 0.2], tasks: tasks)
    let names = [all, "%n%d%s", "system('touch pwned')", "'; system \"touch pwned\" #"]
    let old = summary.variants
    for index in summary.runs.indices {
      let place = old.firstIndex(of: summary.runs[index].variant) ?? 0
      summary.runs[index].variant = names[place]
      summary.runs[index].id = all
      summary.runs[index].settings = [
        StudySummary.Entry(key: all, value: "\(place)"),
        StudySummary.Entry(key: "'.system('touch pwned').'", value: all),
      ]
    }
    summary.name = all
    summary.question = all
    summary.answer = all
    summary.outlook = all
    summary.measure = all
    summary.settings = [StudySummary.Entry(key: all, value: all)]
    summary.provenance = summary.settings
    for index in summary.densities.indices {
      summary.densities[index].variant = names[index]
      summary.densities[index].task = all
    }
    for index in summary.published.indices {
      summary.published[index].standsFor = names[0]
      summary.published[index].method = all
      summary.published[index].source = all
      summary.published[index].table = all
    }
    return FakeStudy.analyzed(summary)
  }
}
