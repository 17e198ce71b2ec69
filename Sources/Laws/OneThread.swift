package import Model

/// How tests compute where neither backend nor threads are their subject.
package let oneThread = Compute(product: .exact, threads: 1)
