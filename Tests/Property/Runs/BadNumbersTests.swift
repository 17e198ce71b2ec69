import Files
import Foundation
import Model
import Runs
import Studies
import Support
import Testing

/// Every number of every setting, changed into what it cannot be.
@Suite struct BadNumbersTests {
  /// A setting that is a number, by key path, in settings that are sound.
  struct Place: Sendable, CustomTestStringConvertible {
    let settings: JSONValue
    let path: [String]

    var key: String { path.joined(separator: ".") }
    var testDescription: String { "\(settings[["variant", "name"]]?.label ?? "") \(key)" }

    var isWhole: Bool {
      ![
        "temperature", "learning-rate", "maximum-gradient-norm", "hidden-dropout-rate",
        "attention-dropout-rate", "layer-norm-epsilon", "deviation", "beta1", "beta2", "epsilon",
        "weight-decay", "rate", "weight", "scale", "size", "fraction", "radius", "growth",
        "start-rate", "step-size", "potential", "alignment-weight", "uniformity-weight",
        "forgetting-rate", "variance-floor", "hard-negative-weight",
        "threshold", "momentum", "pull", "least-gap", "greatest-gap", "probability",
      ].contains(path.last)
    }

    /// What the reader says of another value, written as JSON; nil where it takes it.
    func complaint(about text: String) throws -> String? {
      let new = try StrictJSON.value(ofWord: "\"<value>\"", file: "")
      let changed = try #require(settings.setting(path[...], to: new))
      let json = String(decoding: try StrictJSON.encode(changed), as: UTF8.self)
        .replacingOccurrences(of: "\"<value>\"", with: text)
      do {
        _ = try StudyFile.settings(Data(json.utf8), file: "settings", overrides: [])
        return nil
      } catch { return "\(error)" }
    }
  }

  private static func numbers(_ value: JSONValue, _ path: [String]) -> [[String]] {
    switch value {
    case .integer, .unsigned, .number: [path]
    case .object(let members):
      members.keys.sorted().flatMap { numbers(members[$0] ?? .null, path + [$0]) }
    default: []
    }
  }

  static let places: [Place] = {
    let base = packageFolder.appendingPathComponent("Studies/Base/unsupervised-small.json")
    guard let settings = try? StudyFile.settings(base, overrides: []),
      let value = try? JSONValue(settings)
    else { return [] }
    let variants = VariantCatalog.standard.examples.compactMap { variant -> JSONValue? in
      guard let choice = try? JSONValue(VariantChoice(variant)) else { return nil }
      return value.setting(["variant"], to: choice)
    }
    let own = numbers(value, []).map { Place(settings: value, path: $0) }
    return own
      + variants.flatMap { settings in
        numbers(settings[["variant"]] ?? .null, ["variant"]).map {
          Place(settings: settings, path: $0)
        }
      }
  }()

  @Test func `there are settings to change`() {
    #expect(Self.places.count { $0.isWhole } > 20)
    #expect(Self.places.count { !$0.isWhole } > 30)
  }

  @Test(arguments: places.filter(\.isWhole))
  func `a whole number that does not fit is refused by its key and range`(_ place: Place) throws {
    for text in ["-1", "18446744073709551616", "1.5", "1e300", "1e999", "\"3\"", "true", "[3]"] {
      let words = try #require(try place.complaint(about: text), "\(place.key) took \(text)")
      #expect(words.contains(place.path.last ?? "?"), "\(words)")
      // Beyond every number of JSON's readers, the range is that of all numbers.
      let range = text == "1e999" ? "it must be a number from" : "whole number"
      #expect(words.contains(range) || words.contains("numbers"), "\(words)")
      expectPlain(words)
    }
    // 1000, however it is written, is judged as 1000 is.
    #expect(try place.complaint(about: "1e3") == place.complaint(about: "1000"))
  }

  @Test(arguments: places.filter { !$0.isWhole })
  func `a number that single precision does not hold is refused by its key and range`(
    _ place: Place
  ) throws {
    for text in ["1e-300", "1e-40", "1e300", "1e999", "-1e999", "\"a\"", "false", "{}"] {
      let words = try #require(try place.complaint(about: text), "\(place.key) took \(text)")
      #expect(words.contains(place.path.last ?? "?"), "\(words)")
      #expect(words.contains("must be"), "\(words)")
      expectPlain(words)
    }
  }

  /// No words of a decoder, whose readers are programmers.
  private func expectPlain(_ words: String) {
    for bad in [
      "Swift", "decod", "Decod", "not valid JSON", "representable", "Cocoa", "Dictionary",
    ] {
      #expect(!words.contains(bad), "\(words)")
    }
  }

  @Test(arguments: [
    (-0.0, true), (1e-8, true), (Double(Float.leastNormalMagnitude) / 4, false), (.nan, false),
    (.infinity, false), (1, true), (3.5e38, false),
  ])
  func `a number of any sign is held or refused`(_ value: Double, _ isHeld: Bool) {
    #expect((NumberRule.finite.problem("weight", value) == nil) == isHeld)
    #expect((NumberRule.finite.problem("weight", -value) == nil) == isHeld)
  }

  @Test func `rates stop where single precision, and masks' 16 bits, round to 0 or 1`() {
    #expect(NumberRule.rate.problem("rate", 1 - 1e-7) == nil)
    #expect(NumberRule.rate.problem("rate", 1 - 1e-9) != nil)
    #expect(NumberRule.dropRate.problem("rate", 1 - 1e-5) == nil)
    #expect(NumberRule.dropRate.problem("rate", 1 - 1e-7) != nil)
    #expect(NumberRule.dropRate.problem("rate", 1e-5) == nil)
    #expect(NumberRule.dropRate.problem("rate", 1e-6) != nil)
    #expect(NumberRule.dropRate.problem("rate", 0) == nil)
  }
}
