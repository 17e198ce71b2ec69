"""exp, erf, tanh and log to 30 digits, and the polynomials of our Float forms.

    python elementary_functions.py            writes the fixture
    python elementary_functions.py --fit      prints the coefficients of ElementaryFunctions+Float
"""

import json
import pathlib
import sys

import mpmath as mp

mp.mp.dps = 40


def remez(f, a, b, degree, weight):
    """Coefficients, constant first, of the polynomial with the least largest weighted error."""
    n = degree + 2
    points = [(a + b) / 2 + (b - a) / 2 * mp.cos(mp.pi * (n - 1 - i) / (n - 1)) for i in range(n)]
    for _ in range(12):
        system, right = mp.matrix(n, n), mp.matrix(n, 1)
        for i, x in enumerate(points):
            for j in range(degree + 1):
                system[i, j] = x**j
            system[i, degree + 1] = (-1) ** i / weight(x)
            right[i] = f(x)
        solution = mp.lu_solve(system, right)
        c = [solution[j] for j in range(degree + 1)]
        grid = [a + (b - a) * mp.mpf(i) / (60 * n) for i in range(60 * n + 1)]
        errors = [(f(x) - mp.polyval(c[::-1], x)) * weight(x) for x in grid]
        extrema = []
        for i, error in enumerate(errors):
            if not extrema or (error > 0) != (errors[extrema[-1]] > 0):
                extrema.append(i)
            elif abs(error) > abs(errors[extrema[-1]]):
                extrema[-1] = i
        if len(extrema) < n:
            break
        while len(extrema) > n:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        points = [grid[i] for i in extrema]
    return c


def fit():
    half = mp.log(2) / 2 * mp.mpf("1.001")
    rest = lambda r: (mp.e**r - 1 - r) / r**2 if abs(r) > 1e-12 else mp.mpf(1) / 2 + r / 6
    small = mp.mpf(10) ** -10
    erf = lambda t: mp.erf(mp.sqrt(t)) / mp.sqrt(t) if t > 0 else 2 / mp.sqrt(mp.pi)
    tail = lambda t: mp.erfc(1 / t - 2) * mp.e ** ((1 / t - 2) ** 2)
    tanh = lambda t: (mp.tanh(mp.sqrt(t)) / mp.sqrt(t) - 1) / t
    fits = {
        "exp: (e^r - 1 - r) / r^2": remez(
            rest, -half, half, 4, lambda r: r * r / mp.e**r + mp.mpf(10) ** -8),
        "erf, |x| < 1: erf(x) / x in x^2": remez(erf, mp.mpf(0), mp.mpf(1), 6, lambda t: 1 / erf(t)),
        "erf beyond: erfc(x) exp(x^2) in 1 / (x + 2)": remez(
            tail, 1 / mp.mpf("6.1"), 1 / mp.mpf(3), 7, lambda t: 1 / mp.e ** ((1 / t - 2) ** 2)),
        "tanh: (tanh(x) / x - 1) / x^2 in x^2": remez(
            tanh, small, mp.mpf("0.4"), 5, lambda t: t + mp.mpf(10) ** -6),
    }
    for name, coefficients in fits.items():
        print(name, [mp.nstr(c, 9) for c in coefficients])


def main():
    if "--fit" in sys.argv:
        return fit()
    # Points that Float holds exactly, dense near 0 and out to where the functions settle.
    points = sorted({s * k / 64 for k in range(0, 640, 7) for s in (1, -1)}
                    | {s * 2.0**-k for k in range(1, 30, 3) for s in (1, -1)})
    wide = [-87.0, -60.5, -30.25, 30.25, 60.5, 88.0]
    positive = [2.0**k * m for k in (-30, -8, -2, -1, 0, 1, 2, 9, 31) for m in (1.0, 1.25, 1.4375, 1.75)]
    text = lambda f, xs: [[x, float(f(mp.mpf(x)))] for x in xs]
    fixture = {
        "source": "mpmath, 40 digits, rounded to Double",
        "made-by": "ci/reference/elementary_functions.py",
        "versions": {"mpmath": mp.__version__ if hasattr(mp, "__version__") else "1.3.0"},
        "tolerance": {"float": 2.4e-7, "float-erf": 1.2e-7, "double": 2e-15},
        "why": "relative, but for Float's erf, which is absolute: two units in the last place of "
               "Float (1.2e-7 each), one of erf near 1; ten roundings of Double",
        "exponential": text(mp.exp, points + wide),
        "error-function": text(mp.erf, points),
        "hyperbolic-tangent": text(mp.tanh, points),
        "logarithm": text(mp.log, positive),
    }
    folder = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Golden" / "Fixtures"
    (folder / "elementary_functions.json").write_text(json.dumps(fixture, indent=1) + "\n")


if __name__ == "__main__":
    main()
