"""Writes a fixture, and reduces large tensors to a norm and fixed random projections."""

import importlib.metadata
import json
import math
import pathlib
import sys

import numpy as np

from random_stream import RandomStream

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Golden" / "Fixtures"
LIMIT = 300_000
PROJECTIONS = 4


def projections(name, values):
    """Four sums over the values in row-major order, each with its own fixed random weights.

    Weight i of projection k is uniform(at: i) − 0.5 of
    RandomStream(seed: 1, label: "projection").fork(name).fork(k).
    """
    flat = np.ravel(np.asarray(values, dtype=np.float64))
    index = np.flatnonzero(flat)
    stream = RandomStream(1, "projection").fork(name)
    answer = []
    for k in range(PROJECTIONS):
        total = [
            float(np.dot(flat[part], stream.fork(k).uniform(part) - 0.5))
            for part in np.array_split(index, max(1, len(index) // 1_000_000))
        ]
        answer.append(math.fsum(total))
    return answer


def summary(name, values):
    """The Euclidean norm of a tensor and its projections under `name`."""
    norm = float(np.linalg.norm(np.ravel(np.asarray(values, dtype=np.float64))))
    return {"norm": norm, "projections": projections(name, values)}


def rounded(values, digits):
    """Numbers to so many significant decimal digits."""
    return [float(f"{float(v):.{digits - 1}e}") for v in np.ravel(np.asarray(values))]


def versions(packages):
    found = {name: importlib.metadata.version(name) for name in packages}
    found["python"] = ".".join(map(str, sys.version_info[:3]))
    return found


def write(name, *, source, packages, tolerance, why, payload):
    """Writes Tests/Golden/Fixtures/<name>.json and prints its path and size."""
    document = {
        "source": source,
        "made-by": f"ci/reference/{pathlib.Path(sys.argv[0]).name}",
        "versions": versions(packages),
        "tolerance": tolerance,
        "why": why,
        **payload,
    }
    text = _text(document, "") + "\n"
    assert len(text.encode()) < LIMIT, f"{name}: {len(text)} bytes, at most {LIMIT}"
    path = FOLDER / f"{name}.json"
    path.write_text(text, encoding="utf-8")
    print(f"{path} ({len(text.encode())} bytes)")


def _long(value):
    return isinstance(value, str) and len(value) > 16


def _text(value, margin):
    """JSON with a line for each entry, and flat arrays on a line of their own."""
    inner = margin + "  "
    if isinstance(value, dict) and any(isinstance(v, (dict, list)) for v in value.values()):
        lines = [f"{inner}{json.dumps(k)}: {_text(v, inner)}" for k, v in value.items()]
        return "{\n" + ",\n".join(lines) + "\n" + margin + "}"
    if isinstance(value, list) and any(isinstance(v, (dict, list)) or _long(v) for v in value):
        return "[\n" + ",\n".join(inner + _text(v, inner) for v in value) + "\n" + margin + "]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
