"""Gamma, beta, normal, chi-squared and F functions by SciPy, tails included."""

import numpy as np
from scipy import integrate, special, stats

import fixture


def rows(function, *arguments):
    """A row of arguments and the value for each combination."""
    grid = np.array(np.meshgrid(*arguments)).reshape(len(arguments), -1).T
    return [[float(v) for v in point] + [float(function(*point))] for point in grid]


def noncentral_t(t, degrees, shift):
    """P(T' > t) as the mean of a normal chance over the deviations that a sample may show."""
    def inner(log_ratio):
        x = degrees * np.exp(log_ratio)
        return (stats.chi2.pdf(x, degrees) * x
                * stats.norm.sf(t * np.exp(log_ratio / 2) - shift))

    parts = [-80, -20, -8, -3, -1, -0.3, 0, 0.3, 1, 3, 6]
    return sum(integrate.quad(inner, a, b, epsabs=1e-14, epsrel=1e-12)[0]
               for a, b in zip(parts, parts[1:]))


def main():
    p = [1e-6, 0.025, 0.3, 0.5, 0.975, 0.9999]
    fixture.write(
        "statistics_distributions",
        source="scipy.special gammaln, gammainc, gammaincc, betainc; scipy.stats norm, chi2, beta,"
        " f, ncf; noncentral t by scipy.integrate.quad",
        packages=["scipy", "numpy"],
        tolerance={"relative": 2e-12, "noncentral": 1e-9},
        why="relative, so that tails count. Differences of ln Γ lose a few of 16 digits at large arguments; ncf is"
        " itself a sum good to some 1e-11",
        payload={
            "log-gamma": rows(special.gammaln, [1e-3, 0.5, 1, 2, 3.7, 14.9, 15, 40, 1e4]),
            "gamma-lower": rows(special.gammainc, [0.5, 1, 2.5, 12, 300], [0.01, 0.7, 3, 13, 290, 350]),
            "gamma-upper": rows(special.gammaincc, [0.5, 1, 2.5, 12, 300], [0.01, 0.7, 3, 13, 290, 350]),
            "beta": rows(special.betainc, [0.5, 2, 17, 200], [0.5, 3, 40], [1e-4, 0.1, 0.5, 0.93]),
            "beta-quantile": rows(lambda q, a, b: stats.beta.ppf(q, a, b), p, [0.5, 4, 30], [1, 9.5]),
            "normal": rows(stats.norm.cdf, [-30, -8, -3, -1.96, -0.1, 0, 0.4, 2, 6]),
            "normal-quantile": rows(stats.norm.ppf, [1e-30, 1e-6, 0.025, 0.4, 0.5, 0.975, 0.999]),
            "chi-squared": rows(stats.chi2.cdf, [0.1, 1, 9, 40], [1, 4, 9.5, 60]),
            "chi-squared-quantile": rows(stats.chi2.ppf, p, [1, 4, 9.5, 60]),
            # The share of the deviation at which its interval of a level ends, of n scores.
            "deviation-lower": rows(
                lambda n, level: np.sqrt((n - 1) / stats.chi2.ppf((1 + level) / 2, n - 1)),
                [2, 3, 5, 30], [0.9, 0.95]),
            "deviation-upper": rows(
                lambda n, level: np.sqrt((n - 1) / stats.chi2.ppf((1 - level) / 2, n - 1)),
                [2, 3, 5, 30], [0.9, 0.95]),
            "f-upper": rows(stats.f.sf, [0.2, 1, 4, 60, 1e4], [1, 4], [1, 4, 24, 500]),
            "f-quantile": rows(stats.f.ppf, [0.025, 0.5, 0.95, 0.999], [1, 4], [1, 4, 24, 500]),
            "noncentral-t-upper": rows(
                noncentral_t, [-2.5, 0, 0.7, 2.1, 6], [1.9, 4, 8, 60], [-3, -0.4, 0, 1, 2.8, 9]),
            "noncentral-f-upper": rows(
                stats.ncf.sf, [0.5, 4.2, 12], [1], [4, 9, 49], [0.01, 1, 8, 60, 300]),
        },
    )


if __name__ == "__main__":
    main()
