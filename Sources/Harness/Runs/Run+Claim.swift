import Foundation

extension Run {
  /// How a run's place is claimed.
  public struct Claiming: Sendable {
    /// How long the claim is valid without a sign of life; longer than a shared folder ever hangs.
    public var leaseSeconds = Claim.usualLease
    /// The token of a claim that the caller has watched run out.
    public var expired: String?
    /// Whether to watch a claim whose process may be gone, instead of giving up at once.
    public var watches = true

    public init() {}
  }

  /// The claim on this run; nil where it has finished meanwhile.
  ///
  /// - Throws: ``ClaimError`` where another process lives and holds it; `WriteError`.
  func claim(observe: (Event) -> Void) throws -> Claim? {
    let watch = ClaimWatch()
    var first: ClaimState?
    while true {
      let answer = try Claim.ask(folder, leaseSeconds: claiming.leaseSeconds) { state in
        state.owner.map { $0.token == claiming.expired } ?? false
          || watch.isOver(state, place: folder.path)
      }
      switch answer {
      case .claimed(let claim): return claim
      case .finished: return nil
      case .held(let state):
        let owner = state.owner?.words ?? "another process"
        guard claiming.watches, state.owner?.isThere != true, first == nil || first == state else {
          throw ClaimError.held(path: folder.path, owner: owner)
        }
        let lease = state.owner?.leaseSeconds ?? Claim.usualLease
        if first == nil { observe(.watching(owner: owner, seconds: lease)) }
        first = state
        Thread.sleep(forTimeInterval: lease / 8)
      }
    }
  }
}
