import Foundation
import Harness
import Model

extension Command {
  /// `simcse fingerprint`: what decides the bits of a run on this machine.
  static let fingerprint = Command(
    name: "fingerprint", summary: "print the numeric fingerprint of this machine",
    help: """
      Usage: simcse fingerprint [--json FILE|-]

      Prints the digest of probe computations for each backend of matrix products, then each probe's,
      and the build of OpenBLAS. Two machines with equal digests give a run equal bits; where they
      differ, runs are equal within rounding only.

      """
  ) { words in
    let arguments = try Arguments(
      words, options: ["--json"], flags: [], command: "fingerprint")
    var values = ["blas": Provenance.blas, "compiler": Provenance.compiler]
    for product in MatrixProduct.allCases {
      values[product.rawValue] = NumericFingerprint.digest(product: product)
      for (name, digest) in NumericFingerprint.probes(product: product) {
        values["\(product.rawValue), \(name)"] = digest
      }
    }
    let json = arguments.value("--json")
    if let json { try Console.write(try StrictJSON.encode(values), to: json) }
    if json != "-" {
      for key in values.keys.sorted() { Console.print("\(key): \(values[key] ?? "")\n") }
    }
    return 0
  }
}
