import Files
import Foundation
import Testing

@Suite struct StrictJSONTests {
  enum Color: String, Codable, CaseIterable { case red, darkBlue = "dark-blue" }
  struct Inner: Codable, Equatable {
    var paddingID: Int
    var dataOrder: UInt64
    var optionalRate: Double?
  }
  struct Sample: Codable, Equatable {
    var learningRate: Double
    var color: Color
    var innerParts: [Inner]
    var checksums: [String: String]
    var byName: [String: Inner]
    var anyValue: JSONValue
  }

  static let sample = Sample(
    learningRate: 0.5, color: .darkBlue,
    innerParts: [Inner(paddingID: 1, dataOrder: .max, optionalRate: nil)],
    checksums: ["STS12": "x", "dataOrder": "y", "a-b": "z", "A B": "w"],
    byName: ["dataOrder": Inner(paddingID: -1, dataOrder: 0, optionalRate: 2)],
    anyValue: .object(["dataOrder": .array([.object(["aB": .number(0.5)])])]))

  @Test func `names of properties are kebab-case, keys of dictionaries are data`() throws {
    let data = try StrictJSON.encode(Self.sample)
    let text = String(decoding: data, as: UTF8.self)
    for key in [
      "learning-rate", "inner-parts", "padding-id", "data-order", "optional-rate", "by-name",
      "STS12",
      "dataOrder", "a-b", "A B", "aB",
    ] {
      #expect(text.contains("\"\(key)\""), "\(key)")
    }
    for name in ["learningRate", "paddingID", "sts12"] { #expect(!text.contains(name), "\(name)") }
    #expect(text.components(separatedBy: "\"dataOrder\"").count == 4)
    #expect(try StrictJSON.decode(Sample.self, from: data, file: "sample") == Self.sample)
  }

  @Test(arguments: [
    ("1 2", "line 1, column 3"), ("{\"a\": 1,\n  \"a\": 2}", "line 2, column 3"), ("", "ends"),
    ("{\"a\": 1,}", "comma"), ("[1, 02]", "begins with 0"), ("nul", "true, false or null"),
    ("\"a\tb\"", "control character, byte 9"), ("\"\\ud800\"", "surrogates"), ("[1", "file ends"),
    ("{'a': 1}", "quotation"), (String(repeating: "[", count: 600), "512"),
  ])
  func `what is not JSON is shown by line and column`(_ text: String, _ words: String) {
    let error = #expect(throws: InputError.self) {
      try StrictJSON.decode(JSONValue.self, from: Data(text.utf8), file: "x.json")
    }
    #expect(error?.problem.contains(words) ?? false, "\(String(describing: error))")
    #expect(error?.problem.contains("column") ?? false)
  }

  @Test(arguments: [
    (#""data-order": 1"#, #""data-order": -1"#, "key 'inner-parts[0].data-order' is -1"),
    (#""data-order": 1"#, #""data-order": 1.5"#, "from 0 to 18446744073709551615"),
    (#""data-order": 1"#, #""data-order": null"#, "null"),
    (#""data-order": 1"#, #""dataOrder": 1"#, "'inner-parts[0].data-order' is missing"),
    (#""data-order": 1"#, #""data-order": 1, "more": 2"#, "unknown key 'inner-parts[0].more'"),
    (
      #""data-order": 1"#, #""data-order": 1, "data-odrer": 2"#,
      "unknown key 'inner-parts[0].data-odrer', did you mean 'data-order'?; known here: "
    ),
    (#""red""#, #""green""#, "key 'color' is the text 'green'; known: red, dark-blue"),
    ("0.25", "1e400", "key 'learning-rate' is 1e400; it must be a number from"),
    ("0.25", "\"0.25\"", "the text '0.25'; it must be a number"),
    ("\"checksums\": {}", "\"checksums\": []", "key 'checksums' is a list; it must be an object"),
    ("\"by-name\": {}", "\"by-name\": {\"aB\": 1}", "key 'by-name.aB' is 1; it must be an object"),
  ])
  func `what does not fit is shown by key, with what was found and what is known`(
    _ part: String, _ other: String, _ words: String
  ) throws {
    let text = """
      {"learning-rate": 0.25, "color": "red", "inner-parts": [{"padding-id": 1e3, "data-order": 1}],
       "checksums": {}, "by-name": {}, "any-value": [1e3, 1.5]}
      """
    let sound = try StrictJSON.decode(Sample.self, from: Data(text.utf8), file: "x.json")
    #expect(sound.innerParts.first?.paddingID == 1000)
    #expect(sound.anyValue == .array([.integer(1000), .number(1.5)]))
    let changed = text.replacingOccurrences(of: part, with: other)
    #expect(changed != text)
    let error = #expect(throws: InputError.self) {
      try StrictJSON.decode(Sample.self, from: Data(changed.utf8), file: "x.json")
    }
    #expect(error?.description.hasPrefix("x.json: ") ?? false)
    #expect(error?.problem.contains(words) ?? false, "\(String(describing: error))")
  }

  @Test func `what others wrote is read in part, under their own names`() throws {
    struct Foreign: Decodable { var hiddenSize: Int, layer_norm: Double? }
    let text = #"{"hiddenSize": 8, "layer_norm": null, "more": [1]}"#
    let value = try StrictJSON.decodePart(Foreign.self, from: Data(text.utf8), file: "config.json")
    #expect(value.hiddenSize == 8 && value.layer_norm == nil)
  }
}
