"""E-values by integration, confidence sequences by root finding, bounds of planned looks, Sobol points."""

import math

import numpy as np
from scipy import integrate, optimize, stats
from scipy.stats import qmc

import fixture


def evidence(x, g):
    """The likelihood of t, averaged over normal effects, over that without an effect."""
    n = len(x)
    t = math.sqrt(n) * x.mean() / x.std(ddof=1)
    width = 12 * math.sqrt(g)

    def inner(effect):
        return (stats.norm.pdf(effect, 0, math.sqrt(g))
                * stats.nct.pdf(t, n - 1, effect * math.sqrt(n)))

    top = x.mean() / x.std(ddof=1)
    parts = sorted({-width, min(max(top, -width), width), 0.0, width})
    total = sum(integrate.quad(inner, a, b, epsabs=0, epsrel=1e-10, limit=400)[0]
                for a, b in zip(parts, parts[1:]))
    return total / stats.t.pdf(t, n - 1)


def closed(x, mean, g):
    n, v = len(x), len(x) - 1
    t2 = n * (x.mean() - mean) ** 2 / x.var(ddof=1)
    k = 1 + n * g
    return k ** -0.5 * ((1 + t2 / v) / (1 + t2 / (v * k))) ** ((v + 1) / 2)


def ends(x, g, level):
    """The ends of the sequence after each seed; null where E stays below 1/alpha everywhere."""
    low, high = -math.inf, math.inf
    answer = []
    for n in range(1, len(x) + 1):
        part = x[:n]
        if n > 1 and (1 + n * g) ** ((n - 1) / 2) > 1 / (1 - level):
            far = 1e6 * part.std(ddof=1)
            found = [
                optimize.brentq(lambda m: closed(part, m, g) - 1 / (1 - level),
                                part.mean(), part.mean() + side * far, xtol=1e-13)
                for side in (-1, 1)]
            low, high = max(low, found[0]), min(high, found[1])
        answer.append([None if math.isinf(low) else low, None if math.isinf(high) else high])
    return answer


def bounds(shares, level):
    """Each look's bound so that the chance of stopping, by multivariate normal integrals, is spent."""
    alpha = 1 - level
    z = stats.norm.isf(alpha / 4)
    spent = [4 * stats.norm.sf(z / math.sqrt(s)) for s in shares]
    known = []
    for place in range(len(shares)):
        times = np.array(shares[: place + 1])
        # cov of z(s), z(t) is sqrt(s / t) for s < t
        covariance = np.sqrt(np.minimum.outer(times, times) / np.maximum.outer(times, times))
        if place == 0:
            known.append(float(stats.norm.isf(spent[0] / 2)))
            continue

        def kept(bound):
            edge = np.array(known + [bound])
            return stats.multivariate_normal.cdf(
                edge, mean=np.zeros(place + 1), cov=covariance, lower_limit=-edge,
                abseps=1e-9, releps=1e-9, maxpts=2_000_000,
                rng=np.random.default_rng(1)) - (1 - spent[place])

        known.append(float(optimize.brentq(kept, 1, 8, xtol=1e-7)))
    return known


def two_bounds(share, level):
    """As above for a look at a share of the seeds and one at all, by a single integral."""
    z = stats.norm.isf((1 - level) / 4)
    first = stats.norm.isf(2 * stats.norm.sf(z / math.sqrt(share)))
    root, rest = math.sqrt(share), math.sqrt(1 - share)

    def stopped(bound):
        def inner(x):
            return stats.norm.pdf(x) * (stats.norm.sf((bound - root * x) / rest)
                                        + stats.norm.sf((bound + root * x) / rest))
        return sum(integrate.quad(inner, a, b, epsabs=1e-15)[0]
                   for a, b in ((-first, -1), (-1, 1), (1, first)))

    spent = 4 * stats.norm.sf(z) - 2 * stats.norm.sf(first)
    return [float(first), float(optimize.brentq(lambda b: stopped(b) - spent, 1, 8, xtol=1e-12))]


def main():
    random = np.random.default_rng(5)
    cases = []
    for name, n, mean, g in [("none", 12, 0, 1), ("clear", 9, 1.4, 1), ("small effects", 15, 0.5, 0.3)]:
        x = np.round(random.normal(mean, 1, n), 3)
        cases.append({
            "name": name, "differences": [float(v) for v in x], "effect-variance": g,
            "evidence": [evidence(x[:k], g) for k in range(2, n + 1)],
            "ends": ends(x, g, 0.95),
        })
    fixture.write(
        "statistics_sequential",
        source="E by scipy.integrate over the noncentral t density; ends by scipy.optimize.brentq;"
        " bounds of looks by scipy's multivariate normal integrals; points by scipy.stats.qmc.Sobol",
        packages=["scipy", "numpy"],
        tolerance={"relative": 1e-6, "end": 1e-9, "bound": 2e-4, "two-bounds": 1e-8},
        why="nct.pdf is good to some 1e-8; a root to 1e-12; the quasi-random integrals of four looks"
        " to 1e-6 of a chance, 1e-4 of a bound; one integral to 1e-12",
        payload={
            "cases": cases,
            "looks": [
                {"seeds": [10, 20, 30, 40], "bounds": bounds([0.25, 0.5, 0.75, 1], 0.95)},
                {"seeds": [5, 8, 20], "bounds": bounds([0.25, 0.4, 1], 0.9)},
            ],
            "two-looks": {"seeds": [10, 25], "bounds": two_bounds(0.4, 0.95)},
            "points": [[float(v) for v in row] for row in qmc.Sobol(8, scramble=False).random(64)],
        },
    )


if __name__ == "__main__":
    main()
