/// The verbs that sentences are negated by, and their forms.
enum EnglishVerbs {
  /// What takes the place of a verb's ending.
  enum Form {
    case base, thirdPerson, past

    var auxiliary: String {
      switch self {
      case .base: "do"
      case .thirdPerson: "does"
      case .past: "did"
      }
    }
  }

  /// A word as a known verb in the present or past; nil where it is none.
  ///
  /// - Inputs: `behindPlural`, whether the word before may be the subject of a base form.
  static func form(of word: String, behindPlural: Bool) -> (form: Form, base: String)? {
    if let base = pasts[word] { return (.past, base) }
    if behindPlural, bases.contains(word) { return (.base, word) }
    return thirdPersons[word].map { (.thirdPerson, $0) }
  }

  /// Whether a word is a verb in -ing, by its letters.
  static func isPresentParticiple(_ word: String) -> Bool {
    word.count > 4 && word.hasSuffix("ing") && !nounsInIng.contains(word)
  }

  /// Whether a word may be the third form, behind *have*.
  static func isParticiple(_ word: String) -> Bool {
    word.hasSuffix("ed") || participles.contains(word) || pasts[word] != nil
      || ["been", "always", "already", "also", "just", "recently"].contains(word)
  }

  /// Whether what follows a word is a noun or an adjective rather than a verb.
  static func nounFollows(_ word: NegatedWord) -> Bool {
    word.tail.isEmpty && nounMakers.contains(word.lower) || word.lower.hasSuffix("'s")
  }

  /// Whether a word may be the subject of a base form: "they play", "dogs play".
  static func isPlural(_ word: NegatedWord) -> Bool {
    let lower = word.lower
    return ["i", "you", "we", "they", "people", "men", "women", "children", "who"].contains(lower)
      || lower.count > 3 && lower.hasSuffix("s") && !lower.hasSuffix("ss") && !lower.hasSuffix("us")
        && thirdPersons[lower] == nil
  }

  /// Words in -ing that are nouns or prepositions.
  private static let nounsInIng: Set<String> = [
    "during", "building", "morning", "evening", "ceiling", "nothing", "something", "anything",
    "everything", "clothing", "wedding", "spring", "string", "according", "including",
  ]

