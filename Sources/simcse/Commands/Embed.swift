import Foundation
import Harness
import Model

extension Command {
  /// `simcse embed`: a sentence a line in, an embedding a line out.
  static let embed = Command(
    name: "embed", summary: "embed sentences, one a line",
    help: """
      Usage: simcse embed --model DIR [OPTION …]

      Reads a sentence a line and writes a JSON array of numbers a line (JSON Lines), or a NumPy array
      of float32 (N, H) when the output's name ends in .npy.

        --input FILE|-    where sentences are read (default: standard input); .gz is unpacked
        --output FILE|-   where embeddings are written (default: standard output)
        --normalize       scale every embedding to length 1
      \(ModelOptions.help)

      """
  ) { words in
    let arguments = try Arguments(
      words, options: ModelOptions.options + ["--input", "--output"], flags: ["--normalize"],
      command: "embed")
    guard arguments.rest.isEmpty else {
      throw UsageError(description: "'\(arguments.rest[0])' is unexpected; say --input FILE")
    }
    let model = try ModelOptions(arguments)
    let sentences = try Console.lines(of: arguments.value("--input"))
    let progress = ProgressLine(total: sentences.count, unit: "sentences", label: "embed")
    var embeddings = model.sentenceEncoder.embeddings(of: sentences, batch: model.batch) {
      progress.update(done: $0)
    }
    progress.finish()
    if arguments.flags.contains("--normalize") { embeddings = normalizedRows(embeddings).rows }
    let output = arguments.value("--output")
    let data =
      output?.hasSuffix(".npy") ?? false
      ? NumPyFile.serialized(embeddings) : EmbeddingLines.serialized(embeddings)
    try Console.write(data, to: output)
    return 0
  }
}
