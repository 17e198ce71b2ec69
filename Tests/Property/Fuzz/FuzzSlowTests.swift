import Foundation
import Support
import Testing

private let fuzz = BuiltProgram.beside("fuzz")

/// No changed file ends a reader, and every refusal names the file; `ci/soak fuzz` does it by the
/// million.
@Suite(.enabled(if: fuzz != nil, "there is no fuzz beside the tests"))
struct FuzzSlowTests {
  /// What a program printed, and its exit code.
  private static func run(_ words: [String]) throws -> (code: Int32, said: String) {
    let process = Process()
    let output = Pipe()
    process.executableURL = fuzz
    process.arguments = words
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  static let readers: [String] = {
    guard fuzz != nil, let list = try? run([]) else { return [] }
    return list.said.split(separator: "\n").map(String.init)
  }()

  @Test(arguments: readers)
  func `no changed file ends a reader, and each that is refused is named`(_ reader: String) throws {
    try withTemporaryFolder { folder in
      let count = ["packed sentences (gz)": 10, "model folder": 30][reader] ?? 200
      let found = try Self.run([reader, "1", "0", "\(count)", folder.path])
      let numbers = found.said.split(separator: " ").prefix(3).compactMap { Int($0) }
      try #require(found.code == 0 && numbers.count == 3, "\(found)")
      #expect(numbers[0] + numbers[1] == count && numbers[2] == 0, "\(found.said)")
    }
  }
}
