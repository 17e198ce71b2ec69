"""Whitening of stretched and shifted random vectors by NumPy, in Double.

The vectors are (N, H) numbers from a named stream, turned and stretched so that their variances span
five powers of ten, and shifted by ten: what an encoder's embeddings are like. They are rounded to single
precision, as embeddings are.
"""

import numpy as np

import fixture
from random_stream import RandomStream

ROWS, WIDTH = 150, 24
KEPT = [24, 10, 1]


def centered(name, *shape):
    """Fixed numbers in −1 ..< 1."""
    stream = RandomStream(7, "whitening").fork(name)
    return (2 * stream.uniform(np.arange(int(np.prod(shape)))) - 1).reshape(shape)


def vectors():
    spread = 10.0 ** (-np.arange(WIDTH) / 16)
    turned = (centered("vectors", ROWS, WIDTH) * spread) @ centered("turn", WIDTH, WIDTH)
    return (turned + 10 * centered("shift", WIDTH)).astype(np.float32).astype(np.float64)


def main():
    x = vectors()
    mean = x.mean(axis=0, keepdims=True)
    u, values, _ = np.linalg.svd(np.cov((x - mean).T, bias=True))
    # The sign of a direction is free: its number of largest magnitude is positive here.
    u = u * np.sign(u[np.abs(u).argmax(axis=0), np.arange(WIDTH)])
    cases = []
    for kept in KEPT:
        w = (u @ np.diag(1 / np.sqrt(values)))[:, :kept]
        y = (x - mean) @ w
        unit = y / np.linalg.norm(y, axis=1, keepdims=True)
        cases.append({
            "dimensions": kept,
            "rows": [[float(v) for v in row] for row in y[:5]],
            "cosines": [float(unit[i] @ unit[i + 1]) for i in range(20)],
        })
    fixture.write(
        "whitening",
        source="numpy.linalg.svd of the covariance of stretched random vectors (arXiv:2103.15316,"
        " algorithm 1), in float64",
        packages=["numpy"],
        tolerance={"vectors": 5e-5, "cosines": 1e-5, "eigenvalues": 1e-12, "largest-entry": 1e-6},
        why="the map is kept in single precision: a bias of up to 640 with 24 bits, taken from sums over"
        " vectors of about 10 (NumPy so rounded differs by 2e-5, its cosines by 3e-6); eigenvalues in Double, relative to the largest; the vectors' entries"
        " are sums of 24 products, rounded once",
        payload={
            "rows": ROWS, "width": WIDTH,
            "entries": [float(v) for v in x[:2].reshape(-1)],
            "eigenvalues": [float(v) for v in values],
            "cases": cases,
        },
    )


if __name__ == "__main__":
    main()
