import Files
public import Foundation

extension STSDataset {
  /// Reads the task from a folder of any layout of ``STSLayout``.
  ///
  /// A file that is neither byte by byte nor by its content the published one is refused when
  /// `checksums` says so.
  ///
  /// - Throws: `InputError`, ``LineError`` or ``ChecksumError``, naming the file.
  public func read(_ folder: URL, checksums: ChecksumPolicy) throws -> STSTask {
    let places = STSPlaces(folder)
    let forms = STSForms(range: range)
    var found: [String: String] = [:]
    var subsets: [PairSubset] = []
    for (subset, path) in files {
      guard let place = try places.find(path) else {
        throw InputError(
          file: folder.appendingPathComponent(path).path,
          problem: "there is no such file, nor one of another layout: SentEval, SimCSE, SemEval, "
            + "MTEB or sentence-transformers; SimCSE's script data/download_dataset.sh fetches one")
      }
      let data = try InputFile.read(place.file)
      let name = Self.path(of: place.file, below: folder)
      let digest = SHA256.hexDigest(of: data)
      found[name] = digest
      if case .lines(let file) = place {
        return STSTask(
          name: self.name, subsets: try wholeTask(data, file: file, checksums: checksums),
          checksums: found)
      }
      let pairs: [SentencePair]
      switch place {
      case .own(let file):
        if checksums == .published, let expected = STSChecksums.published[path], digest == expected
        {
          subsets.append(PairSubset(name: subset, pairs: try self.pairs(data, file: file.path)))
          continue
        }
        pairs = try self.pairs(data, file: file.path)
      case .inputAndGold(let input, let gold):
        let text = try InputFile.read(input)
        found[Self.path(of: input, below: folder)] = SHA256.hexDigest(of: text)
        pairs = try forms.inputAndGold(text, data, file: input.path, goldFile: gold.path)
      case .benchmark(let file): pairs = try forms.benchmark(data, file: file.path)
      case .sick(let file): pairs = try forms.sick(data, file: file.path)
      case .splits(let file): pairs = try forms.split(subset, of: data, file: file.path)
      case .lines: pairs = []
      }
      try Self.check(pairs, path: path, file: place.file, bytes: digest, checksums: checksums)
      subsets.append(PairSubset(name: subset, pairs: pairs))
    }
    return STSTask(name: name, subsets: subsets, checksums: found)
  }

  private static func path(of file: URL, below folder: URL) -> String {
    file.path.hasPrefix(folder.path + "/")
      ? String(file.path.dropFirst(folder.path.count + 1)) : file.path
  }

  private static func check(
    _ pairs: [SentencePair], path: String, file: URL, bytes: String, checksums: ChecksumPolicy
  ) throws {
    guard pairs.count >= 2 else {
      throw LineError(
        file: file.path, line: 1,
        problem: "a task needs at least two pairs; \(pairs.count) with a score found")
    }
    guard checksums == .published, let expected = STSContents.files[path],
      ContentDigest.digest(of: pairs) != expected
    else { return }
    throw ChecksumError(
      file: file.path, found: bytes, expected: STSChecksums.published[path] ?? expected)
  }

  /// A task of one file without subsets: they are recognized by their content, in any order, and put
  /// in this package's.
  private func wholeTask(
    _ data: Data, file: URL, checksums: ChecksumPolicy
  ) throws -> [PairSubset] {
    let pairs = try STSForms(range: range).jsonLines(data, file: file.path)
    func refusal(_ problem: String) -> InputError { InputError(file: file.path, problem: problem) }
    guard pairs.count >= 2 else { throw refusal("a task needs at least two pairs") }
    if files.count == 1, let only = files.first {
      if only.path == "SICK/test.tsv", pairs.count == STSContents.wholeSICKCount {
        throw refusal(
          "it has all \(pairs.count) pairs of SICK, as MTEB scores them; SimCSE's test are 4,927 of "
            + "them: choose the task of all pairs, or give SICK_test_annotated.txt")
      }
      try Self.check(
        pairs, path: only.path, file: file, bytes: SHA256.hexDigest(of: data), checksums: checksums)
      return [PairSubset(name: only.subset, pairs: pairs)]
    }
    var rest = files.compactMap { file in
      STSContents.counts[file.path].map { (file: file, count: $0) }
    }
    var parts: [String: [SentencePair]] = [:]
    var start = 0
    while let place = rest.firstIndex(where: { part in
      start + part.count <= pairs.count
        && ContentDigest.digest(of: pairs[start..<start + part.count])
          == STSContents.files[part.file.path]
    }) {
      let part = rest.remove(at: place)
      parts[part.file.subset] = Array(pairs[start..<start + part.count])
      start += part.count
    }
    if start == pairs.count, rest.isEmpty {
      return files.compactMap { file in
        parts[file.subset].map { PairSubset(name: file.subset, pairs: $0) }
      }
    }
    // All of SICK is in another order in MTEB's file.
    let known = files.count == 3 && name.hasPrefix("SICK") ? "SICK-R-all" : name
    let isWhole = STSContents.unordered[known] == ContentDigest.unorderedDigest(of: pairs)
    guard checksums == .own || isWhole else {
      throw ChecksumError(
        file: file.path, found: ContentDigest.digest(of: pairs),
        expected: STSContents.tasks[known] ?? "not known")
    }
    return [PairSubset(name: "all", pairs: pairs)]
  }
}

extension STSDataset {
  /// The pairs of one of MTEB's files, JSON Lines, in the order of the file: what predictions are for.
  ///
  /// - Throws: `InputError` or ``LineError``.
  public func pairsInFileOrder(_ file: URL) throws -> [SentencePair] {
    try STSForms(range: range).jsonLines(try InputFile.read(file), file: file.path)
  }
}
