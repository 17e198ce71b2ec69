import Evaluation
import Files
import Foundation
import Laws
import Model
import Runs
import Support
import Testing

@Suite struct ReferenceEncoderTests {
  /// A step of a variant over an encoder that moved since the last.
  private func step(
    _ variant: any Variant, state: VariantState, seed: UInt64
  ) -> (call: TrainingStep<Double>.Call, result: TrainingStep<Double>) {
    let call = variantCall(variant, step: 5, state: state, encoder: tinyEncoder(seed: seed))
    return (call, TrainingStep(call))
  }

  @Test func `a frozen encoder stays what the first step had, whatever the encoder becomes`() {
    let variant = InstanceWeighting(threshold: 0.8)
    let first = step(variant, state: .empty, seed: 3)
    let second = step(variant, state: first.result.state, seed: 4)
    #expect(first.result.state.reference == first.call.encoder.parameters.converted(to: Float.self))
    #expect(second.result.state.reference == first.result.state.reference)
    // The frozen encoder decides: from another start the second step differs.
    #expect(step(variant, state: .empty, seed: 4).result.gradients != second.result.gradients)
  }

  @Test func `a moving average begins as the encoder and moves by its part`() throws {
    let variant = MomentumContrast(count: 4, momentum: 0.75, predictor: true)
    let first = step(variant, state: .empty, seed: 3)
    let second = step(variant, state: first.result.state, seed: 4)
    let (a, b) = (first.call.encoder.parameters, second.call.encoder.parameters)
    #expect(first.result.state.reference == a.converted(to: Float.self))
    for place in a.names.indices {
      let expected = zip(a.tensors[place].scalars, b.tensors[place].scalars).map {
        0.75 * $0 + 0.25 * $1
      }
      let found = second.result.state.reference.tensors[place]
      #expect(largestDifference(found.scalars, expected) < 1e-6)
    }
  }

  @Test func `instance weighting leaves out the negatives that the frozen encoder finds close`() {
    let (threshold, temperature) = (0.8, 0.3)
    let (call, own) = step(InstanceWeighting(threshold: threshold), state: .empty, seed: 3)
    func unit(_ x: Tensor<Double>) -> Tensor<Double> { normalizedRows(x).rows }
    let fixed = unit(call.encoder.embeddings(of: call.views.0, pooling: .cls))
    let near = oneThread.product(fixed, transposed: false, fixed, transposed: true)
    // The outputs with dropout, by a variant that looks at them.
    let seen = Seen()
    _ = TrainingStep(
      variantCall(Looker(seen: seen), step: 5, encoder: tinyEncoder(seed: 3)))
    let cosines = oneThread.product(
      unit(seen.anchors), transposed: false, unit(seen.positives), transposed: true)
    var (sum, left) = (0.0, 0)
    for row in 0..<4 {
      var total = 0.0
      for column in 0..<4 {
        if row != column, near[row, column] >= threshold {
          left += 1
        } else {
          total += exp(cosines[row, column] / temperature)
        }
      }
      sum += log(total) - cosines[row, row] / temperature
    }
    #expect(left > 0 && left < 12)
    #expect(abs(own.loss - sum / 4) < 1e-6)
  }

  @Test func `the queue holds the last keys, those of the moving average`() throws {
    let variant = MomentumContrast(count: 6, momentum: 0.75, predictor: true)
    let first = step(variant, state: .empty, seed: 3)
    let keys = first.call.encoder.embeddings(of: first.call.views.1, pooling: .cls)
    let kept = try #require(first.result.state.tensors["keys"])
    #expect(kept.shape == [4, 12])
    #expect(largestDifference(kept.scalars, keys.scalars) < 1e-5)
    let second = step(variant, state: first.result.state, seed: 4)
    let more = try #require(second.result.state.tensors["keys"])
    #expect(more.shape == [6, 12])
    #expect(Array(more.scalars.prefix(24)) == Array(kept.scalars.suffix(24)))
  }

