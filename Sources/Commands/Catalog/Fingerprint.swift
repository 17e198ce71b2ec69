import Model
import Runs

extension Command {
  /// `simcse fingerprint`: what decides the bits of a run on this machine.
  static let fingerprint = Command(
    "fingerprint", "print the numeric fingerprint of this machine",
    about: """
      Prints the digest of probe computations for each backend of matrix products, then each probe's,
      and the build of OpenBLAS. Two machines with equal digests give a run equal bits; where they
      differ, runs are equal within rounding only.
      """,
    modes: [
      Mode([OutputOptions.group]) { input, context in
        var values = ["blas": Provenance.blas, "compiler": Provenance.compiler]
        for product in MatrixProduct.allCases {
          values[product.rawValue] = NumericFingerprint.digest(product: product)
          for (name, digest) in NumericFingerprint.probes(product: product) {
            values["\(product.rawValue), \(name)"] = digest
          }
        }
        let lines = values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }
        try context.console.report(
          values, as: lines.joined(), json: try input[OutputOptions.json])
        return ExitCode.done
      }
    ])
}
