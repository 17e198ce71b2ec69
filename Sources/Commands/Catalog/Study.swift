import Foundation
import Model
import Runs
import Studies

extension Command {
  /// `simcse study`: every run of a study, then its report.
  static let study = Command(
    "study", "run a study and write its report",
    about: """
      Runs every run of a study, each in a process of its own, and writes the report to report/ in its
      folder. Finished runs are not repeated; a study that was stopped is continued by the same command.
      A study may be extended in its file, by more seeds for example, and continued; runs that it no
      longer has are kept and listed.

      Several of these processes, on one machine or on many that share the folder, do a study together:
      each run is done by one of them, and the run of one that died is resumed by another. 'ids' gives
      the runs to others: simcse study ids STUDY.json --output DIR | xargs -n 1 -P 8 simcse study work
      STUDY.json --output DIR --threads 1 --run

      A study by 'sequential' or 'planned-looks' is followed while seeds are added. --until-resolved adds
      them to the methods that are still open, and to the one that they are held against, until each is
      better, worse, equivalent or out of seeds; with it 'ids' lists, and 'submit' asks for, the runs
      that the next look needs. Every look is kept in looks.json, and what was registered before the
      first run in registration.json.

      A plan is measured, not run: steps and scorings on their own inputs. With --output finished runs
      cost nothing. 'submit' writes slurm/runs.sh, an array of workers, and slurm/report.sh to the
      study's folder and submits both; 'scripts' only writes them.
      """,
    exitCodes: """
      0: every run is finished, also where one diverged; 1: a run failed, the others are kept; 2: the
      study or its inputs cannot be used.
      """,
    modes: [
      Mode(
        "run", "do every run, wait for those of others, and write the report", words: file,
        [place] + StudyOptions.work + [PlaceOptions.group, OutputOptions.group]
      ) { try runStudy($0, $1, waits: true) },
      Mode(
        "plan", "print the runs and the estimated time and disk space; run nothing", words: file,
        [
          OptionGroup("Study", [StudyOptions.output, StudyOptions.untilResolved]),
          StudyOptions.machine, PlaceOptions.group, OutputOptions.group,
        ], formerly: ["plan"],
        run: planStudy),
      Mode(
        "status", "print how far each run is, who works on it, and what is open", words: file,
        [place, OutputOptions.group], formerly: ["status"]
      ) { input, context in
        let status = try StudyStatus(
          try StudyOptions.plan(input, context), folder: try StudyOptions.folder(input))
        try context.console.report(status, as: status.text, json: try input[OutputOptions.json])
        return ExitCode.done
      },
      Mode(
        "work", "do runs that nobody else does, then end: wait for nothing, write no report",
        words: file, [place] + StudyOptions.work + [PlaceOptions.group, OutputOptions.group],
        formerly: ["worker"]
      ) { try runStudy($0, $1, waits: false) },
      Mode(
        "ids", "print the ids of the runs that are not finished, a line each", words: file,
        [due, OutputOptions.group], formerly: ["plan-only"], run: printIDs),
      Mode(
        "submit", "give the study to Slurm", words: file, slurm, formerly: ["slurm"]
      ) { try giveToSlurm($0, $1, submits: true) },
      Mode(
        "scripts", "write the scripts for Slurm and submit nothing", words: file, slurm,
        formerly: ["slurm", "plan-only"]
      ) { try giveToSlurm($0, $1, submits: false) },
    ])

  private static let file = Mode.Words(
    usage: "STUDY.json", least: 1, most: 1,
    missing: "one study file is needed; see 'simcse study --help'")
  private static let place = OptionGroup("Study", [StudyOptions.place])
  private static let due = OptionGroup("Study", [StudyOptions.place, StudyOptions.untilResolved])
  private static let slurm = [
    due, StudyOptions.slurm, StudyOptions.claims, PlaceOptions.group, OutputOptions.group,
  ]

