import Foundation
import Harness
import Model

/// The options by which commands choose a model and how to compute.
struct ModelOptions {
  static let options = [
    "--model", "--layers", "--pooling", "--threads", "--batch", "--max-tokens", "--blas",
  ]
  static let help = """
      --model DIR       a Hugging Face or sentence-transformers folder, or what 'simcse train' saved
                        (default: the environment variable SIMCSE_MODEL)
      --layers N        keep the first N blocks only
      --pooling NAME    cls, cls-before-pooler, mean, mean-top2 or mean-first-last
                        (default: what the folder says, else cls-before-pooler)
      --max-tokens N    cut sentences after N tokens (default: what the folder says, else all
                        positions)
      --batch N         sentences computed at once (default 128); changes no bit
      --threads N       threads (default: one a processor); changes no bit
      --blas NAME       exact or openblas (default exact)
    """

  let sentenceEncoder: SentenceEncoder
  let folder: ModelFolder
  let batch: Int

  init(_ arguments: Arguments) throws {
    let environment = ProcessInfo.processInfo.environment
    guard let path = arguments.value("--model") ?? environment["SIMCSE_MODEL"] else {
      throw UsageError(
        description: "which model? say --model DIR or set SIMCSE_MODEL; ci/fetch-model gets one")
    }
    let blocks = try arguments.integer("--layers", atLeast: 1)
    let pooling: Pooling? = try arguments.choice("--pooling")
    let threads = try arguments.integer("--threads", atLeast: 1) ?? Machine.processors
    batch = try arguments.integer("--batch", atLeast: 1) ?? 128
    let product: MatrixProduct = try arguments.choice("--blas") ?? .exact
    let maximum = try arguments.integer("--max-tokens", atLeast: 3)
    folder = try ModelFolder(URL(fileURLWithPath: path), blocks: blocks)
    sentenceEncoder = try folder.sentenceEncoder(
      pooling: pooling, maximumTokens: maximum,
      compute: Compute(product: product, threads: threads))
  }
}
