/// Copies factors of a product into panels, which the tile of ``ExactProduct`` reads front to back.
///
/// A panel holds `width` rows of op(A), or columns of op(B), its lanes; all lanes of one place
/// along K lie together:
///
///     panel[depth · width + lane] = source[lane · laneStride + depth · depthStride]
///
/// Lanes past the edge of the matrix are zeros, whose products are thrown away.
enum PackedPanels<Scalar: BLASScalar> {
  /// Packs one panel.
  ///
  /// - Precondition: `laneStride` or `depthStride` is 1; `width` is even; `lanes` of `width` exist.
  @inline(__always)
  static func pack(
    _ source: UnsafePointer<Scalar>, laneStride: Int, depthStride: Int,
    lanes: Int, width: Int, depth: Int, into panel: UnsafeMutablePointer<Scalar>
  ) {
    if lanes < width {
      unsafe packEdge(
        source, laneStride: laneStride, depthStride: depthStride, lanes: lanes, width: width,
        depth: depth, into: panel)
      return
    }
    var lane = 0
    while lane &+ 4 <= width {
      if laneStride == 1 {
        unsafe copy(
          SIMD4<Scalar>.self, source + lane, depthStride: depthStride, width: width, depth: depth,
          into: panel + lane)
      } else {
        unsafe transposeFour(
          source + lane &* laneStride, laneStride: laneStride, width: width, depth: depth,
          into: panel + lane)
      }
      lane &+= 4
    }
    while lane < width {
      if laneStride == 1 {
        unsafe copy(
          SIMD2<Scalar>.self, source + lane, depthStride: depthStride, width: width, depth: depth,
          into: panel + lane)
      } else {
        unsafe transposeTwo(
          source + lane &* laneStride, laneStride: laneStride, width: width, depth: depth,
          into: panel + lane)
      }
      lane &+= 2
    }
  }

  /// Lanes lie together in the source: moves `Vector.scalarCount` of them at a time.
  @inline(__always)
  private static func copy<Vector: SIMD & BitwiseCopyable>(
    _ type: Vector.Type, _ source: UnsafePointer<Scalar>, depthStride: Int,
    width: Int, depth: Int, into panel: UnsafeMutablePointer<Scalar>
  ) where Vector.Scalar == Scalar {
    for place in 0..<depth {
      unsafe store(load(source + place &* depthStride) as Vector, panel + place &* width)
    }
  }

  /// Each lane is a run along K: four lanes by four places at a time.
  @inline(__always)
  private static func transposeFour(
    _ source: UnsafePointer<Scalar>, laneStride: Int, width: Int, depth: Int,
    into panel: UnsafeMutablePointer<Scalar>
  ) {
    var place = 0
    while place &+ 4 <= depth {
      let from = unsafe source + place
      let a = unsafe load(from) as SIMD4<Scalar>
      let b = unsafe load(from + laneStride) as SIMD4<Scalar>
      let c = unsafe load(from + 2 &* laneStride) as SIMD4<Scalar>
      let d = unsafe load(from + 3 &* laneStride) as SIMD4<Scalar>
      let to = unsafe panel + place &* width
      unsafe store(SIMD4(a[0], b[0], c[0], d[0]), to)
      unsafe store(SIMD4(a[1], b[1], c[1], d[1]), to + width)
      unsafe store(SIMD4(a[2], b[2], c[2], d[2]), to + 2 &* width)
      unsafe store(SIMD4(a[3], b[3], c[3], d[3]), to + 3 &* width)
      place &+= 4
    }
    unsafe packPlaces(
      place, source, laneStride: laneStride, lanes: 4, width: width, depth: depth, into: panel)
  }

  /// Each lane is a run along K: two lanes by four places at a time.
  @inline(__always)
  private static func transposeTwo(
    _ source: UnsafePointer<Scalar>, laneStride: Int, width: Int, depth: Int,
    into panel: UnsafeMutablePointer<Scalar>
  ) {
    var place = 0
    while place &+ 4 <= depth {
      let a = unsafe load(source + place) as SIMD4<Scalar>
      let b = unsafe load(source + (place &+ laneStride)) as SIMD4<Scalar>
      let to = unsafe panel + place &* width
      unsafe store(SIMD2(a[0], b[0]), to)
      unsafe store(SIMD2(a[1], b[1]), to + width)
      unsafe store(SIMD2(a[2], b[2]), to + 2 &* width)
      unsafe store(SIMD2(a[3], b[3]), to + 3 &* width)
      place &+= 4
    }
    unsafe packPlaces(
      place, source, laneStride: laneStride, lanes: 2, width: width, depth: depth, into: panel)
  }

  /// The places from `first` on, a scalar at a time.
  @inline(__always)
  private static func packPlaces(
    _ first: Int, _ source: UnsafePointer<Scalar>, laneStride: Int, lanes: Int, width: Int,
    depth: Int, into panel: UnsafeMutablePointer<Scalar>
  ) {
    var place = first
    while place < depth {
      for lane in 0..<lanes {
        unsafe panel[place &* width &+ lane] = source[lane &* laneStride &+ place]
      }
      place &+= 1
    }
  }

  /// A panel at the edge of the matrix, whose missing lanes are zeros.
  private static func packEdge(
    _ source: UnsafePointer<Scalar>, laneStride: Int, depthStride: Int,
    lanes: Int, width: Int, depth: Int, into panel: UnsafeMutablePointer<Scalar>
  ) {
    for place in 0..<depth {
      let from = unsafe source + place &* depthStride
      let to = unsafe panel + place &* width
      for lane in 0..<lanes { unsafe to[lane] = from[lane &* laneStride] }
      for lane in lanes..<width { unsafe to[lane] = 0 }
    }
  }

  @inline(__always)
  private static func load<Vector: SIMD & BitwiseCopyable>(
    _ source: UnsafePointer<Scalar>
  ) -> Vector where Vector.Scalar == Scalar {
    unsafe UnsafeRawPointer(source).loadUnaligned(as: Vector.self)
  }

  @inline(__always)
  private static func store<Vector: SIMD & BitwiseCopyable>(
    _ vector: Vector, _ place: UnsafeMutablePointer<Scalar>
  ) where Vector.Scalar == Scalar {
    unsafe UnsafeMutableRawPointer(place).storeBytes(of: vector, as: Vector.self)
  }
}
