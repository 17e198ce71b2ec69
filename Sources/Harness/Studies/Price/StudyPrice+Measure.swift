import Data
import Evaluation
import Files
import Foundation
import Model
public import Runs

extension StudyPrice {
  /// The most seconds that the steps of a kind, or its scorings, are measured for.
  private static let patience = 8.0
  /// How many of each are measured where they are quick.
  private static let mostMeasurements = 12

  /// Measures each kind of run of a plan on its own inputs; nothing is written.
  ///
  /// - Inputs: `finished`, the ids of runs that need not be run again; `threads`, those of one run;
  ///   `observe`, called before each kind is measured.
  /// - Throws: the readers' errors.
  public init(
    _ plan: StudyPlan, finished: Set<String>, places: Places, jobs: Int, threads: Int,
    observe: (_ kind: Int, _ of: Int) -> Void
  ) throws {
    var groups: [(cost: CostKind, entries: [StudyPlan.Entry])] = []
    for entry in plan.entries {
      let cost = try CostKind(entry.settings)
      if let place = groups.firstIndex(where: { $0.cost == cost }) {
        groups[place].entries.append(entry)
      } else {
        groups.append((cost, [entry]))
      }
    }
    let differences = CostKind.differences(groups.map(\.cost))
    var kinds: [Kind] = []
    for (index, group) in groups.enumerated() {
      observe(index + 1, groups.count)
      var kind = try Self.measured(
        group.entries.map(\.settings), places: places, threads: threads)
      kind.settings = differences[index]
      kind.runs = group.entries.count
      kind.waiting = group.entries.filter { !finished.contains($0.id) }.count
      kinds.append(kind)
    }
    self.init(kinds: kinds, jobs: jobs, threads: threads, budgetMinutes: plan.study.budgetMinutes)
  }

  /// What a run of a plan takes of which this is the price; nil where no run of its kind was measured.
  ///
  /// - Throws: what encoding the settings throws.
  func runSeconds(of entry: StudyPlan.Entry, in plan: StudyPlan) throws -> Double? {
    var costs: [CostKind] = []
    for other in plan.entries {
      let cost = try CostKind(other.settings)
      if !costs.contains(cost) { costs.append(cost) }
    }
    let cost = try CostKind(entry.settings)
    return costs.firstIndex(of: cost).flatMap { kinds.indices.contains($0) ? kinds[$0] : nil }?
      .secondsPerRun
  }

  /// - Inputs: `all`, the settings of the runs of one kind, the first of which is measured.
  private static func measured(
    _ all: [RunSettings], places: Places, threads: Int
  ) throws -> Kind {
    let settings = all[0]
    var read: RunInputs?
    let reading = try seconds { read = try RunInputs(settings, places: places, threads: threads) }
    guard let inputs = read else { throw InputError(file: "settings", problem: "nothing was read") }
    var (steps, scorings, stepping): (Int, Int, Double) = (0, 1, 0)
    var stepTimes: Timing?
    var checkpoint: TrainingState?
    for stage in inputs.stages {
      var training = Training(
        settings: stage.settings, examples: stage.examples, encoder: inputs.encoder.encoder,
        log: TrainingLog(), resuming: nil)
      let (times, perToken) = measureSteps(&training)
      steps += training.stepCount
      // Every so many steps, and after the last; before the first of the run.
      let every = stage.settings.evaluateEverySteps
      scorings +=
        training.stepCount / every + (training.stepCount % every == 0 ? 0 : 1)
      stepping += Double(stage.examples.tokenCount * stage.settings.epochs) * perToken
      stepTimes = stepTimes ?? times
      checkpoint = training.checkpoint
    }
    let (scoringTimes, perTokenScored) = try measureScorings(inputs, settings)
    var bytes = 0
    let writing = try seconds {
      bytes = try checkpoint?.serialized(settingsHash: settings.hash).count ?? 0
    }
    let starts = settings.encoder.hasDrawnBlocks ? Set(all.map(\.seeds.initialization)).count : 1
    let scored =
      Self.developmentScorings(
        scorings, ofRuns: all.count,
        starts: inputs.stages[0].examples.tasks == nil ? starts : all.count)
      * Double(inputs.development.tokenCount)
      + Double(inputs.evaluation.tokenCount)
      * Self.lastScorings(ofRuns: all.count, starts: starts, areTrained: steps > 0)
    return Kind(
      settings: [], runs: 0, waiting: 0, stepsPerRun: steps, scoringsPerRun: scorings,
      stepSeconds: stepTimes?.median ?? 0, stepSpread: stepTimes?.spread ?? 0,
      stepsMeasured: stepTimes?.values.count ?? 0, scoringSeconds: scoringTimes.median,
      scoringSpread: scoringTimes.spread, scoringsMeasured: scoringTimes.values.count,
      secondsPerRun: reading + stepping + scored * perTokenScored
        + Double(scorings) * writing,
      bytesPerRun: kept(inputs, steps: steps), checkpointBytes: bytes)
  }

