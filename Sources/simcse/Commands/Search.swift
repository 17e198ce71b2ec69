import Foundation
import Harness
import Model

extension Command {
  /// `simcse search`: the sentences of a corpus that are nearest to a query.
  static let search = Command(
    name: "search", summary: "find the sentences of a corpus that are nearest to a query",
    help: """
      Usage: simcse search --model DIR --corpus FILE [OPTION …] "query" …

      Tells the sentences of a corpus that are nearest to each query by cosine: every sentence is
      compared, and at one cosine the earlier line comes first. Queries are the words given, or the
      lines of standard input.

        --corpus FILE     sentences, a line each; .gz is unpacked
        --index DIR       where the corpus's embeddings are kept: made when there are none, read and
                          checked when there are, and refused when model or corpus have changed
        --rebuild         make the index anew
        --top K           how many sentences are told (default 10)
        --json            write JSON Lines: an object a query
      \(ModelOptions.help)

      """
  ) { words in
    let arguments = try Arguments(
      words, options: ModelOptions.options + ["--corpus", "--index", "--top"],
      flags: ["--rebuild", "--json"], command: "search")
    let top = try arguments.integer("--top", atLeast: 1) ?? 10
    let folder = arguments.value("--index").map { URL(fileURLWithPath: $0) }
    if folder == nil && arguments.flags.contains("--rebuild") {
      throw UsageError(description: "--rebuild needs --index DIR, the index to make anew")
    }
    let corpus = try Corpus(
      URL(
        fileURLWithPath: try arguments.required("--corpus", "a file of sentences, a line each")))
    let model = try ModelOptions(arguments)
    let index = try searchIndex(
      of: corpus, in: folder, isRebuilt: arguments.flags.contains("--rebuild"), model)

    func answer(_ queries: [String]) throws {
      if let blank = queries.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) {
        throw UsageError(description: "query \(blank + 1) is blank")
      }
      let found = try index.nearest(
        to: queries, count: top, encoder: model.sentenceEncoder, batch: model.batch)
      for (query, rows) in zip(queries, found) {
        let told = SearchAnswer(query: query, rows: rows, corpus: corpus)
        try Console.print(arguments.flags.contains("--json") ? told.json : told.text)
      }
    }
    if !arguments.rest.isEmpty {
      try answer(arguments.rest)
    } else if isatty(STDIN_FILENO) == 1 {
      while let query = readLine() { try answer([query]) }
    } else {
      try answer(try Console.lines(of: nil))
    }
    return 0
  }

  /// The index of a folder, made where there is none or where that is asked for.
  private static func searchIndex(
    of corpus: Corpus, in folder: URL?, isRebuilt: Bool, _ model: ModelOptions
  ) throws -> SearchIndex {
    let encoder = model.sentenceEncoder
    let checksums = model.folder.checksums.merging(
      model.folder.tokenizerChecksum.map { ["tokenizer_config.json": $0] } ?? [:]
    ) { $1 }
    if let folder, !isRebuilt, SearchIndex.exists(in: folder) {
      return try SearchIndex(
        reading: folder,
        madeFrom: SearchManifest(corpus: corpus, encoder: encoder, checksums: checksums),
        compute: encoder.encoder.compute)
    }
    let progress = ProgressLine(total: corpus.count, unit: "sentences", label: "index")
    let index = try SearchIndex(
      corpus: corpus, encoder: encoder, checksums: checksums, batch: model.batch
    ) {
      progress.update(done: $0)
    }
    progress.finish()
    if let folder { try index.write(to: folder, compute: encoder.encoder.compute) }
    return index
  }
}
