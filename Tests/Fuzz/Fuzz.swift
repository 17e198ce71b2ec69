import Foundation

/// `fuzz READER SEED FIRST COUNT FOLDER`: gives one reader changed files, and tells what it made of
/// them. `fuzz` alone lists the readers.
///
/// Before each input its number goes to FOLDER/at, so that whoever started this process knows which
/// one ended it. Afterwards it prints how many were read, how many refused, and how many refused
/// without naming the file.
@main
enum Fuzz {
  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count == 5, let seed = UInt64(words[1]), let first = Int(words[2]),
      let count = Int(words[3])
    else {
      print(FuzzedReader.all.map(\.name).joined(separator: "\n"))
      exit(words.isEmpty ? 0 : 2)
    }
    guard let reader = FuzzedReader.all.first(where: { $0.name == words[0] }) else { exit(2) }
    let folder = URL(fileURLWithPath: words[4])
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = try reader.prepare(folder)
    let file = folder.appendingPathComponent(path)
    let original = [UInt8](try Data(contentsOf: file))
    // The valid file is read.
    try reader.read(folder)
    let at = folder.appendingPathComponent("at")
    try Data(repeating: 0x20, count: 24).write(to: at)
    let handle = try FileHandle(forUpdating: at)
    var (readWell, refused, nameless, example) = (0, 0, 0, "")
    for index in first..<first + count {
      try handle.seek(toOffset: 0)
      try handle.write(contentsOf: Data("\(index) ".utf8))
      var mutation = Mutation(seed: seed, index: index)
      try Data(mutation.changed(original)).write(to: file)
      do {
        try reader.read(folder)
        readWell += 1
      } catch {
        refused += 1
        if !"\(error)".contains(folder.path) {
          nameless += 1
          if example.isEmpty { example = "\(index): \(error)" }
        }
      }
    }
    print("\(readWell) \(refused) \(nameless) \(example.prefix(200))")
  }
}
