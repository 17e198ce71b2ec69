"""How sentence pairs of the STS files hang together: pairs that share a sentence, and clusters of them.

    python3 ci/reference/shared_sentences.py          # SIMCSE_DATA names the folder that holds sts/

A cluster is a set of pairs connected by common sentences; n²/Σ nᵢ² is how many equal ones would be as
uneven.
"""

import collections
import os
import pathlib

import fixture

ROOT = pathlib.Path(os.environ["SIMCSE_DATA"]) / "sts"
SUBSETS = {
    "STS12": ["MSRpar", "MSRvid", "SMTeuroparl", "surprise.OnWN", "surprise.SMTnews"],
    "STS13": ["FNWN", "headlines", "OnWN"],
    "STS14": ["deft-forum", "deft-news", "headlines", "images", "OnWN", "tweet-news"],
    "STS15": ["answers-forums", "answers-students", "belief", "headlines", "images"],
    "STS16": ["answer-answer", "headlines", "plagiarism", "postediting", "question-question"],
}


def rows(path, first):
    lines = (ROOT / path).read_text(encoding="utf-8").split("\n")
    fields = [line.split("\t") for line in lines if line]
    if path.startswith("SICK"):
        fields = fields[1:]
    return [tuple(row[first:first + 2]) for row in fields]


def measured(pairs):
    uses = collections.Counter()
    for index, pair in enumerate(pairs):
        for sentence in set(pair):
            uses[sentence] += 1
    root = {}

    def find(name):
        while root.setdefault(name, name) != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for one, other in pairs:
        root[find(one)] = find(other)
    sizes = collections.Counter(find(pair[0]) for pair in pairs)
    return {
        "pairs": len(pairs),
        "sharing": sum(any(uses[sentence] > 1 for sentence in pair) for pair in pairs),
        "clusters": len(sizes),
        "effective-clusters": len(pairs) ** 2 / sum(size ** 2 for size in sizes.values()),
    }


def main():
    subsets = {
        f"{task}/{name}": rows(f"{task}/{name}.tsv", 1)
        for task, names in SUBSETS.items() for name in names
    }
    benchmark, sick = rows("STSBenchmark/test.tsv", 5), rows("SICK/test.tsv", 1)
    earlier = {frozenset(pair) for pairs in subsets.values() for pair in pairs}
    fixture.write(
        "shared_sentences",
        source="the published STS files, by sets and unions of their texts",
        packages=["numpy"],
        tolerance={"count": 1e-9},
        why="counts are whole numbers, and their quotients are rounded once",
        payload={
            "subsets": [
                {"name": name, **measured(pairs)}
                for name, pairs in {**subsets, "STSBenchmark": benchmark, "SICK-R": sick}.items()
            ],
            "benchmark-pairs-of-earlier-tasks": sum(frozenset(pair) in earlier for pair in benchmark),
        },
    )


if __name__ == "__main__":
    main()
