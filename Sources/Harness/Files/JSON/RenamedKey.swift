import Foundation
import Synchronization

/// A key, or a word, that was once called otherwise: the old name is read, with a line about the new one.
package struct RenamedKey: Sendable, Hashable {
  /// What was renamed.
  enum Kind: String { case key, value }

  package let old: String
  package let new: String
  let kind: Kind

  package init(_ old: String, now new: String) { self.init(.key, old, now: new) }

  init(_ kind: Kind, _ old: String, now new: String) {
    self.kind = kind
    self.old = old
    self.new = new
  }

  /// What to write instead.
  package var words: String {
    "\(kind) '\(old)' is now called '\(new)'; the old name is still read"
  }

  /// Says it once on standard error.
  package func notice(in file: String) { OldKeys.notice(self, in: file) }

  /// An object with the keys of today.
  static func renamed(
    _ node: JSONNode, for type: Any.Type, _ notice: (RenamedKey) -> Void
  ) -> JSONNode {
    guard let keys = (type as? any RenamesKeys.Type)?.renamedKeys, case .object(var members) = node
    else { return node }
    for key in keys {
      guard !members.contains(where: { $0.key == key.new }),
        let place = members.firstIndex(where: { $0.key == key.old })
      else { continue }
      members[place] = JSONMember(key: key.new, value: members[place].value)
      notice(key)
    }
    return .object(members)
  }
}

/// Says of each old key once what it is called now.
enum OldKeys {
  private static let known = Mutex<Set<RenamedKey>>([])

  static func notice(_ key: RenamedKey, in file: String) {
    guard known.withLock({ $0.insert(key).inserted }) else { return }
    try? FileHandle.standardError.write(contentsOf: Data("\(file): \(key.words)\n".utf8))
  }
}

/// A type of which files have keys under older names.
package protocol RenamesKeys {
  static var renamedKeys: [RenamedKey] { get }
}

/// An enumeration of which files have words under older names.
package protocol RenamesWords {
  /// Today's words by the old ones.
  static var renamedWords: [String: String] { get }
}

extension RenamedKey {
  /// A word of an enumeration as it is called today.
  static func renamed(
    _ word: String, for type: Any.Type, _ notice: (RenamedKey) -> Void
  ) -> String {
    guard let new = (type as? any RenamesWords.Type)?.renamedWords[word] else { return word }
    notice(RenamedKey(.value, word, now: new))
    return new
  }
}
