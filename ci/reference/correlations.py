"""Spearman and Pearson correlations of awkward vectors, by SciPy."""

import warnings
from decimal import Decimal, getcontext

import numpy as np
from scipy.stats import pearsonr, rankdata, spearmanr

import fixture
from random_stream import RandomStream


# Two rankings with one correlation, as two pairs of one gold score change places.
EQUAL = [
    [8, 25, 23, 11, 29, 26, 33, 30, 39, 37, 36, 27, 38, 21, 22, 9, 32, 35],
    [8, 25, 23, 11, 29, 26, 30, 33, 39, 27, 36, 37, 22, 38, 21, 35, 32, 9],
]


def cases():
    stream = RandomStream(3, "correlations")
    u, v = stream.fork("u").uniform(np.arange(60)), stream.fork("v").uniform(np.arange(60))
    mixed = u + 0.5 * v
    yield "plain", u, mixed
    yield "identical", u, u
    yield "reversed order", np.arange(20.0), -np.arange(20.0) ** 3
    yield "negated", u, -mixed
    yield "two pairs, rising", [1, 2], [5, 9]
    yield "two pairs, falling", [1, 2], [9, 5]
    yield "two pairs, one side equal", [1, 2], [5, 5]
    yield "first all equal", [3.0] * 7, [1, 5, 2, 8, 3, 9, 4]
    yield "second all equal", [1, 5, 2, 8, 3, 9, 4], [0.1] * 7
    yield "both all equal", [3.0] * 7, [2.0] * 7
    yield "heavy ties", np.floor(u * 3), np.floor(mixed * 3)
    yield "gold in fifths, scores without ties", np.floor(u * 26) / 5, mixed
    yield "ties at both ends", [0, 0, 0, 1, 2, 5, 5, 5, 5], [1, 0, 1, 1, 3, 4, 4, 3, 4]
    yield "one differs", [1] * 29 + [2], [1] * 28 + [2, 1]
    yield "offset 1e8", u + 1e8, mixed + 1e8
    yield "offset 1e8 on one side, scale 1e-3", u * 1e-3 + 1e8, mixed
    yield "tiny", u * 1e-200, mixed * 1e-200
    yield "huge", u * 1e200, mixed * 1e200
    yield "scales far apart", np.exp(60 * u - 30), np.exp(60 * mixed - 30)
    yield "zero and minus zero tie", [0.0, -0.0, 1, 2], [1, 2, 3, 4]
    yield "neighbouring numbers differ", [1.0, np.nextafter(1.0, 2), 2, 3], [2, 1, 3, 4]
    yield "uncorrelated", [1, 2, 3, 4, 5], [2, 1, 5, 1, 2]
    gold = np.repeat(np.arange(6.0), 3)
    for place, cosines in enumerate(EQUAL):
        yield f"one of two equal correlations, {place}", gold, cosines
    yield "cosines in Float", np.float32(u), np.float32(mixed / 2)


def nearest(x, y):
    """The double nearest to Spearman's correlation, from whole numbers; None of a constant side."""
    d, e = ([int(2 * rank) - len(x) - 1 for rank in rankdata(side)] for side in (x, y))
    squares = sum(a * a for a in d) * sum(b * b for b in e)
    products = sum(a * b for a, b in zip(d, e))
    return float(Decimal(products) / Decimal(squares).sqrt()) if squares else None


def number(value):
    """NaN has no form in JSON: it becomes null."""
    return None if np.isnan(value) else float(value)


def main():
    getcontext().prec = 80
    entries = []
    for name, x, y in cases():
        x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            entries.append({
                "name": name,
                "x": [float(value) for value in x],
                "y": [float(value) for value in y],
                "ranks-of-x": [float(rank) for rank in rankdata(x)],
                "spearman": number(spearmanr(x, y).statistic),
                "spearman-nearest": nearest(x, y),
                "pearson": number(pearsonr(x, y).statistic),
                "pearson-tolerance": 1e-8 if name.startswith("offset") else 1e-13,
            })
    fixture.write(
        "correlations",
        source="scipy.stats: spearmanr, pearsonr, rankdata (ties share their mean rank); nearest by"
        " decimal in 80 digits from whole numbers",
        packages=["scipy", "numpy"],
        tolerance={"spearman": 1e-14, "ranks": 0},
        why="sums of at most 60 terms in Double; Pearson's tolerance stands in each case, as an"
        " offset of 1e8 leaves few digits of the differences (SciPy itself is 1.5e-9 off there,"
        " by rational arithmetic). null stands for NaN, which SciPy gives when a side is"
        " constant. The squares of tiny and huge leave Double's range: divide by the largest"
        " difference first",
        payload={"cases": entries},
    )


if __name__ == "__main__":
    main()
