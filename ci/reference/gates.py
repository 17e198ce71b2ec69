"""Student's quantiles and Welch's test by SciPy, Student's tails by mpmath."""

import mpmath
import numpy as np
from scipy.stats import t, ttest_ind

import fixture
from random_stream import RandomStream

DEGREES = [1, 1.5, 2, 2.7, 4, 7.93, 8, 30, 120, 999, 1e4]
TAILS = [0.5, 0.4, 0.2, 0.1, 0.05, 0.025, 0.01, 0.025 / 16, 1e-4, 1e-8]


def quantiles():
    for nu in DEGREES:
        for tail in TAILS:
            yield {"degrees": float(nu), "tail": tail, "quantile": float(t.isf(tail, nu))}


def tails():
    # SciPy's own t.sf is 3e-11 off for one degree of freedom near zero, by the arc tangent.
    mpmath.mp.dps = 40
    for nu in DEGREES:
        for value in [0, 1e-6, 0.1, 0.7, 1, 2, 5, 12.5, 30]:
            square = mpmath.mpf(value) ** 2
            tail = mpmath.betainc(
                mpmath.mpf(nu) / 2, 0.5, 0, nu / (nu + square), regularized=True)
            yield {"degrees": float(nu), "t": float(value), "two-sided": float(tail)}


def welch():
    stream = RandomStream(5, "gates")
    for index, (first, second, shift, spread) in enumerate(
        [(5, 5, 0, 1), (5, 5, -0.02, 1), (3, 9, 0.01, 4), (2, 2, 0, 0.1), (20, 4, 0.005, 2)]
    ):
        draws = stream.fork(index)
        a = 0.7 + 0.01 * draws.uniform(np.arange(first))
        b = 0.7 + shift + 0.01 * spread * draws.uniform(np.arange(100, 100 + second))
        result = ttest_ind(b, a, equal_var=False)
        low, high = result.confidence_interval(0.95)
        yield {
            "baseline": [float(v) for v in a],
            "new": [float(v) for v in b],
            "degrees": float(result.df),
            "p-value": float(result.pvalue),
            "lower": float(low),
            "upper": float(high),
        }


def main():
    fixture.write(
        "gates",
        source="scipy.stats: t.isf, ttest_ind(equal_var=False); tails: mpmath.betainc",
        packages=["scipy", "mpmath", "numpy"],
        tolerance={"relative": 1e-11},
        why="relative, of every number: a continued fraction and a log-gamma in Double lose two or"
        " three digits for many degrees of freedom, and Welch's degrees sum squares of variances",
        payload={"quantiles": list(quantiles()), "tails": list(tails()), "welch": list(welch())},
    )


if __name__ == "__main__":
    main()
