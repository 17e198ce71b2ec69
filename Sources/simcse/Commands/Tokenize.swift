import Foundation
import Harness
import Model

extension Command {
  /// `simcse tokenize`: a sentence a line in, its token ids a line out.
  static let tokenize = Command(
    name: "tokenize", summary: "tokenize sentences, one a line",
    help: """
      Usage: simcse tokenize --model DIR [OPTION …]

      Reads a sentence a line and writes a JSON array of token ids a line, the two special tokens
      included. Of the folder only the tokenizer's files, its settings and the type of model are read.

        --model DIR       the folder with vocab.txt, or vocab.json and merges.txt (default: the
                          environment variable SIMCSE_MODEL)
        --input FILE|-    where sentences are read (default: standard input)
        --output FILE|-   where ids are written (default: standard output)
        --max-tokens N    cut sentences after N tokens (default: never)

      """
  ) { words in
    let arguments = try Arguments(
      words, options: ["--model", "--input", "--output", "--max-tokens"], flags: [],
      command: "tokenize")
    guard
      let path = arguments.value("--model")
        ?? ProcessInfo.processInfo.environment["SIMCSE_MODEL"]
    else {
      throw UsageError(
        description: "which model? say --model DIR or set SIMCSE_MODEL; ci/fetch-model gets one")
    }
    let maximum = try arguments.integer("--max-tokens", atLeast: 3)
    let tokenizer = try ModelFolder.tokenizer(URL(fileURLWithPath: path))
    var text = ""
    for sentence in try Console.lines(of: arguments.value("--input")) {
      let ids = tokenizer.ids(sentence, maxTokens: maximum)
      text += "[" + ids.map(String.init).joined(separator: ",") + "]\n"
    }
    try Console.write(Data(text.utf8), to: arguments.value("--output"))
    return 0
  }
}
