import Laws
import Model
import Support
import Testing

@Suite struct SymmetricEigenvectorsTests {
  /// A · Aᵀ of random numbers, some of its directions far smaller than others.
  private func matrix(_ width: Int, seed: UInt64) -> Tensor<Double> {
    var factor = testTensor([width, width], seed: seed, "factor")
    for index in factor.scalars.indices where index % width % 2 == 1 {
      factor.scalars[index] *= 1e-3
    }
    return oneThread.product(factor, transposed: false, factor, transposed: true)
  }

  @Test(arguments: [1, 2, 7, 8, 33], [1, 2] as [UInt64])
  func `directions are orthogonal, and the matrix times one is its eigenvalue times it`(
    _ width: Int, _ seed: UInt64
  ) {
    let matrix = matrix(width, seed: seed)
    let found = SymmetricEigenvectors(matrix)
    let products = oneThread.product(
      found.vectors, transposed: false, found.vectors, transposed: true)
    let mapped = oneThread.product(found.vectors, transposed: false, matrix, transposed: false)
    for row in 0..<width {
      for column in 0..<width {
        #expect(abs(products[row, column] - (row == column ? 1 : 0)) < 1e-12)
        let expected = found.values[row] * found.vectors[row, column]
        #expect(abs(mapped[row, column] - expected) < 1e-13 * found.values[0])
      }
    }
    #expect(found.values == found.values.sorted(by: >))
    let trace = (0..<width).reduce(0) { $0 + matrix[$1, $1] }
    #expect(abs(found.values.reduce(0, +) - trace) < 1e-13 * trace)
  }

  @Test func `a diagonal matrix is taken as it is, the largest first`() {
    let found = SymmetricEigenvectors(Tensor([2, 0, 0, 0, 3, 0, 0, 0, 0], shape: [3, 3]))
    #expect(found.values == [3, 2, 0])
    #expect(found.vectors.scalars == [0, 1, 0, 1, 0, 0, 0, 0, 0])
  }

  @Test func `a direction's number of largest magnitude is positive`() {
    let found = SymmetricEigenvectors(matrix(9, seed: 3))
    for row in 0..<9 {
      let numbers = found.vectors.row(row)
      #expect(numbers.max() == numbers.map(abs).max())
    }
  }

  @Test func `a matrix that is not square is refused`() async {
    await #expect(processExitsWith: .failure) {
      _ = SymmetricEigenvectors(Tensor([1, 2], shape: [1, 2]))
    }
  }
}
