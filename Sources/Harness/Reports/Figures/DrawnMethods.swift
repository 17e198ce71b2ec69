import Decisions
import Statistics

/// Which of many methods a figure can separate.
extension StudySummary {
  /// More methods than this have no line or mark of their own each.
  static let mostDrawn = 8

  /// All methods, or, where they are too many to separate, the baseline and those whose average is
  /// farthest from its; in the order of the study.
  package var drawnVariants: [String] {
    let all = variants
    guard all.count > Self.mostDrawn, let baseline else { return all }
    func average(_ variant: String) -> Double? { Spread(runs(of: variant).map(\.average))?.mean }
    let middle = average(baseline) ?? 0
    let others = all.enumerated().filter { $0.element != baseline }.map {
      (place: $0.offset, distance: average($0.element).map { abs($0 - middle) } ?? 0)
    }
    let farthest = others.sorted { ($1.distance, $0.place) < ($0.distance, $1.place) }
      .prefix(Self.mostDrawn - 1).map { all[$0.place] }
    return all.filter { $0 == baseline || farthest.contains($0) }
  }

  /// The methods that tables show, and those that they fold: of many, those that are unresolved.
  package var listedVariants: (shown: [String], others: [String]) {
    let all = variants
    guard all.count > Self.mostDrawn else { return (all, []) }
    let open = Set(
      averages.filter { if case .unresolved = $0.verdict { true } else { false } }.map(\.method))
    return (all.filter { !open.contains($0) }, all.filter(open.contains))
  }

  /// The end of a caption that says which methods are drawn; nothing where all are.
  var drawnNote: String {
    let count = variants.count
    guard count > Self.mostDrawn else { return "" }
    return " Of \(count) methods the baseline and the \(Self.mostDrawn - 1) whose average is"
      + " farthest from its are drawn."
  }
}
