/// Plain SimCSE: the other sentences of the batch are the negatives.
///
/// A larger batch, method 16 of the thesis, is a setting of the run (`batch-size`), not a variant.
///
/// - Source: arXiv:2104.08821, section 3.
public struct InBatchNegatives: Variant {
  public static let name = "in-batch-negatives"
  public static let examples = [Self()]

  public init() {}
}
