import Files
import Statistics

extension Gate {
  private static let sides = ("the baseline", "the new runs")

  /// Refuses sides whose pairs, bootstrap or (unless `acrossSettings`) settings and inputs differ.
  static func requireAlike(
    _ baseline: GateBaseline, _ new: GateBaseline, acrossSettings: Bool, source: String
  ) throws(InputError) {
    var never: [String] = []
    var unlessAsked: [String] = []
    func isOfEvaluation(_ key: String) -> Bool {
      // The batch changes no bit, and checksums say what the folder holds.
      key.hasPrefix("sts/")
        || key.hasPrefix("evaluation.")
          && !["evaluation.batch-size", "evaluation.folder"].contains(key)
    }
    let (a, b) = (baseline, new)
    let isImported = a.imported != nil || b.imported != nil
    if isImported {
      unlessAsked += unlikeImported(a, b)
    }
    for (old, fresh) in isImported ? [] : [(a.settings, b.settings), (a.checksums, b.checksums)] {
      never += GateDifferences.between(
        old.filter { isOfEvaluation($0.key) }, fresh.filter { isOfEvaluation($0.key) },
        names: sides)
      unlessAsked += GateDifferences.between(
        old.filter { !isOfEvaluation($0.key) }, fresh.filter { !isOfEvaluation($0.key) },
        names: sides)
    }
    if a.tasks.map(\.name) != b.tasks.map(\.name) {
      never.append(
        "the tasks are \(a.tasks.map(\.name).joined(separator: " ")) in the baseline, "
          + "\(b.tasks.map(\.name).joined(separator: " ")) in the new runs")
    } else {
      for (old, fresh) in zip(a.tasks, b.tasks) {
        guard let own = old.pairs, let other = fresh.pairs else {
          if old.pairs != fresh.pairs {
            unlessAsked.append(
              "the pairs of \(old.name) are known on one side alone, so they may not be the same")
          }
          continue
        }
        if (own, old.goldHash) != (other, fresh.goldHash) {
          never.append(
            "\(old.name) has \(own) pairs in the baseline, \(other) in the new runs"
              + (own == other ? ", with other gold scores" : ""))
        }
      }
    }
    if a.bootstrap != b.bootstrap { never.append("the pairs were resampled in unlike ways") }
    guard never.isEmpty else {
      throw InputError(
        file: source,
        problem: "the new runs were not scored as the baseline's: "
          + (never + unlessAsked).joined(separator: "; ")
          + "; score them alike, or record a baseline of their kind")
    }
    guard acrossSettings || unlessAsked.isEmpty else {
      throw InputError(
        file: source,
        problem: "the new runs are unlike the baseline's: "
          + unlessAsked.joined(separator: "; ")
          + "; say --across-settings to compare them all the same, or record another baseline")
    }
  }

  /// What imported runs are not alike in, as far as it is known: of the settings that an own run has, an
  /// imported one has those of its protocol.
  private static func unlikeImported(_ a: GateBaseline, _ b: GateBaseline) -> [String] {
    let isOneSided = a.imported == nil || b.imported == nil
    func known(_ side: GateBaseline, _ other: GateBaseline) -> [String: String] {
      side.settings.filter { !isOneSided || other.settings[$0.key] != nil }
    }
    return GateDifferences.between(known(a, b), known(b, a), names: sides)
  }

  /// What is printed below the table.
  static func notes(
    _ baseline: GateBaseline, _ new: GateBaseline, margin: Double, match: SeedMatch,
    isIdentical: Bool, entries: [GateEntry]
  ) -> [String] {
    var notes: [String] = []
    if isIdentical {
      notes.append(
        "every new run is a recorded one again, bit for bit: "
          + new.runs.map(\.id).joined(separator: ", "))
    }
    for (name, side) in [("baseline", baseline), ("new", new)] {
      if let imported = side.imported { notes.append("the \(name) side was \(imported)") }
    }
    if margin != baseline.margin {
      notes.append(
        "the margin is \(words(points: margin)) here, \(words(points: baseline.margin)) in the "
          + "baseline")
    }
    let isImported = baseline.imported != nil || new.imported != nil
    if !isImported, baseline.numericFingerprint != new.numericFingerprint {
      notes.append(
        "the numeric fingerprints differ: equal bits are not to be expected, only scores that are "
          + "equal within the margin")
    }
    let unlike =
      isImported
      ? unlikeImported(baseline, new)
      : GateDifferences.between(baseline.settings, new.settings, names: sides)
        + GateDifferences.between(baseline.checksums, new.checksums, names: sides)
    notes += unlike.map { "compared across settings: \($0)" }
    notes += sideNotes(baseline, new, match: match)
    if entries.contains(where: { $0.noise == .pairs }) {
      notes.append(
        "where seeds show no spread, the noise is that of the pairs alone: a verdict is about these "
          + "runs on pairs like these, not about other seeds")
    }
    return notes
  }

  /// What there is to say of either side's runs.
  private static func sideNotes(
    _ baseline: GateBaseline, _ new: GateBaseline, match: SeedMatch
  ) -> [String] {
    var notes: [String] = []
    for (name, side, isCrossed) in [
      ("baseline", baseline, match.isCrossed.b), ("new", new, match.isCrossed.a),
    ] {
      let count = side.runs.count
      if let pairs = match.pairs, count > pairs {
        notes.append(
          "\(count - pairs) of \(count) runs of the \(name) side have seeds that the other side has "
            + "no run of, and are left out")
      }
      if count == 1 {
        notes.append("the \(name) side is one run: it shows no spread between seeds")
      }
      if isCrossed {
        notes.append(
          "the \(name) side crosses two factors; runs that share a seed are not independent, and "
            + "are not counted as such")
      }
      for run in side.runs {
        guard let step = run.divergedAtStep else { continue }
        notes.append("run \(run.id) of the \(name) side diverged at step \(step)")
      }
    }
    if let single = match.single {
      let end =
        match.b.count < baseline.runs.count
        ? "and the recorded one is left out"
        : match.a.count < new.runs.count ? "and the new one is left out" : "and both count"
      notes.append(
        "one new run, \(new.runs[single.a].id), has the seeds of a recorded one: one pair shows no "
          + "spread, \(end); runs under two or more recorded seeds are compared pair by pair")
    } else if match.pairs == nil, baseline.program == new.program {
      notes.append(
        "unpaired: new runs under two or more of the baseline's seeds would be compared pair by pair"
          + (match.sharing > 0
            ? "; \(match.sharing) share some seeds, and count as independent all the same" : ""))
    }
    return notes
  }
}
