import Evaluation
import Files
import Foundation
import Model

extension Command {
  /// `simcse embed`: a sentence a line in, an embedding a line out.
  static let embed = Command(
    "embed", "embed sentences, one a line",
    about: """
      Reads a sentence a line and writes a JSON array of numbers a line (JSON Lines), or a NumPy array
      of float32 (N, H) when the output's name ends in .npy.
      """,
    modes: [
      Mode([
        OptionGroup("Text", [LineOptions.input, LineOptions.output, normalize]), ModelOptions.group,
      ]) { input, context in
        let model = try ChosenModel(input, context)
        let sentences = try context.console.lines(of: try input[LineOptions.input])
        let progress = context.console.progress(
          total: sentences.count, unit: "sentences", label: "embed")
        var embeddings = model.sentenceEncoder.embeddings(of: sentences, batch: model.batchSize) {
          progress.update(done: $0)
        }
        progress.finish()
        if input[normalize] { embeddings = normalizedRows(embeddings).rows }
        let output = try input[LineOptions.output]
        try context.console.write(
          output.isNumPy ? NumPyFile.serialized(embeddings) : EmbeddingLines.serialized(embeddings),
          to: output)
        return ExitCode.done
      }
    ])

  private static let normalize = Flag("normalize", "scale every embedding to length 1")
}

extension Destination {
  fileprivate var isNumPy: Bool {
    if case .file(let url) = self { url.path.hasSuffix(".npy") } else { false }
  }
}
