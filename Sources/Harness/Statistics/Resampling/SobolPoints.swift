package import Model

/// Points that fill a cube evenly, moved by a random shift of their bits.
///
/// Of the first 2ᵏ points each part 1/2ᵏ of every axis holds exactly one, so that means over them come
/// near the truth about as 1/N, where random points need N².
///
/// - Randomness: the bits that axis d is shifted by: `stream.fork(d)`.
/// - Source: Sobol, USSR Computational Mathematics 7 (1967); directions: Joe and Kuo, SIAM Journal on
///   Scientific Computing 30 (2008), new-joe-kuo-6.21201; order of points: Antonov and Saleev (1979).
package struct SobolPoints: Sendable {
  /// By axis, the numbers that the bits of a place choose from.
  private let directions: [[UInt32]]
  private let shifts: [UInt32]

  static let mostAxes = 8

  /// Of each axis from the second: the polynomial's inner coefficients and the first odd numbers.
  private static let table: [(coefficients: Int, first: [UInt32])] = [
    (0, [1]), (1, [1, 3]), (1, [1, 3, 1]), (2, [1, 1, 1]), (1, [1, 1, 3, 3]), (4, [1, 3, 5, 13]),
    (2, [1, 1, 5, 5, 17]),
  ]

  package init(axes: Int, stream: RandomStream) {
    self.init(axes: axes, shifts: (0..<axes).map { UInt32(stream.fork($0).bits(at: 0) >> 32) })
  }

  /// The points without a shift, as tables print them.
  package init(unshifted axes: Int) {
    self.init(axes: axes, shifts: [UInt32](repeating: 0, count: axes))
  }

  private init(axes: Int, shifts: [UInt32]) {
    precondition(
      axes >= 1 && axes <= Self.mostAxes, "points have 1…\(Self.mostAxes) axes, not \(axes)")
    self.shifts = shifts
    directions = (0..<axes).map { axis in
      guard axis > 0 else { return (0..<32).map { 1 << (31 - UInt32($0)) } }
      let (coefficients, first) = Self.table[axis - 1]
      let degree = first.count
      var numbers = first.enumerated().map { $1 << (31 - UInt32($0)) }
      for place in degree..<32 {
        var next = numbers[place - degree] ^ (numbers[place - degree] >> UInt32(degree))
        for inner in 1..<max(degree, 1) where coefficients >> (degree - 1 - inner) & 1 == 1 {
          next ^= numbers[place - inner]
        }
        numbers.append(next)
      }
      return numbers
    }
  }

  /// A coordinate of a point, in [0, 1), a multiple of 2⁻³².
  package func coordinate(_ axis: Int, at place: Int) -> Double {
    var rest = UInt32(truncatingIfNeeded: place ^ (place >> 1))
    var bits = shifts[axis]
    while rest != 0 {
      bits ^= directions[axis][rest.trailingZeroBitCount]
      rest &= rest - 1
    }
    return Double(bits) * 0x1p-32
  }
}
