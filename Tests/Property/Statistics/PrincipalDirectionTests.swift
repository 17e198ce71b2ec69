import Model
import Statistics
import Testing

@Suite struct PrincipalDirectionTests {
  // Σ x xᵀ = [[10, 6], [6, 10]] has eigenvalues 16 and 4.
  @Test func `it is the eigenvector of the largest eigenvalue of the products`() {
    let found = principalDirection(of: [1, 3, 3, 1], width: 2)
    let half = 0.5.squareRoot()
    #expect(abs(abs(found[0]) - half) < 1e-14 && abs(found[0] - found[1]) < 1e-14)
  }

  @Test(arguments: 1...4)
  func `no other direction of many has a larger sum of squares`(_ seed: UInt64) {
    let (count, width) = (40, 7)
    let stream = RandomStream(seed: seed, label: "rows")
    let rows = (0..<count * width).map { stream.uniform(at: $0) - 0.3 * Double($0 % width) }
    func spread(_ direction: [Double]) -> Double {
      (0..<count).reduce(0) { sum, row in
        let share = (0..<width).reduce(0) { $0 + rows[row * width + $1] * direction[$1] }
        return sum + share * share
      }
    }
    let found = principalDirection(of: rows, width: width)
    #expect(abs(found.reduce(0) { $0 + $1 * $1 } - 1) < 1e-14)
    let largest = spread(found)
    for other in 0..<200 {
      let draws = (0..<width).map { stream.fork(other).uniform(at: $0) - 0.5 }
      for step in [1, 1e-3] {
        let turned = zip(found, draws).map { $0 + step * $1 }
        let length = turned.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(spread(turned.map { $0 / length }) <= largest * (1 + 1e-12))
      }
    }
  }

  @Test func `zero vectors have none`() {
    #expect(principalDirection(of: [0, 0, 0, 0], width: 2) == [0, 0])
  }
}
