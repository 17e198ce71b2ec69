import Model
import Statistics
import Support
import Testing

@Suite struct LeadingDirectionsTests {
  /// A random matrix, a third of whose entries are not 0.
  private func matrix(_ rows: Int, _ columns: Int) -> (sparse: SparseRows, dense: Tensor<Double>) {
    var dense = testTensor([rows, columns], seed: 12, "sparse")
    var sparse = SparseRows(columns: columns)
    for row in 0..<rows {
      for column in 0..<columns where (row * 7 + column * 5) % 3 > 0 { dense[row, column] = 0 }
      sparse.append(
        (0..<columns).filter { dense[row, $0] != 0 }.map { ($0, dense[row, $0]) })
    }
    return (sparse, dense)
  }

  private func product(_ a: Tensor<Double>, _ b: Tensor<Double>, first: Bool = false) -> Tensor<
    Double
  > {
    oneThread.product(a, transposed: first, b, transposed: false)
  }

  @Test(arguments: [1, 4, 9])
  func `they are the eigenvectors of the products of columns`(count: Int) throws {
    let (sparse, dense) = matrix(31, 23)
    let found = try LeadingDirections(sparse, count: count, compute: oneThread)
    let expected = SymmetricEigenvectors(product(dense, dense, first: true))
    for direction in 0..<count {
      #expect(abs(found.values[direction] - expected.values[direction].squareRoot()) < 1e-9)
      let own = (0..<23).map { found.vectors[$0, direction] }
      #expect(largestDifference(own, Array(expected.vectors.row(direction))) < 1e-7)
    }
  }

  @Test func `two directions of one strength are both found`() throws {
    var matrix = SparseRows(columns: 4)
    for (column, value) in [(0, 2.0), (1, 3.0), (2, 3.0), (3, 1.0)] {
      matrix.append([(column, value)])
    }
    let found = try LeadingDirections(matrix, count: 3, compute: oneThread)
    #expect(largestDifference(found.values, [3, 3, 2]) < 1e-12)
    let inner = product(found.vectors, found.vectors, first: true)
    let identity = Tensor<Double>([1, 0, 0, 0, 1, 0, 0, 0, 1], shape: [3, 3])
    #expect(largestDifference(inner.scalars, identity.scalars) < 1e-10)
  }

  @Test func `a matrix of fewer directions than are asked for is refused with their number`() {
    var matrix = SparseRows(columns: 5)
    for scale in [1.0, 2, 3, 4] { matrix.append([(0, scale), (2, -scale)]) }
    matrix.append([(1, 2)])
    let error = #expect(throws: LeadingDirectionsError.self) {
      try LeadingDirections(matrix, count: 3, compute: oneThread)
    }
    #expect(error?.asked == 3 && error?.found == 2)
  }

  @Test func `threads do not change a bit`() throws {
    let sparse = matrix(40, 30).sparse
    let vectors = try [1, 2, 3].map {
      try LeadingDirections(sparse, count: 5, compute: Compute(product: .exact, threads: $0))
        .vectors
    }
    #expect(vectors[0] == vectors[1] && vectors[0] == vectors[2])
  }

  @Test func `products are those of the whole matrix`() {
    let (sparse, dense) = matrix(9, 7)
    let (q, p) = (testTensor([7, 11], seed: 1, "q"), testTensor([9, 11], seed: 1, "p"))
    #expect(largestDifference(sparse.product(q).scalars, product(dense, q).scalars) < 1e-13)
    #expect(
      largestDifference(
        sparse.transposedProduct(p).scalars, product(dense, p, first: true).scalars) < 1e-13)
  }
}
