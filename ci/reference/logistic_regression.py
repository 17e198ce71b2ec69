"""Logistic regression by scikit-learn: weights of small problems, and SentEval's choice of C on SST.

Reads $SIMCSE_DATA: vectors/ and cs224n/sst-{train,dev}.tsv, whose sentences are averages of GloVe
vectors. Writes numbers alone.
"""

import numpy as np
from sklearn.linear_model import LogisticRegression

import fixture
import minilm
import word_vectors
from random_stream import RandomStream

STRENGTHS = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0]
FOLDS, STEP = 5, 4


def centered(name, *shape):
    stream = RandomStream(7, "logistic-regression").fork(name)
    return (2 * stream.uniform(np.arange(int(np.prod(shape)))) - 1).reshape(shape)


def fitted(x, labels, strength):
    model = LogisticRegression(C=strength, tol=1e-12, max_iter=100_000, solver="newton-cg")
    return model.fit(x, labels)


def small(classes, strength):
    x = centered("x", 40, 5)
    scores = x[:, :classes] + 0.7 * centered("noise", 40, 5)[:, :classes]
    labels = scores.argmax(axis=1) if classes > 2 else (scores[:, 0] > 0).astype(int)
    model = fitted(x, labels, strength)
    return {
        "classes": classes, "strength": strength, "labels": [int(v) for v in labels],
        "weights": [float(v) for v in model.coef_.reshape(-1)],
        # Of several classes the offsets are defined but for a constant.
        "offsets": [float(v) for v in
                    (model.intercept_ - (model.intercept_.mean() if classes > 2 else 0))],
        "predicted": [int(v) for v in model.predict(x)],
    }


def table(split):
    rows = [line.split("\t") for line in word_vectors.lines(f"cs224n/sst-{split}.tsv")][1:]
    return [row[1] for row in rows], np.array([int(row[2]) for row in rows])


def parts(labels):
    """The folds of TransferEvaluation: by class, in the order of a fixed permutation."""
    found = [[] for _ in range(FOLDS)]
    stream = RandomStream(1111, "folds").fork(1)
    for label in sorted(set(labels)):
        own = np.flatnonzero(labels == label)
        order = list(range(len(own)))
        bits = stream.fork(int(label)).bits(np.arange(len(own)))
        for last in range(len(order) - 1, 0, -1):
            other = int(bits[last]) * (last + 1) >> 64
            order[last], order[other] = order[other], order[last]
        for place, index in enumerate(order):
            found[place % FOLDS].append(own[index])
    return [np.array(sorted(part)) for part in found]


def sentiment():
    averages = word_vectors.Averages(word_vectors.vectors(), "uniform", [])

    def features(sentences):
        # Our vectors are rounded to Float.
        return np.stack([averages.of(s) for s in sentences]).astype(np.float32).astype(np.float64)

    (training, labels), (scored, right) = table("train"), table("dev")
    training, labels = training[::STEP], labels[::STEP]
    x, y = features(training), features(scored)
    means = []
    for strength in STRENGTHS:
        accuracies = []
        for part in parts(labels):
            rest = np.setdiff1d(np.arange(len(labels)), part)
            model = fitted(x[rest], labels[rest], strength)
            accuracies.append((model.predict(x[part]) == labels[part]).mean())
        means.append(float(np.mean(accuracies)))
    best = STRENGTHS[int(np.argmax(means))]
    model = fitted(x, labels, best)
    return {"step": STEP, "folds": FOLDS, "means": means, "strength": best,
            "accuracy": float((model.predict(y) == right).mean()), "scored": len(right)}


def main():
    fixture.write(
        "logistic_regression",
        source="sklearn.linear_model.LogisticRegression, newton-cg to a tolerance of 1e-12",
        packages=["numpy", "scikit-learn"],
        tolerance={"weights": 1e-5, "accuracy": 1e-12},
        why="both stop where the gradient is small; the loss is flat there",
        payload={
            "rows": 40, "width": 5,
            "small": [small(2, 1.0), small(2, 8.0), small(3, 0.25), small(5, 4.0)],
            "sentiment": sentiment(),
        },
    )


if __name__ == "__main__":
    main()
