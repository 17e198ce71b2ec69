import Data
import Testing

@Suite struct EnglishNegationTests {
  @Test(arguments: [
    // A negation is taken out.
    ("The dog is not barking.", "The dog is barking."),
    ("He never smiles", "He smiles"),
    ("I like it not.", "I like it."),
    ("They don't know", "They do know"),
    ("We can't swim", "We can swim"),
    ("It won't stop.", "It will stop."),
    ("You cannot stay", "You can stay"),
    ("She isn\u{2019}t here", "She is here"),
    // A form of be, a modal or an auxiliary takes it.
    ("A man is playing a guitar.", "A man is not playing a guitar."),
    ("Dogs can swim", "Dogs can not swim"),
    ("It's raining", "It's not raining"),
    ("They've left", "They've not left"),
    ("She has gone home", "She has not gone home"),
    ("Did you see it?", "Did not you see it?"),
    ("\"Is\" was said", "\"Is not\" was said"),
    // A verb in the present or past gets do.
    ("He plays chess", "He does not play chess"),
    ("The boys play chess", "The boys do not play chess"),
    ("A woman stopped, then left", "A woman did not stop, then left"),
    ("The man has a dog", "The man does not have a dog"),
    ("A child carries two boxes", "A child does not carry two boxes"),
    ("Rivals visited Rome", "Rivals did not visit Rome"),
    ("The team went home", "The team did not go home"),
    ("Bears hibernated, losing fat", "Bears did not hibernate, losing fat"),
    ("One wearing a khaki colored shirt", "One not wearing a khaki colored shirt"),
    ("The firm acquired a bank", "The firm did not acquire a bank"),
    ("The plays of the year won prizes", "The plays of the year did not win prizes"),
    // A text without one.
    ("A man playing a guitar", "A man not playing a guitar"),
    ("Two dogs in the snow", "Not Two dogs in the snow"),
    ("Kettle", "Not Kettle"), ("", "Not"), ("not", "Not not"),
  ])
  func `a sentence is negated by the first rule that fits`(_ sentence: String, _ other: String) {
    #expect(EnglishNegation.negated(sentence) == other)
  }

  @Test(arguments: [
    "A man is playing", "Dogs can swim", "It's raining", "A man playing a guitar", "Two dogs",
    "She has gone home.",
  ])
  func `a negation that was put in is taken out again`(_ sentence: String) {
    let twice = EnglishNegation.negated(EnglishNegation.negated(sentence))
    #expect(twice == sentence)
  }

  @Test func `every generated sentence becomes another one, by two words at most`() {
    for sentence in SyntheticEnglish(seed: 7, purpose: "negation").sentences(500) {
      let other = EnglishNegation.negated(sentence)
      let (before, after) = (
        sentence.split(separator: " ").count, other.split(separator: " ").count
      )
      #expect(other != sentence && abs(after - before) <= 2, "\(sentence) → \(other)")
      #expect(EnglishNegation.negated(sentence) == other)
    }
  }
}
