/// Scalars that a kernel reads, one or eight at a time.
///
/// Bounds are not checked: a kernel states what it reads in terms of its tensors' shapes.
package struct Reading<Scalar: BLASScalar>: Sendable {
  let base: SharedPointer<Scalar>

  @inline(__always) package init(_ base: SharedPointer<Scalar>) { self.base = base }
  @inline(__always) package var pointer: UnsafePointer<Scalar> { unsafe UnsafePointer(base.base) }

  @inline(__always) package subscript(_ index: Int) -> Scalar { unsafe base.base[index] }

  /// Eight neighbors, the first at `index`.
  @inline(__always) package func lanes(_ index: Int) -> SIMD8<Scalar> {
    unsafe UnsafeRawPointer(base.base + index).loadUnaligned(as: SIMD8<Scalar>.self)
  }

  /// Four neighbors, the first at `index`.
  @inline(__always) package func fourLanes(_ index: Int) -> SIMD4<Scalar> {
    unsafe UnsafeRawPointer(base.base + index).loadUnaligned(as: SIMD4<Scalar>.self)
  }

  @inline(__always) package func advanced(by offset: Int) -> Reading {
    unsafe Reading(SharedPointer(base.base + offset))
  }
}

/// Scalars that a kernel writes; blocks of work write disjoint parts.
package struct Writing<Scalar: BLASScalar>: Sendable {
  let base: SharedPointer<Scalar>

  @inline(__always) package init(_ base: SharedPointer<Scalar>) { self.base = base }
  @inline(__always) package var pointer: UnsafeMutablePointer<Scalar> { unsafe base.base }
  @inline(__always) package var reading: Reading<Scalar> { Reading(base) }

  @inline(__always) package subscript(_ index: Int) -> Scalar {
    get { unsafe base.base[index] }
    nonmutating set { unsafe base.base[index] = newValue }
  }

  @inline(__always) package func lanes(_ index: Int) -> SIMD8<Scalar> { reading.lanes(index) }

  @inline(__always) package func store(_ value: SIMD8<Scalar>, at index: Int) {
    unsafe UnsafeMutableRawPointer(base.base + index).storeBytes(
      of: value, as: SIMD8<Scalar>.self)
  }

  @inline(__always) package func advanced(by offset: Int) -> Writing {
    unsafe Writing(SharedPointer(base.base + offset))
  }
}

extension SIMD8 where Scalar: BLASScalar {
  /// The sum of the lanes in one fixed order: halves, quarters, pairs.
  @inline(__always) package var total: Scalar {
    let four = lowHalf + highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }

  /// `accumulator + self · other`, rounded once.
  @inline(__always) package func chain(_ other: SIMD8, onto accumulator: SIMD8) -> SIMD8 {
    accumulator.addingProduct(self, other)
  }
}

extension Tensor {
  /// A tensor whose scalars `fill` writes, every one.
  package static func filling(_ shape: [Int], _ fill: (Writing<Scalar>) -> Void) -> Tensor {
    var tensor = Tensor(unwritten: shape)
    if tensor.count > 0 { tensor.scalars.writing(fill) }
    return tensor
  }

  /// A tensor of memory as it is; separate from `filling`, which is compiled anew for every closure.
  @inline(never)
  private init(unwritten shape: [Int]) {
    let size = shape.reduce(1, *)
    self.init(
      unsafe [Scalar](unsafeUninitializedCapacity: size) { _, count in count = size }, shape: shape)
  }

  /// Reads the scalars in place.
  package func reading<Result>(_ body: (Reading<Scalar>) -> Result) -> Result {
    scalars.reading(body)
  }
}

extension Array where Element: BLASScalar {
  /// Reads the scalars in place.
  package func reading<Result>(_ body: (Reading<Element>) -> Result) -> Result {
    unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return [0].reading(body) }
      return body(Reading(unsafe SharedPointer(UnsafeMutablePointer(mutating: base))))
    }
  }

  /// Writes the scalars in place.
  package mutating func writing<Result>(_ body: (Writing<Element>) -> Result) -> Result {
    unsafe withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else {
        var none: [Element] = [0]
        return none.writing(body)
      }
      return body(Writing(unsafe SharedPointer(base)))
    }
  }
}

extension Writing {
  /// Copies `count` scalars.
  @inline(__always) package func copy(from source: Reading<Scalar>, count: Int) {
    unsafe pointer.update(from: source.pointer, count: count)
  }

  /// Adds `count` scalars to those that are there.
  @inline(__always) package func add(_ source: Reading<Scalar>, count: Int) {
    forEachLane(count) {
      store(lanes($0) + source.lanes($0), at: $0)
    } rest: {
      self[$0] += source[$0]
    }
  }
}

/// Visits `0..<count` eight at a time, then the rest one at a time.
@inline(__always)
package func forEachLane(_ count: Int, _ lanes: (Int) -> Void, rest: (Int) -> Void) {
  var index = 0
  while index &+ 8 <= count {
    lanes(index)
    index &+= 8
  }
  while index < count {
    rest(index)
    index &+= 1
  }
}

/// The sum over `0..<count`: eight chains, their total, then the rest in order.
@inline(__always)
package func rowSum<Scalar: BLASScalar>(
  _ count: Int, _ lanes: (Int) -> SIMD8<Scalar>, _ rest: (Int) -> Scalar
) -> Scalar {
  var chains = SIMD8<Scalar>.zero
  var index = 0
  while index &+ 8 <= count {
    chains += lanes(index)
    index &+= 8
  }
  var sum = chains.total
  while index < count {
    sum += rest(index)
    index &+= 1
  }
  return sum
}

/// The greatest of `0..<count`; −∞ for none.
@inline(__always)
package func rowMaximum<Scalar: BLASScalar>(_ count: Int, of row: Reading<Scalar>) -> Scalar {
  var greatest = SIMD8<Scalar>(repeating: -.infinity)
  var maximum = -Scalar.infinity
  forEachLane(count) {
    greatest = Scalar.greater(greatest, row.lanes($0))
  } rest: {
    maximum = max(maximum, row[$0])
  }
  for lane in 0..<8 { maximum = max(maximum, greatest[lane]) }
  return maximum
}