  private static let nounMakers = Set(
    """
    the a an this these those my your his her its our their some any no every each another one two three
    four five of in on at by for with from to into onto over under near behind beside between through
    across about against during without within toward towards and or as than very more most first last
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Base and past, and the participle where it is another word.
  private static let irregular: [[String]] =
    """
    become:became:become begin:began:begun bite:bit:bitten blow:blew:blown break:broke:broken
    bring:brought build:built buy:bought catch:caught choose:chose:chosen come:came:come cut:cut
    dig:dug do:did:done draw:drew:drawn drink:drank:drunk drive:drove:driven eat:ate:eaten
    fall:fell:fallen feed:fed feel:felt fight:fought find:found fly:flew:flown forget:forgot:forgotten
    get:got:gotten give:gave:given go:went:gone grow:grew:grown hang:hung have:had hear:heard
    hide:hid:hidden hit:hit hold:held keep:kept know:knew:known lay:laid lead:led leave:left lend:lent
    lie:lay:lain lose:lost make:made mean:meant meet:met pay:paid put:put read:read ride:rode:ridden
    rise:rose:risen run:ran:run say:said see:saw:seen sell:sold send:sent set:set shake:shook:shaken
    shoot:shot show:showed:shown sing:sang:sung sink:sank:sunk sit:sat sleep:slept slide:slid
    speak:spoke:spoken spend:spent stand:stood steal:stole:stolen stick:stuck swim:swam:swum
    take:took:taken teach:taught tear:tore:torn tell:told think:thought throw:threw:thrown
    understand:understood wake:woke:woken wear:wore:worn win:won wind:wound write:wrote:written
    """.split(whereSeparator: \.isWhitespace).map {
      $0.split(separator: ":").map(String.init)
    }

  /// Verbs whose forms are regular.
  private static let regular = Set(
    """
    act add admire agree allow announce appear approach arrive ask attack attempt balance bake bark
    believe belong boil bounce brush call carry cause celebrate change chase check chop claim clean climb
    close collect compete complete connect consider consist contain continue cook count cover crawl create
    cross cry cycle dance decide describe destroy develop die discuss display dive drag drop enjoy enter
    exercise exist expect explain explore fail fill film finish fix float fold follow gather grab happen
    hate help hike hop hope hug hunt include increase inspect involve join jog juggle jump kick kill kiss
    kneel knit lean leap learn like listen live look love manage march marry mix move need offer open
    operate order own paint pass peel perform pet pick place plan plant play point pose pour practice
    prefer prepare present produce promise protect provide pull punch push race raise reach receive refer
    refuse relax release remain remember remove repair reply report require rest return roll row rub rush
    sail save seem serve share shop shout skate ski slice slip smell smile smoke spin splash spray stare
    start stay step stir stop study suggest support surf talk taste tie touch tow train travel try turn
    use visit wait walk want wash watch wave whip wipe wish work wrap yell
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Every base form, *do* and *have* among them.
  static let bases = regular.union(irregular.map { $0[0] })

  private static let participles = Set(irregular.compactMap { $0.count > 2 ? $0[2] : nil })

  private static let pasts: [String: String] = {
    var pasts = Dictionary(
      regular.flatMap { base in pastForms(of: base).map { ($0, base) } },
      uniquingKeysWith: { first, second in min(first, second) })
    // A past that is its own base, such as "cut", is taken for the base.
    for verb in irregular where verb[0] != verb[1] && !bases.contains(verb[1]) {
      pasts[verb[1]] = verb[0]
    }
    return pasts
  }()

  private static let thirdPersons: [String: String] = Dictionary(
    bases.sorted().map { (thirdPerson(of: $0), $0) }, uniquingKeysWith: { first, _ in first })

  private static func isVowel(_ character: Character) -> Bool { "aeiou".contains(character) }

  static func thirdPerson(of base: String) -> String {
    if base == "have" { return "has" }
    let before = base.dropLast().last ?? "x"
    if base.hasSuffix("y"), !isVowel(before) { return base.dropLast() + "ies" }
    let hisses = ["s", "x", "z", "ch", "sh", "o"].contains { base.hasSuffix($0) }
    return base + (hisses ? "es" : "s")
  }

  /// "played", "tried", "used", "stopped" and, since stress decides, both "visited" and "visitted".
  private static func pastForms(of base: String) -> [String] {
    let letters = Array(base)
    let last = letters[letters.count - 1]
    if last == "e" { return [base + "d"] }
    let before = letters[letters.count - 2]
    if last == "y", !isVowel(before) { return [base.dropLast() + "ied"] }
    let doubles =
      letters.count > 2 && !isVowel(last) && !"wxy".contains(last) && isVowel(before)
      && !isVowel(letters[letters.count - 3])
    return [base + "ed"] + (doubles ? [base + String(last) + "ed"] : [])
  }

  /// The base of a past that is not listed, by its letters; nil for a word that does not end in -ed.
  static func guessedBase(ofPast word: String) -> String? {
    guard word.count > 4, word.hasSuffix("ed"), !word.hasSuffix("eed") else { return nil }
    let stem = Array(word.dropLast(2))
    let (last, before) = (stem[stem.count - 1], stem[stem.count - 2])
    if last == "i" { return String(stem.dropLast()) + "y" }
    if last == before, !"slfz".contains(last) { return String(stem.dropLast()) }
    let endings = [
      "v", "c", "z", "u", "ng", "rg", "dg", "at", "ir", "ur", "or", "iz", "as", "us", "os",
    ]
    let isConsonantL = last == "l" && !isVowel(before) && before != "l"
    return String(stem)
      + (isConsonantL || endings.contains { String(stem).hasSuffix($0) } ? "e" : "")
  }
}
