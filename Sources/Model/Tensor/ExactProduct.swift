/// The `exact` matrix product: one chain of fused multiply-adds along K for each output.
///
///     c ← fma(a[0], b[0], c₀),  c ← fma(a[1], b[1], c),  …,  c ← fma(a[K − 1], b[K − 1], c)
///
/// c₀ is 0, a bias, or the old value when C is added to. As the order is fixed and each step is exactly
/// rounded, an output depends on its row of op(A), its column of op(B) and c₀ alone: not on M, N,
/// the place of the row, the blocks, the threads or the processor.
///
/// A tile of 6 rows and two vectors of columns stays in twelve registers; both factors are packed
/// into panels. Blocks along K fit the first cache, blocks of rows the second; the chain continues
/// from C at each block along K. Tiles over the edge are computed outside C and cut.
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
  /// Rows of op(A) packed at a time; a multiple of 4 · ``tileRows``.
  static var blockRows: Int { 96 }
  /// Columns of op(B) packed at a time; a multiple of ``tileColumns``.
  static var blockColumns: Int { 1536 }
  /// Parts of C that threads should find to share, where it has the columns for it.
  static var wantedParts: Int { 4 }
  /// Columns of a part, at least; a multiple of ``tileColumns``.
  static var leastPartColumns: Int { 128 }

  /// Carries out one product.
  static func multiply(_ call: ProductCall<Scalar>, on compute: Compute) {
    let width = roundedUp(min(call.n, blockColumns), tileColumns)
    // Packed columns fill one buffer: many places along K where there are few columns.
    let spanDepth = blockDepth * max(1, blockColumns / width)
    let panelScalars = min(call.k, spanDepth) * width
    let rowScalars = min(call.k, blockDepth) * roundedUp(min(call.m, blockRows), tileRows)
    let parts = Parts(rows: call.m, columns: min(call.n, blockColumns))
    let workers = compute.workers(for: parts.count, size: 1)
    let memory = unsafe allocate(panelScalars + rowScalars * workers)
    defer { unsafe memory.deallocate() }
    let panels = unsafe SharedPointer(memory)
    let scratch = unsafe SharedPointer(memory + panelScalars)
    for column in stride(from: 0, to: call.n, by: blockColumns) {
      let columns = column..<min(column + blockColumns, call.n)
      let parts = Parts(rows: call.m, columns: columns.count)
      for place in stride(from: 0, to: call.k, by: spanDepth) {
        let span = place..<min(place + spanDepth, call.k)
        packColumns(call, columns: columns, span: span, into: panels, on: compute)
        compute.forEachBlock(parts.count, size: 1) { range, worker in
          for part in range {
            unsafe multiplyPart(
              call, parts[part], of: columns, span: span, panels: UnsafePointer(panels.base),
              scratch: scratch.base + worker &* rowScalars)
          }
        }
      }
    }
  }

  /// How C, over the columns packed at a time, is cut into parts: by its shape alone.
  ///
  /// The last blocks of rows are smaller, so that threads which take turns end together.
  private struct Parts: Sendable {
    let columns: Int
    let rowBlocks: [Range<Int>]
    let width: Int

    init(rows: Int, columns: Int) {
      self.columns = columns
      var blocks: [Range<Int>] = []
      var start = 0
      while start < rows {
        let rest = rows - start
        let height =
          rest > 4 * blockRows ? blockRows : rest > blockRows ? blockRows / 2 : blockRows / 4
        blocks.append(start..<min(start + height, rows))
        start += height
      }
      rowBlocks = blocks
      let wanted = (wantedParts - 1) / blocks.count + 1
      width = max(roundedUp((columns - 1) / wanted + 1, tileColumns), leastPartColumns)
    }

    var count: Int { rowBlocks.count * ((columns - 1) / width + 1) }

    /// Neighbours share their columns.
    subscript(part: Int) -> (rows: Range<Int>, columns: Range<Int>) {
      let column = part / rowBlocks.count * width
      return (rowBlocks[part % rowBlocks.count], column..<min(column + width, columns))
    }
  }

  /// Packs op(B) over some columns and a span of K: block along K by block, panel by panel.
  private static func packColumns(
    _ call: ProductCall<Scalar>, columns: Range<Int>, span: Range<Int>,
    into panels: SharedPointer<Scalar>, on compute: Compute
  ) {
    let width = roundedUp(columns.count, tileColumns)
    compute.forEachBlock(columns.count, size: 4 * tileColumns) { part in
      var place = span.lowerBound
      while place < span.upperBound {
        let depth = min(blockDepth, span.upperBound &- place)
        let block = unsafe panels.base + (place &- span.lowerBound) &* width
        unsafe PackedPanels.pack(
          call.b(place, column: columns.lowerBound &+ part.lowerBound),
          laneStride: call.bTransposed ? call.bStride : 1,
          placeStride: call.bTransposed ? 1 : call.bStride,
          lanes: part.count, width: tileColumns, depth: depth,
          into: block + part.lowerBound &* depth)
        place &+= blockDepth
      }
    }
  }

  /// Computes a part of C over a span of K from packed columns.
  private static func multiplyPart(
    _ call: ProductCall<Scalar>, _ part: (rows: Range<Int>, columns: Range<Int>),
    of columns: Range<Int>, span: Range<Int>,
    panels: UnsafePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>
  ) {
    let width = roundedUp(columns.count, tileColumns)
    var place = span.lowerBound
    while place < span.upperBound {
      let depth = min(blockDepth, span.upperBound &- place)
      unsafe packRows(call, rows: part.rows, place: place, depth: depth, into: scratch)
      let block = unsafe panels + (place &- span.lowerBound) &* width
      var column = part.columns.lowerBound
      while column < part.columns.upperBound {
        let b = unsafe block + column &* depth
        let tileWidth = min(tileColumns, part.columns.upperBound &- column)
        var row = 0
        while row < part.rows.count {
          let tileHeight = min(tileRows, part.rows.count &- row)
          let a = unsafe UnsafePointer(scratch + row &* depth)
          let c = unsafe call.c(row: part.rows.lowerBound &+ row, columns.lowerBound &+ column)
          // Where the chains continue from, and the stride of its rows; nil at 0.
          let from: UnsafePointer<Scalar>?
          var fromStride = call.cStride
          if place > 0 {
            unsafe from = UnsafePointer(c)
          } else {
            switch call.start {
            case .zero: unsafe from = nil
            case .output: unsafe from = UnsafePointer(c)
            case .row(let bias):
              unsafe from = bias.base + (columns.lowerBound &+ column)
              fromStride = 0
            }
          }
          if tileHeight == tileRows && tileWidth == tileColumns {
            unsafe multiplyTile(
              depth: depth, a, b, into: c, stride: call.cStride, from: from,
              fromStride: fromStride)
          } else {
            unsafe multiplyEdge(
              depth: depth, a, b, into: c, stride: call.cStride, from: from,
              fromStride: fromStride, rows: tileHeight, columns: tileWidth)
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
    unsafe PackedPanels.pack(
      call.a(row: rows.lowerBound, place),
      laneStride: call.aTransposed ? 1 : call.aStride,
      placeStride: call.aTransposed ? call.aStride : 1,
      lanes: rows.count, width: tileRows, depth: depth, into: scratch)
  }

  /// A tile that hangs over the edge of C: computed in a whole tile outside it, then cut.
  private static func multiplyEdge(
    depth: Int, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>,
    into c: UnsafeMutablePointer<Scalar>, stride: Int, from: UnsafePointer<Scalar>?,
    fromStride: Int, rows: Int, columns: Int
  ) {
    unsafe withUnsafeTemporaryAllocation(
      of: Scalar.self, capacity: tileRows &* tileColumns
    ) { tile in
      guard let tile = tile.baseAddress else { return }
      unsafe tile.initialize(repeating: 0, count: tileRows &* tileColumns)
      if let from = unsafe from {
        for row in 0..<rows {
          unsafe (tile + row &* tileColumns).update(from: from + row &* fromStride, count: columns)
        }
      }
      unsafe multiplyTile(
        depth: depth, a, b, into: tile, stride: tileColumns, from: UnsafePointer(tile),
        fromStride: tileColumns)
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
