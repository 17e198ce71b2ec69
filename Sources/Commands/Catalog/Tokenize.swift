import Evaluation
import Foundation
import Model

extension Command {
  /// `simcse tokenize`: a sentence a line in, its token ids a line out.
  static let tokenize = Command(
    "tokenize", "tokenize sentences, one a line",
    about: """
      Reads a sentence a line and writes a JSON array of token ids a line, the two special tokens
      included. Of the folder only the tokenizer's files, its settings and the type of model are read:
      vocab.txt, or vocab.json and merges.txt.
      """,
    modes: [
      Mode([
        OptionGroup("Text", [LineOptions.input, LineOptions.output]),
        OptionGroup("Tokenizer", [ModelOptions.model, tokenLimit]),
      ]) { input, context in
        let limit = try input[tokenLimit]
        let tokenizer = try ModelFolder.tokenizer(try ModelOptions.folder(input, context))
        var text = ""
        for sentence in try context.console.lines(of: try input[LineOptions.input]) {
          let ids = tokenizer.ids(sentence, maxTokens: limit)
          text += "[" + ids.map(String.init).joined(separator: ",") + "]\n"
        }
        try context.console.write(Data(text.utf8), to: try input[LineOptions.output])
        return ExitCode.done
      }
    ])

  private static let tokenLimit = Option<Int>.whole(
    "token-limit", "cut sentences after N tokens", atLeast: 3
  ).formerly("max-tokens").otherwise("never")
}

/// Sentences in and their results out, a line each.
enum LineOptions {
  static let input = Option<Destination>.stream(
    "input", "where sentences are read, a line each; .gz is unpacked"
  ).or(.standard, shown: "standard input")
  static let output = Option<Destination>.stream("output", "where results are written")
    .or(.standard, shown: "standard output")
}
