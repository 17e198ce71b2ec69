import Dispatch
import Synchronization

/// What one process has seen of others' claims over time.
///
/// A claim whose sign of life does not change for its lease is over. Time is this process's own, by a
/// clock that nobody sets, and no look counts for more than a quarter of the lease: neither another
/// machine's clock, nor a clock that jumps, nor a machine that slept ends a claim.
public final class ClaimWatch: Sendable {
  private struct Seen {
    var token: String?
    var beat: String
    var silence: Double
    var last: Double
    /// Whether the sign of life has changed since it was first seen.
    var lives = false
  }

  private let seen = Mutex<[String: Seen]>([:])
  private let now: @Sendable () -> Double
  /// The lease of a claim whose record cannot be read.
  static let usualLease = 120.0

  public convenience init() {
    self.init { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }
  }

  /// - Inputs: `now`, the seconds of a clock.
  package init(now: @escaping @Sendable () -> Double) { self.now = now }

  /// Whether a claim is over; `place` distinguishes claims.
  package func isOver(_ state: ClaimState, place: String) -> Bool {
    if state.isOver { return true }
    let (now, token) = (now(), state.owner?.token ?? "generation \(state.generation)")
    let lease = max(0.1, state.owner?.leaseSeconds ?? Self.usualLease)
    return seen.withLock { seen in
      guard var known = seen[place], known.token == token, known.beat == state.beat else {
        let lives = seen[place].map { $0.token == token } ?? false
        seen[place] = Seen(token: token, beat: state.beat, silence: 0, last: now, lives: lives)
        return false
      }
      known.silence += min(max(0, now - known.last), lease / 4)
      known.last = now
      seen[place] = known
      return known.silence >= lease
    }
  }

  /// Whether a claim that is not over is one of a process that was seen to live.
  package func isAlive(_ state: ClaimState, place: String) -> Bool {
    state.owner?.isThere == true || seen.withLock { $0[place]?.lives ?? false }
  }
}
