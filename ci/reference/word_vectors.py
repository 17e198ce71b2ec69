"""Word vectors averaged, by SIF and by TF-IDF, on the seven STS tasks, in NumPy and SciPy.

Reads $SIMCSE_DATA: vectors/, layouts/SentEval and sts/ (the same pairs, one lower case and split, one
as published), and the first part of the Wikipedia sentences as training text. Writes numbers alone.
"""

import collections
import gzip
import math

import numpy as np
from scipy.stats import pearsonr, spearmanr

import fixture
import minilm
import sts_scores

VECTORS = "vectors/glove.6B.50d.part.txt.gz"
TEXT = "wiki/wiki1m_for_simcse.first-part.txt"
SIF_WEIGHT = 1e-3


def words(sentence):
    """Between blanks, in lower case."""
    return sentence.lower().split()


def lines(path):
    text = (minilm.data_folder() / path).read_bytes().decode("utf-8")
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def vectors():
    found = {}
    with gzip.open(minilm.data_folder() / VECTORS, "rt", encoding="utf-8", newline="\n") as file:
        for place, line in enumerate(file):
            word, *numbers = line.rstrip("\n").split(" ")
            found.setdefault(word, (place, np.array(numbers, dtype=np.float32).astype(np.float64)))
    return found


def senteval(task, subset):
    """(score, sentence, sentence) as SentEval reads its own tree."""
    folder = "layouts/SentEval/data/downstream/"
    if task == "STSBenchmark":
        rows = [line.split("\t") for line in lines(folder + "STS/STSBenchmark/sts-test.csv")]
        return [(float(row[4]), row[5], row[6]) for row in rows]
    if task == "SICK-R":
        rows = [line.split("\t") for line in lines(folder + "SICK/SICK_test_annotated.txt")][1:]
        return [(float(row[3]), row[1], row[2]) for row in rows]
    folder += f"STS/{task}-en-test/STS."
    pairs = [line.split("\t")[:2] for line in lines(f"{folder}input.{subset}.txt")]
    gold = lines(f"{folder}gs.{subset}.txt")
    assert len(pairs) == len(gold)
    return [(float(score), *pair) for score, pair in zip(gold, pairs) if score]


def own(task, subset):
    places = {"STSBenchmark": "STSBenchmark/test", "SICK-R": "SICK/test"}
    return sts_scores.read(f"sts/{places.get(task, f'{task}/{subset}')}.tsv")


class Averages:
    """The vector of a sentence under a kind of weights, and what was learned from text."""

    def __init__(self, known, weights, text):
        self.known, self.weights = known, weights
        self.counts = collections.Counter(word for sentence in text for word in words(sentence))
        self.total = sum(self.counts.values())
        self.holding = collections.Counter(
            word for sentence in text for word in set(words(sentence)))
        self.sentences = len(text)
        self.component = None
        if weights == "sif":
            matrix = np.stack([self.plain(sentence) for sentence in text])
            self.component = np.linalg.svd(matrix, full_matrices=False)[2][0]

    def weight(self, word):
        if self.weights == "sif":
            return SIF_WEIGHT / (SIF_WEIGHT + self.counts[word] / self.total)
        if self.weights == "tf-idf":
            return math.log((1 + self.sentences) / (1 + self.holding[word])) + 1
        return 1.0

    def plain(self, sentence):
        # In the order of the file, so that equal bags of words have equal vectors.
        found = sorted((word for word in words(sentence) if word in self.known),
                       key=lambda word: self.known[word][0])
        total = np.zeros(len(next(iter(self.known.values()))[1]))
        for word in found:
            total = total + self.weight(word) * self.known[word][1]
        return total / max(1, len(found))

    def of(self, sentence):
        vector = self.plain(sentence)
        if self.component is None:
            return vector
        return vector - self.component * (self.component @ vector)


def cosine(a, b):
    scale = (a @ a) * (b @ b)
    return float(a @ b / math.sqrt(scale)) if scale > 0 else 0.0


def scored(averages, read):
    tasks, without = {}, set()
    for task, subsets in [*sts_scores.TASKS.items(), ("STSBenchmark", [None]), ("SICK-R", [None])]:
        found, gold = [], []
        for subset in subsets:
            for score, first, second in read(task, subset):
                a, b = averages.of(first), averages.of(second)
                without |= {s for s, v in ((first, a), (second, b)) if not v.any()}
                found.append(cosine(a, b))
                gold.append(score)
        tasks[task] = {
            "pairs": len(gold),
            "spearman": float(spearmanr(found, gold).statistic),
            "pearson": float(pearsonr(found, gold).statistic),
        }
    return {"tasks": tasks, "sentences-without-a-word": len(without)}


def main():
    known = vectors()
    text = lines(TEXT)
    # Plain lines: blank ones are no sentences.
    text = [line for line in text if line.strip()]
    cases = {}
    for layout, read in [("layouts/SentEval", senteval), ("sts", own)]:
        for weights in ("uniform", "sif", "tf-idf"):
            cases[f"{layout}, {weights}"] = scored(
                Averages(known, weights, text if weights != "uniform" else []), read)
    fixture.write(
        "word_vectors",
        source="averages of GloVe vectors in numpy float64; SIF's component by numpy.linalg.svd of the"
        " training text's vectors; SciPy's correlations over all pairs of a task. A sentence without a"
        " known word has cosine 0, as in SentEval",
        packages=["numpy", "scipy"],
        tolerance={"scores": 1e-6},
        why="our vectors are rounded to Float before their cosines, which changes the order of pairs"
        " that are equal within 1e-7",
        payload={"vectors": VECTORS, "text": TEXT, "text-sentences": len(text), "cases": cases},
    )


if __name__ == "__main__":
    main()
