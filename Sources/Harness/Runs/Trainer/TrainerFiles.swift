import Files
import Foundation
import Model

/// What a trainer is handed and where it leaves what it made: the one list of its variables.
///
/// - `SIMCSE_SETTINGS`: the run's settings, JSON.
/// - `SIMCSE_SENTENCES`: the N sentences to embed, JSON Lines: a JSON string a line, in ASCII, so that
///   line breaks, tabs and quotes in a sentence survive any reader.
/// - `SIMCSE_EMBEDDINGS`: where to write the embeddings after training, (N, H), by `numpy.save`.
/// - `SIMCSE_UNTRAINED_EMBEDDINGS`: where those before training may be written.
/// - `SIMCSE_SEED_INITIALIZATION`, `_DATA_ORDER`, `_DROPOUT`, `_AUGMENTATION`, `_NEGATIVES`: the seeds,
///   whole numbers below 2⁶⁴.
/// - `SIMCSE_THREADS`: how many threads the run may use.
/// - `SIMCSE_FOLDER`: a folder of the trainer's own. It is kept with the finished run, and a run that was
///   stopped finds it as it was.
/// - `SIMCSE_DATA`, `SIMCSE_MODEL`: the data's and the model's folder, where the caller names them.
package struct TrainerFiles {
  /// The trainer's own folder.
  let folder: URL
  let settings: URL
  let sentences: URL
  let embeddings: URL
  let untrained: URL
  /// What the command has written to its output and error, of all its tries.
  let log: URL

  /// - Inputs: `work`, the folder that the run works in.
  init(in work: URL) {
    let work = work.absoluteURL
    folder = work.appendingPathComponent(Run.File.trainer)
    settings = folder.appendingPathComponent("settings.json")
    sentences = folder.appendingPathComponent("sentences.jsonl")
    embeddings = folder.appendingPathComponent("embeddings.npy")
    untrained = folder.appendingPathComponent("untrained.npy")
    log = work.appendingPathComponent(Run.File.trainerLog)
  }

  /// Writes what the trainer reads; removes embeddings of an earlier try, which are nobody's now.
  ///
  /// - Throws: `WriteError`.
  func write(_ settings: RunSettings, sentences: [String]) throws {
    removeExchanged()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw WriteError(path: folder.path, problem: AtomicFile.problem(error))
    }
    try AtomicFile.write(try settings.canonicalJSON, to: self.settings)
    try AtomicFile.write(
      Data(sentences.map { Self.line($0) }.joined().utf8), to: self.sentences)
  }

  /// Removes what only the run and its trainer needed: embeddings may take more room than a model.
  func removeExchanged() {
    for file in [settings, sentences, embeddings, untrained] {
      try? FileManager.default.removeItem(at: file)
    }
  }

  func variables(_ seeds: RunSettings.Seeds, places: Places, threads: Int) -> [String: String] {
    var variables = [
      "SIMCSE_FOLDER": folder.path, "SIMCSE_SETTINGS": settings.path,
      "SIMCSE_SENTENCES": sentences.path, "SIMCSE_EMBEDDINGS": embeddings.path,
      "SIMCSE_UNTRAINED_EMBEDDINGS": untrained.path, "SIMCSE_THREADS": String(threads),
    ]
    for stream in RandomStream.Name.allCases {
      let name = stream.rawValue.uppercased().replacing("-", with: "_")
      variables["SIMCSE_SEED_" + name] = String(seeds.seed(stream))
    }
    if let data = places.data { variables["SIMCSE_DATA"] = data.absoluteURL.path }
    if let model = places.model { variables["SIMCSE_MODEL"] = model.absoluteURL.path }
    return variables
  }

  /// A sentence as a JSON string of ASCII, and the line's end.
  package static func line(_ sentence: String) -> String {
    var text = "\""
    for unit in sentence.utf16 {
      switch unit {
      case 0x22, 0x5C: text += "\\" + String(UnicodeScalar(UInt8(unit)))
      case 0x20..<0x7F: text.unicodeScalars.append(UnicodeScalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return text + "\"\n"
  }
}
