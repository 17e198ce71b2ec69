import Evaluation
import Files
import Foundation
import Model
import Support

/// Made-up results of other programs: five seeds of two methods, in each form.
enum OthersResults {
  static let seeds = 1...5

  /// The forms, by the name that tests give them.
  enum Form: String, CaseIterable, Sendable {
    case ownPairs, commas, predictions, mteb, simcse, trainer, sentenceTransformers

    /// The files of a method, under its folder.
    var pattern: String {
      switch self {
      case .ownPairs: "seed-{seed}/scores/*.tsv"
      case .commas: "seed-{seed}/STSBenchmark.csv"
      case .predictions: "seed{seed}/*_predictions.json"
      case .mteb: "own__model-seed{seed}/no_revision_available/*.json"
      case .simcse: "seed{seed}/evaluation.log"
      case .trainer: "result-{seed}/eval_results.txt"
      case .sentenceTransformers: "run{seed}/eval/similarity_evaluation_sts-dev_results.csv"
      }
    }

    var hasPairs: Bool { [.ownPairs, .commas, .predictions].contains(self) }

    /// What else the command needs.
    func options(_ folder: URL) -> [String] {
      switch self {
      case .predictions:
        ["--data", folder.appendingPathComponent("data").path, "--own-data"]
      case .sentenceTransformers: ["--line", "last"]
      default: []
      }
    }
  }

  static let pairs = 60

  /// Gold scores in fifths of 0…5, none of two pairs' sentences alike.
  static let gold = FakeRuns.gold("STSBenchmark", pairs: pairs)

  static func cosines(seed: Int, noise: Double) -> [Double] {
    let shared = RandomStream(seed: 3, label: "shared").normal(pairs)
    let own = RandomStream(seed: UInt64(seed), label: "own").normal(pairs)
    return gold.indices.map { place in
      let value = gold[place] + 0.6 * shared[place] + noise * (shared[place] + 0.2 * own[place])
      return (1000 * value / 12).rounded() / 1000
    }
  }

  /// MTEB's file of the pairs, in another order than our own of the same pairs.
  static func writeData(_ folder: URL) throws {
    func sentence(_ place: Int, _ side: String) -> String { "the \(side) sentence number \(place)" }
    var (lines, rows) = ("", "")
    for place in gold.indices {
      rows +=
        "g\tf\t2017\t\(place)\t\(gold[place])\t\(sentence(place, "first"))\t"
        + "\(sentence(place, "second"))\n"
    }
    for place in gold.indices.reversed() {
      lines +=
        #"{"sentence1": "\#(sentence(place, "First"))", "sentence2": "\#(sentence(place, "second"))","#
        + #" "score": \#(gold[place])}"# + "\n"
    }
    try write(rows, folder.appendingPathComponent("data/STSBenchmark/test.tsv"))
    try write(lines, folder.appendingPathComponent("data/stsbenchmark-sts/test.jsonl"))
  }

  private static func write(_ text: String, _ file: URL) throws {
    try AtomicFile.write(Data(text.utf8), to: file)
  }

  /// Writes a method's five seeds; `better` has scores some points higher.
  static func write(_ form: Form, better: Bool, to folder: URL) throws {
    for seed in seeds {
      let own = cosines(seed: seed, noise: better ? 0.1 : 0.8)
      let score = 0.75 + 0.001 * Double(seed % 3) + (better ? 0.02 : 0) + 0.0003 * Double(seed)
      let path = form.pattern.replacing("{seed}", with: "\(seed)")
      func file(_ name: String) -> URL {
        folder.appendingPathComponent(path.replacing("*", with: name))
      }
      switch form {
      case .ownPairs:
        let scores = zip(gold, own).map { PairScore(gold: $0, cosine: $1) }
        try PairScores.write(
          [("test", scores)], of: "STSBenchmark",
          to: file("STSBenchmark").deletingLastPathComponent())
      case .commas:
        let rows = zip(gold, own).map { "\($1),\($0),x\n" }
        try write("cosine,gold,id\n" + rows.joined(), file(""))
      case .predictions:
        let text =
          #"{"mteb_model_meta": {"model_name": "own/m\#(seed)"}, "default": {"test":"#
          + #" {"cosine_scores": \#(Array(own.reversed()))}}}"#
        try write(text, file("STSBenchmark"))
      case .mteb:
        for (name, shift) in [("STS12", 0), ("STSBenchmark", 0.05)] {
          let text =
            #"{"task_name": "\#(name)", "mteb_version": "2.11.2", "dataset_revision": "0", "#
            + #""scores": {"test": [{"cosine_spearman": \#(score + shift), "hf_subset": "default","#
            + #" "cosine_pearson": \#(score + shift + 0.01)}]}}"#
          try write(text, file(name))
        }
      case .simcse:
        let cells = [score, score + 0.05].map {
          String(format: "%.2f", locale: nil, 100 * $0)
        }
        try write(
          "------ test ------\n+--+--+\n| STS12 | SICKRelatedness | Avg. |\n+--+--+\n"
            + "| \(cells[0]) | \(cells[1]) | 0.00 |\n", file(""))
      case .trainer:
        try write(
          "epoch = 1.0\neval_avg_sts = 0.77\neval_sickr_spearman = \(score)\n"
            + "eval_stsb_spearman = \(score + 0.01)\n", file(""))
      case .sentenceTransformers:
        try write(
          "epoch,steps,cosine_pearson,cosine_spearman\n0,-1,0.9,0.9\n1,-1,\(score),\(score)\n",
          file(""))
      }
    }
  }
}
