/// How numeric work is carried out: which matrix product, on how many threads.
///
/// The number of threads changes no bit of any result.
public struct Compute: Sendable, Equatable {
  /// The backend of matrix products.
  public var product: MatrixProduct
  /// How many threads share the work of an operation; at least 1.
  public var threads: Int

  /// - Precondition: `threads` is at least 1.
  public init(product: MatrixProduct, threads: Int) {
    precondition(threads >= 1, "work needs at least one thread, not \(threads)")
    self.product = product
    self.threads = threads
  }
}
