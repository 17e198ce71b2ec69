/// Puts a scene into words: which synonym, active or passive, what order, which articles.
enum Realizer {
  /// One of the many sentences that mean a scene.
  static func sentence(_ scene: Scene, _ draw: inout Draws) -> String {
    let forms = draw.one(of: Lexicon.verbs[scene.verb].synonyms)
    let agent = phrase(noun(scene.agent, &draw), adjective: nil, &draw)
    let adjective = scene.adjective.map { draw.one(of: Lexicon.adjectives[$0]) }
    let patient = phrase(noun(scene.patient, &draw), adjective: adjective, &draw)
    var clause = clause(scene, forms, agent: agent, patient: patient, &draw)
    let place = scene.place.map { draw.one(of: Lexicon.places[$0]) }
    let time = scene.time.map { draw.one(of: Lexicon.times[$0]) }
    var details = [place, time].compactMap { $0 }
    if draw.chance(0.5) { details.reverse() }
    if let first = details.first, draw.chance(0.3) {
      clause = "\(first) , \(clause)"
      details.removeFirst()
    }
    let opener = draw.chance(0.6) ? draw.one(of: Lexicon.openers) : nil
    return ([opener, clause].compactMap { $0 } + details + ["."]).joined(separator: " ")
  }

  private static func clause(
    _ scene: Scene, _ forms: Lexicon.Forms, agent: String, patient: String,
    _ draw: inout Draws
  ) -> String {
    let isPast = draw.chance(0.4)
    let not = scene.isNegated ? "not " : ""
    switch draw.below(4) {
    case 0, 1:
      return "\(agent) \(predicate(forms, isPast: isPast, not: scene.isNegated)) \(patient)"
    case 2:
      return "\(patient) \(isPast ? "was" : "is") \(not)\(forms.participle) by \(agent)"
    default:
      let pronoun = scene.agent.topic == .person ? "who" : "that"
      let predicate = predicate(forms, isPast: isPast, not: scene.isNegated)
      return "there \(isPast ? "was" : "is") \(agent) \(pronoun) \(predicate) \(patient)"
    }
  }

  private static func predicate(_ forms: Lexicon.Forms, isPast: Bool, not: Bool) -> String {
    if not { return (isPast ? "did not " : "does not ") + forms.base }
    return isPast ? forms.past : forms.third
  }

  private static func noun(_ thing: Scene.Thing, _ draw: inout Draws) -> String {
    draw.one(of: Lexicon.nouns[thing.topic]?[thing.concept] ?? [])
  }

  /// A noun with its article; `an` before a vowel.
  private static func phrase(
    _ noun: String, adjective: String?, _ draw: inout Draws
  ) -> String {
    let words = [adjective, noun].compactMap { $0 }.joined(separator: " ")
    guard draw.chance(0.5) else { return "the " + words }
    return (words.first.map { "aeiou".contains($0) } ?? false ? "an " : "a ") + words
  }
}
