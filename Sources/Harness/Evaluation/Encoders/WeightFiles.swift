import Files
import Foundation
import Model

/// The tensors of a model folder, in whichever of the four forms it has them.
///
/// Where a folder has several, the first is read, as transformers does.
enum WeightFiles {
  private static let safetensors = "model.safetensors"
  private static let checkpoint = "pytorch_model.bin"

  /// What the folder holds that other programs would add to the weights.
  private static let refused = [
    "adapter_config.json": "an adapter (PEFT), which is not added to the weights here; merge it by "
      + "merge_and_unload() and save the model again"
  ]

  /// The tensors, the file that errors about them name, and the files read.
  ///
  /// - Throws: `InputError` or `TensorFileError`.
  static func read(
    _ folder: URL, digest: (String, Data) -> Void
  ) throws -> (entries: [Safetensors.Entry], file: String) {
    func place(_ name: String) -> URL { folder.appendingPathComponent(name) }
    func exists(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: place(name).path)
    }
    for (name, words) in refused where exists(name) {
      throw InputError(file: place(name).path, problem: "the folder has " + words)
    }
    func entries(_ name: String) throws -> [Safetensors.Entry] {
      let file = place(name)
      let data = try InputFile.read(file, mapped: true)
      digest(name, data)
      return name.hasSuffix(".safetensors")
        ? try Safetensors.parse(data, file: file.path).entries
        : try Checkpoint.parse(data, file: file.path)
    }
    for name in [safetensors, checkpoint] {
      if exists(name) { return (try entries(name), place(name).path) }
      let index = name + ".index.json"
      guard exists(index) else { continue }
      return (try shards(place(index), digest: digest, entries), place(index).path)
    }
    let others = ["tf_model.h5", "flax_model.msgpack", "model.onnx", "onnx/model.onnx"]
      .filter(exists)
    throw InputError(
      file: place(safetensors).path,
      problem: "there is no such file, nor \(checkpoint), nor an index of shards"
        + (others.isEmpty
          ? "; fetch one"
          : "; \(others.joined(separator: ", ")) is not read: save the model by "
            + "transformers with safetensors"))
  }

  /// The tensors of an index and its shards.
  private static func shards(
    _ index: URL, digest: (String, Data) -> Void,
    _ entries: (String) throws -> [Safetensors.Entry]
  ) throws -> [Safetensors.Entry] {
    func fail(_ problem: String) -> InputError {
      InputError(file: index.path, problem: problem)
    }
    let data = try InputFile.read(index)
    digest(index.lastPathComponent, data)
    let json = try JSONNode.parse(data, file: index.path, line: 1)
    guard let members = json["weight_map"]?.members, !members.isEmpty else {
      throw fail("key 'weight_map' is missing or empty; fetch the file again")
    }
    var names: [String: Set<String>] = [:]
    for member in members {
      guard let file = member.value.text, !file.contains("/"), file != "..",
        file.hasSuffix(".safetensors") || file.hasSuffix(".bin")
      else { throw fail("tensor '\(member.key)' is not in a file beside this one") }
      names[file, default: []].insert(member.key)
    }
    var all: [Safetensors.Entry] = []
    var found: Set<String> = []
    for (file, wanted) in names.sorted(by: { $0.key < $1.key }) {
      for entry in try entries(file) where wanted.contains(entry.name) {
        guard found.insert(entry.name).inserted else {
          throw fail("tensor '\(entry.name)' is in two shards")
        }
        all.append(entry)
      }
    }
    return all
  }
}
