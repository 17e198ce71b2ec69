public import Foundation

/// Why JSON does not fit: file, key and what was found.
public struct StrictJSONError: Error, CustomStringConvertible, Equatable {
  public let file: String
  public let problem: String
  public var description: String { "\(file): \(problem)" }
}

/// JSON read without mercy: unknown keys are refused and nothing is filled in.
public enum StrictJSON {
  /// Decodes a value and refuses keys that the value would not write again.
  ///
  /// - Inputs: `userInfo`, what the decoder hands to the types that it reads.
  /// - Throws: ``StrictJSONError``.
  public static func decode<T: Codable>(
    _ type: T.Type, from data: Data, file: String,
    userInfo: [CodingUserInfoKey: any Sendable] = [:]
  ) throws -> T {
    let value: T
    do {
      let decoder = JSONDecoder()
      decoder.userInfo = userInfo
      value = try decoder.decode(type, from: data)
    } catch let error as DecodingError {
      throw StrictJSONError(file: file, problem: words(for: error))
    }
    let given: Any
    do {
      given = try JSONSerialization.jsonObject(with: data)
    } catch {
      // What the decoder passes over, such as a control character in the text of an unknown key.
      throw StrictJSONError(file: file, problem: words(for: error as NSError))
    }
    let written = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value))
    if let problem = unknownKey(in: given, beyond: written, at: "") {
      throw StrictJSONError(file: file, problem: problem)
    }
    return value
  }

  /// A value as JSON: sorted keys, indented, ending in a line break.
  public static func encode<T: Encodable>(_ value: T) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value) + Data([0x0A])
  }

  private static func unknownKey(in given: Any, beyond written: Any, at path: String) -> String? {
    if let given = given as? [String: Any], let written = written as? [String: Any] {
      for key in given.keys.sorted() {
        let place = path.isEmpty ? key : "\(path).\(key)"
        if given[key] is NSNull { return "key '\(place)' is null; leave it out" }
        guard let value = given[key], let counterpart = written[key] else {
          return "unknown key '\(place)'; known here: "
            + written.keys.sorted().joined(separator: ", ")
        }
        if let problem = unknownKey(in: value, beyond: counterpart, at: place) { return problem }
      }
    }
    if let given = given as? [Any], let written = written as? [Any] {
      for (index, (value, counterpart)) in zip(given, written).enumerated() {
        if let problem = unknownKey(in: value, beyond: counterpart, at: "\(path)[\(index)]") {
          return problem
        }
      }
    }
    return nil
  }

  /// A decoding error in plain words.
  package static func words(for error: DecodingError) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "the top" : path.map(\.stringValue).joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "key '\(place(context.codingPath + [key]))' is missing"
    case .typeMismatch(let type, let context):
      return "key '\(place(context.codingPath))' is not \(noun(type)): \(context.debugDescription)"
    case .valueNotFound(let type, let context):
      return "key '\(place(context.codingPath))' is null; it must be \(noun(type))"
    case .dataCorrupted(let context):
      let cause = context.underlyingError.map {
        " (\(words(for: $0 as NSError)))"
      }
      return "at \(place(context.codingPath)): \(context.debugDescription)\(cause ?? "")"
    @unknown default: return "\(error)"
    }
  }

  private static func words(for error: NSError) -> String {
    "\(error.userInfo[NSDebugDescriptionErrorKey] ?? error.localizedDescription)"
  }

  private static func noun(_ type: Any.Type) -> String {
    switch type {
    case is String.Type: "text"
    case is Bool.Type: "true or false"
    case is Int.Type, is UInt64.Type, is Int64.Type: "a whole number"
    case is Double.Type, is Float.Type: "a number"
    default: "a \(type)"
    }
  }
}
