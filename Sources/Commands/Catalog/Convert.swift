import Evaluation
import Foundation
import Model

extension Command {
  /// `simcse convert`: a model folder written again, in another precision or with fewer blocks.
  static let convert = Command(
    "convert", "write a model folder again, in half precision or with fewer blocks",
    about: """
      Reads a model folder and writes it as one that this program, transformers and
      sentence-transformers open: encoder, tokenizer, pooling and, where it is there, the head of a
      masked language model. Half precision rounds every weight to the nearest 16-bit number, for half
      the size; computing is in single precision as before.
      """,
    modes: [
      Mode([
        OptionGroup("Model", [ModelOptions.model, ModelOptions.blocks, ModelOptions.pooling]),
        OptionGroup("Written", [precision, output]),
      ]) { input, context in
        let folder = try ModelFolder(
          try ModelOptions.folder(input, context), blocks: try input[ModelOptions.blocks],
          hashesFiles: false)
        var encoder = try folder.sentenceEncoder(
          pooling: try input[ModelOptions.pooling], maximumTokens: nil,
          compute: Compute(product: .exact, threads: 1))
        if let head = folder.languageModelHead {
          encoder.encoder.parameters = encoder.encoder.parameters.appending(head)
        }
        try SavedModel.write(
          encoder, hiddenDropoutRate: folder.hiddenDropoutRate,
          attentionDropoutRate: folder.attentionDropoutRate, precision: try input[precision],
          to: try input[output])
        return ExitCode.done
      }
    ])

  private static let precision = Option<Safetensors.Precision>.choice(
    "precision", "NAME", "how weights are stored"
  ).required("which precision? say f32 or f16")
  private static let output = OutputOptions.folder("where the model is written, a new folder")
    .required("where should it go?")
}
