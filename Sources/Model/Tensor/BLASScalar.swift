/// The scalar types a study runs in (`Float`) and a gradient check runs in (`Double`).
public protocol BLASScalar: SIMDScalar, BinaryFloatingPoint, Codable, Sendable
where SIMD8Storage: Sendable {}

extension Float: BLASScalar {}
extension Double: BLASScalar {}
