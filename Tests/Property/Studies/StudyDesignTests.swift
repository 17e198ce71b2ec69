import Decisions
import Foundation
import Model
import Runs
import Statistics
import Studies
import Testing

@Suite struct StudyDesignTests {
  private func labels(_ plan: StudyPlan) -> [String] {
    plan.entries.map { $0.factors.map(\.label).joined(separator: " ") }
  }

  @Test func `a crossed design takes a diagonal beside it, and every run names every factor`()
    throws
  {
    let plan = try studyPlan(
      #"""
      "vary": { "data-order": [1, 2, 3], "dropout": [1, 2, 3] },
      "also": [ { "together": { "data-order": [1, 2, 3], "dropout": [1, 2, 3] },
                  "vary": { "initialization": [2] } } ]
      """#)
    #expect(plan.entries.count == 9 + 3)
    for entry in plan.entries {
      #expect(entry.factors.map(\.key) == ["data-order", "dropout", "initialization"])
    }
    #expect(Array(labels(plan)[..<4]) == ["1 1 1", "1 2 1", "1 3 1", "2 1 1"])
    #expect(Array(labels(plan)[9...]) == ["1 1 2", "2 2 2", "3 3 2"])
    #expect(plan.entries[10].settings.seeds.initialization == 2)
    #expect(plan.entries[10].settings.seeds.dropout == 2)
    let runs = try FactorialRuns(
      StudyRecord(plan).runs.map(\.factors), values: plan.entries.indices.map(Double.init))
    #expect(runs.factors == ["data-order", "dropout", "initialization"])
    #expect(runs.levels[10] == [1, 1, 1])
    #expect(try runs.separableTerms().count >= 3)
  }

  @Test func `a run that stands in two blocks is one run`() throws {
    let plan = try studyPlan(
      #"""
      "vary": { "data-order": [1, 2], "dropout": [1, 2] },
      "also": [ { "together": { "data-order": [1, 2], "dropout": [1, 2] },
                  "vary": { "initialization": [1, 2] } },
                { "vary": { "dropout": [2, 3] } } ]
      """#)
    #expect(
      labels(plan) == ["1 1 1", "1 2 1", "2 1 1", "2 2 1", "1 1 2", "2 2 2", "1 3 1"])
    #expect(Set(plan.entries.map(\.hash)).count == plan.entries.count)
  }

  @Test func `one factor may change several settings, and is called by its labels`() throws {
    let plan = try studyPlan(
      #"""
      "vary": { "method": [
        { "label": "baseline", "set": {} },
        { "label": "noise", "set": {
            "variant": { "name": "gaussian-noise-negatives", "count": 4, "weight": 1 },
            "batch-size": 8, "adamw.weight-decay": 0.01 } } ] },
      "seeds": [7, 8]
      """#)
    #expect(labels(plan) == ["baseline 7", "baseline 8", "noise 7", "noise 8"])
    #expect(plan.entries.map(\.settings.batchSize) == [16, 16, 8, 8])
    #expect(plan.entries[3].settings.adamw.weightDecay == 0.01)
    #expect(plan.entries[3].settings.seeds.dropout == 8)
    #expect(plan.study.labeledKeys == ["method"])
  }

  @Test func `seeds leave alone the streams that any block names`() throws {
    let plan = try studyPlan(
      #"""
      "vary": { "temperature": [0.1] }, "seeds": [5],
      "also": [ { "vary": { "dropout": [9] } } ]
      """#)
    #expect(labels(plan) == ["1 0.1 5", "9 0.05 5"])
    #expect(plan.entries.map(\.settings.seeds.dropout) == [1, 9])
    #expect(plan.entries.map(\.settings.seeds.negatives) == [5, 5])
  }

  @Test(arguments: [
    (#""vary": {}, "together": { "dropout": [1, 2], "data-order": [1] }"#, "unlike counts"),
    (#""vary": {}, "together": { "dropout": [1, 2] }"#, "at least two keys"),
    (#""vary": { "dropout": [1] }, "together": { "dropout": [1], "data-order": [1] }"#, "in one"),
    (#""vary": {}, "also": [{}]"#, "also[0] is empty"),
    (#""vary": {}, "also": [{ "vary": { "dropuot": [1] } }]"#, "also[0].vary.dropuot"),
    (#""vary": {}, "also": [{ "vary": { "dropout": [1] }, "seeds": [1] }]"#, "seeds"),
    (#""vary": { "method": [{ "label": "a", "set": { "batch": 8 } }] }"#, "set.batch"),
    (#""vary": { "method": [{ "label": "a" }] }"#, "method[0]"),
    (#""vary": { "method": [{ "label": "a", "set": {}, "x": 1 }] }"#, "nothing else"),
    (#""vary": { "method": [{ "label": "a", "set": {} }, 3] }"#, "method[1]"),
    (#""vary": { "method": [{ "label": " a", "set": {} }] }"#, "label"),
    (#""vary": { "method": [{ "label": "a\u001b", "set": {} }] }"#, "U+001B"),
    (
      #""vary": { "method": [{ "label": "a", "set": {} }, { "label": "a", "set": { "epochs": 2 } }] }"#,
      "both called 'a'"
    ),
    (
      #""vary": { "method": [{ "label": "a", "set": { "epochs": 2 } }], "epochs": [1, 2] }"#,
      "let one factor change it"
    ),
    (#""vary": { "batch-size": [{ "label": "a", "set": { "batch-size": 8 } }] }"#, "method"),
    (#""vary": { "dropout": [1, 2], "seeds.dropout": [1, 2] }"#, "let one factor change it"),
    (
      #""vary": { "method": [{ "label": "a", "set": {} }] }, "also": [{ "vary": { "dropout": [2] } }]"#,
      "does not say which 'method'"
    ),
    (
      #""vary": { "method": [{ "label": "a", "set": {} }, { "label": "b", "set": {} }] }"#,
      "same settings"
    ),
  ])
  func `a design that cannot be is refused by the name of what is wrong`(
    body: String, words: String
  ) throws {
    do {
      _ = try studyPlan(body)
      Issue.record("it was accepted")
    } catch {
      #expect("\(error)".contains(words), "\(error)")
      #expect("\(error)".contains("study.json"), "\(error)")
    }
  }
}
