/// The known name that a misspelled one is nearest to.
package enum Suggestion {
  /// `; did you mean …?`, or all names where none is near.
  package static func ending(for word: String, among names: [String]) -> String {
    nearest(to: word, among: names).map { "; did you mean '\($0)'?" }
      ?? "; known: \(names.joined(separator: ", "))"
  }

  /// The nearest name; nil where more than a third of the word's letters, and more than two at any
  /// length, would change. At one distance a name of the same length, else the first.
  package static func nearest(to word: String, among names: [String]) -> String? {
    let most = min(2, max(1, word.count / 3))
    return names.map { (name: $0, distance: distance(word, $0)) }
      .filter { $0.distance <= most }
      .min {
        ($0.distance, abs($0.name.count - word.count))
          < ($1.distance, abs($1.name.count - word.count))
      }?.name
  }

  /// Letters added, dropped, changed, or exchanged with a neighbor.
  ///
  /// - Source: the optimal string alignment distance.
  package static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var least = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          least = min(least, rows[i - 1][j - 1] + 1)
        }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
