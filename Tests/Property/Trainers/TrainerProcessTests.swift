import Files
import Foundation
import Runs
import Support
import Testing

/// Trainers' commands: how they are started, heard and ended.
@Suite struct TrainerProcessTests {
  private func with<Result>(
    _ script: String, _ body: (StubTrainer) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let stub = try StubTrainer(script, in: folder)
      try stub.prepare("embeddings.npy", StubTrainer.embeddings("trained"))
      return try body(stub)
    }
  }

  @Test func `the last twenty lines of a command that fails are kept, and it is tried again`()
    throws
  {
    let script = #"""
      [ -e fixed ] && exec cp embeddings.npy "$SIMCSE_EMBEDDINGS"
      for line in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do echo "out $line"; echo "err $line" >&2; done
      printf 'loss is nan'
      exit 3
      """#
    try with(script) { stub in
      var said = Data()
      let error = #expect(throws: TrainerError.self) {
        try stub.execute { if case .training(let piece) = $0 { said += piece } }
      }
      let lines = try #require(error).lastLines
      #expect(lines.count == 20 && lines.first == "err 6" && lines.last == "loss is nan")
      let summary = try #require(error).summary
      #expect(summary.hasPrefix("trainer 'sh train.sh': it ended with 3; all that it said is in /"))
      #expect(summary.hasSuffix("it said last: loss is nan"))
      let log = try Data(contentsOf: stub.work.appendingPathComponent("trainer.log"))
      #expect(log == said && log.split(separator: 0x0A).count == 31)
      #expect(!RunFolder.isThere(stub.run))

      try Data().write(to: stub.folder.appendingPathComponent("fixed"))
      #expect(try stub.execute().keptHash != nil)
      #expect(try Data(contentsOf: stub.run.appendingPathComponent("trainer.log")) == log)
    }
  }

  @Test func `a command that is ended by a signal, is not there or is no program says so`() throws {
    try with("kill -9 $$") { stub in
      #expect(stub.failure().contains("it was ended by signal 9"))
      for (command, words) in [
        (#"["no-such-program"]"#, "PATH has none of that name"),
        (#"["python3 train.py"]"#, "give each word by itself"),
        (#"["./train.sh"]"#, "there is no program './train.sh'"),
      ] {
        let problem = stub.failure(["trainer.command=\(command)"])
        #expect(problem.contains(words), "\(problem)")
      }
    }
  }

  @Test func `a program is found by its path from the folder, and no shell reads its words`() throws
  {
    let script = "#!/bin/sh\n" + #"printf '%s|' "$@" >"$SIMCSE_FOLDER/words""# + "\n"
    try with(script + TrainerRunTests.copies) { stub in
      let file = stub.folder.appendingPathComponent("train.sh")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
      let words = #"["./train.sh", "a b", "$HOME", "*", "; exit 1", ""]"#
      try stub.execute(["trainer.command=\(words)"])
      let seen = stub.run.appendingPathComponent("trainer/words")
      #expect(try String(contentsOf: seen, encoding: .utf8) == "a b|$HOME|*|; exit 1||")
    }
  }

  @Test func `what a command leaves running is ended, and holds nothing up`() throws {
    try with("sleep 600 & echo $! >child\n" + TrainerRunTests.copies) { stub in
      try stub.execute()
      let text = try String(
        contentsOf: stub.folder.appendingPathComponent("child"), encoding: .utf8)
      let child = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
      #expect(isGone(child))
    }
  }

  @Test func `a command that closes its output is waited for`() throws {
    let script = "echo said; exec >&- 2>&-; sleep 0.2\n" + TrainerRunTests.copies
    try with(script) { stub in
      try stub.execute()
      let log = stub.run.appendingPathComponent("trainer.log")
      #expect(try String(contentsOf: log, encoding: .utf8) == "said\n")
    }
  }

  @Test(.timeLimit(.minutes(5)))
  func `a command that another process has taken the run of is ended with all it started`() throws {
    // The command waits for a child of its own.
    try with("sleep 600 & echo $! >child; echo $$ >own; wait") { stub in
      let folder = stub.folder
      @Sendable func process(_ name: String) -> Int32? {
        let file = folder.appendingPathComponent(name)
        let text = try? String(contentsOf: file, encoding: .utf8)
        return text.flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
      }
      let place = stub.run
      Thread.detachNewThread {
        while process("own") == nil { Thread.sleep(forTimeInterval: 0.01) }
        _ = try? Claim.ask(place, leaseSeconds: 60) { _ in true }
      }
      var run = Run(settings: try StubTrainer.settings(), folder: place)
      run.claiming.leaseSeconds = 0.5
      #expect(throws: ClaimError.self) {
        try run.execute(
          places: Places(model: nil, data: nil, base: stub.folder), threads: 1
        ) { _ in }
      }
      for name in ["own", "child"] {
        #expect(isGone(try #require(process(name))), "\(name)")
      }
    }
  }
}

/// Whether a process of this machine has ended, reaped or not, or does so soon.
func isGone(_ process: Int32) -> Bool {
  for _ in 0..<500 {
    let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    guard let text, let end = text.lastIndex(of: ")") else { return true }
    if ["Z", "X"].contains(text[text.index(after: end)...].split(separator: " ").first) {
      return true
    }
    Thread.sleep(forTimeInterval: 0.01)
  }
  return false
}
