/// Each token is matched with its own sentence among the batch's: mutual information in the place of contrast.
///
///     loss = mean over tokens t of sp(−lₜ · h of its sentence)
///          + mean over tokens and other sentences of sp(lₜ · h)  −  2 log 2,   sp(x) = log(1 + eˣ)
///
/// h is a sentence's vector, lₜ what stands for a token: the convolutions of the pooling `mean-convolutions`,
/// whose mean h is, or with another pooling the last block. Sentences pass once; the temperature and the
/// positives play no part.
///
/// IS-BERT is with the pooling `mean-convolutions`, on the sentences of NLI in batches of 32, for one epoch at
/// 2e-5, warmed up over a tenth of the steps. Its code convolves the padding behind a short sentence too; here
/// zeros are there.
///
/// - Relation: it has no setting that makes it plain SimCSE: there are no positives.
/// - Source: arXiv:2009.12061, section 3; `MutualInformationLoss.py` of its code.
/// - Complexity: O(T·B·H) beside the pass.
public struct MutualInformation: Variant, Objective {
  public static let name = "mutual-information"
  public static let examples = [Self()]

  public init() {}

  public var readsTokens: Bool { true }
  public var objective: (any Objective)? { self }
  public var readsNegatives: Bool { false }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    guard let tokens = head.tokens else {
      preconditionFailure("mutual information without the states of tokens")
    }
    let zeros = head.tape.constant(Tensor<Scalar>(zeros: [head.anchors.value.rows]))
    let logits = head.tape.apply(
      Linear(compute: head.compute), tokens.states, head.anchors, zeros)
    return head.tape.apply(JensenShannonInformation(starts: tokens.starts), logits)
  }
}
