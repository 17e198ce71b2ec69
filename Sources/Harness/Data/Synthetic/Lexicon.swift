/// The words of the generator, by concept: words of one concept mean the same.
enum Lexicon {
  /// A topical class of things.
  enum Topic: Int, CaseIterable, Sendable { case person, animal, food, tool, vehicle, work }

  /// A verb's base, third person, past and participle.
  struct Forms: Sendable, Equatable {
    let base, third, past, participle: String

    init(_ words: String) {
      let parts = words.split(separator: " ").map(String.init)
      precondition(parts.count == 4, "a verb has four forms, not \(parts.count): \(words)")
      (base, third, past, participle) = (parts[0], parts[1], parts[2], parts[3])
    }
  }

  struct Verb: Sendable {
    let synonyms: [Forms]
    /// The topics of what it is done to.
    let patients: [Topic]

    init(_ patients: [Topic], _ synonyms: String...) {
      self.patients = patients
      self.synonyms = synonyms.map(Forms.init)
    }
  }

  /// The nouns of each topic; the synonyms of a concept are adjacent.
  static let nouns: [Topic: [[String]]] = [
    .person: [
      ["teacher", "instructor"], ["doctor", "physician"], ["child", "kid"], ["woman", "lady"],
      ["farmer", "grower"], ["soldier", "trooper"], ["artist", "painter"], ["student", "pupil"],
      ["chef", "cook"], ["thief", "robber"], ["lawyer", "attorney"], ["pilot", "aviator"],
      ["sailor", "seaman"], ["king", "monarch"], ["singer", "vocalist"], ["guard", "sentry"],
    ],
    .animal: [
      ["dog", "hound"], ["cat", "feline"], ["horse", "stallion"], ["rabbit", "bunny"],
      ["donkey", "mule"], ["monkey", "ape"], ["goat"], ["elephant"],
    ],
    .food: [
      ["apple"], ["bread", "loaf"], ["soup", "broth"], ["cake", "pastry"], ["potato", "spud"],
      ["egg"], ["salad"], ["steak", "beef"],
    ],
    .tool: [
      ["hammer", "mallet"], ["knife", "blade"], ["box", "crate"], ["lamp", "lantern"],
      ["rope", "cord"], ["bottle", "flask"], ["mirror"], ["ladder"],
    ],
    .vehicle: [
      ["car", "automobile"], ["boat", "vessel"], ["bicycle", "bike"], ["truck", "lorry"],
      ["airplane", "aircraft"], ["train", "locomotive"], ["wagon", "cart"], ["sled", "sleigh"],
    ],
    .work: [
      ["book", "volume"], ["letter", "message"], ["picture", "portrait"], ["song", "melody"],
      ["story", "tale"], ["map", "chart"], ["poem", "verse"], ["report", "account"],
    ],
  ]

  static let verbs: [Verb] = [
    Verb([.food], "eat eats ate eaten", "devour devours devoured devoured"),
    Verb([.food], "roast roasts roasted roasted", "grill grills grilled grilled"),
    Verb([.food], "taste tastes tasted tasted", "sample samples sampled sampled"),
    Verb([.work], "read reads read read", "peruse peruses perused perused"),
    Verb([.work], "write writes wrote written", "compose composes composed composed"),
    Verb([.work], "praise praises praised praised", "commend commends commended commended"),
    Verb([.work], "copy copies copied copied", "duplicate duplicates duplicated duplicated"),
    Verb([.vehicle], "drive drives drove driven", "steer steers steered steered"),
    Verb([.vehicle], "park parks parked parked", "halt halts halted halted"),
    Verb([.vehicle, .tool], "repair repairs repaired repaired", "fix fixes fixed fixed"),
    Verb([.vehicle, .tool], "break breaks broke broken", "smash smashes smashed smashed"),
    Verb([.vehicle, .tool, .food], "buy buys bought bought", "acquire acquires acquired acquired"),
    Verb([.vehicle, .tool, .work], "sell sells sold sold", "trade trades traded traded"),
    Verb(
      [.vehicle, .tool, .work], "hide hides hid hidden", "conceal conceals concealed concealed"),
    Verb([.tool, .food, .work], "carry carries carried carried", "haul hauls hauled hauled"),
    Verb([.tool, .food], "drop drops dropped dropped", "spill spills spilled spilled"),
    Verb([.person, .animal], "follow follows followed followed", "trail trails trailed trailed"),
    Verb([.person, .animal], "chase chases chased chased", "pursue pursues pursued pursued"),
    Verb([.person, .animal], "help helps helped helped", "assist assists assisted assisted"),
    Verb([.person, .animal], "see sees saw seen", "notice notices noticed noticed"),
    Verb([.person, .animal], "kick kicks kicked kicked", "hit hits hit hit"),
    Verb([.person, .animal], "feed feeds fed fed", "nourish nourishes nourished nourished"),
    Verb([.person, .animal], "fear fears feared feared", "dread dreads dreaded dreaded"),
    Verb([.person, .animal], "teach teaches taught taught", "train trains trained trained"),
  ]

  static let adjectives: [[String]] = [
    ["big", "large"], ["small", "little"], ["old", "ancient"], ["new", "modern"],
    ["red", "crimson"], ["clean", "spotless"], ["famous", "renowned"], ["cheap", "inexpensive"],
  ]

  static let places: [[String]] = [
    ["in the garden", "in the yard"], ["on the street", "on the road"],
    ["near the river", "by the stream"], ["at the market", "at the bazaar"],
    ["in the forest", "in the woods"], ["at school", "at the academy"],
    ["on the beach", "on the shore"], ["in the kitchen"], ["behind the church"],
    ["at the station"],
  ]

  static let times: [[String]] = [
    ["in the morning", "at dawn"], ["in the evening", "at dusk"], ["at night", "after dark"],
    ["at noon", "at midday"], ["in winter"], ["in summer"], ["every day", "daily"],
    ["on sunday"],
  ]

  /// What may open a sentence without adding to its meaning.
  static let openers: [String] = [
    "it is said that", "as everyone knows ,", "people say that", "it is true that",
    "i have heard that", "they told us that", "we all think that", "as far as i know ,",
  ]
}
