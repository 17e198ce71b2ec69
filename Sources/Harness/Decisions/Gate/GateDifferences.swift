/// The entries in which two lists of settings or checksums differ, in words.
package enum GateDifferences {
  /// `KEY is A in NAME, B in NAME` for each key that differs, in the order of the keys.
  package static func between(
    _ a: [String: String], _ b: [String: String], names: (String, String)
  ) -> [String] {
    Set(a.keys).union(b.keys).sorted().compactMap { key in
      guard a[key] != b[key] else { return nil }
      return "\(key) is \(short(a[key])) in \(names.0), \(short(b[key])) in \(names.1)"
    }
  }

  private static func short(_ value: String?) -> String {
    guard let value else { return "absent" }
    let isDigest = value.count == 64 && value.allSatisfy(\.isHexDigit)
    return isDigest ? value.prefix(12) + "…" : value
  }
}
