import Model
public struct SyntheticEnglish: Sendable {
  public init(seed: UInt64, purpose: String) {}
  public func sentences(_ count: Int) -> [String] { [] }
  public func pairs(_ count: Int) -> [SentencePair] { [] }
  public static var vocabulary: [String] { [] }
}
