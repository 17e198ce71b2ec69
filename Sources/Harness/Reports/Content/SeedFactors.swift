import Decisions
import Files
import Model
import Runs
import Statistics

/// The random streams by whose seeds runs differ, each a factor of the study's design.
///
/// Streams that separate the runs alike are one factor: no run separates them.
struct SeedFactors {
  /// The names of the streams, such as `data order`, or several joined by `+`.
  let names: [String]
  /// The seed of each factor in each run, (runs, factors).
  let levels: [[UInt64]]

  init(_ runs: [RunSummary]) {
    var factors: [(names: [String], seeds: [UInt64], parts: [Int])] = []
    for stream in RandomStream.Name.allCases {
      let seeds = runs.map { $0.seed(of: stream) }
      let known = seeds.uniqued()
      let parts = seeds.map { known.firstIndex(of: $0) ?? 0 }
      guard known.count > 1 else { continue }
      let name = stream.rawValue.replacing("-", with: " ")
      if let same = factors.firstIndex(where: { $0.parts == parts }) {
        factors[same].names.append(name)
      } else {
        factors.append(([name], seeds, parts))
      }
    }
    names = factors.map { $0.names.joined(separator: " + ") }
    levels = runs.indices.map { run in factors.map { $0.seeds[run] } }
  }

  /// How many seeds each factor has.
  var counts: [Int] { names.indices.map { factor in levels.map { $0[factor] }.uniqued().count } }
}

extension SeedSpread {
  /// The spread of the runs that have a score; nil without one, or where their seeds are in no
  /// layout whose mean has a plain error.
  init?(_ runs: [RunSummary], score: (RunSummary) -> Double?) {
    let known = runs.compactMap { run in score(run).map { (run, $0) } }
    guard !known.isEmpty, let layout = SeedLayout(known.map(\.0.seeds)) else { return nil }
    self.init(known.map(\.1), layout: layout)
  }
}
