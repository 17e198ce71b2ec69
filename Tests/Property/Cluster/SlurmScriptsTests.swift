import Foundation
import Studies
import Support
import Testing

@Suite struct SlurmScriptsTests {
  private func scripts(
    folder: String = "/scratch/runs", words: [String]? = nil,
    partition: String? = nil, time: String? = nil, study: String = "order-dropout",
    program: String = "/bin/simcse"
  ) throws -> SlurmScripts {
    try SlurmScripts(
      study: study, folder: URL(fileURLWithPath: folder),
      program: URL(fileURLWithPath: program),
      work: words ?? ["study", "work", "s.json"], finish: words ?? ["study", "run", "s.json"],
      request: .init(partition: partition, time: time, tasks: 9, arrayLimit: 4, threads: 2))
  }

  @Test func `an array of workers is asked for, and then a report`() throws {
    let scripts = try scripts(partition: "cpu,long", time: "1-02:00:00")
    for line in [
      "--job-name=simcse-order-dropout", "--array=0-8%4", "--requeue", "--cpus-per-task=2",
      "--partition=cpu,long", "--time=1-02:00:00", "--output=/scratch/runs/slurm/%A-%a.log",
    ] {
      #expect(scripts.runs.contains("#SBATCH \(line)\n"), "\(line)")
    }
    #expect(scripts.runs.contains("'/bin/simcse' 'study' 'work' 's.json' --threads"))
    #expect(scripts.report.contains("'/bin/simcse' 'study' 'run' 's.json' --threads"))
    #expect(!scripts.report.contains("--array") && !scripts.report.contains("'work'"))
  }

  @Test(arguments: [
    "a b", "it's", "$(touch x)", "`touch x`", "a;b", "a&b", #"a\b"#, "a\"b", "*", "~", "-rf", "日本",
    "!x", "#", "", "a'\u{301};touch x;'\u{301}", "'\u{200D}`touch x`",
  ])
  func `a shell reads every word back as it was`(_ word: String) throws {
    // A program that prints what it was given.
    let scripts = try scripts(words: [#"%s\n"#, "study", word], program: "/usr/bin/printf")
    try withTemporaryFolder { folder in
      let script = folder.appendingPathComponent("report.sh")
      try Data(scripts.report.utf8).write(to: script)
      let process = Process()
      let output = Pipe()
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = [script.path]
      process.currentDirectoryURL = folder
      process.standardOutput = output
      try process.run()
      let said = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      #expect(String(decoding: said, as: UTF8.self) == "study\n\(word)\n--threads\n1\n")
      #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("x").path))
    }
  }

  /// Lets through a signal that the threads of tests block, and that what they start would block too.
  private func unblock(_ signal: Int32) {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, signal)
    unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  @Test func `a job whose time is nearly over asks to be queued again, and works on till then`()
    throws
  {
    let scripts = try scripts(
      words: ["-c", "kill -USR1 $PPID; sleep 0.2; echo worked; exit 5"], program: "/bin/bash")
    for (text, job) in [(scripts.runs, "7_3"), (scripts.report, "8")] {
      #expect(text.contains("#SBATCH --requeue\n"))
      #expect(text.contains("#SBATCH --signal=B:USR1@60\n"))
      try withTemporaryFolder { folder in
        // In place of Slurm's command one that leaves a file for each of its words.
        let files = FileManager.default
        try files.createSymbolicLink(
          at: folder.appendingPathComponent("scontrol"),
          withDestinationURL: URL(fileURLWithPath: "/usr/bin/touch"))
        let script = folder.appendingPathComponent("job.sh")
        try Data(text.utf8).write(to: script)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = [script.path]
        process.environment = [
          "PATH": folder.path + ":/usr/bin:/bin", "SLURM_ARRAY_JOB_ID": "7",
          "SLURM_ARRAY_TASK_ID": "3", "SLURM_JOB_ID": "8",
        ]
        process.currentDirectoryURL = folder
        process.standardOutput = output
        unblock(SIGUSR1)
        try process.run()
        let worked = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 5)
        #expect(String(decoding: worked, as: UTF8.self) == "worked\n")
        #expect(
          Set(try files.contentsOfDirectory(atPath: folder.path))
            == ["scontrol", "job.sh", "requeue", job])
      }
    }
  }

  @Test func `what no batch script can hold is refused`() {
    for (partition, time) in [
      ("cpu --wrap=x", nil), ("cpu\n#SBATCH --wrap=x", nil), ("-x", nil), ("", nil), (nil, "1 h"),
      (nil, "5;x"),
    ] as [(String?, String?)] {
      #expect(throws: SlurmError.self) { try scripts(partition: partition, time: time) }
    }
    for folder in ["/scratch/my runs", "/scratch/%j", "/scratch/a'b", "/scratch/a\nb"] {
      #expect(throws: SlurmError.self) { try scripts(folder: folder) }
    }
    #expect(throws: SlurmError.self) { try scripts(words: ["study", "a\nb"]) }
    #expect(throws: SlurmError.self) { try scripts(study: "a b") }
  }
}
