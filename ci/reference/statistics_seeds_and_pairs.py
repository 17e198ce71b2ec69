"""The larger of Cochran and Cox's half-width and that of seeds alone; power by integration."""

import math

import numpy as np
from scipy import integrate, optimize, stats

import fixture


def half_width(seeds, from_seeds, from_pairs, tail):
    t, z = stats.t.isf(tail / 2, seeds - 1), stats.norm.isf(tail / 2)
    joint = (from_seeds * t + from_pairs * z) / math.sqrt(from_seeds + from_pairs)
    return max(joint, t * math.sqrt(from_seeds))


def p(difference, seeds, from_seeds, from_pairs):
    log = optimize.brentq(
        lambda log: half_width(seeds, from_seeds, from_pairs, math.exp(log)) - abs(difference),
        -600, -1e-12, xtol=1e-13)
    return math.exp(log)


def power(difference, deviation, from_pairs, margin, level, seeds):
    """The mean over chi-squared of the chance that the interval settles it."""
    error = math.sqrt(deviation ** 2 / seeds + from_pairs)

    def inner(log_x):
        x = math.exp(log_x)
        h = half_width(seeds, deviation ** 2 / seeds * x / (seeds - 1), from_pairs, 1 - level)
        seen = stats.norm.cdf((-h - difference) / error) + stats.norm.sf((h - difference) / error)
        room = margin - h
        if room >= h:
            seen = 1
        elif room > 0:
            seen += (stats.norm.cdf((room - difference) / error)
                     - stats.norm.cdf((-room - difference) / error))
        return stats.chi2.pdf(x, seeds - 1) * x * seen

    grid = np.linspace(-40, 8, 49)
    return sum(integrate.quad(inner, a, b, epsabs=1e-10, limit=100)[0] for a, b in zip(grid, grid[1:]))


def main():
    errors = [
        [0.395, 5, 0.02, 0.0034], [0.1, 5, 0.02, 0.0034], [2.3, 3, 0.1, 0.002], [2.3, 3, 0.1, 0.1],
        [0.4, 10, 0.001, 0.02], [1, 2, 0.05, 0.05], [-0.9, 25, 0.01, 0.0],
    ]
    plans = [
        [0.5, 0.6, 0.01, 0.2, 0.95, 8], [0.5, 0.6, 0.01, 0.2, 0.998, 12], [0, 0.4, 0.0, 0.5, 0.95, 6],
        [0.05, 0.5, 0.004, 0.4, 0.95, 30], [0.3, 0.6, 0.02, 0.1, 0.95, 3],
    ]
    fixture.write(
        "statistics_seeds_and_pairs",
        source="scipy.stats t and normal quantiles, scipy.optimize.brentq for p, scipy.integrate for"
        " power",
        packages=["scipy", "numpy"],
        tolerance={"relative": 1e-9, "power": 2e-4},
        why="roots and quantiles agree to some 1e-12; the chance has kinks in the variance, over which"
        " a rule of 400 even steps is good to some 1e-4",
        payload={
            "errors": [
                {"numbers": e, "p": p(*e),
                 "half-widths": [half_width(*e[1:], tail) for tail in (0.05, 0.1, 0.05 / 27)]}
                for e in errors],
            "plans": [{"numbers": e, "power": power(*e)} for e in plans],
        },
    )


if __name__ == "__main__":
    main()
