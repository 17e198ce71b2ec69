import Data
import Files
import Foundation
public import Model

/// Where an encoder comes from: a folder, or a fresh one from the `initialization` stream.
public struct EncoderSource: Codable, Sendable, Equatable {
  /// A model folder; `$SIMCSE_MODEL` stands for the folder that the caller names.
  public var folder: String?
  /// How many of the folder's blocks to keep; absent for all.
  public var blocks: Int?
  /// How many of the kept blocks, from the last, are re-initialized; absent for none.
  ///
  /// - Source: arXiv:2006.05987, section 4.
  public var freshBlocks: Int?
  /// A fresh encoder.
  public var fresh: Fresh?

  public struct Fresh: Codable, Sendable, Equatable {
    public var vocabulary: VocabularySource
    public var width: Int
    public var blocks: Int
    public var heads: Int
    public var feedForwardWidth: Int
    public var maximumPositions: Int
    public var layerNormEpsilon: Double
    public var activation: EncoderSettings.Activation
    /// The standard deviation of fresh weights.
    public var deviation: Double

    /// The encoder's settings over a vocabulary of the given size.
    func settings(vocabularySize: Int) -> EncoderSettings {
      EncoderSettings(
        vocabularySize: vocabularySize, width: width, blocks: blocks, heads: heads,
        feedForwardWidth: feedForwardWidth, maximumPositions: maximumPositions,
        paddingID: nil, tokenTypes: 2, layerNormEpsilon: layerNormEpsilon, activation: activation)
    }
  }

  /// Whether some of its blocks are drawn from the `initialization` stream.
  package var hasDrawnBlocks: Bool { fresh != nil || freshBlocks != nil }

  var problem: String? {
    switch (folder, fresh) {
    case (nil, nil), (.some, .some): return "it needs either 'folder' or 'fresh'"
    case (.some, nil):
      return blocks.flatMap { NumberRule.problem("blocks", $0, atLeast: 1) }
        ?? freshBlocks.flatMap { NumberRule.problem("fresh-blocks", $0, atLeast: 1) }
    case (nil, .some(let fresh)):
      if blocks != nil { return "'blocks' and 'fresh' are both given; put 'blocks' inside 'fresh'" }
      if freshBlocks != nil {
        return "'fresh-blocks' and 'fresh' are both given; leave out 'fresh-blocks', as all "
          + "blocks are new"
      }
      return fresh.vocabulary.problem ?? NumberRule.positive.problem("deviation", fresh.deviation)
        ?? fresh.settings(vocabularySize: 1).problem
    }
  }
}

/// What a run is scored on: the STS tasks, or held-out pairs of the built-in generator.
public struct EvaluationSource: Codable, Sendable, Equatable {
  /// The folder with the STS data; `$SIMCSE_DATA` stands for the data folder.
  public var folder: String?
  /// The tasks, by published name: the seven, or others of `STSCatalog`.
  public var tasks: [String]?
  /// Files of scored pairs of the user's own, as `FILE[:NAME][:LOWEST..HIGHEST]`, scored after
  /// ``tasks``; `$SIMCSE_DATA` stands for the data folder.
  public var ownPairs: [String]?
  /// By which the checkpoint is chosen: a published task, or such a file; absent for
  /// STS-Benchmark's development split.
  public var development: String?
  /// Whether STS files may be others than the published ones; absent for no.
  public var ownData: Bool?
  /// The seed of the built-in generator's pairs.
  public var syntheticSeed: UInt64?
  /// How many pairs each split of the generator has.
  public var pairs: Int?
  /// The longest sentence in tokens when scoring.
  public var tokenLimit: Int
  /// Sentences computed at once; changes no bit.
  public var batchSize: Int

  var problem: String? {
    let problem =
      NumberRule.problem("token-limit", tokenLimit, atLeast: 3)
      ?? NumberRule.problem("batch-size", batchSize, atLeast: 1)
      ?? pairs.flatMap { NumberRule.problem("pairs", $0, atLeast: 2) }
    if let problem { return problem }
    let isGenerated = syntheticSeed != nil || pairs != nil
    if isGenerated, ownPairs != nil || development != nil || ownData != nil {
      return "the generator has pairs of its own; 'own-pairs', 'development' and 'own-data' go "
        + "without 'synthetic-seed'"
    }
    switch (folder, tasks, syntheticSeed, pairs) {
    case (.some, .some(let tasks), nil, nil):
      if tasks.isEmpty { return "tasks is empty" }
    case (nil, nil, .some, .some): return nil
    case (nil, nil, nil, nil) where ownPairs != nil:
      if development == nil {
        return
          "'own-pairs' without 'folder' needs 'development': the pairs by which the checkpoint "
          + "is chosen"
      }
    default:
      return "it needs 'folder' and 'tasks', or 'own-pairs' and 'development', or 'synthetic-seed' "
        + "and 'pairs'"
    }
    return ownProblem
  }

  private var ownProblem: String? {
    if let ownPairs, ownPairs.isEmpty { return "own-pairs is empty" }
    for text in ownPairs ?? [] {
      do { _ = try OwnPairs(text) } catch { return "own-pairs names '\(text)': \(error)" }
    }
    if let twice = taskNames.firstRepeated {
      return "two tasks are called '\(twice)'; name one otherwise, as FILE:NAME"
    }
    return nil
  }

  /// The names of what is scored, in the order of the result.
  package var taskNames: [String] {
    guard syntheticSeed == nil else { return ["synthetic-english"] }
    return (tasks ?? []) + (ownPairs ?? []).compactMap { (try? OwnPairs($0))?.name }
  }
}
