"""Variance components: a published gauge study by analysis of variance, and REML by SciPy."""

import itertools

import numpy as np
from scipy.optimize import minimize

import fixture

# Twenty parts measured twice by each of three operators.
GAUGE = """
21 20 20 20 19 21|24 23 24 24 23 24|20 21 19 21 20 22|27 27 28 26 27 28|19 18 19 18 18 21
23 21 24 21 23 22|22 21 22 24 22 20|19 17 18 20 19 18|24 23 25 23 24 24|25 23 26 25 24 25
21 20 20 20 21 20|18 19 17 19 18 19|23 25 25 25 25 25|24 24 23 25 24 25|29 30 30 28 31 30
26 26 25 26 25 27|20 20 19 20 20 20|19 21 19 19 21 23|25 26 25 24 25 25|19 19 18 17 19 17
"""


def gauge():
    rows = [row.split() for line in GAUGE.split("\n") if line for row in line.split("|")]
    levels, values = [], []
    for part, row in enumerate(rows):
        for place, value in enumerate(row):
            levels.append([part, place // 2])
            values.append(float(value))
    return levels, values


def made(seed, sizes, variances, keep):
    """Scores of a crossed design with effects of given variances; a share `keep` of the runs."""
    random = np.random.default_rng(seed)
    cells = list(itertools.product(*(range(size) for size in sizes)))
    effects = {
        term: random.normal(0, np.sqrt(variance), [sizes[f] for f in term])
        for term, variance in variances.items() if term
    }
    levels, values = [], []
    for cell in cells:
        for _ in range(2 if len(sizes) == 2 else 1):
            value = 70 + sum(e[tuple(cell[f] for f in term)] for term, e in effects.items())
            value += random.normal(0, np.sqrt(variances[()]))
            if random.random() < keep:
                levels.append(list(cell))
                values.append(float(value))
    return levels, values


def reml(levels, values, terms):
    """The maximum by L-BFGS-B from several starts, from dense matrices."""
    levels, y = np.asarray(levels), np.asarray(values)
    n = len(y)
    matrices = []
    for term in terms:
        keys = [tuple(row[list(term)]) for row in levels]
        matrices.append(np.array([[float(a == b) for b in keys] for a in keys]))
    matrices.append(np.eye(n))
    scale = np.var(y, ddof=1)

    def loss(theta):
        v = sum(t * m for t, m in zip(theta, matrices))
        sign, log_determinant = np.linalg.slogdet(v)
        if sign <= 0:
            return 1e10, np.zeros(len(theta))
        w = np.linalg.inv(v)
        ones = w.sum(axis=1)
        p = w - np.outer(ones, ones) / ones.sum()
        z = (y - y.mean()) / np.sqrt(scale)
        pz = p @ z
        value = 0.5 * (log_determinant + np.log(ones.sum()) + z @ pz)
        return value, np.array([0.5 * (np.sum(p * m) - pz @ m @ pz) for m in matrices])

    best = None
    for start in (np.full(len(matrices), 0.3), np.r_[np.full(len(terms), 0.05), 0.8],
                  np.r_[np.full(len(terms), 0.8), 0.2]):
        found = minimize(loss, start, jac=True, method="L-BFGS-B",
                         bounds=[(0, None)] * len(terms) + [(1e-8, None)],
                         options={"maxiter": 5000, "ftol": 1e-16, "gtol": 1e-10})
        if best is None or found.fun < best.fun:
            best = found
    return [float(v) for v in best.x * scale]


def main():
    levels, values = gauge()
    cases = [{
        "name": "gauge", "factors": ["part", "operator"], "levels": levels, "values": values,
        "terms": [[0], [1], [0, 1]], "variances": reml(levels, values, [(0,), (1,), (0, 1)]),
    }]
    for name, seed, sizes, variances, keep in [
        ("two factors, incomplete", 1, [5, 6], {(0,): 1, (1,): 2, (0, 1): 0.5, (): 1}, 0.7),
        ("two factors, one of no effect", 2, [6, 5], {(0,): 1, (1,): 0, (): 1}, 0.8),
        ("three factors, incomplete", 3, [5, 4, 4], {(0,): 2, (1,): 1, (2,): 0.5, (): 1}, 0.6),
    ]:
        levels, values = made(seed, sizes, variances, keep)
        terms = [(0,), (1,), (0, 1)] if len(sizes) == 2 else [(0,), (1,), (2,), (0, 1)]
        cases.append({
            "name": name, "factors": ["a", "b", "c"][: len(sizes)], "levels": levels,
            "values": values, "terms": [list(term) for term in terms],
            "variances": reml(levels, values, terms),
        })
    fixture.write(
        "statistics_variance_components",
        source="Montgomery, Design and Analysis of Experiments (2012), example 13.1, data and"
        " analysis of variance as printed; REML by scipy.optimize.minimize (L-BFGS-B) over dense"
        " NumPy matrices",
        packages=["scipy", "numpy"],
        tolerance={"printed": 0.005, "variance": 2e-4},
        why="the book prints two or three decimals; L-BFGS-B stops where the likelihood is flat"
        " to 1e-10, some 1e-5 of a variance",
        payload={
            "printed": {
                "sums-of-squares": [1185.425, 2.617, 27.050, 59.500],
                "variances": [10.28, 0.0149, -0.14, 0.99],
            },
            "cases": cases,
        },
    )


if __name__ == "__main__":
    main()
