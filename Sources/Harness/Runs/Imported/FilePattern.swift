import Files
package import Foundation

/// Files by a path in which `{seed}` stands for a whole number and `*` for anything within a name.
///
///     runs/seed-{seed}/STS12.json      results/own__model-seed{seed}/*/STS*.json
package struct FilePattern {
  package static let seed = "{seed}"

  package let text: String
  var hasSeed: Bool { text.contains(Self.seed) }
  /// Whether the number is in the files' own names, and not in a folder's alone.
  var isOfName: Bool { text.split(separator: "/").last?.contains(Self.seed) ?? false }

  /// A file that matches, and the number in it.
  package struct Match: Equatable {
    package let file: URL
    package let seed: UInt64?
  }

  package init(_ text: String) { self.text = text }

  /// The files that match, by seed, then by path.
  ///
  /// - Throws: `InputError` for a path that no file matches.
  package func matches() throws -> [Match] {
    guard hasSeed || text.contains("*") else {
      return [Match(file: URL(fileURLWithPath: text), seed: nil)]
    }
    let parts = text.split(separator: "/").map(String.init)
    let start = URL(fileURLWithPath: text.hasPrefix("/") ? "/" : ".", isDirectory: true)
    var found = [Match(file: start, seed: nil)]
    for (place, part) in parts.enumerated() {
      found = try found.flatMap { try Self.below($0, part, isLast: place + 1 == parts.count) }
    }
    found = found.filter { InputFile.isThere($0.file) }
    guard !found.isEmpty else {
      throw InputError(
        file: text,
        problem: "no file matches; {seed} stands for a whole number, * for anything within a name")
    }
    return found.sorted { ($0.seed ?? 0, $0.file.path) < ($1.seed ?? 0, $1.file.path) }
  }

  /// A file's name without the number of the seed: `STS12` of `STS12-seed-3`, `STS12_3` and `3.STS12`.
  ///
  /// A name that is the number alone, or that does not have it, stays.
  package static func name(_ stem: String, without seed: UInt64) -> String {
    let letters = Array(stem)
    func isDigit(_ place: Int) -> Bool {
      letters.indices.contains(place) && ("0"..."9").contains(letters[place])
    }
    for start in letters.indices.reversed() where isDigit(start) && !isDigit(start - 1) {
      let end = (start...letters.count).first { !isDigit($0) } ?? letters.count
      guard UInt64(String(letters[start..<end])) == seed else { continue }
      // A number that ends a word, as in STS12, is no seed.
      let isPart = start > 0 && letters[start - 1].isLetter && !isWord(letters[..<start])
      guard !isPart else { continue }
      let separators: Set<Character> = ["-", "_", " "]
      func trimmed(_ text: ArraySlice<Character>) -> String {
        String(String(text).trimmingCharacters(in: CharacterSet(charactersIn: "-_ ")))
      }
      var before = letters[..<start]
      while let last = before.last, separators.contains(last) { before.removeLast() }
      if isWord(before) { before.removeLast("seed".count) }
      let words = [trimmed(before), trimmed(letters[end...])].filter { !$0.isEmpty }
      return words.isEmpty ? stem : words.joined(separator: "-")
    }
    return stem
  }

  /// Whether letters end in the word `seed`.
  private static func isWord(_ letters: ArraySlice<Character>) -> Bool {
    String(letters.suffix(4)).lowercased() == "seed"
  }

  private static func below(_ folder: Match, _ part: String, isLast: Bool) throws -> [Match] {
    guard part.contains(seed) || part.contains("*") else {
      let next = folder.file.appendingPathComponent(part, isDirectory: !isLast)
      return [Match(file: next, seed: folder.seed)]
    }
    let pieces = Self.pieces(part)
    let names =
      ((try? FileManager.default.contentsOfDirectory(atPath: folder.file.path)) ?? []).sorted()
    return try names.flatMap { name -> [Match] in
      guard !name.hasPrefix(".") || part.hasPrefix(".") else { return [] }
      let file = folder.file.appendingPathComponent(name, isDirectory: !isLast)
      let seeds = Self.seeds(in: Array(name), from: 0, pieces[...], known: folder.seed)
      guard seeds.count < 2 else {
        throw InputError(
          file: file.path,
          problem: "{seed} of '\(part)' may be "
            + seeds.compactMap { $0.map(String.init) }.joined(separator: " or ")
            + " in it; say more of the name in the pattern")
      }
      return seeds.map { Match(file: file, seed: $0) }
    }
  }

  private enum Piece: Equatable {
    case letter(Character)
    case number
    case anything
  }

  private static func pieces(_ part: String) -> [Piece] {
    var (pieces, rest): ([Piece], Substring) = ([], part[...])
    while let letter = rest.first {
      if rest.hasPrefix(seed) {
        pieces.append(.number)
        rest = rest.dropFirst(seed.count)
        continue
      }
      if letter != "*" {
        pieces.append(.letter(letter))
      } else if pieces.last != .anything {
        pieces.append(.anything)
      }
      rest = rest.dropFirst()
    }
    return pieces
  }

  /// The numbers under which a name matches from a place on; nil among them where there is none yet.
  ///
  /// - Complexity: the name's length to the power of the `*` in the pieces.
  private static func seeds(
    in name: [Character], from start: Int, _ pieces: ArraySlice<Piece>, known: UInt64?
  ) -> [UInt64?] {
    guard let piece = pieces.first else { return start == name.count ? [known] : [] }
    let rest = pieces.dropFirst()
    func isDigit(_ place: Int) -> Bool {
      name.indices.contains(place) && ("0"..."9").contains(name[place])
    }
    switch piece {
    case .letter(let letter):
      guard start < name.count, name[start] == letter else { return [] }
      return seeds(in: name, from: start + 1, rest, known: known)
    case .anything:
      let all = (start...name.count).flatMap { seeds(in: name, from: $0, rest, known: known) }
      return all.uniqued()
    case .number:
      // All adjacent digits: 2 of 12 is no seed.
      let end = (start...name.count).first { !isDigit($0) } ?? name.count
      guard !isDigit(start - 1), let number = UInt64(String(name[start..<end])),
        known == nil || known == number
      else { return [] }
      return seeds(in: name, from: end, rest, known: number)
    }
  }
}
