import Foundation
import Runs
import Synchronization

/// Which run of a study this process does next, among all that work on the study's folder.
final class StudyQueue: Sendable {
  enum Next {
    /// A run that nobody holds; `expired` is the token of a claim that was watched run out.
    case run(Int, expired: String?)
    /// Others hold all that is left; `areAlive` when each was seen to live.
    case held(areAlive: Bool)
    case none
  }

  enum Ending: Sendable, Equatable {
    case finished
    /// Finished by another process.
    case elsewhere
    /// Held by another process when this one tried.
    case held
    case failed(String)
  }

  private enum Place {
    case open, own
    case ended(Ending)
  }

  private let ids: [String]
  private let runs: URL
  private let watch = ClaimWatch()
  private let places: Mutex<[Place]>
  private let start: Int
  /// The logs of failures that were there before.
  private let logs: Set<String>

  /// - Inputs: `start`, the run to look at first; processes that begin apart meet less.
  init(ids: [String], runs: URL, start: Int) {
    self.ids = ids
    self.runs = runs
    self.start = start
    logs = Self.names(in: runs)
    places = Mutex(Array(repeating: .open, count: ids.count))
  }

  private static func names(in folder: URL) -> Set<String> {
    Set((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
  }

  /// Takes the next run; `observe` hears of those that others have finished.
  func next(observe: (Int) -> Void) -> Next {
    places.withLock { places in
      let names = Self.names(in: runs)
      var (isOpen, areAlive) = (false, true)
      for offset in 0..<ids.count {
        let index = (start + offset) % ids.count
        guard case .open = places[index] else { continue }
        let id = ids[index]
        if names.contains(id) {
          places[index] = .ended(.elsewhere)
          observe(index)
          continue
        }
        if names.contains(id + ".log"), !logs.contains(id + ".log") {
          places[index] = .ended(
            .failed("\(runs.path)/\(id).log: run \(id) has failed in another process"))
          continue
        }
        guard names.contains(id + ".partial"),
          let state = ClaimState(of: runs.appendingPathComponent(id))
        else {
          places[index] = .own
          return .run(index, expired: nil)
        }
        if watch.isOver(state, place: id) {
          places[index] = .own
          return .run(index, expired: state.owner?.token)
        }
        isOpen = true
        areAlive = areAlive && watch.isAlive(state, place: id)
      }
      let hasOwn = places.contains { if case .own = $0 { true } else { false } }
      return isOpen || hasOwn ? .held(areAlive: areAlive) : .none
    }
  }

  func end(_ index: Int, _ ending: Ending) {
    places.withLock { $0[index] = ending == .held ? .open : .ended(ending) }
  }

  /// What became of each run; nil for those that others still hold.
  var endings: [Ending?] {
    places.withLock { places in
      places.map { if case .ended(let ending) = $0 { ending } else { nil } }
    }
  }
}
