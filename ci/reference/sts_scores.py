"""STS scores, alignment and uniformity of all-MiniLM-L6-v2 by sentence-transformers and SciPy."""

import numpy as np
from scipy.stats import pearsonr, spearmanr
from sentence_transformers import SentenceTransformer

import fixture
import minilm

# In the order of SentEval as SimCSE keeps it.
TASKS = {
    "STS12": ["MSRpar", "MSRvid", "SMTeuroparl", "surprise.OnWN", "surprise.SMTnews"],
    "STS13": ["FNWN", "headlines", "OnWN"],
    "STS14": ["deft-forum", "deft-news", "headlines", "images", "OnWN", "tweet-news"],
    "STS15": ["answers-forums", "answers-students", "belief", "headlines", "images"],
    "STS16": ["answer-answer", "headlines", "plagiarism", "postediting", "question-question"],
}
PUBLISHED = {
    "STSBenchmark test": {"spearman": 0.82032, "pearson": 0.82741},
    "STS16 all": {"spearman": 0.78989, "pearson": 0.77937},
}


def read(path):
    """(score, sentence, sentence) of each row of a file under sts/."""
    lines = (minilm.data_folder() / path).read_text(encoding="utf-8").split("\n")
    if lines[-1] == "":
        lines.pop()
    rows = [line.split("\t") for line in lines]
    if "/SICK/" in path:
        return [(float(row[3]), row[1], row[2]) for row in rows[1:]]
    if "/STSBenchmark/" in path:
        return [(float(row[4]), row[5], row[6]) for row in rows]
    return [(float(row[0]), row[1], row[2]) for row in rows]


class Embeddings:
    """A sentence's embedding; texts of the same token ids are one, computed once.

    Else pairs of equal sentences (53 of the 459 of SMTeuroparl) would be ordered by rounding,
    which moved that subset's Spearman correlation by 6e-4.
    """

    def __init__(self, texts):
        texts = sorted(set(texts))
        model = SentenceTransformer(str(minilm.MODEL), device="cpu", local_files_only=True)
        assert model.max_seq_length == 256
        ids = [tuple(row) for row in model.tokenizer(texts, truncation=True, max_length=256)["input_ids"]]
        first = {}
        for text, row in zip(texts, ids):
            first.setdefault(row, (len(first), text))
        vectors = model.encode(
            [text for _, text in first.values()], batch_size=64, convert_to_numpy=True,
            show_progress_bar=True)
        assert vectors.dtype == np.float32
        self.place = {text: first[row][0] for text, row in zip(texts, ids)}
        self.vectors = vectors.astype(np.float64)

    def of(self, texts):
        return self.vectors[[self.place[text] for text in texts]]

    def cosine(self, rows):
        a, b = self.of([row[1] for row in rows]), self.of([row[2] for row in rows])
        # So written the cosine of equal vectors is 1 exactly, and such pairs are tied.
        return (a * b).sum(1) / np.sqrt((a * a).sum(1) * (b * b).sum(1))


def correlations(found, gold):
    return {
        "pairs": len(gold),
        "spearman": float(spearmanr(found, gold).statistic),
        "pearson": float(pearsonr(found, gold).statistic),
    }


def task(embeddings, name, subsets):
    """One task in SentEval's settings: all pairs at once, mean and weighted mean of subsets."""
    found, gold, by_subset = [], [], {}
    for subset in subsets:
        rows = read(f"sts/{name}/{subset}.tsv")
        scores, golds = embeddings.cosine(rows), [row[0] for row in rows]
        by_subset[subset] = correlations(scores, golds)
        found.extend(scores)
        gold.extend(golds)
    pairs = [entry["pairs"] for entry in by_subset.values()]
    answer = {"all": correlations(found, gold)}
    for setting, weights in [("mean", None), ("wmean", pairs)]:
        answer[setting] = {
            kind: float(np.average([e[kind] for e in by_subset.values()], weights=weights))
            for kind in ["spearman", "pearson"]
        }
    return {**answer, "subsets": by_subset}


def log_mean_potential(vectors):
    """log of the mean of exp(−2 |x − y|²) over pairs of rows i < j."""
    squared = np.maximum(2 - 2 * (vectors @ vectors.T), 0)
    return float(np.log(np.exp(-2 * squared[np.triu_indices(len(vectors), 1)]).mean()))


def geometry(embeddings, rows):
    """Alignment and uniformity of normalized embeddings."""
    close = [row for row in rows if row[0] > 4]
    a, b = (embeddings.of([row[i] for row in close]) for i in (1, 2))
    every = [row[1] for row in rows] + [row[2] for row in rows]
    distinct = sorted(set(every))
    return {
        "alignment": float((((a - b) ** 2).sum(1)).mean()),
        "alignment-pairs": len(close),
        "uniformity-distinct": log_mean_potential(embeddings.of(distinct)),
        "distinct-sentences": len(distinct),
        "uniformity-all": log_mean_potential(embeddings.of(every)),
        "all-sentences": len(every),
    }


def main():
    files = [f"sts/{name}/{subset}.tsv" for name, subsets in TASKS.items() for subset in subsets]
    files += [f"sts/STSBenchmark/{part}.tsv" for part in ["dev", "test"]]
    files += [f"sts/SICK/{part}.tsv" for part in ["train", "trial", "test"]]
    embeddings = Embeddings([text for path in files for row in read(path) for text in row[1:]])

    def single(*paths):
        rows = [row for path in paths for row in read(path)]
        return correlations(embeddings.cosine(rows), [row[0] for row in rows])

    sick = [f"sts/SICK/{part}.tsv" for part in ["train", "trial", "test"]]
    fixture.write(
        "sts_scores",
        source="sentence-transformers (float32, mean pooling, normalized, at most 256 tokens),"
        " equal token ids embedded once, cosine in float64, SciPy's spearmanr and pearsonr; published values: MTEB results of"
        " the model",
        packages=["torch", "transformers", "sentence-transformers", "scipy", "numpy"],
        tolerance={"correlations": 2e-5, "published": 1e-4, "alignment": 2e-6, "uniformity": 1e-5},
        why="embeddings agree to about 1e-6, which can swap pairs of nearly equal cosine: a swap"
        " moves a Spearman correlation by about 1/n²; published values carry five digits, and"
        " STS16's lie up to 5e-5 from this reference",
        payload={
            "model": minilm.described(),
            "data": {path: minilm.sha256(minilm.data_folder() / path) for path in files},
            "tasks": {name: task(embeddings, name, subsets) for name, subsets in TASKS.items()},
            "STSBenchmark": {
                part: single(f"sts/STSBenchmark/{part}.tsv") for part in ["dev", "test"]
            },
            "SICK-R": {"test": single(sick[-1]), "all": single(*sick)},
            "published": PUBLISHED,
            "geometry-definition": "normalized embeddings; alignment: mean of |x − y|² over pairs"
            " with gold above 4; uniformity: log of the mean of exp(−2 |x − y|²) over pairs i < j"
            " of the distinct sentences of both columns (distinct) or of all sentences of both"
            " columns, repeats kept (all)",
            "geometry": {
                part: geometry(embeddings, read(f"sts/STSBenchmark/{part}.tsv"))
                for part in ["dev", "test"]
            },
        },
    )


if __name__ == "__main__":
    main()
