import Laws
import Model
import Support
import Synchronization
import Testing

/// Each law is shown to fail on a variant that breaks it.
@Suite struct VariantLawTests {
  @Test func `a gradient that forgets what moves is found`() {
    #expect(VariantLaw.gradient.findings(ForgetfulObjective(), off: nil).count >= 4)
  }

  @Test func `draws from elsewhere than the stream are found`() {
    #expect(VariantLaw.oneStreamOneAnswer.findings(OwnMemory(), off: nil).count >= 2)
  }

  @Test func `settings that switch off all but a little are found`() {
    let little = GaussianNoiseNegatives(count: 1, weight: 1e-9)
    #expect(VariantLaw.switchedOff.findings(little, off: little).count == 1)
    let refused = GaussianNoiseNegatives(count: -1, weight: 1)
    #expect(VariantLaw.switchedOff.findings(refused, off: refused).count == 1)
  }

  @Test func `what is carried outside the checkpoint is found`() {
    #expect(VariantLaw.resume.findings(OwnMemory(), off: nil).count == 4)
  }

  @Test func `a setting that a study file loses is found`() {
    #expect(VariantLaw.settings.findings(Lossy(count: 2), off: nil).count == 2)
    #expect(VariantLaw.settings.findings(Lossy(count: 1), off: nil) == [])
    let refused = GaussianNoiseNegatives(count: -1, weight: 1)
    #expect(VariantLaw.settings.findings(refused, off: nil).count == 1)
    #expect(VariantLaw.settings.findings(Misnamed(), off: nil).count == 1)
  }

  @Test func `an answer that depends on the number of threads is found`() {
    let findings = VariantLaw.threads.findings(ThreadCounter(), off: nil)
    #expect(findings.map { $0.prefix(9) } == ["2 threads", "2 threads", "3 threads", "3 threads"])
  }
}

/// A loss whose second half is a constant for differentiation, though it follows the weights.
private struct ForgetfulObjective: Variant, Objective {
  static let name = "forgetful-objective"
  static let examples = [Self()]
  var objective: (any Objective)? { self }
  var readsNegatives: Bool { true }

  func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    let copy = head.tape.constant(head.logits.value)
    let own = head.tape.apply(InfoNCE(logWeights: head.logWeights), head.logits)
    return head.tape.apply(
      Add(compute: head.compute), own, head.tape.apply(InfoNCE(logWeights: head.logWeights), copy))
  }
}

/// Negatives from the batch before, remembered by the process instead of the state.
private struct OwnMemory: Variant, NegativeSource {
  static let name = "own-memory"
  static let examples = [Self()]
  private static let memory = Mutex<[Int: [Double]]>([:])
  var negativeSource: (any NegativeSource)? { self }

  func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives? {
    let width = batch.anchors.columns
    let vector = Self.memory.withLock { memory in
      defer { memory[width, default: Array(repeating: 0.5, count: width)][0] += 1 }
      return memory[width] ?? Array(repeating: 0.5, count: width)
    }
    return ExtraNegatives(vectors: Tensor(vector, shape: [1, width]), weight: 1)
  }
}

/// Writes no setting.
private struct Lossy: Variant {
  static let name = "lossy"
  static let examples = [Self(count: 1)]
  var count = 1

  private enum CodingKeys: CodingKey {}
}

private struct Misnamed: Variant {
  static let name = "Mis named"
  static let examples = [Self()]
}

/// As many negatives as there are threads.
private struct ThreadCounter: Variant, NegativeSource {
  static let name = "thread-counter"
  static let examples = [Self()]
  var negativeSource: (any NegativeSource)? { self }

  func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives? {
    let (count, width) = (batch.compute.threads, batch.anchors.columns)
    return ExtraNegatives(
      vectors: Tensor(stream.normal(count * width), shape: [count, width]), weight: 1)
  }
}
