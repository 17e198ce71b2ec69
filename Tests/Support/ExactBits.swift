import Evaluation
import Files
import Foundation
import Model
import Runs

/// Bits that no machine may change, a line each: `exact` promises them to every processor.
///
/// `Tests/Golden/Fixtures/bits.txt` holds them. The values are our own, written down once; what makes
/// them golden is that builds for other instruction sets (`ci/portable`), other threads and later
/// versions must give them again. Change them only with a change of arithmetic that is meant.
public enum ExactBits {
  /// The probes of the numeric fingerprint, then a short run.
  public static func lines(threads: Int) throws -> [String] {
    let probes = NumericFingerprint.probes(product: .exact).map {
      "\($0.name) \($0.digest.prefix(16))"
    }
    return try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings([]), folder: folder.appendingPathComponent("run"))
      let result = try run.execute(places: noPlaces, threads: threads) { _ in }
      let hashes = try Data(contentsOf: run.folder.appendingPathComponent(Run.File.hashes))
      let average = String(result.scores.average.spearman.bitPattern, radix: 16)
      return probes + [
        "parameters of a short run \(result.parametersHash?.prefix(16) ?? "")",
        "hashes of its steps \(SHA256.hexDigest(of: hashes).prefix(16))",
        "its average \(average)",
      ]
    }
  }

  /// The lines written down.
  public static func recorded() throws -> [String] {
    let file = Fixture.folder("bits").appendingPathExtension("txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }
}
