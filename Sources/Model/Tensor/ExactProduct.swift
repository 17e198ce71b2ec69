/// The `exact` matrix product: one chain of fused multiply-adds along K for each output.
///
///     c ← fma(a[0], b[0], c₀),  c ← fma(a[1], b[1], c),  …,  c ← fma(a[K − 1], b[K − 1], c)
///
/// c₀ is 0, or the old value when accumulating. As the order is fixed and each step is exactly
/// rounded, an output depends on its row of op(A), its column of op(B) and c₀ alone: not on M, N,
/// the place of the row, the blocks, the threads or the processor.
///
/// A tile of 6 rows and two vectors of columns stays in twelve registers; both factors are packed
/// into panels. Blocks along K fit the first cache, blocks of rows the second; the chain goes on
/// from C at each block along K. Tiles over the edge are computed beside C and cut.
///
/// - Source: Goto, van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34
///   (2008), section 4; Van Zee, van de Geijn, "BLIS", ACM TOMS 41 (2015), section 3.
/// - Complexity: O(M·N·K); packs op(B) once and op(A) once for every ``blockColumns`` columns.
enum ExactProduct<Vector: SIMD & BitwiseCopyable & SendableMetatype>
where Vector.Scalar: BLASScalar {
  typealias Scalar = Vector.Scalar

  /// Rows of a tile.
  static var tileRows: Int { 6 }
  /// Columns of a tile.
  static var tileColumns: Int { 2 &* Vector.scalarCount }
  /// Places along K between two visits to C.
  static var blockDepth: Int { 384 }
  /// Rows of op(A) packed at a time; a multiple of ``tileRows``.
  static var blockRows: Int { 96 }
  /// Columns of op(B) packed at a time; a multiple of ``tileColumns``.
  static var blockColumns: Int { 1536 }
  /// Places along K packed at a time for all threads; a multiple of ``blockDepth``.
  static var spanDepth: Int { 1536 }

  /// Carries out one product.
  static func multiply(_ call: ProductCall<Scalar>, on compute: Compute) {
    let depth = min(call.k, spanDepth)
    let columns = roundedUp(min(call.n, blockColumns), tileColumns)
    let workers = compute.workers(for: call.m, size: blockRows)
    let rowsScratch = min(call.k, blockDepth) * roundedUp(min(call.m, blockRows), tileRows)
    let panels = unsafe allocate(depth * columns)
    let scratch = unsafe allocate(rowsScratch * workers)
    defer {
      unsafe panels.deallocate()
      unsafe scratch.deallocate()
    }
    let shared = unsafe (panels: SharedPointer(panels), scratch: SharedPointer(scratch))
    for column in stride(from: 0, to: call.n, by: blockColumns) {
      let columns = column..<min(column + blockColumns, call.n)
      for place in stride(from: 0, to: call.k, by: spanDepth) {
        let span = place..<min(place + spanDepth, call.k)
        packColumns(call, columns: columns, span: span, into: shared.panels, on: compute)
        compute.forEachBlock(call.m, size: blockRows) { rows, worker in
          let scratch = unsafe shared.scratch.base + worker &* rowsScratch
          unsafe multiplyBlock(
            call, rows: rows, columns: columns, span: span,
            panels: UnsafePointer(shared.panels.base), scratch: scratch)
        }
      }
    }
  }

  /// Packs op(B) over some columns and a span of K: block along K by block, panel by panel.
  private static func packColumns(
    _ call: ProductCall<Scalar>, columns: Range<Int>, span: Range<Int>,
    into panels: SharedPointer<Scalar>, on compute: Compute
  ) {
    let width = roundedUp(columns.count, tileColumns)
    compute.forEachBlock(columns.count, size: 8 * tileColumns) { part in
      var place = span.lowerBound
      while place < span.upperBound {
        let depth = min(blockDepth, span.upperBound &- place)
        let block = unsafe panels.base + (place &- span.lowerBound) &* width
        var column = part.lowerBound
        while column < part.upperBound {
          unsafe PackedPanels.pack(
            call.b(place, column: columns.lowerBound &+ column),
            laneStride: call.bTransposed ? call.bStride : 1,
            depthStride: call.bTransposed ? 1 : call.bStride,
            lanes: min(tileColumns, part.upperBound &- column), width: tileColumns, depth: depth,
            into: block + column &* depth)
          column &+= tileColumns
        }
        place &+= blockDepth
      }
    }
  }

  /// Computes a block of C over a span of K from packed columns.
  private static func multiplyBlock(
    _ call: ProductCall<Scalar>, rows: Range<Int>, columns: Range<Int>, span: Range<Int>,
    panels: UnsafePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>
  ) {
    let width = roundedUp(columns.count, tileColumns)
    var place = span.lowerBound
    while place < span.upperBound {
      let depth = min(blockDepth, span.upperBound &- place)
      let continuing = call.accumulating || place > 0
      unsafe packRows(call, rows: rows, place: place, depth: depth, into: scratch)
      let block = unsafe panels + (place &- span.lowerBound) &* width
      var column = 0
      while column < columns.count {
        let b = unsafe block + column &* depth
        let tileWidth = min(tileColumns, columns.count &- column)
        var row = 0
        while row < rows.count {
          let tileHeight = min(tileRows, rows.count &- row)
          let a = unsafe UnsafePointer(scratch + row &* depth)
          let c = unsafe call.c(row: rows.lowerBound &+ row, columns.lowerBound &+ column)
          if tileHeight == tileRows && tileWidth == tileColumns {
            unsafe multiplyTile(
              depth: depth, a, b, into: c, stride: call.cStride, continuing: continuing)
          } else {
            unsafe multiplyEdge(
              depth: depth, a, b, into: c, stride: call.cStride, continuing: continuing,
              rows: tileHeight, columns: tileWidth)
          }
          row &+= tileRows
        }
        column &+= tileColumns
      }
      place &+= blockDepth
    }
  }

  /// Packs a block of rows of op(A) over one block along K.
  private static func packRows(
    _ call: ProductCall<Scalar>, rows: Range<Int>, place: Int, depth: Int,
    into scratch: UnsafeMutablePointer<Scalar>
  ) {
    var row = 0
    while row < rows.count {
      unsafe PackedPanels.pack(
        call.a(row: rows.lowerBound &+ row, place),
        laneStride: call.aTransposed ? 1 : call.aStride,
        depthStride: call.aTransposed ? call.aStride : 1,
        lanes: min(tileRows, rows.count &- row), width: tileRows, depth: depth,
        into: scratch + row &* depth)
      row &+= tileRows
    }
  }

  /// A tile that hangs over the edge of C: computed in a whole tile beside it, then cut.
  private static func multiplyEdge(
    depth: Int, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>,
    into c: UnsafeMutablePointer<Scalar>, stride: Int, continuing: Bool, rows: Int, columns: Int
  ) {
    unsafe withUnsafeTemporaryAllocation(
      of: Scalar.self, capacity: tileRows &* tileColumns
    ) { tile in
      guard let tile = tile.baseAddress else { return }
      unsafe tile.initialize(repeating: 0, count: tileRows &* tileColumns)
      if continuing {
        for row in 0..<rows {
          unsafe (tile + row &* tileColumns).update(from: c + row &* stride, count: columns)
        }
      }
      unsafe multiplyTile(
        depth: depth, a, b, into: tile, stride: tileColumns, continuing: continuing)
      for row in 0..<rows {
        unsafe (c + row &* stride).update(from: tile + row &* tileColumns, count: columns)
      }
    }
  }

  private static func roundedUp(_ count: Int, _ unit: Int) -> Int {
    (count &+ unit &- 1) / unit &* unit
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Scalar> {
    unsafe UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Scalar>.stride, alignment: 64
    ).bindMemory(to: Scalar.self, capacity: count)
  }
}
