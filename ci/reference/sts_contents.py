"""Writes Sources/Harness/Data/STSContents.swift: digests of the published STS files' contents.

    python3 ci/reference/sts_contents.py DATA > Sources/Harness/Data/STSContents.swift

DATA is the folder that holds sts/. The digest of a row is that of its score, times 10,000 and
rounded, and of its sentences in NFKC, lower case, letters and digits alone; see ContentDigest.swift,
which this does again in another language.
"""

import hashlib
import re
import sys
import unicodedata
from pathlib import Path

ROOT = Path(sys.argv[1]) / "sts"
SUBSETS = {
    "STS12": ["MSRpar", "MSRvid", "SMTeuroparl", "surprise.OnWN", "surprise.SMTnews"],
    "STS13": ["FNWN", "headlines", "OnWN"],
    "STS14": ["deft-forum", "deft-news", "headlines", "images", "OnWN", "tweet-news"],
    "STS15": ["answers-forums", "answers-students", "belief", "headlines", "images"],
    "STS16": ["answer-answer", "headlines", "plagiarism", "postediting", "question-question"],
}
TASKS = {name: [f"{name}/{subset}.tsv" for subset in subsets] for name, subsets in SUBSETS.items()}
TASKS["STSBenchmark"] = ["STSBenchmark/test.tsv"]
TASKS["STSBenchmark-dev"] = ["STSBenchmark/dev.tsv"]
TASKS["STSBenchmark-train"] = ["STSBenchmark/train.tsv"]
TASKS["SICK-R"] = ["SICK/test.tsv"]
TASKS["SICK-R-trial"] = ["SICK/trial.tsv"]
TASKS["SICK-R-train"] = ["SICK/train.tsv"]
TASKS["SICK-R-all"] = ["SICK/train.tsv", "SICK/trial.tsv", "SICK/test.tsv"]


def folded(sentence):
    lower = "".join(c.lower() for c in unicodedata.normalize("NFKC", sentence))
    return "".join(c for c in lower if unicodedata.category(c)[0] in "LN")


def rows(path):
    lines = (ROOT / path).read_text(encoding="utf-8").split("\n")[:-1]
    fields = [line.split("\t") for line in lines]
    if path.startswith("STSBenchmark"):
        return [(f[4], f[5], f[6]) for f in fields]
    if path.startswith("SICK"):
        return [(f[3], f[1], f[2]) for f in fields[1:]]
    return [(f[0], f[1], f[2]) for f in fields]


def digest(lines):
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def content(pairs):
    return [f"{round(float(s) * 10000)}\t{folded(a)}\t{folded(b)}\n" for s, a, b in pairs]


def text(pairs):
    def single(sentence):
        return " ".join(part for part in re.split("[ \r\x0b\x0c]", sentence) if part)

    return [f"{single(a)}\t{single(b)}\n" for _, a, b in pairs]


def table(name, words, values):
    print(f"  /// {words}\n  static let {name}: [String: String] = [")
    for key, value in sorted(values.items()):
        print(f'    "{key}":\n      "{value}",')
    print("  ]")


files = sorted({path for paths in TASKS.values() for path in paths})
read = {path: rows(path) for path in files}
whole = {name: [row for path in paths for row in read[path]] for name, paths in TASKS.items()}
print("/// The digests of the published STS sets' contents; written by ci/reference/sts_contents.py.")
print("enum STSContents {")
print("  /// The pairs of all of SICK.")
print(f"  static let wholeSICKCount = {len(whole['SICK-R-all'])}")
print("  /// The pairs of each file, by path under the STS folder.")
print("  static let counts: [String: Int] = [")
for path in files:
    print(f'    "{path}": {len(read[path])},')
print("  ]")
table("files", "Of each file, by path under the STS folder.", {p: digest(content(read[p])) for p in files})
table("tasks", "Of each task, its files in the order of the catalog.", {n: digest(content(r)) for n, r in whole.items()})
table("texts", "Of the official text of each task, blanks made one.", {n: digest(text(r)) for n, r in whole.items()})
table("unordered", "Of each task, whatever the order of its pairs.", {n: digest(sorted(content(r))) for n, r in whole.items()})
print("}")
