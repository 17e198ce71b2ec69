import Synchronization

/// What each run of a study has done so far.
final class StudyBoard: Sendable {
  private let steps: Mutex<[(done: Int, total: Int)]>
  private let finished: Mutex<Int>
  private let before: Int

  init(waiting: Int, before: Int) {
    steps = Mutex(Array(repeating: (0, 0), count: waiting))
    finished = Mutex(before)
    self.before = before
  }

  func note(run: Int, done: Int, of total: Int) -> StudyRunner.State {
    steps.withLock { $0[run] = (done, total) }
    return state
  }

  func finish(run: Int) -> StudyRunner.State {
    steps.withLock { $0[run].done = $0[run].total }
    finished.withLock { $0 += 1 }
    return state
  }

  private var state: StudyRunner.State {
    let (done, known, largest, count) = steps.withLock { steps in
      (
        steps.reduce(0) { $0 + $1.done }, steps.reduce(0) { $0 + $1.total },
        steps.map(\.total).max() ?? 0, steps.count
      )
    }
    // A run not yet begun is taken to be as long as the longest begun.
    let unknown = steps.withLock { $0.filter { $0.total == 0 }.count }
    return StudyRunner.State(
      finished: finished.withLock { $0 }, runs: count + before, stepsDone: done,
      steps: known + unknown * largest)
  }
}
