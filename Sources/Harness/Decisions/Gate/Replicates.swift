import Statistics

/// A score on every resample of the pairs, rounded to millionths so that a baseline stays small.
package struct Replicates: Sendable, Equatable {
  package let values: [Double]

  package init(_ values: [Double]) {
    self.values = values.map { ($0 / GateBaseline.grain).rounded() * GateBaseline.grain }
  }

  /// Reads what ``text`` wrote; nil for anything else.
  package init?(text: String) {
    var values: [Double] = []
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      guard let number = Int(word), abs(number) <= 1_000_000 else { return nil }
      values.append(Double(number) * GateBaseline.grain)
    }
    self.values = values
  }

  /// The replicates in millionths, a space between them.
  package var text: String {
    values.map { String(Int(($0 / GateBaseline.grain).rounded())) }.joined(separator: " ")
  }

  /// The standard deviation over resamples; 0 for fewer than two.
  package var deviation: Double { (try? standardDeviation(values)) ?? 0 }

  /// The mean over tasks, resample by resample; nil where a task has none.
  package static func averaged(_ tasks: [Replicates?]) -> Replicates? {
    let known = tasks.compactMap { $0 }
    return known.count == tasks.count ? averaged(known) : nil
  }

  /// The mean over tasks, resample by resample.
  package static func averaged(_ tasks: [Replicates]) -> Replicates {
    let count = tasks.map(\.values.count).min() ?? 0
    return Replicates(
      exact: (0..<count).map { index in
        tasks.reduce(0) { $0 + $1.values[index] } / Double(tasks.count)
      })
  }

  /// These less others, resample by resample.
  package func less(_ others: Replicates) -> Replicates {
    Replicates(exact: zip(values, others.values).map { $0 - $1 })
  }

  private init(exact values: [Double]) { self.values = values }
}
