import Model
import Support
import Testing
import Tools

@Suite struct NearestRowsTests {
  /// Rows of length 1; every third repeats an earlier one, so that many cosines are tied.
  private func rows(_ count: Int, width: Int, _ label: String) -> Tensor<Float> {
    var rows = normalizedRows(testTensor([count, width], seed: 5, label)).rows
    for row in stride(from: 3, to: count, by: 3) {
      for column in 0..<width { rows[row, column] = rows[row / 3, column] }
    }
    return Tensor(rows.scalars.map { Float($0) }, shape: rows.shape)
  }

  private let exact = Compute(product: .exact, threads: 1)

  @Test(arguments: [1, 2, 7, 300, 500, Int.max], [1, 16, 100, 1000])
  func `the nearest are the first of a full sort`(count: Int, block: Int) {
    let (corpus, queries) = (rows(300, width: 9, "corpus"), rows(70, width: 9, "queries"))
    let cosines = exact.product(queries, transposed: false, corpus, transposed: true)
    let found = nearestRows(
      to: queries, in: corpus, count: count, block: block, compute: exact)
    let wrong = (0..<queries.rows).filter { query in
      let sorted = (0..<corpus.rows).map { NearRow(row: $0, cosine: cosines[query, $0]) }
        .sorted { $0.cosine != $1.cosine ? $0.cosine > $1.cosine : $0.row < $1.row }
      return found[query] != Array(sorted.prefix(count))
    }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: [1, 33, 4096], [1, 2, 3])
  func `neither block nor threads change a bit`(block: Int, threads: Int) {
    let (corpus, queries) = (rows(2000, width: 40, "corpus"), rows(5, width: 40, "queries"))
    let plain = nearestRows(to: queries, in: corpus, count: 20, block: 2000, compute: exact)
    let found = nearestRows(
      to: queries, in: corpus, count: 20, block: block,
      compute: Compute(product: .exact, threads: threads))
    let isEqual = found == plain
    #expect(isEqual)
  }

  @Test func `a query alone has the bits that it has among others`() {
    let (corpus, queries) = (rows(500, width: 24, "corpus"), rows(130, width: 24, "queries"))
    let all = nearestRows(to: queries, in: corpus, count: 5, block: 64, compute: exact)
    for query in [0, 63, 64, 129] {
      let alone = nearestRows(
        to: Tensor(queries.row(query), shape: [1, 24]), in: corpus, count: 5, block: 64,
        compute: exact)
      #expect(alone == [all[query]])
    }
  }

  // Up to three rows are chained without packing, more are multiplied in tiles.
  @Test(arguments: [1, 2, 3, 4, 7], [1, 3, 4, 33, 400])
  func `a product with some rows has the bits of the whole product`(_ count: Int, width: Int) {
    let (a, b) = (rows(count, width: width, "a"), rows(1300, width: width, "b"))
    let whole = exact.product(a, transposed: false, b, transposed: true)
    for range in [11..<29, 0..<1300, 5..<6] {
      let part = exact.products(of: a, withRows: range, of: b)
      let wrong = (0..<count).filter { part.row($0) != Array(whole.row($0)[range]) }
      #expect(wrong.isEmpty)
    }
  }
}
