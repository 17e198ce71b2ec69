import Foundation
import Runs
import Testing

@Suite struct PlacesTests {
  private let places = Places(
    model: URL(fileURLWithPath: "/models/one"), data: nil, base: URL(fileURLWithPath: "/study"))

  @Test func `names stand for the folders that the caller names`() throws {
    #expect(try places.resolve("$SIMCSE_MODEL").path == "/models/one")
    #expect(try places.resolve("$SIMCSE_MODEL/a/b").path == "/models/one/a/b")
    #expect(try places.resolve("text.txt").path == "/study/text.txt")
    #expect(throws: PlacesError.self) { try places.resolve("$SIMCSE_DATA/wiki") }
  }

  @Test(arguments: [
    "/etc/passwd", "../x", "a/../../x", "$SIMCSE_MODEL/../x", "..", "", "a/..", "a\u{0}b",
  ])
  func `no path of a study leaves its folders`(_ path: String) {
    #expect(throws: PlacesError.outside(path: path)) { try places.resolve(path) }
  }
}
