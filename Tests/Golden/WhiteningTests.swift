import Evaluation
import Foundation
import Laws
import Model
import Support
import Testing

/// Whitening against NumPy: `ci/reference/whitening.py`.
@Suite struct WhiteningGoldenTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let vectors, cosines, eigenvalues, largestEntry: Double }
    struct Case: Decodable {
      let dimensions: Int
      let rows: [[Double]]
      let cosines: [Double]
    }
    let tolerance: Tolerance
    let rows, width: Int
    let entries, eigenvalues: [Double]
    let cases: [Case]
  }

  private func centered(_ name: String, _ shape: Int...) -> Tensor<Double> {
    let stream = RandomStream(seed: 7, label: "whitening").fork(name)
    return Tensor(stream.uniform(shape.reduce(1, *)).map { 2 * $0 - 1 }, shape: shape)
  }

  /// The vectors that the script whitens.
  private func vectors(_ reference: Reference) -> Tensor<Float> {
    let width = reference.width
    var spread = centered("vectors", reference.rows, width)
    for index in spread.scalars.indices {
      spread.scalars[index] *= pow(10, -Double(index % width) / 16)
    }
    let turned = oneThread.product(
      spread, transposed: false, centered("turn", width, width), transposed: false)
    let shift = centered("shift", width).scalars
    return Tensor(
      turned.scalars.enumerated().map { Float($1 + 10 * shift[$0 % width]) }, shape: turned.shape)
  }

  @Test(arguments: [0, 1, 2])
  func `whitened vectors and their cosines are NumPy's`(_ index: Int) throws {
    let reference: Reference = try Fixture.read("whitening")
    let expected = reference.cases[index]
    let x = vectors(reference)
    try #require(
      largestDifference(x.scalars.prefix(reference.entries.count).map { $0 }, reference.entries)
        <= reference.tolerance.largestEntry)
    let y = try EmbeddingMap.whitening(x, dimensions: expected.dimensions, compute: oneThread)
      .applied(to: x, compute: oneThread)
    #expect(y.shape == [reference.rows, expected.dimensions])
    for (row, numbers) in expected.rows.enumerated() {
      #expect(largestDifference(y.row(row), numbers) <= reference.tolerance.vectors)
    }
    let unit = normalizedRows(y).rows
    let cosines = (0..<expected.cosines.count).map { row in
      zip(unit.row(row), unit.row(row + 1)).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    }
    #expect(largestDifference(cosines, expected.cosines) <= reference.tolerance.cosines)
  }

  @Test func `eigenvalues are NumPy's`() throws {
    let reference: Reference = try Fixture.read("whitening")
    let x = vectors(reference)
    let width = reference.width
    var means = [Double](repeating: 0, count: width)
    for (index, value) in x.scalars.enumerated() {
      means[index % width] += Double(value) / Double(reference.rows)
    }
    let centered = Tensor(
      x.scalars.enumerated().map { Double($1) - means[$0 % width] }, shape: x.shape)
    let found = SymmetricEigenvectors(
      oneThread.product(centered, transposed: true, centered, transposed: false)
        .scaled(by: 1 / Double(reference.rows)))
    let largest = reference.eigenvalues[0]
    #expect(
      largestDifference(found.values, reference.eigenvalues)
        <= reference.tolerance.eigenvalues * largest)
  }
}
