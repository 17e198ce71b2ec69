import Files
import Foundation
import Laws
import Model
import Runs
import Support
import Testing

@Suite struct HardNegativeSelectionTests {
  private func chosen(_ variant: HardNegativeSelection, rows: Int = 4) throws -> ExtraNegatives {
    var state = VariantState.empty
    return try #require(
      variant.negatives(
        of: BatchOutputs(
          anchors: testTensor([rows, 5], seed: 1, "anchors"),
          positives: testTensor([rows, 5], seed: 1, "positives"),
          pool: testTensor([9, 5], seed: 1, "pool"), temperature: 1, compute: oneThread),
        state: &state, stream: RandomStream(seed: 1, name: .negatives)))
  }

  @Test(arguments: VariantLaw.allCases)
  func `it keeps every law, and without choosing is plain SimCSE`(_ law: VariantLaw) {
    #expect(
      law.findings(
        HardNegativeSelection(pool: 5, count: 2, weight: 0.5),
        off: HardNegativeSelection(pool: 5, count: 0, weight: 0.5)) == [])
  }

  @Test func `one anchor has its nearest, and all of the pool when it asks for more`() throws {
    let pool = testTensor([9, 5], seed: 1, "pool")
    let anchor = testTensor([1, 5], seed: 1, "anchors").row(0)
    let cosines = (0..<9).map { row in
      let other = pool.row(row)
      let product = zip(anchor, other).reduce(0) { $0 + $1.0 * $1.1 }
      return product / other.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    let order = cosines.indices.sorted { cosines[$0] > cosines[$1] }
    for count in [1, 3, 9, 20] {
      let found = try chosen(HardNegativeSelection(pool: 9, count: count, weight: 2), rows: 1)
      #expect(
        found.vectors.scalars == order.prefix(count).sorted().flatMap { Array(pool.row($0)) })
      #expect(found.weight == 2)
    }
  }

  @Test func `what one anchor chose is a column for all, once`() throws {
    let found = try chosen(HardNegativeSelection(pool: 9, count: 2, weight: 1))
    #expect((2...8).contains(found.vectors.rows))
    #expect(
      Set((0..<found.vectors.rows).map { Array(found.vectors.row($0)) }).count == found.vectors.rows
    )
  }

  @Test func `a pool holds no sentence of the batch and none twice`() {
    let text: [[Int32]] = [[1], [2], [1], [3], [4], [2], [5]]
    let stream = RandomStream(seed: 2, name: .negatives)
    let pool = SentencePool(9, of: text, besides: [[1], [5]], stream: stream)
    #expect(Set(pool.sentences) == [[2], [3], [4]] && pool.sentences.count == 3)
    #expect(SentencePool(2, of: text, besides: [[1]], stream: stream).sentences.count == 2)
    #expect(SentencePool(2, of: text, besides: text, stream: stream).sentences.isEmpty)
  }

  @Test func `the pool passes the encoder without dropout`() throws {
    var call = variantCall(HardNegativeSelection(pool: 3, count: 9, weight: 1))
    let pool = try #require(call.pool)
    let vectors = call.encoder.embeddings(of: pool.sentences, pooling: .cls)
    #expect(largestDifference(pool.vectors(of: call)?.scalars ?? [], vectors.scalars) < 1e-12)
    call.pool = SentencePool([])
    #expect(TrainingStep(call).loss == TrainingStep(variantCall(InBatchNegatives())).loss)
  }

  @Test func `a run logs how near the negatives are, and a plain one does not`() throws {
    try withTemporaryFolder { folder in
      let logs = try [
        #"{ "name": "hard-negative-selection", "pool": 12, "count": 2, "weight": 1 }"#,
        #"{ "name": "in-batch-negatives" }"#,
      ].enumerated().map { index, variant in
        let run = Run(
          settings: try smallRunSettings(["text.sentences=64", "variant=\(variant)"]),
          folder: folder.appendingPathComponent("\(index)"))
        _ = try run.execute(places: noPlaces, threads: 1) { _ in }
        let steps = run.folder.appendingPathComponent(Run.File.steps)
        let table = try String(contentsOf: steps, encoding: .utf8).split(separator: "\n")
        #expect(table[0].hasSuffix("\thardest-negative-cosine") == (index == 0))
        #expect(Set(table.map { $0.split(separator: "\t").count }) == [index == 0 ? 8 : 6])
        let file = run.folder.appendingPathComponent(Run.File.log)
        return try StrictJSON.decode(
          TrainingLog.self, from: try Data(contentsOf: file), file: "log")
      }
      for step in logs[0].steps {
        let (mean, hardest) = (step.extraNegativeCosine ?? 2, step.hardestNegativeCosine ?? 2)
        #expect(-1 <= mean && mean <= hardest && hardest <= 1)
        // The nearest of a pool are nearer than others of the batch.
        #expect(hardest > step.negativeCosine)
      }
      #expect(logs[1].steps.allSatisfy { $0.extraNegativeCosine == nil })
    }
  }

  @Test(arguments: [
    (#"{ "name": "hard-negative-selection", "pool": 0, "count": 1, "weight": 1 }"#, "pool is 0"),
    (#"{ "name": "hard-negative-selection", "pool": 3, "count": 1, "weight": 0 }"#, "weight is 0"),
  ])
  func `settings that do not fit are refused`(_ variant: String, _ words: String) {
    let error = #expect(throws: InputError.self) {
      _ = try smallRunSettings(["variant=\(variant)"])
    }
    #expect("\(error, default: "none")".contains(words))
  }
}
