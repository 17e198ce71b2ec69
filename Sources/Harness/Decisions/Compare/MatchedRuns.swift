import Files
import Runs
import Statistics

/// The runs of two methods as they are held against each other.
struct MatchedRuns {
  let a: [FinishedRun]
  let b: [FinishedRun]
  let pairing: Difference.Source
  /// Those that are on both sides, and on neither here.
  let sameRuns: [String]
  let notes: [String]
  private let match: SeedMatch

  /// - Throws: `InputError` for too few runs or seeds in no known layout.
  init(_ a: MethodRuns, _ b: MethodRuns) throws {
    for side in [a, b] where side.runs.count < 2 {
      throw InputError(
        file: side.name,
        problem:
          "one finished run shows no spread between seeds; run at least 2, or compare single "
          + "runs on their sentence pairs by 'simcse gate record' and 'simcse gate check'")
    }
    let same = Self.same(a.runs, b.runs)
    sameRuns = same.map { a.runs[$0.0].id }
    let own = a.runs.indices.filter { place in !same.contains { $0.0 == place } }.map { a.runs[$0] }
    let other = b.runs.indices.filter { place in !same.contains { $0.1 == place } }
      .map { b.runs[$0] }
    guard own.count >= 2 && other.count >= 2 else {
      throw InputError(
        file: "\(a.name), \(b.name)",
        problem:
          "on both sides: \(sameRuns.joined(separator: ", ")); without the same runs A keeps "
          + "\(own.count) and B \(other.count), and each needs 2; name runs of another method or "
          + "under other seeds")
    }
    do throws(SeedMatch.NoLayout) {
      match = try SeedMatch(
        own.map(\.seeds), other.map(\.seeds), fewest: 2,
        areForeign: Set((own + other).map { $0.imported?.program }).count > 1)
    } catch {
      throw InputError(
        file: error.isOfFirst ? a.name : b.name,
        problem: "some of its runs share seeds and some do not, so that their mean has no plain "
          + "error; choose runs with seeds of their own, or all of a crossed design")
    }
    pairing = match.source
    self.a = match.a.map { own[$0] }
    self.b = match.b.map { other[$0] }
    notes =
      Self.notes(a, b, sameRuns: sameRuns) + Self.notes(match, of: own, other)
  }

  func scores(_ measure: StudyMeasure) -> ([Double], [Double]) {
    func values(_ runs: [FinishedRun]) -> [Double] {
      runs.compactMap { measure.value(in: $0.result.scores) }
    }
    return (values(a), values(b))
  }

  func difference(
    _ measure: StudyMeasure, varianceFromPairs: Double?
  ) throws -> Difference {
    let (x, y) = scores(measure)
    return try match.difference(x, y, varianceFromPairs: varianceFromPairs)
  }

  /// The places of runs that are one and the same, read twice or from a copy of its folder.
  ///
  /// A run made again is another one: its wall time differs.
  private static func same(_ a: [FinishedRun], _ b: [FinishedRun]) -> [(Int, Int)] {
    a.indices.compactMap { own in
      b.firstIndex { $0.manifest == a[own].manifest && $0.result == a[own].result }
        .map { (own, $0) }
    }
  }

  private static func notes(
    _ a: MethodRuns, _ b: MethodRuns, sameRuns: [String]
  ) -> [String] {
    var notes: [String] = []
    for (letter, side) in [("A", a), ("B", b)] {
      if !side.leftOut.isEmpty {
        notes.append(
          "\(Numeral.count(side.leftOut.count, "run")) of \(letter) not finished and left out")
      }
      if side.diverged > 0 {
        notes.append(
          "\(side.diverged) of \(Numeral.count(side.runs.count, "run")) of \(letter) diverged; the "
            + "scores are those of the checkpoints kept before")
      }
    }
    if !sameRuns.isEmpty {
      notes.append(
        "on both sides, and left out of both: \(sameRuns.joined(separator: ", "))")
    }
    return notes
  }

  private static func notes(
    _ match: SeedMatch, of own: [FinishedRun], _ other: [FinishedRun]
  ) -> [String] {
    var notes: [String] = []
    for (letter, count, isCrossed) in [
      ("A", own.count, match.isCrossed.a), ("B", other.count, match.isCrossed.b),
    ] {
      if let pairs = match.pairs, count > pairs {
        notes.append(
          "\(count - pairs) of \(count) runs of \(letter) have seeds that the other method has no "
            + "run of, and are left out")
      }
      if isCrossed {
        notes.append(
          "the runs of \(letter) cross two factors; runs that share a seed are not independent, and "
            + "are not counted as such")
      }
    }
    if let single = match.single {
      let end =
        match.a.count < own.count
        ? "so that of A is left out"
        : match.b.count < other.count ? "so that of B is left out" : "and both count as independent"
      notes.append(
        "run \(own[single.a].id) of A and run \(other[single.b].id) of B have the same seeds; one "
          + "pair shows no spread, \(end)")
    }
    if match.sharing > 0 {
      notes.append(
        "\(Numeral.count(match.sharing, "run")) of A shares a seed with runs of B, and counts as "
          + "independent all the same; give both methods the same seeds")
    }
    let pairs = match.pairs == nil ? [] : zip(match.a, match.b).map { (own[$0], other[$1]) }
    let equal = pairs.filter { pair in
      pair.0.result.keptHash != nil
        && pair.0.result.keptHash == pair.1.result.keptHash
        && pair.0.result.scores == pair.1.result.scores
    }
    if !equal.isEmpty {
      let ids = equal.map(\.0.id).joined(separator: ", ")
      notes.append("equal to the bit on both sides: \(ids)")
    }
    return notes
  }
}
