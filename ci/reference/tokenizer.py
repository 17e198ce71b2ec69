"""Token ids of hard texts, and what each Unicode scalar becomes, by Hugging Face's tokenizers.

Reads Tests/Golden/Fixtures/tokenizer/texts.jsonl, which is written by hand, and writes beside it

    vocabulary.txt        a small vocabulary made from the texts
    ids.generated.jsonl   the ids of every text under that vocabulary
    ids.minilm.jsonl      the same under the vocabulary of all-MiniLM-L6-v2 (SIMCSE_MODEL)
    scalars.*.txt         what every scalar becomes, in runs

The first line of each file of ids says where it comes from; line i + 1 holds the ids of text i.
"""

import importlib.metadata
import itertools
import json
import os
import pathlib
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

from tokenizers import normalizers, pre_tokenizers
from transformers import BertTokenizer

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Tests/Golden/Fixtures/tokenizer"
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
# name: do_lower_case, strip_accents, tokenize_chinese_chars
SETTINGS = {
    "uncased": (True, None, True),
    "cased": (False, None, True),
    "uncased, accents kept": (True, False, True),
    "cased, accents stripped": (False, True, True),
    "uncased, ideographs joined": (True, None, False),
}
TRUNCATED = 8
# name: lowercases, strips accents, splits ideographs
SWEEPS = {
    "uncased": (True, True, True),
    "cased": (False, False, False),
    "lowercased": (True, False, True),
    "stripped": (False, True, True),
}


def header():
    return {
        "source": "BertTokenizer of transformers over tokenizers",
        "made-by": "ci/reference/tokenizer.py",
        "versions": {
            **{name: importlib.metadata.version(name) for name in ("tokenizers", "transformers")},
            "python": ".".join(map(str, sys.version_info[:3])),
        },
        "tolerance": 0,
        "why": "ids are integers",
    }


def words(text, lowercases, strips, splits):
    """The normalized words of a text, special tokens not looked for."""
    normalizer = normalizers.BertNormalizer(True, splits, strips, lowercases)
    split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str
    return [word for word, _ in split(normalizer.normalize_str(text))]


def small_vocabulary(texts):
    """Most scalars of the texts, alone and continuing a word, and pieces of 2 to 4 scalars.

    Some scalars are left out, so that some words are unknown.
    """
    found = set()
    for text, rules in itertools.product(texts, SWEEPS.values()):
        found.update(words(text, *rules))
    scalars = sorted(set("".join(found)))
    alone = [c for i, c in enumerate(scalars) if i % 23 != 22 or c.isascii()]
    continuing = ["##" + c for i, c in enumerate(scalars) if i % 17 != 16 or c.isascii()]
    pieces = set()
    for index, word in enumerate(sorted(w for w in found if 3 <= len(w) <= 30)):
        size = 2 + index % 3
        pieces.add(word[:size])
        pieces.add("##" + word[size:][: 2 + index % 2])
        if index % 4 == 0:
            pieces.add(word)
    pieces.discard("##")
    tokens = SPECIALS + alone + continuing + sorted(pieces - set(alone) - set(continuing))
    assert len(set(tokens)) == len(tokens)
    return tokens


def tokenizer(tokens, settings):
    lowercases, strips, splits = settings
    vocabulary = {token: id for id, token in enumerate(tokens)}
    made = BertTokenizer(
        vocab=vocabulary, do_lower_case=lowercases, strip_accents=strips,
        tokenize_chinese_chars=splits)
    assert made.get_vocab() == vocabulary
    return made


def write_ids(name, tokens, texts, settings):
    made = {key: tokenizer(tokens, SETTINGS[key]) for key in settings}
    head = {
        **header(),
        "settings": {
            key: dict(zip(("do_lower_case", "strip_accents", "tokenize_chinese_chars"), value))
            for key, value in SETTINGS.items() if key in settings
        },
        "truncated": {"settings": "uncased", "max_length": TRUNCATED},
    }
    lines = [head]
    for text in texts:
        line = {key: made[key](text)["input_ids"] for key in settings}
        line["truncated"] = made["uncased"](
            text, truncation=True, max_length=TRUNCATED)["input_ids"]
        lines.append(line)
    write(f"ids.{name}.jsonl", "".join(
        json.dumps(line, separators=(",", ":")) + "\n" for line in lines))


def treatment(scalar, rules):
    """What `A<scalar>B c<scalar>` shows: d dropped, s space, i isolated, w part of the word.

    After i and w comes what the scalar turned into: the distance to one scalar, or a list.
    """
    first, last, c = ("a", "b", "c") if rules[0] else ("A", "B", "c")
    found = words(f"A{scalar}B c{scalar}", *rules)
    if found == [first + last, c]:
        return "d"
    if found == [first, last, c]:
        return "s"
    if len(found) == 5 and found[0] == first and found[2:] == [last, c, found[1]]:
        kind, result = "i", found[1]
    else:
        assert len(found) == 2, (scalar, found)
        kind, result = "w", found[0][1:-1]
        assert found == [first + result + last, c + result], (scalar, found)
    if len(result) == 1:
        distance = ord(result) - ord(scalar)
        return f"{kind}{distance:+d}" if distance else kind
    return kind + ",".join(f"{ord(part):X}" for part in result)


def write_scalars(name, rules):
    """Runs of scalars treated alike: first in hexadecimal, count, treatment.

    `*` after the count says that every second scalar is treated so, and those between as `w`.
    Hangul syllables that become their jamo are `h`.
    """
    runs = []
    for value in (*range(0xD800), *range(0xE000, 0x110000)):
        now = treatment(chr(value), rules)
        if 0xAC00 <= value < 0xD7A4 and now == jamo(value):
            now = "h"
        if runs and runs[-1][2] == now and runs[-1][0] + runs[-1][1] == value:
            runs[-1][1] += 1
        else:
            runs.append([value, 1, now])
    lines = []
    index = 0
    while index < len(runs):
        first, count, now = runs[index]
        pairs = 0
        while (
            now != "w" and index + 2 * pairs + 1 < len(runs)
            and runs[index + 2 * pairs][1:] == [1, now]
            and runs[index + 2 * pairs + 1][1:] == [1, "w"]
        ):
            pairs += 1
        if pairs > 1:
            lines.append(f"{first:X} {pairs}* {now}")
            index += 2 * pairs
        else:
            lines.append(f"{first:X} {count} {now}")
            index += 1
    head = json.dumps(
        {**header(), "settings": dict(zip(("lowercase", "strip_accents", "handle_chinese_chars"), rules))})
    write(f"scalars.{name}.txt", f"# {head}\n" + "".join(line + "\n" for line in lines))


def jamo(value):
    index = value - 0xAC00
    parts = [0x1100 + index // 588, 0x1161 + index % 588 // 28, 0x11A7 + index % 28]
    return "w" + ",".join(f"{part:X}" for part in parts[: 2 if index % 28 == 0 else 3])


def write(name, text):
    assert len(text.encode()) < 300_000, (name, len(text.encode()))
    (FOLDER / name).write_text(text, encoding="utf-8")
    print(FOLDER / name, len(text.encode()), "bytes")


if __name__ == "__main__":
    lines = (FOLDER / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    tokens = small_vocabulary(texts)
    write("vocabulary.txt", "".join(token + "\n" for token in tokens))
    write_ids("generated", tokens, texts, list(SETTINGS))
    model = os.environ.get("SIMCSE_MODEL")
    if model:
        minilm = (pathlib.Path(model) / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]
        write_ids("minilm", minilm, texts, list(SETTINGS)[:4])
    for name, rules in SWEEPS.items():
        write_scalars(name, rules)
