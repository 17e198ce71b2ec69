import Files
import Studies
import Synchronization

/// The progress line of a study, updated from several threads.
final class StudyProgress: Sendable {
  private struct Line: ~Copyable {
    var progress: ProgressLine?
    var total = 0
  }

  private let label: String
  private let line = Mutex<Line>(Line())

  private let console: Console

  init(label: String, _ console: Console) {
    self.label = label
    self.console = console
  }

  func update(_ state: StudyRunner.State) {
    line.withLock { line in
      if state.steps != line.total {
        line.total = state.steps
        if line.progress == nil {
          line.progress = console.progress(total: state.steps, unit: "steps", label: label)
        }
        line.progress?.change(total: state.steps)
      }
      line.progress?.update(
        done: state.stepsDone, note: "\(state.finished) of \(state.runs) runs finished")
    }
  }

  func finish() {
    line.withLock { $0.progress?.finish() }
  }
}
