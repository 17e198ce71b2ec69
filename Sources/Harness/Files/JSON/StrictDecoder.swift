import Foundation

/// Decodes JSON and says of everything that does not fit its key, what was found and what is known.
///
/// Keys of types are kebab-case in JSON (``KebabCase``); keys of dictionaries are data and stay.
struct StrictDecoder: Decoder {
  let node: JSONNode
  let place: JSONPlace
  let options: Options
  /// Whether the object is a dictionary, whose keys are data.
  let isDictionary: Bool
  let asked = AskedKeys()
  let codingPath: [any CodingKey] = []
  var userInfo: [CodingUserInfoKey: Any] { options.userInfo }

  /// How strict the reader is.
  struct Options {
    /// Whether this project wrote the JSON: keys that nothing asks for and nulls are then refused, and
    /// keys are kebab-case. What others wrote has keys as they named them.
    var isOurs: Bool
    var userInfo: [CodingUserInfoKey: Any] = [:]
    /// Is notified of keys under their old names.
    var notice: @Sendable (RenamedKey) -> Void = { _ in }
  }

  /// The keys of one object that its type asked for.
  final class AskedKeys {
    var keys: Set<String>?
  }

  /// A value of a type.
  static func decode<T: Decodable>(
    _ type: T.Type, _ node: JSONNode, at place: JSONPlace, _ options: Options
  ) throws -> T {
    if let value = try simple(type, node, at: place, options) { return value }
    let decoder = StrictDecoder(
      node: RenamedKey.renamed(node, for: type, options.notice), place: place, options: options,
      isDictionary: type is any KeyedByText.Type)
    let value: T
    do {
      value = try T(from: decoder)
    } catch let error as DecodingError {
      throw JSONProblem(words: words(for: error, at: place))
    }
    try decoder.requireKnown()
    return value
  }

  /// Numbers, text and the like, values of any JSON, and enumerations, whose words are known.
  private static func simple<T>(
    _ type: T.Type, _ node: JSONNode, at place: JSONPlace, _ options: Options
  ) throws -> T? {
    if let scalar = type as? any JSONScalar.Type { return try scalar.init(node, at: place) as? T }
    if type is JSONValue.Type { return try JSONValue(node, at: place) as? T }
    guard let list = type as? any CaseIterable.Type else { return nil }
    let words = words(of: list)
    guard !words.isEmpty else { return nil }
    guard case .string(let text) = node,
      case let today = RenamedKey.renamed(text, for: type, options.notice),
      let value = words.first(where: { $0.word == today })?.value as? T
    else {
      throw JSONProblem(
        words: "\(place.words) is \(node.words); known: "
          + words.map(\.word).joined(separator: ", "))
    }
    return value
  }

  /// The cases of an enumeration of words.
  private static func words<E: CaseIterable>(of type: E.Type) -> [(word: String, value: Any)] {
    type.allCases.compactMap { value in
      ((value as? any RawRepresentable)?.rawValue as? String).map { ($0, value) }
    }
  }

  private func requireKnown() throws {
    guard options.isOurs, !isDictionary, let known = asked.keys,
      case .object(let members) = node
    else { return }
    for key in members.map(\.key).sorted() where !known.contains(key) {
      let nearest = Suggestion.nearest(to: key, among: known.sorted())
      throw JSONProblem(
        words: "unknown key '\(PlainText.visible(place.key(key).text))'"
          + (nearest.map { ", did you mean '\($0)'?" } ?? "") + "; known here: "
          + known.sorted().joined(separator: ", "))
    }
  }

  /// The words of a type's own check, which are made for a reader, with its key before them.
  private static func words(for error: DecodingError, at place: JSONPlace) -> String {
    switch error {
    case .dataCorrupted(let context):
      let place = context.codingPath.reduce(place) { $0.key(KebabCase.of($1.stringValue)) }
      return place.text.isEmpty
        ? context.debugDescription : "\(place.words): \(context.debugDescription)"
    default: return "\(place.words) does not fit"
    }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = node else {
      throw JSONProblem(words: "\(place.words) is \(node.words); it must be an object")
    }
    if asked.keys == nil { asked.keys = [] }
    return KeyedDecodingContainer(
      StrictKeyed<Key>(
        members: Dictionary(members.map { ($0.key, $0.value) }) { $1 }, decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = node else {
      throw JSONProblem(words: "\(place.words) is \(node.words); it must be a list")
    }
    return StrictList(elements: elements, decoder: self)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    StrictSingle(decoder: self)
  }
}

/// Dictionaries whose keys are text: data, not names of a type's properties.
private protocol KeyedByText {}
extension Dictionary: KeyedByText where Key == String {}
