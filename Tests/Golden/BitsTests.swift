import Evaluation
import Files
import Foundation
import Model
import Runs
import Support
import Testing

/// Bits that no machine may change: `exact` promises them to every processor.
///
/// The values are our own, written down once; what makes them golden is that builds for other
/// instruction sets (`ci/portable`), other threads and later versions must give them again. Change
/// them only with a change of arithmetic that is meant, and say so.
@Suite struct BitsTests {
  @Test func `the numeric fingerprint is the one written down`() {
    let found = NumericFingerprint.probes(product: .exact).map {
      "\($0.name) \($0.digest.prefix(16))"
    }
    #expect(found == Self.probes)
  }

  @Test(arguments: [1, 2])
  func `a short run ends in the bits written down`(threads: Int) throws {
    try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings([]), folder: folder.appendingPathComponent("run"))
      let result = try run.execute(places: noPlaces, threads: threads) { _ in }
      let hashes = try Data(contentsOf: run.folder.appendingPathComponent(Run.File.hashes))
      #expect(result.parametersHash.prefix(16) == "ecf6c4cdedf6b04b")
      #expect(SHA256.hexDigest(of: hashes).prefix(16) == "16979996edaf6738")
      #expect(result.scores.average.spearman.bitPattern == 4_590_728_520_000_541_387)
    }
  }

  static let probes = [
    "product 1×1×1 ecabaded3b167e25",
    "product 7×17×33 76a52c706117afa1",
    "product 64×96×300 1542c563211ac4f2",
    "product 130×40×520 e7745bfdb9c3c0bc",
    "exponential 3a5291ed1675d9a0",
    "error function 6c09d0873ac33694",
    "hyperbolic tangent 39a420eabad8c6b9",
    "logarithm 9d75beb6515bc583",
    "gelu 27ad95e531373d31",
    "layer norm 661be3814de4685f",
    "softmax 355f579285af95c0",
    "attention ae5b9b10734c51f2",
    "philox cd887e2e669d75a3",
    "normal 8d910ae031e7bd54",
  ]
}
