import Commands
import Foundation
import Model
import Synchronization

/// What a command wrote and how it ended, run inside the test with streams of its own.
struct RecordedCommand {
  let code: Int32
  let output: String
  let errors: String

  /// The lines on standard error.
  var complaints: [String] { errors.split(separator: "\n").map(String.init) }

  /// The object on standard output; empty where it is anything else.
  var json: [String: Any] {
    let value = try? JSONSerialization.jsonObject(with: Data(output.utf8))
    return value as? [String: Any] ?? [:]
  }

  /// - Inputs: `problem`, which every write to standard output meets.
  init(
    _ words: [String], input: String = "", environment: [String: String] = [:],
    problem: StreamError? = nil, catalog: VariantCatalog = .standard
  ) {
    let streams = Streams(input: input)
    let console = Console(
      write: { data in
        if let problem { throw problem }
        streams.written.withLock { $0 += data }
      },
      complain: { text in streams.said.withLock { $0 += text } },
      read: { Data(input.utf8) },
      readLine: {
        streams.rest.withLock { text in
          guard !text.isEmpty else { return nil }
          let line = text.prefix { $0 != "\n" }
          text = text.dropFirst(line.count + 1)
          return String(line)
        }
      }, inputIsTerminal: false, errorIsTerminal: false)
    let context = Context(
      console: console, environment: environment, processors: 1,
      program: { URL(fileURLWithPath: "/bin/false") }, commands: CommandCatalog.standard,
      catalog: catalog,
      abandon: { code in streams.said.withLock { $0 += "abandoned with \(code)\n" } })
    code = SimCSE.run(words, in: context)
    output = streams.written.withLock { String(decoding: $0, as: UTF8.self) }
    errors = streams.said.withLock { $0 }
  }

  private final class Streams: Sendable {
    let written = Mutex(Data())
    let said = Mutex("")
    let rest: Mutex<Substring>

    init(input: String) { rest = Mutex(Substring(input)) }
  }
}
