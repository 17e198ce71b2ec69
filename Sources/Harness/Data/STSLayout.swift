public import Foundation

/// The layouts of STS data that are read, and which of them a folder has.
public enum STSLayout: String, CaseIterable, Sendable {
  case own = "this package's"
  case sentEval = "SentEval's, which is SimCSE's"
  case semEval = "SemEval's packages"
  case mteb = "MTEB's"
  case sentenceTransformers = "sentence-transformers'"

  /// What a folder has of the seven tasks and the development split.
  public struct Survey: Sendable {
    /// The layouts found, each once.
    public let layouts: [STSLayout]
    /// Tasks of which every file is there.
    public let complete: [String]
    /// Tasks of which files are missing, and the first that is.
    public let missing: [(task: String, file: String)]

  }

  /// Where the sets can be had.
  public static let source =
    "SimCSE's data/download_dataset.sh, or senteval.tar of princeton-nlp/datasets-for-simcse on the "
    + "hub, has them"

  /// Looks for the files of the seven tasks and of development; reads none.
  public static func survey(_ folder: URL) throws -> Survey {
    let places = STSPlaces(folder)
    var layouts: [STSLayout] = []
    var (complete, missing): ([String], [(task: String, file: String)]) = ([], [])
    for task in STSCatalog.tasks + [STSCatalog.development] {
      var lacking: String?
      for (_, path) in task.files {
        guard let found = try places.find(path) else {
          lacking = lacking ?? path
          continue
        }
        let layout = layout(of: found)
        if !layouts.contains(layout) { layouts.append(layout) }
      }
      if let lacking { missing.append((task.name, lacking)) } else { complete.append(task.name) }
    }
    return Survey(layouts: layouts, complete: complete, missing: missing)
  }

  private static func layout(of found: STSPlaces.Found) -> STSLayout {
    switch found {
    case .own: .own
    case .lines: .mteb
    case .splits: .sentenceTransformers
    case .benchmark, .sick: .sentEval
    case .inputAndGold(let input, _):
      input.deletingLastPathComponent().lastPathComponent.hasSuffix("-en-test")
        ? .sentEval : .semEval
    }
  }
}
