public import Foundation

/// A file under Tests/Golden/Fixtures, made by a script under ci/reference.
///
/// Keys such as `float-difference` decode as `floatDifference`; those of dictionaries stay.
public enum Fixture {
  /// The content of `<name>.json`.
  public static func read<Content: Decodable>(
    _ name: String, as type: Content.Type = Content.self
  ) throws -> Content {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .custom { path in Key(camelCase(path[path.count - 1].stringValue))
    }
    return try decoder.decode(type, from: Data(contentsOf: url(name)))
  }

  /// Where `<name>.json` lies.
  public static func url(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(components: "Golden", "Fixtures", "\(name).json")
  }

  /// A folder of fixtures.
  public static func folder(_ name: String) -> URL {
    url(name).deletingPathExtension()
  }

  private static func camelCase(_ key: String) -> String {
    let words = key.split(separator: "-", omittingEmptySubsequences: false)
    return words.enumerated().map {
      $0 == 0 ? String($1) : $1.prefix(1).uppercased() + $1.dropFirst()
    }
    .joined()
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }
}