  /// How many of its looks at the development pairs a run makes itself: the first, before training, is
  /// made once for all runs that begin alike.
  package static func developmentScorings(_ looks: Int, ofRuns runs: Int, starts: Int) -> Double {
    Double(looks - 1) + Double(starts) / Double(runs)
  }

  /// How often a run scores the pairs of its result: the encoder that is kept, and the one before
  /// training once for all runs that begin at it; once where no step lies between them.
  package static func lastScorings(ofRuns runs: Int, starts: Int, areTrained: Bool) -> Double {
    1 + (areTrained ? Double(starts) / Double(runs) : 0)
  }

  /// Times of steps after one that warms up, and their seconds a token; none where none is made.
  private static func measureSteps(_ training: inout Training) -> (times: Timing?, perToken: Double)
  {
    guard !training.isFinished else { return (nil, 0) }
    let order = training.order(ofEpoch: 0)
    let batch = training.settings.batchSize
    func tokens(_ step: Int) -> Int {
      guard training.examples.tasks == nil else {
        return max(1, training.examples.tokenCount / training.stepsPerEpoch)
      }
      let start = step % training.stepsPerEpoch * batch
      return order[start..<min(start + batch, order.count)]
        .reduce(0) { $0 + training.examples.tokenCount(of: $1) }
    }
    var (times, rates): ([Double], [Double]) = ([], [])
    let count = tokens(0)
    let first = seconds { training.advance() }
    while !training.isFinished, times.count < mostMeasurements,
      times.count < 3 || times.reduce(0, +) < patience
    {
      // After the first epoch the order is another, and so are the tokens of a step.
      guard training.step < training.stepsPerEpoch else { break }
      let count = tokens(training.step)
      let time = seconds { training.advance() }
      times.append(time)
      rates.append(time / Double(count))
    }
    // A run of one step, or one that diverges in it, has no warmer one.
    return times.isEmpty
      ? (Timing([first]), first / Double(count)) : (Timing(times), Timing(rates).median)
  }

  /// Times of a development score, and the seconds a token of the quickest half.
  private static func measureScorings(
    _ inputs: RunInputs, _ settings: RunSettings
  ) throws -> (times: Timing, perToken: Double) {
    var times: [Double] = []
    while times.isEmpty
      || times.count < mostMeasurements && times.reduce(0, +) < patience / 2
    {
      times.append(
        try seconds {
          _ = try inputs.development.score(
            inputs.encoder, batch: settings.evaluation.batchSize, progress: nil)
        })
    }
    let timing = Timing(times)
    return (timing, timing.median / Double(inputs.development.tokenCount))
  }

  /// The bytes of a finished run: the model, and about what its logs and pairs take.
  private static func kept(_ inputs: RunInputs, steps: Int) -> Int {
    let parameters = inputs.encoder.encoder.parameters
    let scalars = parameters.tensors.reduce(0) { $0 + $1.count }
    let vocabulary = inputs.encoder.tokenizer.vocabulary.count
    let pairs = inputs.evaluation.tasks.flatMap(\.subsets).reduce(0) { $0 + $1.pairs.count }
    // Bytes a line, as found in finished runs: a word, a pair's score, a step in both logs.
    let (perWord, perPair, perStep) = (8, 50, 460)
    return 4 * scalars + perWord * vocabulary + perPair * pairs
      + steps * (perStep + 9 * parameters.names.count)
  }
}
