import Evaluation
import Foundation
import Laws
import Model
import Support
import Testing

/// IS-BERT's convolutions and loss against PyTorch: `ci/reference/mutual_information.py`.
@Suite struct MutualInformationTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let absolute: Double }
    let tolerance: Tolerance
    let sentences: [[Int32]]
    let vectors: [[Double]]
    let loss: Double
    let gradients: [String: [Double]]
  }

  private func centered(_ name: String, _ shape: [Int]) -> Tensor<Double> {
    let stream = RandomStream(seed: 5, label: "mutual-information").fork(name)
    return Tensor(stream.uniform(shape.reduce(1, *)).map { 2 * $0 - 1 }, shape: shape)
  }

  private func encoder() throws -> Encoder<Double> {
    let folder = try ModelFolder(Fixture.folder("masked-language-model"), blocks: nil)
    let own = Convolutions.parameterLayout(width: folder.settings.width).map {
      let parts = $0.name.split(separator: ".")
      return (name: $0.name, tensor: centered("\(parts[2]) \(parts[1])", $0.shape))
    }
    return Encoder(
      settings: folder.settings,
      parameters: folder.parameters.converted(to: Double.self).appending(Parameters(own)),
      compute: oneThread)
  }

  private func call(
    _ sentences: [[Int32]], _ encoder: Encoder<Double>
  ) -> TrainingStep<Double>.Call {
    TrainingStep<Double>.Call(
      encoder: encoder, views: (sentences, sentences), variant: MutualInformation(),
      settings: .init(
        pooling: .meanConvolutions, temperature: 0.05, hiddenDropoutRate: 0,
        attentionDropoutRate: 0),
      dropout: nil, augmentation: RandomStream(seed: 1, name: .augmentation),
      negatives: RandomStream(seed: 1, name: .negatives), state: .empty, held: nil, observer: nil)
  }

  @Test func `vectors are the means of PyTorch's convolutions`() throws {
    let reference: Reference = try Fixture.read("mutual_information")
    let found = try encoder().embeddings(of: reference.sentences, pooling: .meanConvolutions)
    for (row, expected) in reference.vectors.enumerated() {
      #expect(largestDifference(found.row(row), expected) <= reference.tolerance.absolute)
    }
  }

  @Test func `the loss and its gradients are PyTorch's`() throws {
    let reference: Reference = try Fixture.read("mutual_information")
    let encoder = try encoder()
    let step = TrainingStep(call(reference.sentences, encoder))
    #expect(abs(step.loss - reference.loss) <= reference.tolerance.absolute)
    for (name, expected) in reference.gradients {
      let place = try #require(encoder.parameters.place(name))
      let shape = encoder.parameters.tensors[place].shape
      let found = step.gradients[place].dense(shape: shape).scalars
      #expect(largestDifference(found, expected) <= reference.tolerance.absolute, "\(name)")
    }
  }

  @Test func `the gradient agrees with differences, the convolutions' too`() throws {
    let reference: Reference = try Fixture.read("mutual_information")
    let encoder = try encoder()
    let step = TrainingStep(call(reference.sentences, encoder))
    let directions = zip(encoder.parameters.names, encoder.parameters.tensors).map {
      testTensor($1.shape, seed: 8, $0)
    }
    let analytic = zip(step.gradients, directions).reduce(0.0) { sum, item in
      sum + dot(item.0.dense(shape: item.1.shape), item.1)
    }
    let finding = derivativeFinding("a step", analytic: analytic, step: 1e-5, tolerance: 1e-7) {
      distance in
      var moved = encoder
      for (place, direction) in directions.enumerated() {
        moved.parameters.tensors[place].add(direction.scaled(by: distance), compute: oneThread)
      }
      return TrainingStep(call(reference.sentences, moved)).loss
    }
    #expect(finding == nil, "\(finding.map { "\($0)" } ?? "")")
  }
}
