"""Cosines in the form of MTEB's predictions, and the scores that SciPy gives them with the gold scores of the data.

The cosines are those of counts of letter triples, so that no model is needed; they hold no sentence.
"""

import collections
import math
import os
import pathlib

from scipy.stats import pearsonr, spearmanr

import fixture

# In the official order.
TASKS = {
    "STS13": ["STS13/FNWN", "STS13/headlines", "STS13/OnWN"],
    "STSBenchmark": ["STSBenchmark/test"],
}


def read(path):
    """(score, sentence, sentence) of each row of a file under sts/."""
    data = pathlib.Path(os.environ["SIMCSE_DATA"]) / "sts" / f"{path}.tsv"
    rows = [line.split("\t") for line in data.read_text(encoding="utf-8").splitlines()]
    if path.startswith("STSBenchmark"):
        return [(float(row[4]), row[5], row[6]) for row in rows]
    return [(float(row[0]), row[1], row[2]) for row in rows]


def triples(sentence):
    text = f"  {sentence.lower()} "
    return collections.Counter(text[place:place + 3] for place in range(len(text) - 2))


def cosine(first, second):
    a, b = triples(first), triples(second)
    product = sum(count * b[triple] for triple, count in a.items())
    return product / math.sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))


tasks = {}
for name, files in TASKS.items():
    rows = [row for path in files for row in read(path)]
    gold = [row[0] for row in rows]
    cosines = [round(cosine(first, second), 6) for _, first, second in rows]
    tasks[name] = {
        "spearman": float(spearmanr(cosines, gold).statistic),
        "pearson": float(pearsonr(cosines, gold).statistic),
        "cosines": cosines,
    }

fixture.write(
    "mteb_predictions",
    source="cosines of counts of letter triples; SciPy's spearmanr and pearsonr with the published gold scores",
    packages=["scipy", "numpy"],
    tolerance={"correlations": 1e-12},
    why="the same numbers correlated in double precision; only the order of sums differs",
    payload={"tasks": tasks},
)
