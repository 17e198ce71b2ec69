/// A type that one JSON value is read as.
protocol JSONScalar {
  init(_ node: JSONNode, at place: JSONPlace) throws
}

extension JSONNode {
  fileprivate func misfit(_ place: JSONPlace, _ expected: String) -> JSONProblem {
    JSONProblem(words: "\(place.words) is \(words); it must be \(expected)")
  }
}

extension Bool: JSONScalar {
  init(_ node: JSONNode, at place: JSONPlace) throws {
    guard case .bool(let value) = node else { throw node.misfit(place, "true or false") }
    self = value
  }
}

extension String: JSONScalar {
  init(_ node: JSONNode, at place: JSONPlace) throws {
    guard case .string(let value) = node else { throw node.misfit(place, "text") }
    self = value
  }
}

extension BinaryFloatingPoint {
  init(_ node: JSONNode, at place: JSONPlace) throws {
    guard case .number = node else { throw node.misfit(place, "a number") }
    let most = Self.greatestFiniteMagnitude
    guard let value = node.double.map({ Self($0) }), value.isFinite else {
      throw node.misfit(place, "a number from \(-most) to \(most)")
    }
    self = value
  }
}

extension FixedWidthInteger {
  init(_ node: JSONNode, at place: JSONPlace) throws {
    guard let value = node.whole(Self.self) else {
      throw node.misfit(place, "a whole number from \(Self.min) to \(Self.max)")
    }
    self = value
  }
}

extension Double: JSONScalar {}
extension Float: JSONScalar {}
extension Int: JSONScalar {}
extension Int32: JSONScalar {}
extension Int64: JSONScalar {}
extension UInt32: JSONScalar {}
extension UInt64: JSONScalar {}