  @Test func `self-guided contrast trains no embedding, and its pull grows with the distance`() {
    let variant = SelfGuidedContrast(pull: 0.5, projectionWidth: 6)
    let free = SelfGuidedContrast(pull: 0, projectionWidth: 6)
    let first = step(variant, state: .empty, seed: 3)
    for (name, gradient) in zip(first.call.encoder.parameters.names, first.result.gradients)
    where name.hasPrefix("embeddings.") {
      #expect(gradient.tensor.scalars.allSatisfy { $0 == 0 })
    }
    // The frozen copy is in single precision.
    #expect(abs(first.result.loss - step(free, state: .empty, seed: 3).result.loss) < 1e-12)
    let second = step(variant, state: first.result.state, seed: 4)
    let (a, b) = (first.call.encoder.parameters, second.call.encoder.parameters)
    let distance = zip(a.names, zip(a.tensors, b.tensors)).reduce(0.0) { sum, item in
      guard item.0.hasPrefix("encoder.") else { return sum }
      return sum
        + zip(item.1.0.scalars, item.1.1.scalars).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let without = step(free, state: first.result.state, seed: 4).result
    #expect(abs(second.result.loss - without.loss - 0.5 * distance) < 1e-4 * distance)
  }

  @Test func `a run keeps added layers beside the model, which opens without them`() throws {
    try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings([
          "text.sentences=32",
          #"variant={ "name": "momentum-contrast", "count": 9, "momentum": 0.9, "predictor": true }"#,
        ]), folder: folder.appendingPathComponent("run"))
      let result = try run.execute(places: noPlaces, threads: 1) { _ in }
      let model = run.folder.appendingPathComponent(Run.File.model)
      let heads = try Safetensors.parse(
        try Data(contentsOf: model.appendingPathComponent(SavedModel.heads)), file: "heads"
      ).entries.map(\.name)
      #expect(heads.sorted() == ["head.predictor.0.bias", "head.predictor.0.weight"])
      let opened = try ModelFolder(model, blocks: nil).sentenceEncoder(
        pooling: nil, maximumTokens: nil, compute: oneThread)
      let inputs = try RunInputs(try smallRunSettings([]), places: noPlaces, threads: 1)
      #expect(
        try inputs.evaluation.score(opened, batch: 64, progress: nil).result == result.scores)
    }
  }

  @Test(arguments: [
    (
      [#"variant={ "name": "momentum-contrast", "count": 1, "momentum": 1, "predictor": true }"#],
      "momentum is 1"
    ),
    (
      [
        #"variant={ "name": "self-guided-contrast", "pull": 0, "projection-width": 4 }"#,
        "adamw.weight-decay=0.1",
      ], "leaves the embeddings as they are; say 0"
    ),
    (
      [#"variant={ "name": "instance-weighting", "threshold": 0.5 }"#, "piece-size=4"],
      "needs the batch at once"
    ),
    (
      [
        #"variant={ "name": "combination", "parts": [{ "name": "output-dropout", "rate": 0.1 }, { "name": "instance-weighting", "threshold": 0.5 }] }"#
      ], "a part makes positives of outputs"
    ),
    (
      [
        #"variant={ "name": "combination", "parts": [{ "name": "momentum-contrast", "count": 0, "momentum": 0.5, "predictor": true }, { "name": "instance-weighting", "threshold": 0.5 }] }"#
      ], "of its parts change"
    ),
  ])
  func `settings that do not fit are refused`(_ overrides: [String], _ words: String) {
    let error = #expect(throws: InputError.self) { _ = try smallRunSettings(overrides) }
    #expect("\(error, default: "none")".contains(words))
  }
}

/// What a step's outputs were.
private final class Seen: @unchecked Sendable, Codable, Equatable {
  var anchors = Tensor<Double>([], shape: [0, 1])
  var positives = Tensor<Double>([], shape: [0, 1])

  init() {}
  init(from decoder: any Decoder) {}
  func encode(to encoder: any Swift.Encoder) {}
  static func == (a: Seen, b: Seen) -> Bool { a === b }
}

/// Looks at the outputs, and gives no negatives.
private struct Looker: Variant, NegativeSource {
  static let name = "looker"
  static var examples: [Self] { [] }
  var seen: Seen
  var negativeSource: (any NegativeSource)? { self }

  func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives? {
    (seen.anchors, seen.positives) = (batch.anchors, batch.positives)
    return nil
  }
}
