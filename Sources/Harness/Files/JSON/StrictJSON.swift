public import Foundation

/// JSON read without mercy: unknown keys are refused and nothing is filled in.
///
/// Properties are kebab-case in it; keys of dictionaries are as they are.
public enum StrictJSON {
  /// Decodes a value; refuses keys that its type does not have, nulls, and a key given twice.
  ///
  /// - Inputs: `userInfo`, what types look up while they are decoded, such as a catalog of variants.
  /// - Throws: `InputError`.
  public static func decode<T: Decodable>(
    _ type: T.Type, from data: Data, file: String, userInfo: [CodingUserInfoKey: Any] = [:]
  ) throws -> T {
    try decode(type, from: data, file: file, isOurs: true, userInfo: userInfo)
  }

  /// Decodes what a type has of JSON that others wrote, and passes over the rest; keys are as they named them.
  ///
  /// - Throws: `InputError`.
  package static func decodePart<T: Decodable>(
    _ type: T.Type, from data: Data, file: String
  ) throws -> T {
    try decode(type, from: data, file: file, isOurs: false, userInfo: [:])
  }

  private static func decode<T: Decodable>(
    _ type: T.Type, from data: Data, file: String, isOurs: Bool,
    userInfo: [CodingUserInfoKey: Any]
  ) throws -> T {
    do {
      let options = StrictDecoder.Options(isOurs: isOurs, userInfo: userInfo) {
        OldKeys.notice($0, in: file)
      }
      return try StrictDecoder.decode(type, JSONText.read(data), at: JSONPlace(), options)
    } catch let problem as JSONProblem {
      throw InputError(file: file, problem: problem.text)
    }
  }

  /// A value as a command line gives it: JSON where it is JSON, else a text.
  ///
  /// - Throws: `InputError` for a number beyond all numbers.
  package static func value(ofWord word: String, file: String) throws -> JSONValue {
    guard let node = try? JSONText.read(Data(word.utf8)) else { return .string(word) }
    do { return try JSONValue(node, at: JSONPlace()) } catch let problem as JSONProblem {
      throw InputError(file: file, problem: problem.text)
    }
  }

  /// A value as JSON: sorted keys, indented, ending in a line break.
  public static func encode<T: Encodable>(_ value: T) throws -> Data {
    let formatting: JSONEncoder.OutputFormatting = [
      .prettyPrinted, .sortedKeys, .withoutEscapingSlashes,
    ]
    return try encoder(formatting).encode(value) + Data([0x0A])
  }

  /// A value as JSON on one line, with sorted keys.
  package static func encodeLine<T: Encodable>(_ value: T) throws -> Data {
    try encoder([.sortedKeys, .withoutEscapingSlashes]).encode(value)
  }

  private static func encoder(_ formatting: JSONEncoder.OutputFormatting) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    encoder.keyEncodingStrategy = KebabCase.strategy
    return encoder
  }
}
