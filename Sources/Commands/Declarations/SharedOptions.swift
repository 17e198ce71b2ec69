import Data
import Foundation
import Model
import Runs

/// How to compute.
enum ComputeOptions {
  static let threads = Option<Int>.whole(
    "threads", "how many threads compute; changes no bit", atLeast: 1
  )
  .otherwise("one a processor")
  static let product = Option<MatrixProduct>.choice("product", "NAME", "who multiplies matrices")
    .or(.exact).formerly("blas")

  static func threadCount(_ input: Input, _ context: Context) throws -> Int {
    try input[threads] ?? context.processors
  }

  static func compute(_ input: Input, _ context: Context) throws -> Compute {
    Compute(product: try input[product], threads: try threadCount(input, context))
  }

  /// Statistics are computed by the exact product.
  static func exact(_ input: Input, _ context: Context) throws -> Compute {
    Compute(product: .exact, threads: try threadCount(input, context))
  }
}

/// Options of results.
enum OutputOptions {
  static let json = Option<Destination>.stream(
    "json", "write the results as JSON too, or with - only")
  static let group = OptionGroup("Results", [json])

  static func folder(_ meaning: String) -> Option<URL> {
    Option<URL>.folder("output", meaning).formerly("out")
  }
}

/// What `$SIMCSE_MODEL` and `$SIMCSE_DATA` stand for.
enum PlaceOptions {
  static let model = Option<URL>.folder("model", "what $SIMCSE_MODEL in the settings stands for")
    .otherwise("the environment variable SIMCSE_MODEL")
  static let data = Option<URL>.folder("data", "what $SIMCSE_DATA in the settings stands for")
    .otherwise("the environment variable SIMCSE_DATA")
  static let group = OptionGroup("Places", [model, data])

  static func places(_ input: Input, _ context: Context, base: URL?) throws -> Places {
    Places(
      model: try context.model(input, model),
      data: try context.folder(input, data, or: "SIMCSE_DATA"),
      base: base ?? URL(fileURLWithPath: "."))
  }
}

/// Where evaluation text is.
enum DataOptions {
  static let data = Option<URL>.folder("data", "the data folder")
    .otherwise("the environment variable SIMCSE_DATA")
  static let ownData = Flag("own-data", "read files that are not the published ones")

  static func policy(_ input: Input) -> ChecksumPolicy { input[ownData] ? .own : .published }
}

/// How long claims are valid.
enum LeaseOption {
  static let lease = Option<Double>.number(
    "lease", "SECONDS",
    "how long a claim on a run is valid when its process shows no sign of life",
    .from(0.5, to: 86_400)
  ).or(Claim.usualLease, shown: String(Int(Claim.usualLease)))
}

/// How methods are compared.
enum DecisionOptions {
  static let level = Option<Double>.number(
    "level", "P", "of intervals and verdicts, two-sided", .between(0.5, 1)
  ).or(0.95).formerly("confidence")
  static let resamples = Option<Int>.whole(
    "resamples", "how often the bootstrap draws", atLeast: 100
  ).or(1000)
  static let seed = Option<Int>.whole("seed", "the seed of the bootstrap", atLeast: 0).or(1)
  static let acrossProtocols = Flag(
    "across-protocols", "compare runs that were not scored alike (pooling, token limit, data …)")
}
