/// Copies factors of a product into panels, which the tile of ``ExactProduct`` reads front to back.
///
/// A panel holds `width` rows of op(A), or columns of op(B), its lanes; all lanes of one place
/// along K lie together:
///
///     panels[panel · depth · width + place · width + lane] =
///       source[(panel · width + lane) · laneStride + place · placeStride]
///
/// Lanes past the edge of the matrix are zeros, whose products are thrown away.
enum PackedPanels<Scalar: BLASScalar> {
  /// Packs `lanes` lanes into as many panels as they fill, the last one with zeros if need be.
  ///
  /// - Precondition: `laneStride` or `placeStride` is 1, and `width` is even.
  @inline(__always)
  static func pack(
    _ source: UnsafePointer<Scalar>, laneStride: Int, placeStride: Int,
    lanes: Int, width: Int, depth: Int, into panels: UnsafeMutablePointer<Scalar>
  ) {
    guard laneStride == 1 else {
      return unsafe transpose(
        source, laneStride: laneStride, lanes: lanes, width: width, depth: depth, into: panels)
    }
    let whole = lanes / width &* width
    unsafe copy(
      source, placeStride: placeStride, lanes: whole, width: width, depth: depth, into: panels)
    if whole < lanes {
      unsafe packLanes(
        0..<lanes &- whole, source + whole, laneStride: laneStride, placeStride: placeStride,
        width: width, depth: depth, into: panels + whole &* depth)
    }
  }

  /// Lanes lie together in the source: place by place, which reads it in order.
  ///
  /// Eight lanes are moved at a time. What a panel of 6 gets too many is overwritten by its next place;
  /// the last place, which has none after it in source or panel, is moved exactly.
  @inline(__always)
  private static func copy(
    _ source: UnsafePointer<Scalar>, placeStride: Int, lanes: Int, width: Int, depth: Int,
    into panels: UnsafeMutablePointer<Scalar>
  ) {
    let last = depth &- 1
    var from = unsafe source
    var place = 0
    while place < last {
      var to = unsafe panels + place &* width
      var panel = 0
      while panel < lanes {
        var lane = 0
        while lane < width {
          unsafe store(load(from + (panel &+ lane)) as SIMD8<Scalar>, to + lane)
          lane &+= 8
        }
        unsafe to += width &* depth
        panel &+= width
      }
      unsafe from += placeStride
      place &+= 1
    }
    var panel = 0
    while panel < lanes {
      let to = unsafe panels + (panel &* depth &+ last &* width)
      unsafe to.update(from: from + panel, count: width)
      panel &+= width
    }
  }

  /// Each lane is a run along K: panel by panel, four lanes by four places at a time.
  @inline(__always)
  private static func transpose(
    _ source: UnsafePointer<Scalar>, laneStride: Int, lanes: Int, width: Int, depth: Int,
    into panels: UnsafeMutablePointer<Scalar>
  ) {
    let whole = depth & ~3
    var panel = 0
    while panel < lanes {
      let present = min(width, lanes &- panel)
      let fours = present & ~3
      let pairs = present & ~1
      let from = unsafe source + panel &* laneStride
      let to = unsafe panels + panel &* depth
      var place = 0
      while place < whole {
        var lane = 0
        while lane < fours {
          unsafe transposeFour(
            from + (lane &* laneStride &+ place), laneStride, to + (place &* width &+ lane), width)
          lane &+= 4
        }
        while lane < pairs {
          unsafe transposeTwo(
            from + (lane &* laneStride &+ place), laneStride, to + (place &* width &+ lane), width)
          lane &+= 2
        }
        place &+= 4
      }
      unsafe packLanes(
        pairs..<present, from, laneStride: laneStride, placeStride: 1, width: width, depth: whole,
        into: to)
      unsafe packLanes(
        0..<present, from + whole, laneStride: laneStride, placeStride: 1, width: width,
        depth: depth &- whole, into: to + whole &* width)
      panel &+= width
    }
  }

  /// Four lanes by four places.
  @inline(__always)
  private static func transposeFour(
    _ source: UnsafePointer<Scalar>, _ laneStride: Int,
    _ panel: UnsafeMutablePointer<Scalar>, _ width: Int
  ) {
    let a = unsafe load(source) as SIMD4<Scalar>
    let b = unsafe load(source + laneStride) as SIMD4<Scalar>
    let c = unsafe load(source + 2 &* laneStride) as SIMD4<Scalar>
    let d = unsafe load(source + 3 &* laneStride) as SIMD4<Scalar>
    unsafe store(SIMD4(a[0], b[0], c[0], d[0]), panel)
    unsafe store(SIMD4(a[1], b[1], c[1], d[1]), panel + width)
    unsafe store(SIMD4(a[2], b[2], c[2], d[2]), panel + 2 &* width)
    unsafe store(SIMD4(a[3], b[3], c[3], d[3]), panel + 3 &* width)
  }

  /// Two lanes by four places.
  @inline(__always)
  private static func transposeTwo(
    _ source: UnsafePointer<Scalar>, _ laneStride: Int,
    _ panel: UnsafeMutablePointer<Scalar>, _ width: Int
  ) {
    let a = unsafe load(source) as SIMD4<Scalar>
    let b = unsafe load(source + laneStride) as SIMD4<Scalar>
    unsafe store(SIMD2(a[0], b[0]), panel)
    unsafe store(SIMD2(a[1], b[1]), panel + width)
    unsafe store(SIMD2(a[2], b[2]), panel + 2 &* width)
    unsafe store(SIMD2(a[3], b[3]), panel + 3 &* width)
  }

  /// Some lanes of one panel, a scalar at a time; the lanes after them become zeros.
  private static func packLanes(
    _ lanes: Range<Int>, _ source: UnsafePointer<Scalar>, laneStride: Int, placeStride: Int,
    width: Int, depth: Int, into panel: UnsafeMutablePointer<Scalar>
  ) {
    guard lanes.lowerBound < width else { return }
    var place = 0
    while place < depth {
      let from = unsafe source + place &* placeStride
      let to = unsafe panel + place &* width
      var lane = lanes.lowerBound
      while lane < lanes.upperBound {
        unsafe to[lane] = from[lane &* laneStride]
        lane &+= 1
      }
      while lane < width {
        unsafe to[lane] = 0
        lane &+= 1
      }
      place &+= 1
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
