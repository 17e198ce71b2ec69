"""Latent semantic analysis of training text on STS tasks, in NumPy and SciPy.

Reads $SIMCSE_DATA: layouts/SentEval, and the first Wikipedia sentences as training text. The whole
singular value decomposition is that of LAPACK. Writes numbers alone.
"""

import collections
import math

import numpy as np
from scipy.stats import pearsonr, spearmanr

import fixture
import sts_scores
import word_vectors

SENTENCES, DIMENSIONS = 1500, 60
TASKS = ("STS13", "STSBenchmark")


class Latent:
    def __init__(self, text):
        self.known = {}
        holding = collections.Counter()
        for sentence in text:
            for word in word_vectors.words(sentence):
                self.known.setdefault(word, len(self.known))
            holding.update(set(word_vectors.words(sentence)))
        self.weights = np.array(
            [math.log((1 + len(text)) / (1 + holding[word])) + 1 for word in self.known])
        matrix = np.stack([self.row(sentence) for sentence in text])
        _, strengths, directions = np.linalg.svd(matrix, full_matrices=False)
        self.strengths, self.directions = strengths, directions[:DIMENSIONS].T

    def row(self, sentence):
        row = np.zeros(len(self.known))
        for word in word_vectors.words(sentence):
            if word in self.known:
                row[self.known[word]] += self.weights[self.known[word]]
        length = math.sqrt(row @ row)
        return row / length if length else row

    def of(self, sentence):
        return self.row(sentence) @ self.directions


def main():
    text = [line for line in word_vectors.lines(word_vectors.TEXT) if line.strip()][:SENTENCES]
    latent = Latent(text)
    tasks, without = {}, set()
    for task in TASKS:
        found, gold = [], []
        for subset in sts_scores.TASKS.get(task, [None]):
            for score, first, second in word_vectors.senteval(task, subset):
                a, b = latent.of(first), latent.of(second)
                without |= {s for s, v in ((first, a), (second, b)) if not v.any()}
                found.append(word_vectors.cosine(a, b))
                gold.append(score)
        tasks[task] = {
            "pairs": len(gold),
            "spearman": float(spearmanr(found, gold).statistic),
            "pearson": float(pearsonr(found, gold).statistic),
        }
    fixture.write(
        "latent_semantics",
        source="TF-IDF rows of length 1 in numpy float64, numpy.linalg.svd of the training text's"
        " and SciPy's correlations; a sentence without a known word has cosine 0",
        packages=["numpy", "scipy"],
        tolerance={"scores": 1e-5, "strengths": 1e-9},
        why="the last direction is separated from those behind it to 1e-6, and our vectors are"
        " rounded to Float",
        payload={
            "text": word_vectors.TEXT, "text-sentences": SENTENCES, "dimensions": DIMENSIONS,
            "strengths": [float(s) for s in latent.strengths[:DIMENSIONS]],
            "next-strength": float(latent.strengths[DIMENSIONS]),
            "sentences-without-a-word": len(without), "tasks": tasks,
        },
    )


if __name__ == "__main__":
    main()
