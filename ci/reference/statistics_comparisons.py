"""Comparisons of methods: t intervals, signed ranks, superiority, order, power, correlations."""

import math
import warnings

import numpy as np
from scipy import integrate, optimize, stats

import fixture


def floats(values):
    return [float(v) for v in np.ravel(values)]


def paired():
    random = np.random.default_rng(1)
    cases = [
        ("five seeds", random.normal(76, 1, 5), random.normal(75, 1, 5)),
        ("25 seeds", random.normal(76, 1, 25), random.normal(75.8, 1, 25)),
        ("70 seeds", random.normal(76, 1, 70), random.normal(75.8, 1, 70)),
        ("ties and zeros", [1, 2, 3, 4, 5, 6, 7, 8.0], [1, 3, 2, 6, 3, 4, 9, 6.0]),
        ("ties", [1, 1, 2, 2, 3, 5, 9, 4, 4.0], [0, 2, 1, 4, 1, 3, 6, 1, 2.0]),
        ("70 with ties", np.round(random.normal(76, 1, 70), 1), np.round(random.normal(76, 1, 70), 1)),
        ("all one way", [2, 3, 4, 5, 6.5], [1, 1.5, 2, 2.7, 3.0]),
    ]
    for name, a, b in cases:
        a, b = np.asarray(a, float), np.asarray(b, float)
        t = stats.ttest_rel(a, b)
        interval = t.confidence_interval(0.95)
        # Rounded, so that differences that are equal in decimals are tied.
        differences = np.round(a - b, 9)
        differences = differences[differences != 0]
        if len(differences) <= 16:
            # All choices of signs, counted.
            ranks = stats.rankdata(np.abs(differences))
            signs = (np.arange(2 ** len(ranks))[:, None] >> np.arange(len(ranks))) & 1
            sums = signs @ ranks
            observed = ranks[differences > 0].sum()
            signed_p = min(1, 2 * min((sums <= observed).mean(), (sums >= observed).mean()))
        else:
            exact = len(differences) <= 60
            found = stats.wilcoxon(differences, method="exact" if exact else "approx",
                                   correction=not exact)
            signed_p = found.pvalue
        wins = float((a > b).sum() + 0.5 * (a == b).sum())
        n = len(a)
        yield {
            "name": name, "a": floats(a), "b": floats(b),
            "interval": floats([interval.low, interval.high]), "p": float(t.pvalue),
            "signed-rank": float(stats.rankdata(np.abs(differences))[differences > 0].sum()),
            "signed-rank-p": float(signed_p),
            "wins": wins / n,
            "wins-interval": floats([
                0 if wins == 0 else stats.beta.ppf(0.025, wins, n - wins + 1),
                1 if wins == n else stats.beta.ppf(0.975, wins + 1, n - wins)]),
            "superiority": float(stats.mannwhitneyu(a, b).statistic / n ** 2),
            "superiority-interval": newcombe(a, b),
            "violation": violation(a, b),
        }


def newcombe(a, b):
    """Method 5 of Newcombe 2006, by Brent's method."""
    n, m = len(a), len(b)
    theta = stats.mannwhitneyu(a, b).statistic / (n * m)
    z, half = stats.norm.ppf(0.975), (n + m) / 2 - 1

    def excess(t):
        variance = t * (1 - t) * (1 + half * ((1 - t) / (2 - t) + t / (1 + t))) / (n * m)
        return (theta - t) ** 2 - z ** 2 * variance

    low = 0.0 if theta == 0 else optimize.brentq(excess, 1e-12, theta, xtol=1e-14)
    high = 1.0 if theta == 1 else optimize.brentq(excess, theta, 1 - 1e-12, xtol=1e-14)
    return floats([low, high])


def violation(a, b):
    """The violation ratio by quantiles at the middle of n m equal parts."""
    n, m = len(a), len(b)
    t = (np.arange(n * m) + 0.5) / (n * m)
    f, g = np.sort(a)[(t * n).astype(int)], np.sort(b)[(t * m).astype(int)]
    squares = (f - g) ** 2
    return float(squares[f < g].sum() / squares.sum())


