public import Model

/// How tests compute where neither backend nor threads are their subject.
public let oneThread = Compute(product: .exact, threads: 1)
