import Foundation
import Model
import Support
import Testing

/// The objective against its definition, a number at a time.
///
/// A gradient check cannot see a wrong objective whose derivative is right: the temperature on the
/// wrong side, the positive in the wrong place.
@Suite struct ContrastiveLossTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let sentences: Int
    let width: Int
    let extra: Int

    var testDescription: String { "\(sentences) × \(width), \(extra) more" }
  }

  static let cases = [
    Case(sentences: 1, width: 1, extra: 0), Case(sentences: 1, width: 8, extra: 2),
    Case(sentences: 2, width: 13, extra: 0), Case(sentences: 9, width: 5, extra: 3),
  ]

  @Test(arguments: cases, [0.05, 0.7])
  func `the loss is that of plain loops`(_ c: Case, temperature: Double) {
    let (a, b, extra) = vectors(c)
    let columns = b + extra
    let loss =
      a.enumerated().reduce(0.0) { sum, item in
        let masses = columns.enumerated().map { column, other in
          (column < b.count ? 1 : 0.5) * exp(cosine(item.element, other) / temperature)
        }
        return sum - log(masses[item.offset] / masses.reduce(0, +))
      } / Double(a.count)
    let found = contrastiveLoss(c, temperature: temperature).loss.value.scalars[0]
    #expect(abs(found - loss) <= 1e-12 * max(1, abs(loss)))
  }

  @Test(arguments: cases)
  func `the cosines of the log are means over pairs`(_ c: Case) {
    let (a, b, _) = vectors(c)
    var (positives, negatives): ([Double], [Double]) = ([], [])
    for (row, x) in a.enumerated() {
      for (column, y) in b.enumerated() {
        if row == column { positives.append(cosine(x, y)) } else { negatives.append(cosine(x, y)) }
      }
    }
    func mean(_ values: [Double]) -> Double {
      values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
    let found = contrastiveLoss(c, temperature: 0.05)
    #expect(abs(found.positiveCosine - mean(positives)) < 1e-12)
    #expect(abs(found.negativeCosine - mean(negatives)) < 1e-12)
  }

  /// Anchors, positives and extra vectors as rows.
  private func vectors(_ c: Case) -> (a: [[Double]], b: [[Double]], extra: [[Double]]) {
    func rows(_ count: Int, _ label: String) -> [[Double]] {
      let tensor = testTensor([count, c.width], seed: 3, label)
      return (0..<count).map { tensor.row($0) }
    }
    return (rows(c.sentences, "anchors"), rows(c.sentences, "positives"), rows(c.extra, "extra"))
  }

  private func cosine(_ x: [Double], _ y: [Double]) -> Double {
    func product(_ x: [Double], _ y: [Double]) -> Double {
      zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return product(x, y) / (product(x, x) * product(y, y)).squareRoot()
  }

  private func contrastiveLoss(_ c: Case, temperature: Double) -> ContrastiveLoss<Double> {
    let (a, b, extra) = vectors(c)
    func tensor(_ rows: [[Double]]) -> Tensor<Double> {
      Tensor(rows.flatMap { $0 }, shape: [rows.count, c.width])
    }
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    return ContrastiveLoss(
      anchors: tape.constant(tensor(a)), positives: tape.constant(tensor(b)),
      hardNegatives: nil,
      extra: c.extra == 0 ? nil : ExtraNegatives(vectors: tensor(extra), weight: 0.5),
      objective: nil, temperature: temperature, compute: oneThread, on: tape)
  }
}
