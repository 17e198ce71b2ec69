import Evaluation
import Foundation
import Model
import Runs
import Support
import Testing

/// RoBERTa and BERT-large in small, against PyTorch in Double: `ci/reference/small_encoders.py`.
@Suite struct SmallEncodersTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let double, float: Double }
    struct Values: Decodable {
      let sentences: [TensorSummary]
      let vectors: [[Double]]
    }
    struct Form: Decodable {
      let texts: [String]
      let ids: [[Int32]]
      let whole: [Int]
      let tensors: [String: Values]
    }
    let tolerance: Tolerance
    let forms: [String: Form]
  }

  static let forms = ["roberta", "bert-large"]

  static func folder(_ form: String) throws -> ModelFolder {
    try ModelFolder(Fixture.folder("small-encoders").appending(path: form), blocks: nil)
  }

  @Test(arguments: forms)
  func `token ids are the reference's, cut to the encoder's positions`(_ name: String) throws {
    let form = try #require(Fixture.read("small_encoders", as: Reference.self).forms[name])
    let folder = try Self.folder(name)
    let ids = form.texts.map {
      folder.tokenizer.ids($0, maxTokens: folder.settings.maximumTokens)
    }
    #expect(ids == form.ids)
    #expect(ids.map(\.count).max() == folder.settings.maximumTokens)
  }

  @Test(arguments: forms)
  func `every layer and pooler in Double is PyTorch's`(_ name: String) throws {
    let reference: Reference = try Fixture.read("small_encoders")
    try compare(
      Double.self, try #require(reference.forms[name]), Self.folder(name),
      tolerance: reference.tolerance.double)
  }

  @Test(arguments: forms)
  func `every layer and pooler in Float is PyTorch's within Float's rounding`(
    _ name: String
  ) throws {
    let reference: Reference = try Fixture.read("small_encoders")
    try compare(
      Float.self, try #require(reference.forms[name]), Self.folder(name),
      tolerance: reference.tolerance.float)
  }

  private func compare<Scalar: BLASScalar>(
    _: Scalar.Type, _ form: Reference.Form, _ folder: ModelFolder, tolerance: Double
  ) throws {
    let encoder = Encoder<Scalar>(
      settings: folder.settings, parameters: folder.parameters.converted(to: Scalar.self),
      compute: Compute(product: .exact, threads: 2))
    let pack = TokenPack(form.ids)
    let tape = Tape<Scalar>(compute: oneThread, observer: nil)
    let leaves = encoder.leaves(for: pack, on: tape, trainable: false)
    let states = encoder.hiddenStates(of: pack, leaves: leaves, on: tape, dropout: nil)
    let width = folder.settings.width
    var own: [String: [[Double]]] = [:]
    for (index, state) in states.enumerated() {
      let values = doubles(state.value)
      own[index == 0 ? "embeddings" : "block.\(index - 1)"] = form.ids.indices.map {
        let tokens = pack.tokens(of: $0)
        return Array(values[tokens.lowerBound * width..<tokens.upperBound * width])
      }
    }
    for pooling in Pooling.plain {
      let rows = encoder.embeddings(of: form.ids, pooling: pooling)
      own[pooling.rawValue] = form.ids.indices.map { rows.row($0).map { Double($0) } }
    }
    #expect(own.keys.sorted() == form.tensors.keys.sorted())
    var differences: [String] = []
    for (name, values) in own.sorted(by: { $0.key < $1.key }) {
      let expected = try #require(form.tensors[name])
      for (sentence, values) in values.enumerated() {
        let difference = TensorSummary(name: name, values: values).difference(
          from: expected.sentences[sentence], scale: Double(values.count).squareRoot())
        if !(difference <= tolerance) {
          differences.append("\(name), sentence \(sentence): \(difference)")
        }
      }
      // Of a pooled sentence its vector, of others the first token's and the last's.
      let vectors = form.whole.flatMap { sentence in
        let values = values[sentence]
        return values.count == width
          ? [values] : [Array(values.prefix(width)), Array(values.suffix(width))]
      }
      let difference = largestDifference(
        vectors.flatMap { $0 }, expected.vectors.flatMap { $0 })
      if !(difference <= tolerance) { differences.append("\(name), whole: \(difference)") }
    }
    #expect(differences.isEmpty)
  }

  // MARK: Folders

  @Test(arguments: forms)
  func `a checkpoint with a head holds the same encoder behind a prefix`(_ name: String) throws {
    let folder = Fixture.folder("small-encoders").appending(path: name)
    try withTemporaryFolder { other in
      for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
      where file != "model.safetensors" {
        try FileManager.default.copyItem(
          at: folder.appending(path: file), to: other.appending(path: file))
      }
      let weights = folder.appending(path: "model.safetensors")
      let entries = try Safetensors.parse(Data(contentsOf: weights), file: "x").entries
      let prefix = name == "roberta" ? "roberta." : "bert."
      let renamed =
        entries.map { (name: prefix + $0.name, tensor: $0.tensor) } + [
          (name: "lm_head.bias", tensor: Tensor<Float>([1, 2], shape: [2]))
        ]
      try Safetensors.serialized(renamed, metadata: [:])
        .write(to: other.appending(path: "model.safetensors"))
      let equal =
        try ModelFolder(other, blocks: nil).parameters == Self.folder(name).parameters
      #expect(equal)
    }
  }

  @Test(arguments: forms)
  func `a saved model reads as the one it was`(_ name: String) throws {
    let folder = try Self.folder(name)
    try withTemporaryFolder { other in
      let encoder = try folder.sentenceEncoder(
        pooling: .mean, maximumTokens: 9, compute: oneThread)
      try SavedModel.write(
        encoder, hiddenDropoutRate: 0.1, attentionDropoutRate: 0.2, precision: .single, to: other)
      let again = try ModelFolder(other, blocks: nil)
      #expect(again.settings == folder.settings)
      #expect(again.parameters.digest == folder.parameters.digest)
      #expect(try again.pooling.get() == .mean && again.maximumTokens == 9)
      #expect(again.hiddenDropoutRate == 0.1 && again.attentionDropoutRate == 0.2)
      for text in ["", "The kettle don't whistle\t <mask> twice.", "caf\u{E9} 12"] {
        #expect(
          again.tokenizer.ids(text, maxTokens: nil) == folder.tokenizer.ids(text, maxTokens: nil))
      }
      #expect(
        Set(try FileManager.default.contentsOfDirectory(atPath: other.path)).isSuperset(
          of: name == "roberta" ? ["vocab.json", "merges.txt"] : ["vocab.txt"]))
    }
  }
}
