import Decisions
import Files
import Foundation
import Runs

/// What a page rests on, and what of it can be computed again.
extension Document {
  /// The line that says what `simcse verify` computes again, and what this page does not carry.
  static func basis(_ summary: StudySummary) -> Part {
    let all = "'simcse verify' computes every number of this page again from report.json"
    guard let evidence = summary.evidence else {
      let ofPairs = [
        summary.decisions.contains { $0.comparisons != nil } ? "the error that they bring" : nil,
        summary.densities.isEmpty ? nil : "the figures of their cosines",
        summary.drivers.isEmpty ? nil : "the pairs that move the score",
      ].compactMap { $0 }
      return .paragraph(
        "'simcse verify' computes again from report.json what the scores determine. Not kept with"
          + " this page, and so as they were found: the runs' manifests and sentence pairs"
          + (ofPairs.isEmpty ? "" : " (\(ofPairs.joined(separator: ", ")))") + ".")
    }
    guard evidence.hasPairs else {
      return .paragraph(
        all + ", but for what sentence pairs say: they are not kept with this page.")
    }
    return .paragraph(all + ", the sentence pairs' ranks and cosines included.")
  }

  /// What the page says of the code that computed its runs, where that is not one known commit.
  static func commits(_ summary: StudySummary) -> String? {
    guard let text = summary.provenance.first(where: { $0.key == "commit" })?.value else {
      return nil
    }
    let commits = text.components(separatedBy: "; ")
    let known = commits.filter { $0 != "unknown" }
    let changed = known.filter { $0.hasSuffix("-dirty") }
    var parts: [String] = []
    if known.count > 1 { parts.append("\(known.count) commits computed these runs") }
    if known.isEmpty { parts.append("The commit that computed these runs is unknown") }
    if !known.isEmpty, known.count < commits.count {
      parts.append("\(parts.isEmpty ? "The" : "the") commit of some is unknown")
    }
    if !changed.isEmpty {
      let whose = changed.count == commits.count ? "all" : "some"
      parts.append(
        "\(parts.isEmpty ? whose.capitalized : whose) were computed by uncommitted code")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ") + "."
  }
}
