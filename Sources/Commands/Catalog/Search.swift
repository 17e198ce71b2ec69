import Evaluation
import Files
import Foundation
import Model
import Tools

extension Command {
  /// `simcse search`: the sentences of a corpus that are nearest to a query.
  static let search = Command(
    "search", "find the sentences of a corpus that are nearest to a query",
    about: """
      Shows the sentences of a corpus that are nearest to each query by cosine: every sentence is
      compared, and at one cosine the earlier line comes first. Queries are the words given, or the
      lines of standard input. An index is made where there is none, read and checked where there is
      one, and refused when model or corpus have changed.

      JSON is written as JSON Lines, an object a query. --json with nothing after it, or with another
      option, means --json -; a word that follows it is the file's name, so queries come before it.
      """,
    modes: [
      Mode(
        words: .init(usage: "[QUERY…]", least: 0, most: nil, missing: ""),
        [
          OptionGroup("Search", [corpus, index, rebuild, top]), ModelOptions.group,
          OptionGroup("Results", [json]),
        ], run: searchCorpus)
    ])

  private static let corpus = Option<URL>.file(
    "corpus", "sentences, a line each; .gz is unpacked"
  ).required("which corpus?")
  private static let index = Option<URL>.folder(
    "index", "where the corpus's embeddings are kept")
  private static let rebuild = Flag("rebuild", "make the index anew").needing(index)
  private static let top = Option<Int>.whole("top", "how many sentences are shown", "K", atLeast: 1)
    .or(10)
  private static let json = OutputOptions.json.bare("-")

  private static func searchCorpus(_ input: Input, _ context: Context) throws -> Int32 {
    let console = context.console
    let (top, json) = (try input[top], try input[json])
    let corpus = try Corpus(try input[corpus])
    let model = try ChosenModel(input, context, hashesFiles: true)
    let index = try searchIndex(of: corpus, input, model, console)
    var lines = ""

    func answer(_ queries: [String]) throws {
      if let blank = queries.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) {
        throw UsageError("query \(blank + 1) is blank")
      }
      let found = try index.nearest(
        to: queries, count: top, encoder: model.sentenceEncoder, batch: model.batchSize)
      for (query, rows) in zip(queries, found) {
        let answer = SearchAnswer(query: query, rows: rows, corpus: corpus)
        try console.print(json == .standard ? answer.json : answer.text)
        if json != nil, json != .standard { lines += try answer.json }
      }
    }
    if !input.words.isEmpty {
      try answer(input.words)
    } else if console.inputIsTerminal {
      while let query = console.readLine() { try answer([query]) }
    } else {
      try answer(try console.lines(of: .standard))
    }
    if let json, json != .standard { try console.write(Data(lines.utf8), to: json) }
    return ExitCode.done
  }

  /// The index of a folder, made where there is none or where that is asked for.
  private static func searchIndex(
    of corpus: Corpus, _ input: Input, _ model: ChosenModel, _ console: Console
  ) throws -> SearchIndex {
    let encoder = model.sentenceEncoder
    let folder = try input[index]
    let checksums = model.folder.checksums.merging(
      model.folder.tokenizerChecksum.map { ["tokenizer_config.json": $0] } ?? [:]
    ) { $1 }
    if let folder, !input[rebuild], SearchIndex.exists(in: folder) {
      return try SearchIndex(
        reading: folder,
        madeFrom: SearchManifest(corpus: corpus, encoder: encoder, checksums: checksums),
        compute: encoder.encoder.compute)
    }
    let progress = console.progress(total: corpus.count, unit: "sentences", label: "index")
    let index = try SearchIndex(
      corpus: corpus, encoder: encoder, checksums: checksums, batch: model.batchSize
    ) {
      progress.update(done: $0)
    }
    progress.finish()
    if let folder { try index.write(to: folder, compute: encoder.encoder.compute) }
    return index
  }
}