def power(effect, n):
    """Two-sided paired t test by the noncentral t distribution, integrated."""
    t = stats.t.ppf(0.975, n - 1)
    shift = effect * math.sqrt(n)

    def inner(s):
        chi = stats.chi.pdf(s * math.sqrt(n - 1), n - 1) * math.sqrt(n - 1)
        return chi * (stats.norm.cdf(-t * s - shift) + stats.norm.sf(t * s - shift))

    return float(integrate.quad(inner, 0, np.inf, epsabs=1e-12, epsrel=1e-12)[0])


def maximum(values, n, replace):
    """The expected maximum over every draw, told from chances of each order statistic."""
    values = np.sort(values)
    count = len(values)
    i = np.arange(1, count + 1)
    if replace:
        return float((values * ((i / count) ** n - ((i - 1) / count) ** n)).sum())
    return float(sum(v * math.comb(k - 1, n - 1) for k, v in zip(i, values)) / math.comb(count, n))


def correlations():
    random = np.random.default_rng(2)
    for name, n, digits in [("ten", 10, 9), ("forty, tied", 40, 0), ("four", 4, 9)]:
        x = np.round(random.normal(0, 2, n), digits)
        y = np.round(0.7 * x + random.normal(0, 1, n), digits)
        found = stats.pearsonr(x, y)
        rho = stats.spearmanr(x, y).statistic
        reach = stats.norm.ppf(0.975) * math.sqrt((1 + rho ** 2 / 2) / (n - 3))
        _, counts = np.unique(x, return_counts=True)
        yield {
            "name": name, "x": floats(x), "y": floats(y),
            "pearson": floats(found.confidence_interval(0.95)),
            "spearman": floats(np.tanh([np.arctanh(rho) - reach, np.arctanh(rho) + reach])),
            "tied-values": int(counts[counts > 1].sum()), "tied-groups": int((counts > 1).sum()),
        }


def holm(values):
    order = np.argsort(values, kind="stable")
    adjusted = np.maximum.accumulate(np.minimum(1, np.asarray(values)[order] * np.arange(len(values), 0, -1)))
    answer = np.empty(len(values))
    answer[order] = adjusted
    return floats(answer)


def main():
    warnings.simplefilter("error")
    scores = np.random.default_rng(3).normal(76, 1, 12)
    p = [0.01, 0.04, 0.03, 0.005, 0.2, 0.04]
    fixture.write(
        "statistics_comparisons",
        source="scipy.stats ttest_rel, wilcoxon, mannwhitneyu, beta, pearsonr; all 2^n signs counted"
        " by NumPy where there are ties; power by scipy.integrate over the noncentral t; best of"
        " normal draws: Harter, Biometrika 48 (1961), table 1, as printed; the rest from their"
        " formulas by NumPy",
        packages=["scipy", "numpy"],
        tolerance={"value": 1e-9, "printed": 5e-6},
        why="roots and quantiles agree to some 1e-12 of values near 76; the table prints five"
        " decimals",
        payload={
            "paired": list(paired()),
            "power": [[e, n, power(e, n)] for e in (0.1, 0.5, 1.2) for n in (2, 5, 10, 40)],
            "seeds-for-80": [
                [e, next(n for n in range(2, 1000) if power(e, n) >= 0.8)] for e in (0.3, 0.7, 2)],
            "scores": floats(scores),
            "best-with-replacement": [[n, maximum(scores, n, True)] for n in (1, 3, 12, 50)],
            "best-without-replacement": [[n, maximum(scores, n, False)] for n in (1, 3, 11, 12)],
            "best-of-normal-draws": [
                [1, 0], [2, 0.56419], [3, 0.84628], [5, 1.16296], [10, 1.53875], [25, 1.96531],
                [100, 2.50759]],
            "correlations": list(correlations()),
            "p-values": p, "holm": holm(p),
        },
    )


if __name__ == "__main__":
    main()
