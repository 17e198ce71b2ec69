import Evaluation
import Files
import Foundation
import Laws
import Model
import Runs
import Support
import Testing

@Suite struct ContrastiveTensionTests {
  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  @Test(arguments: [2, 9])
  func `it asks of each pair whether the sentences are one`(_ negatives: Int) {
    var call = variantCall(ContrastiveTension(negatives: negatives))
    call.dropout = nil
    let vectors = tinyEncoder(seed: 3).embeddings(of: call.views.0, pooling: .cls)
    let n = vectors.rows
    var (sum, count) = (0.0, 0.0)
    for row in 0..<n {
      for shift in 0...min(negatives, n - 1) {
        let logit = dot(vectors.row(row), vectors.row((row + shift) % n))
        let probability = 1 / (1 + exp(-logit))
        sum -= log(shift == 0 ? probability : 1 - probability)
        count += 1
      }
    }
    #expect(abs(TrainingStep(call).loss - sum / count) < 1e-12)
  }

  /// The gradients of the encoder and of its twin, each in the order of its parameters.
  private func gradients(
    _ call: TrainingStep<Double>.Call
  ) -> (own: [Gradient<Double>], twin: [Gradient<Double>]) {
    let all = zip(call.encoder.parameters.names, TrainingStep(call).gradients)
    return (
      all.filter { !$0.0.hasPrefix("head.twin.") }.map(\.1),
      all.filter { $0.0.hasPrefix("head.twin.") }.map(\.1)
    )
  }

  @Test func `the anchors pass the twin and the positives the encoder`() {
    var call = variantCall(ContrastiveTension(negatives: 2))
    call.views.1 = tinySentences([2, 5, 3, 4], seed: 77)
    func rows(_ gradient: Gradient<Double>) -> [Int] {
      if case .rows(let rows, _) = gradient { rows } else { [] }
    }
    func tokens(_ sentences: [[Int32]]) -> [Int] {
      Set(sentences.flatMap { $0.map(Int.init) }).sorted()
    }
    let found = gradients(call)
    #expect(rows(found.twin[0]) == tokens(call.views.0))
    #expect(rows(found.own[0]) == tokens(call.views.1))
    #expect(tokens(call.views.0) != tokens(call.views.1))
  }

  @Test func `two encoders that are alike are moved alike by a sentence without dropout`() {
    var call = variantCall(ContrastiveTension(negatives: 2))
    call.dropout = nil
    call.views = (Array(call.views.0.prefix(1)), Array(call.views.0.prefix(1)))
    let found = gradients(call)
    #expect(found.own == found.twin)
  }

  @Test func `a run trains both, scores the encoder and keeps the twin beside it`() throws {
    try withTemporaryFolder { folder in
      let settings = try smallRunSettings([
        "text.sentences=64", #"variant={ "name": "contrastive-tension", "negatives": 3 }"#,
      ])
      let run = Run(settings: settings, folder: folder.appendingPathComponent("run"))
      let result = try run.execute(places: noPlaces, threads: 1) { _ in }
      let model = run.folder.appendingPathComponent(Run.File.model)
      let heads = try Safetensors.parse(
        try Data(contentsOf: model.appendingPathComponent(SavedModel.heads)), file: "heads"
      ).entries
      #expect(heads.allSatisfy { $0.name.hasPrefix("head.twin.") })
      let opened = try ModelFolder(model, blocks: nil)
      #expect(heads.count == opened.parameters.names.count)
      let name = "encoder.layer.0.output.dense.weight"
      if let best = result.best, best.step > 0 {
        #expect(heads.first { $0.name == "head.twin." + name }?.tensor != opened.parameters[name])
      }
      let encoder = try opened.sentenceEncoder(
        pooling: nil, maximumTokens: nil, compute: oneThread)
      let inputs = try RunInputs(try smallRunSettings([]), places: noPlaces, threads: 1)
      #expect(
        try inputs.evaluation.score(encoder, batch: 64, progress: nil).result == result.scores)
    }
  }

  @Test(arguments: [
    (#"{ "name": "contrastive-tension", "negatives": 0 }"#, "negatives is 0"),
    (
      #"{ "name": "combination", "parts": [{ "name": "contrastive-tension", "negatives": 2 }, { "name": "input-dropout", "rate": 0.1, "views": "both" }] }"#,
      "goes with no other part"
    ),
  ])
  func `settings that do not fit are refused`(_ variant: String, _ words: String) {
    let error = #expect(throws: InputError.self) {
      _ = try smallRunSettings(["variant=\(variant)"])
    }
    #expect("\(error, default: "none")".contains(words))
  }
}
