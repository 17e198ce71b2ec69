"""Rates of false calls by integration and by simulation, and the p-values of a committed page, by SciPy.

The numbers that measured the first form of the statistics at fault, and what the present one does in the
same place.
"""

import gzip
import json
import pathlib

import numpy as np
from scipy import optimize, stats

import fixture

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAIRS = 18_850
FORMULAS = ["satterthwaite", "cochran-cox", "larger"]


def half_width(formula, seeds, from_seeds, from_pairs, tail):
    """Of an interval that leaves out `tail`; the variances may be arrays."""
    t, z = stats.t.isf(tail / 2, seeds - 1), stats.norm.isf(tail / 2)
    total = from_seeds + from_pairs
    if formula == "satterthwaite":
        degrees = total ** 2 / (from_seeds ** 2 / (seeds - 1) + from_pairs ** 2 / (PAIRS - 1))
        return stats.t.isf(tail / 2, degrees) * np.sqrt(total)
    joint = (from_seeds * t + from_pairs * z) / np.sqrt(total)
    return joint if formula == "cochran-cox" else np.maximum(joint, t * np.sqrt(from_seeds))


def rate(formula, seeds, share, tail):
    """The chance of a call without a difference: the mean over the variances that seeds may show."""
    even = (np.arange(400_000) + 0.5) / 400_000
    seen = (1 - share) * stats.chi2.ppf(even, seeds - 1) / (seeds - 1)
    return float(np.mean(2 * stats.norm.sf(half_width(formula, seeds, seen, share, tail))))


def family(random, seeds, share, studies, methods=27):
    """How often any of so many null methods that share a baseline is called, by each formula."""
    pairs = share / (1 - share) / seeds
    calls = dict.fromkeys(FORMULAS, 0)
    for _ in range(studies // 5_000):
        scores = random.normal(size=(5_000, methods + 1, seeds))
        luck = random.normal(size=(5_000, methods + 1))
        own = (scores[:, 1:] - scores[:, :1]) / np.sqrt(2)
        difference = own.mean(2) + np.sqrt(pairs / 2) * (luck[:, 1:] - luck[:, :1])
        seen = own.var(2, ddof=1) / seeds
        for formula in FORMULAS:
            reach = half_width(formula, seeds, seen, pairs, 0.05 / methods)
            calls[formula] += int((np.abs(difference) > reach).any(1).sum())
    return {formula: count / studies for formula, count in calls.items()}


def adjusted(comparisons, formula):
    """Holm's p of comparisons, from the numbers that a page carries."""
    def p(own):
        numbers = own["seeds"], own["variance-from-seeds"], own["variance-from-pairs"]
        return np.exp(optimize.brentq(
            lambda log: half_width(formula, *numbers, np.exp(log)) - abs(own["difference"]),
            -80, -1e-12, xtol=1e-13))

    values = np.array([p(own) for own in comparisons])
    found, largest = np.zeros(len(values)), 0
    for place, index in enumerate(np.argsort(values)):
        largest = max(largest, min(1, (len(values) - place) * values[index]))
        found[index] = largest
    return [float(value) for value in found]


# Averages of 3 data orders × 4 dropouts of a tiny encoder, a row an order.
TWELVE = [
    [0.18360629440367407, 0.1934288533635414, 0.18058396856986875, 0.16093885065013405],
    [0.19947350503115208, 0.20249583086495743, 0.19947350503115208, 0.21156280836637342],
    [0.18360629440367407, 0.18360629440367407, 0.1707614096100014, 0.20249583086495743],
]


def share_intervals(random, values, draws):
    """The generalized 95 % intervals of the shares of rows, columns and the remainder."""
    values = np.array(values)
    rows, columns = values.shape
    center, of_row, of_column = values.mean(), values.mean(1, keepdims=True), values.mean(0, keepdims=True)
    squares = [
        columns * ((of_row - center) ** 2).sum(), rows * ((of_column - center) ** 2).sum(),
        ((values - of_row - of_column + center) ** 2).sum(),
    ]
    degrees = [rows - 1, columns - 1, (rows - 1) * (columns - 1)]
    drawn = [square / random.chisquare(own, draws) for square, own in zip(squares, degrees)]
    parts = [
        np.maximum(0, drawn[0] - drawn[2]) / columns, np.maximum(0, drawn[1] - drawn[2]) / rows, drawn[2],
    ]
    total = sum(parts)
    return [[float(end) for end in np.quantile(part / total, [0.025, 0.975])] for part in parts]


def main():
    random = np.random.default_rng(17)
    rates = [
        {"seeds": seeds, "share": share, "tail": tail,
         **{formula: rate(formula, seeds, share, tail) for formula in FORMULAS}}
        for seeds in (3, 5, 10) for share in (0.02, 0.14, 0.25, 0.5) for tail in (0.05, 0.05 / 27)
    ]
    families = [
        {"seeds": seeds, "share": share, **family(random, seeds, share, 200_000)}
        for seeds, share in [(5, 0.14), (5, 0.25), (5, 0.5), (3, 0.02), (3, 0.14)]
    ]
    page = json.loads(gzip.decompress((ROOT / "Reports/thesis/methods/report.json.gz").read_bytes()))
    comparisons = page["decisions"][0]["comparisons"]
    numbers = ["difference", "seeds", "variance-from-seeds", "variance-from-pairs"]
    methods = [
        {"method": own["method"], "numbers": [own[key] for key in numbers],
         "satterthwaite": first, "cochran-cox": joint, "larger": larger}
        for own, first, joint, larger in zip(
            comparisons, *(adjusted(comparisons, formula) for formula in FORMULAS))
    ]
    fixture.write(
        "statistics_measured",
        source="scipy.stats; the rates as the mean over 400,000 even quantiles of chi-squared, the"
        " families in 200,000 simulated studies each; the methods with the numbers that"
        " Reports/thesis/methods/report.json.gz carries",
        packages=["scipy", "numpy"],
        tolerance={"rate": 2e-4, "family": 0.0025, "p": 1e-6, "share": 0.0033},
        why="even quantiles leave out half a step at either end; four standard errors of 5 % in 200,000"
        " studies; roots agree to some 1e-10; shares by even draws are stable to a third of a point",
        payload={"rates": rates, "families": families, "methods": methods, "twelve": TWELVE,
                 "share-intervals": share_intervals(random, TWELVE, 4_000_000)},
    )


if __name__ == "__main__":
    main()
