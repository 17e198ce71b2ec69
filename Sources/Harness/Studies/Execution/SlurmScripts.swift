import Files
public import Foundation

/// The two batch scripts by which Slurm does a study: an array of workers, then its report.
///
/// They are kept in the study's folder, readable, and may be changed and submitted by hand. Every word
/// that a user has chosen is in them quoted, or is refused.
public struct SlurmScripts: Sendable, Equatable {
  /// What a user asks of Slurm.
  public struct Request: Sendable, Equatable {
    public var partition: String?
    /// The limit on a task's time, as Slurm writes it: `90`, `4:00:00` or `1-00:00:00`.
    public var time: String?
    /// How many tasks there are, and how many of them at a time.
    public var tasks: Int
    public var arrayLimit: Int?
    /// The processors of a task.
    public var threads: Int

    public init(
      partition: String?, time: String?, tasks: Int, arrayLimit: Int?, threads: Int
    ) {
      self.partition = partition
      self.time = time
      self.tasks = tasks
      self.arrayLimit = arrayLimit
      self.threads = threads
    }
  }

  /// The study's folder, where `slurm/` with the scripts and the tasks' logs is.
  public let folder: URL
  /// The array of workers.
  public let runs: String
  /// What remains after the array, and the report.
  public let report: String

  public var runsFile: URL { folder.appendingPathComponent("slurm/runs.sh") }
  public var reportFile: URL { folder.appendingPathComponent("slurm/report.sh") }

  /// The scripts of a study.
  ///
  /// - Inputs: `work` and `finish`, the words that follow the program in a task of the array
  ///   (`study work FILE --output DIR …`) and in the report's job (`study run FILE …`).
  /// - Throws: ``SlurmError`` for a word that no batch script can hold.
  public init(
    study: String, folder: URL, program: URL, work: [String], finish: [String], request: Request
  ) throws {
    let folder = folder.standardizedFileURL
    self.folder = folder
    try Self.require(folder.path, of: Self.pathCharacters, "the folder")
    if let partition = request.partition {
      try Self.require(partition, of: Self.nameCharacters + ",", "--partition")
    }
    if let time = request.time { try Self.require(time, of: "0123456789:-", "--time") }
    try Self.require(study, of: Self.nameCharacters, "the study's name")
    func command(_ words: [String]) throws -> String {
      try ([program.path] + words).map(Self.quoted).joined(separator: " ")
    }
    let (worker, finisher) = (try command(work), try command(finish))
    func head(_ name: String, log: String, _ more: [String]) -> String {
      let lines =
        ["--job-name=\(name)"] + more
        + [
          "--cpus-per-task=\(request.threads)", "--requeue", "--open-mode=append",
          "--output=\(folder.path)/slurm/\(log)",
        ] + (request.partition.map { ["--partition=\($0)"] } ?? [])
        + (request.time.map { ["--time=\($0)"] } ?? [])
      return "#!/bin/bash\n" + lines.map { "#SBATCH \($0)\n" }.joined()
    }
    let threads = #"--threads "${SLURM_CPUS_PER_TASK:-1}""#
    let limit = request.arrayLimit.map { "%\($0)" } ?? ""
    func requeued(_ job: String, _ command: String) -> String {
      """
      # A minute before its time is over it is queued again.
      trap 'scontrol requeue "\(job)"' USR1

      \(command) &
      work=$!
      # The trap ends a wait, not the work.
      while :; do
        wait "$work"
        code=$?
        kill -0 "$work" 2>/dev/null || exit "$code"
      done

      """
    }
    let signal = "--signal=B:USR1@60"
    runs =
      head(
        "simcse-\(study)", log: "%A-%a.log",
        ["--array=0-\(request.tasks - 1)\(limit)", signal])
        + """

        # Each task claims runs of the study from its folder, one after another, until nobody has any left
        # to begin. A task that is preempted, or whose node fails, is queued again; its run resumes from
        # its last checkpoint in whichever task claims it next.


        """
      + requeued(
        "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}", "\(worker) \(threads)")
    report =
      head("simcse-\(study)-report", log: "report.log", [signal])
        + """

        # Does whatever the tasks have left, then writes the report.

        """
      + requeued("${SLURM_JOB_ID}", "\(finisher) \(threads)")
  }

  /// Writes both.
  ///
  /// - Throws: `WriteError`.
  public func write() throws {
    try AtomicFile.write(Data(runs.utf8), to: runsFile)
    try AtomicFile.write(Data(report.utf8), to: reportFile)
  }

  private static let nameCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"
  private static let pathCharacters = nameCharacters + "/+@:,="

  /// Slurm reads its own lines without a shell's quotes, and gives `%` a meaning.
  private static func require(_ text: String, of characters: String, _ name: String) throws {
    let known = characters.unicodeScalars
    guard !text.isEmpty, !text.hasPrefix("-"), text.unicodeScalars.allSatisfy(known.contains) else {
      throw SlurmError(
        problem:
          "\(name) is '\(PlainText.visible(text))'; a batch script takes letters, digits and "
          + "\(characters.filter { !$0.isLetter && !$0.isNumber }) in it")
    }
  }

  /// A word as a shell reads it back, whatever it holds.
  ///
  /// - Throws: ``SlurmError`` for a line break, which would end the line of a script.
  static func quoted(_ word: String) throws -> String {
    guard !word.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw SlurmError(
        problem: "'\(PlainText.visible(word))' holds a line break or another control character, "
          + "which a batch script cannot; rename it")
    }
    // By scalars: an apostrophe that an accent follows is one character with it, and ends a word still.
    var quoted = String.UnicodeScalarView()
    for scalar in word.unicodeScalars {
      if scalar == "'" {
        quoted.append(contentsOf: #"'\''"#.unicodeScalars)
      } else {
        quoted.append(scalar)
      }
    }
    return "'" + String(quoted) + "'"
  }
}

/// Why a study was not given to Slurm.
public struct SlurmError: Error, CustomStringConvertible, Equatable {
  public let problem: String
  public var description: String { problem }
}
