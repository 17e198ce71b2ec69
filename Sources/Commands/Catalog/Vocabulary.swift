import Data
import Evaluation
import Files
import Foundation
import Model
import Runs

extension Command {
  /// `simcse vocabulary`: a WordPiece vocabulary learned from sentences.
  static let vocabulary = Command(
    "vocabulary", "learn a WordPiece vocabulary from text",
    about: """
      Learns an uncased WordPiece vocabulary from the first sentences of a file and writes it as a
      folder that transformers and this program read: vocab.txt and tokenizer_config.json. The same
      sentences give the same file on any machine, in whatever order they are.

      The vocabulary has the five special tokens of BERT, the characters of the text, and tokens merged
      from them, those that occur most often first. A run that begins with a new encoder names the folder
      as encoder.fresh.vocabulary, or learns the same vocabulary itself.
      """,
    modes: [
      Mode([
        OptionGroup("Text", [text, sentences]),
        OptionGroup("Vocabulary", [size, characters, output]),
      ]) { input, context in
        let learner = VocabularyLearner(size: try input[size], characters: try input[characters])
        if let problem = learner.problem { throw UsageError("--" + problem) }
        let (text, folder) = (try input[text], try input[output])
        let read = try SentenceFile.read(text, column: nil, first: try input[sentences])
        let tokenizer: WordPiece
        do { tokenizer = try learner.tokenizer(from: read.sentences) } catch let error
          as VocabularyLearningError
        { throw InputError(file: text.path, problem: "\(error)") }
        try SavedModel.write(.wordPiece(tokenizer), to: folder)
        let file = folder.appendingPathComponent("vocab.txt")
        try context.console.print(
          "\(tokenizer.vocabulary.count) tokens of \(read.sentences.count) sentences in "
            + "\(file.relativePath), SHA-256 "
            + SHA256.hexDigest(of: try InputFile.read(file)) + "\n")
        return ExitCode.done
      }
    ])

  private static let text = Option<URL>.file("text", "sentences, a line each; .gz is unpacked")
    .required("which text?")
  private static let sentences = Option<Int>.whole(
    "sentences", "how many sentences of the text are used, from its first", atLeast: 1
  ).required("how many sentences?")
  private static let size = Option<Int>.whole(
    "size", "how many tokens the vocabulary has", atLeast: 1
  ).required("how many tokens?")
  private static let characters = Option<Int>.whole(
    "characters",
    "how many characters it has at most, the commonest; words with another are unknown", atLeast: 1
  ).required("how many characters?")
  private static let output = OutputOptions.folder("where the vocabulary is written, a new folder")
    .required("where should it go?")
}
