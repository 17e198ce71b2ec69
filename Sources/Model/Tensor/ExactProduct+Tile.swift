extension ExactProduct {
  /// Computes one whole tile of C over one block along K.
  ///
  /// - Inputs: `a` a packed panel of 6 rows; `b` a packed panel of two vectors of columns.
  /// - Relation: the chains begin at `from`, whose rows are `fromStride` apart; at 0 without it.
  @inline(never)
  static func multiplyTile(
    depth: Int, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>,
    into c: UnsafeMutablePointer<Scalar>, stride: Int, from: UnsafePointer<Scalar>?, fromStride: Int
  ) {
    var c00 = Vector.zero
    var c01 = Vector.zero
    var c10 = Vector.zero
    var c11 = Vector.zero
    var c20 = Vector.zero
    var c21 = Vector.zero
    var c30 = Vector.zero
    var c31 = Vector.zero
    var c40 = Vector.zero
    var c41 = Vector.zero
    var c50 = Vector.zero
    var c51 = Vector.zero
    let row0 = UnsafeMutableRawPointer(c)
    let rowBytes = stride &* MemoryLayout<Scalar>.stride
    let row1 = unsafe row0 + rowBytes
    let row2 = unsafe row1 + rowBytes
    let row3 = unsafe row2 + rowBytes
    let row4 = unsafe row3 + rowBytes
    let row5 = unsafe row4 + rowBytes
    let half = MemoryLayout<Vector>.size
    if let from = unsafe from {
      let from0 = unsafe UnsafeRawPointer(from)
      let fromBytes = fromStride &* MemoryLayout<Scalar>.stride
      let from1 = unsafe from0 + fromBytes
      let from2 = unsafe from1 + fromBytes
      let from3 = unsafe from2 + fromBytes
      let from4 = unsafe from3 + fromBytes
      let from5 = unsafe from4 + fromBytes
      c00 = unsafe from0.loadUnaligned(as: Vector.self)
      c01 = unsafe from0.loadUnaligned(fromByteOffset: half, as: Vector.self)
      c10 = unsafe from1.loadUnaligned(as: Vector.self)
      c11 = unsafe from1.loadUnaligned(fromByteOffset: half, as: Vector.self)
      c20 = unsafe from2.loadUnaligned(as: Vector.self)
      c21 = unsafe from2.loadUnaligned(fromByteOffset: half, as: Vector.self)
      c30 = unsafe from3.loadUnaligned(as: Vector.self)
      c31 = unsafe from3.loadUnaligned(fromByteOffset: half, as: Vector.self)
      c40 = unsafe from4.loadUnaligned(as: Vector.self)
      c41 = unsafe from4.loadUnaligned(fromByteOffset: half, as: Vector.self)
      c50 = unsafe from5.loadUnaligned(as: Vector.self)
      c51 = unsafe from5.loadUnaligned(fromByteOffset: half, as: Vector.self)
    }
    var a = unsafe a
    var b = unsafe UnsafeRawPointer(b)
    var remaining = depth
    while remaining > 0 {
      let b0 = unsafe b.loadUnaligned(as: Vector.self)
      let b1 = unsafe b.loadUnaligned(fromByteOffset: half, as: Vector.self)
      let a0 = unsafe Vector(repeating: a[0])
      c00.addProduct(a0, b0)
      c01.addProduct(a0, b1)
      let a1 = unsafe Vector(repeating: a[1])
      c10.addProduct(a1, b0)
      c11.addProduct(a1, b1)
      let a2 = unsafe Vector(repeating: a[2])
      c20.addProduct(a2, b0)
      c21.addProduct(a2, b1)
      let a3 = unsafe Vector(repeating: a[3])
      c30.addProduct(a3, b0)
      c31.addProduct(a3, b1)
      let a4 = unsafe Vector(repeating: a[4])
      c40.addProduct(a4, b0)
      c41.addProduct(a4, b1)
      let a5 = unsafe Vector(repeating: a[5])
      c50.addProduct(a5, b0)
      c51.addProduct(a5, b1)
      unsafe a += tileRows
      unsafe b += 2 &* half
      remaining &-= 1
    }
    unsafe row0.storeBytes(of: c00, as: Vector.self)
    unsafe row0.storeBytes(of: c01, toByteOffset: half, as: Vector.self)
    unsafe row1.storeBytes(of: c10, as: Vector.self)
    unsafe row1.storeBytes(of: c11, toByteOffset: half, as: Vector.self)
    unsafe row2.storeBytes(of: c20, as: Vector.self)
    unsafe row2.storeBytes(of: c21, toByteOffset: half, as: Vector.self)
    unsafe row3.storeBytes(of: c30, as: Vector.self)
    unsafe row3.storeBytes(of: c31, toByteOffset: half, as: Vector.self)
    unsafe row4.storeBytes(of: c40, as: Vector.self)
    unsafe row4.storeBytes(of: c41, toByteOffset: half, as: Vector.self)
    unsafe row5.storeBytes(of: c50, as: Vector.self)
    unsafe row5.storeBytes(of: c51, toByteOffset: half, as: Vector.self)
  }
}
