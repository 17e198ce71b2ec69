import Model

/// What a sentence means: who does what to what, where and when, or does not.
struct Scene: Sendable, Equatable {
  /// A concept: a topic and a place in its list.
  struct Thing: Sendable, Hashable {
    let topic: Lexicon.Topic
    let concept: Int
  }

  var agent: Thing
  var verb: Int
  var patient: Thing
  /// Of the patient.
  var adjective: Int?
  var place: Int?
  var time: Int?
  var isNegated: Bool

  /// A scene at random.
  init(_ draw: inout Draws) {
    let verb = draw.below(Lexicon.verbs.count)
    self.verb = verb
    agent = Self.thing([.person, .person, .animal], &draw)
    patient = Self.thing(Lexicon.verbs[verb].patients, &draw)
    adjective = draw.chance(0.5) ? draw.below(Lexicon.adjectives.count) : nil
    place = draw.chance(0.6) ? draw.below(Lexicon.places.count) : nil
    time = draw.chance(0.6) ? draw.below(Lexicon.times.count) : nil
    isNegated = draw.chance(0.1)
    while patient == agent { patient = Self.thing(Lexicon.verbs[verb].patients, &draw) }
  }

  private static func thing(_ topics: [Lexicon.Topic], _ draw: inout Draws) -> Thing {
    let topic = topics[draw.below(topics.count)]
    return Thing(topic: topic, concept: draw.below(Lexicon.nouns[topic]?.count ?? 0))
  }

  /// The scene with each part kept by the given chance and otherwise taken from another scene.
  func changed(keeping chance: Double, _ draw: inout Draws) -> Scene {
    var other = Scene(&draw)
    var scene = self
    if !draw.chance(chance) { scene.agent = other.agent }
    if !draw.chance(chance) {
      // Another action brings its own patient, as few actions share their patients.
      scene.verb = other.verb
      scene.patient = other.patient
    } else if !draw.chance(chance) {
      while other.patient == patient || !Lexicon.verbs[verb].patients.contains(other.patient.topic)
      {
        other = Scene(&draw)
      }
      scene.patient = other.patient
    }
    if !draw.chance(chance) { scene.adjective = other.adjective }
    if !draw.chance(chance) { scene.place = other.place }
    if !draw.chance(chance) { scene.time = other.time }
    if scene.patient == scene.agent { return changed(keeping: chance, &draw) }
    return scene
  }

  /// How alike two scenes are, 0…5, in any words.
  ///
  ///     5/4 agent + 5/4 action + 5/4 patient + 1/4 adjective + 1/2 place + 1/2 time
  ///
  /// Each part counts 1 where it is the same (two absent parts are the same) and else 0; agent and
  /// patient count 1/5 where only the topic is. Where one scene is negated and the other is not,
  /// the sum is multiplied by 2/5. The result is rounded to twentieths.
  func similarity(to other: Scene) -> Double {
    func alike(_ a: Thing, _ b: Thing) -> Double { a == b ? 1 : a.topic == b.topic ? 0.2 : 0 }
    func same(_ a: Int?, _ b: Int?) -> Double { a == b ? 1 : 0 }
    var sum = 1.25 * (alike(agent, other.agent) + alike(patient, other.patient))
    sum += 1.25 * (verb == other.verb ? 1 : 0)
    sum += 0.25 * same(adjective, other.adjective) + 0.5 * same(place, other.place)
    sum += 0.5 * same(time, other.time)
    if isNegated != other.isNegated { sum *= 0.4 }
    return (sum * 20).rounded() / 20
  }
}

/// Draws from a stream, one after another.
struct Draws: Sendable {
  private let stream: RandomStream
  private var index = 0

  init(_ stream: RandomStream) { self.stream = stream }

  /// A whole number in 0 ..< `bound`.
  mutating func below(_ bound: Int) -> Int {
    index += 1
    return stream.integer(at: index - 1, below: bound)
  }

  /// True with the given chance.
  mutating func chance(_ chance: Double) -> Bool {
    index += 1
    return stream.uniform(at: index - 1) < chance
  }

  /// One of several.
  mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
}
