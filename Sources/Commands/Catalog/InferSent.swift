import Evaluation
import Files
import Foundation
import Model
import Runs

extension Command {
  /// `simcse infersent`: an encoder over word vectors, trained on labelled pairs.
  static let infersent = Command(
    "infersent", "train InferSent, an encoder over word vectors, on labelled pairs",
    about: """
      Trains InferSent: a long short-term memory from each end of a sentence over word vectors that stay
      as they are, the largest number of each feature over the words, and layers over (u, v, |u − v|,
      u · v) that find the label of a pair: entailment, contradiction or neither. The folder that it
      writes is scored by 'simcse evaluate --vectors FILE --infersent DIR', with the same vectors.

      The settings are a JSON file; nothing has a default. Those of the source are hidden-width 2048,
      classifier-width 512, batch-size 64, epochs 20, learning-rate 0.1, decay 0.99, shrink 5,
      least-learning-rate 1e-5 and maximum-gradient-norm 5; held-out is how many pairs at the end of the
      text the parameters are chosen by, and seed that of the parameters and of the order.
      """,
    modes: [
      Mode([
        OptionGroup("Training", [settings, text, vectors, output]),
        OptionGroup("Computation", [ComputeOptions.threads, ComputeOptions.product]),
        OutputOptions.group,
      ]) { input, context in
        let place = try input[settings]
        let own = try StrictJSON.decode(
          InferSentFolder.Settings.self, from: try InputFile.read(place), file: place.path)
        let pairs = try InferSentTraining.Text(try input[text])
        let file = try WordVectorFile(try input[vectors], keeping: pairs.words)
        var training = try InferSentTraining(
          own, text: pairs, vectors: file, compute: try ComputeOptions.compute(input, context))
        try training.run { epoch in
          context.console.say(
            "epoch \(epoch.epoch): loss \(Numeral.fixed(epoch.loss, decimals: 4)), "
              + "\(Numeral.hundredfold(epoch.accuracy)) % of labels found, of held-out pairs "
              + "\(Numeral.hundredfold(epoch.heldOutAccuracy)) %")
        }
        let folder = try input[output]
        try InferSentFolder(
          record: .init(
            settings: own, vectors: file.checksum, vectorWidth: file.width, text: pairs.checksum),
          model: training.model
        ).write(to: folder)
        let best = training.epochs.map(\.heldOutAccuracy).max() ?? 0
        try context.console.report(
          training.epochs,
          as: "\(folder.relativePath): \(Numeral.hundredfold(best)) % of the labels of "
            + "\(own.heldOut) held-out pairs\n", json: try input[OutputOptions.json])
        return ExitCode.done
      }
    ])

  private static let settings = Option<URL>.file("settings", "the settings, a JSON file")
    .required("which settings?")
  private static let text = Option<URL>.file(
    "text", "labelled pairs: premise, hypothesis, label and source, tabs between; .gz is unpacked"
  ).required("which labelled pairs?")
  private static let vectors = Option<URL>.file(
    "vectors", "word vectors: GloVe's text, or word2vec's text or binary form; .gz is unpacked"
  ).required("which word vectors?")
  private static let output = OutputOptions.folder("where the encoder is written")
    .required("where should it go?")
}
