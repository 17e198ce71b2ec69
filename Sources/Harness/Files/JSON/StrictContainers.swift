/// The members of an object by the keys of a type.
struct StrictKeyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: [String: JSONNode]
  let decoder: StrictDecoder
  let codingPath: [any CodingKey] = []

  /// Only a dictionary asks; its keys are data.
  var allKeys: [Key] { members.keys.sorted().compactMap { Key(stringValue: $0) } }

  private func name(_ key: any CodingKey) -> String {
    let isAsWritten = decoder.isDictionary || !decoder.options.isOurs || key is any KeysAsWritten
    let name = isAsWritten ? key.stringValue : KebabCase.of(key.stringValue)
    decoder.asked.keys?.insert(name)
    return name
  }

  private func member(_ key: any CodingKey) throws -> (node: JSONNode, place: JSONPlace) {
    let name = name(key)
    let place = decoder.place.key(name)
    guard let node = members[name] else { throw JSONProblem(words: "\(place.words) is missing") }
    if node == .null, decoder.options.isOurs {
      throw JSONProblem(words: "\(place.words) is null; leave it out, or give it a value")
    }
    return (node, place)
  }

  func contains(_ key: Key) -> Bool { members[name(key)] != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try member(key).node == .null }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    let (node, place) = try member(key)
    return try StrictDecoder.decode(type, node, at: place, decoder.options)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try nested(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try nested(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { decoder }

  func superDecoder(forKey key: Key) throws -> any Decoder { try nested(key) }

  private func nested(_ key: Key) throws -> StrictDecoder {
    let (node, place) = try member(key)
    return StrictDecoder(node: node, place: place, options: decoder.options, isDictionary: false)
  }
}

/// The elements of a list, one after another.
struct StrictList: UnkeyedDecodingContainer {
  let elements: [JSONNode]
  let decoder: StrictDecoder
  let codingPath: [any CodingKey] = []
  private(set) var currentIndex = 0

  init(elements: [JSONNode], decoder: StrictDecoder) {
    self.elements = elements
    self.decoder = decoder
  }

  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  private mutating func next() throws -> (node: JSONNode, place: JSONPlace) {
    let place = decoder.place.element(currentIndex)
    guard !isAtEnd else {
      throw JSONProblem(
        words: "\(decoder.place.words) has \(elements.count) elements; more are needed")
    }
    currentIndex += 1
    return (elements[currentIndex - 1], place)
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, elements[currentIndex] == .null else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let (node, place) = try next()
    return try StrictDecoder.decode(type, node, at: place, decoder.options)
  }

  private mutating func nested() throws -> StrictDecoder {
    let (node, place) = try next()
    return StrictDecoder(node: node, place: place, options: decoder.options, isDictionary: false)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> { try nested().container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try nested().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try nested() }
}

/// One value.
struct StrictSingle: SingleValueDecodingContainer {
  let decoder: StrictDecoder
  let codingPath: [any CodingKey] = []

  func decodeNil() -> Bool { decoder.node == .null }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try StrictDecoder.decode(type, decoder.node, at: decoder.place, decoder.options)
  }
}