  private static func planStudy(_ input: Input, _ context: Context) throws -> Int32 {
    let output = try input[StudyOptions.output]
    let plan = try StudyOptions.plan(input, context, folder: output, only: [])
    let folder = output?.appendingPathComponent("runs")
    let finished = plan.entries.map(\.id).filter { id in
      folder.map { RunFolder($0.appendingPathComponent(id)).isWhole } ?? false
    }
    let isOwn = plan.entries.allSatisfy { $0.settings.trainer == nil }
    let price =
      isOwn
      ? try StudyPrice(
        plan, finished: Set(finished),
        places: try PlaceOptions.places(input, context, base: folder),
        jobs: try input[StudyOptions.jobs], threads: try StudyOptions.threadCount(input, context)
      ) { context.console.say("measuring kind \($0) of \($1)") } : nil
    let forecast = try StudyForecast(
      plan, finished: Set(finished), price: price,
      followed: try FollowedPlan(plan, folder: output))
    try context.console.report(
      forecast,
      as: plan.text
        + (price?.text
          ?? "\(plan.entries.count - finished.count) of \(plan.entries.count) runs to do; another "
          + "program trains, whose time is not measured here\n")
        + (forecast.next?.text ?? ""),
      json: try input[OutputOptions.json])
    for warning in forecast.warnings { context.console.say("warning: \(warning)") }
    return ExitCode.done
  }

  private static func printIDs(_ input: Input, _ context: Context) throws -> Int32 {
    let waiting = try WaitingRuns(input, context).entries.map(\.id)
    try context.console.report(
      waiting, as: waiting.map { $0 + "\n" }.joined(), json: try input[OutputOptions.json])
    return ExitCode.done
  }
}

/// The options of a study.
enum StudyOptions {
  static let output = OutputOptions.folder("where runs and report are written")
  static let place = output.required("where should the study go?")
  static let run = Option<String>.text(
    "run", "ID", "only this run; may be given more than once"
  ).repeated
  static let untilResolved = Flag(
    "until-resolved",
    "add seeds to the methods that are still open, by the study's rule, until none is")
  static let jobs = Option<Int>.whole("jobs", "runs side by side; changes no bit", atLeast: 1).or(1)
  static let threads = Option<Int>.whole("threads", "threads a run; changes no bit", atLeast: 1)
    .otherwise("the processors over the jobs")
  static let machine = OptionGroup("Computation", [jobs, threads])
  static let claims = OptionGroup("Claims", [LeaseOption.lease])
  static let work = [OptionGroup("Runs", [run, untilResolved]), machine, claims]

  static let partition = Option<String>.text(
    "partition", "NAME", "the partition that Slurm is asked for")
  static let time = Option<String>.text(
    "time", "LIMIT", "the limit on a task's time as Slurm writes it")
  static let tasks = Option<Int>.whole("tasks", "workers in Slurm's array", atLeast: 1)
    .otherwise("one a run")
  static let arrayLimit = Option<Int>.whole("array-limit", "how many of them at a time", atLeast: 1)
    .otherwise("all")
  static let slurmThreads = Option<Int>.whole(
    "threads", "threads a run; changes no bit", atLeast: 1
  )
  .or(1)
  static let slurm = OptionGroup(
    "Slurm", [partition, time, tasks, arrayLimit, slurmThreads])

  static func plan(_ input: Input, _ context: Context) throws -> StudyPlan {
    try StudyFile.plan(URL(fileURLWithPath: input.words[0]), catalog: context.catalog)
  }

  /// The plan with the further seeds of a followed study: those that its folder has used, those of
  /// `only`, and where it is run until it is resolved those that are due.
  static func plan(
    _ input: Input, _ context: Context, folder: URL?, only: [String]
  ) throws -> StudyPlan {
    let plan = try plan(input, context)
    guard let followed = try FollowedPlan(plan, folder: folder) else {
      guard !input[untilResolved] else {
        throw UsageError(
          "--until-resolved needs a rule that allows looks: 'decide' by 'sequential' or "
            + "'planned-looks' in \(input.words[0])")
      }
      return plan
    }
    if !only.isEmpty { return followed.plan(with: only) }
    return input[untilResolved] ? followed.planWithDue : followed.plan
  }

  static func folder(_ input: Input) throws -> URL {
    try input[place]
  }

  static func threadCount(_ input: Input, _ context: Context) throws -> Int {
    try input[threads] ?? max(1, context.processors / (try input[jobs]))
  }
}

/// The runs of a study that are not finished, after its folder was made ready.
struct WaitingRuns {
  let plan: StudyPlan
  let folder: URL
  let program: URL
  let entries: [StudyPlan.Entry]

  init(_ input: Input, _ context: Context) throws {
    folder = try StudyOptions.folder(input)
    plan = try StudyOptions.plan(input, context, folder: folder, only: [])
    program = try context.program()
    let runner = StudyRunner(plan: plan, folder: folder, program: program, jobs: 1, options: [])
    try runner.prepare()
    entries = plan.entries.filter { !RunFolder(runner.runFolder($0)).isWhole }
  }
}
