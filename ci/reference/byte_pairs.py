"""Token ids of hard texts by Hugging Face's RobertaTokenizer, over a vocabulary that is trained here.

The vocabulary is trained on generated English, on sentences.py and on texts.jsonl of the WordPiece
references, none of which is taken from a data set. Writes into Tests/Golden/Fixtures/byte-pairs

    vocab.json, merges.txt  the vocabulary, <mask> being last as in RoBERTa's own
    texts.jsonl             texts that are hard for byte pairs, beside those of the WordPiece references
    ids.jsonl               the ids of every text of both files, the WordPiece references' first
    kinds.txt               whether each Unicode scalar is a letter, number, space or none of them

The first line of ids.jsonl says where it comes from; line i + 1 holds the ids of text i:

    plain       add_prefix_space false; in the file where the text is not taken apart by others
    prefixed    add_prefix_space true
    mask        <mask> takes the white space before it (lstrip)
    truncated   plain, max_length 8
    reversed    plain, the merges in reverse: what is merged first then makes tokens that none made

`prefixed` and `mask` are kept of short texts alone, `mask` of those that hold <mask>.
"""

import importlib.metadata
import itertools
import json
import os
import pathlib
import sys
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers, trainers
from transformers import RobertaTokenizer

import sentences

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Tests/Golden/Fixtures"
FOLDER = FIXTURES / "byte-pairs"
SPECIALS = ["<s>", "<pad>", "</s>", "<unk>"]
SIZE = 700
TRUNCATED = 8
SHORT = 60

TEXTS = {
    "contractions": [
        "I'm you're we've he'll she'd it's don't", "I'M YOU'RE WE'VE HE'LL SHE'D IT'S DON'T",
        "'s't're've'm'll'd", "'sx 'tis 'rex 'red 'vex 'mad 'llama 'dog", "x'l x'r x'v x' x'' x''s",
        "rock 'n' roll, the '90s", "l'homme qu'il s'en va", "can\u2019t won\u2019t", "'", "''", "' s",
        "'re", "'r", "'ll'l", "a's", "1's", "!'s", "\u00e9's", "'\u00e9", "\u0301's",
    ],
    "blanks": [
        " a", "  a", "   a", "a ", "a  ", "a   b", "a    b  c d", " ", "  ", "     ", " \t", "\t ",
        "\ta", " \ta", "\t a", "\t\ta", "a\t\tb", "a \t b", "a\nb", "a\n\nb", "a\n b", "a \nb",
        "a\r\nb", "\r\n\r\n", "a\u00a0b", "a \u00a0b", "a\u00a0 b", "\u00a0\u00a0a", "a\u3000\u3000b",
        "a\u2003b \u2003 c", "a\u2028b\u2029c", "a\u0085b", "a\x0b\x0cb", "a\u200bb \u200b c",
        "a\u1680b", "a\u180eb", "a\u202f\u205fb", "\ufeff a", "x" + " " * 40 + "y", " " * 65, "\n" * 33,
        "if x:\n    return  y\n\n\n    # done\n", "a ! b", "a  ! b", "a  1 b", "! !  !", " '", "  '",
        "  's", " 's",
    ],
    "digits": [
        "0", "1 2 3", "12345678901234567890", "3.14159", "1,000,000", "1a2b3c", "a1 b22 c333", "2\u00b2",
        "\u00bd \u2153 \u2460\u2461 \u2167", "\u0663\u0664\u0665 \u096a\u096b \u0e51\u0e52",
        "\u4e00\u4e8c\u4e09 \u3007", "\U0001d7d8\U0001d7d9", "1st 2nd 3rd 4th", "10 % 20% $30",
        "2026-11-21T10:15:00Z",
    ],
    "marks": [
        "e\u0301", "e\u0301e\u0301", "\u0301", " \u0301", "a \u0301b", "n\u0303 o\u0308\u0304",
        "\u0915\u094d\u0937", "\u0e01\u0e33", "\u05e9\u05c1", "Z\u0351\u036b\u0343\u036aa\u0310l\u0361",
        "\u00e9\u00e8", "\ufb01\ufb03", "\u1100\u1161\u11a8 \uac01",
    ],
    "right to left": [
        "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd!", "\u0645\u0631\u062d\u0628\u0627 123 abc",
        "\u200fabc\u200e \u202b\u05d0\u05d1\u202c", "\u0627\u0644\u0633\u0651\u064e\u0644\u064e\u0627\u0645\u064f",
    ],
    "emoji": [
        "\U0001f600", "\U0001f600\U0001f600 \U0001f600", "ok\U0001f44d\U0001f3fd!",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1eb\U0001f1f7", "\u2764\ufe0f", "1\ufe0f\u20e3",
        "\U0001f3f4\U000e0067\U000e0062\U000e007f",
    ],
    "controls": [
        "\x00", "a\x00b", "\x01\x02 \x03", "\x1b[31mred\x1b[0m", "\x7f", "a\x1cb\x1db\x1eb\x1fb",
        "\u0080\u009f", "\ufffd", "\ufffe\uffff", "\U0010ffff", "\ue000", "\u00ad a\u00adb",
    ],
    "special tokens": [
        "<s>", "</s>", "<pad>", "<unk>", "<mask>", "a<s>b", "a <s> b", "<s></s>", "< s>", "<S>", "<<s>>",
        "a <mask> b", "a\t <mask>\t b", "a\u00a0<mask>", " <mask>", "  <mask>  <mask>", "<mask", "mask>",
        "one <mask> three <mask>.", "<pad><pad> x", "x <unk>y", "\u0120a \u0120 \u010a",
        "<s> <s>", "a</s>b c</s> d",
    ],
    "long words": [
        "a" * 300, "ab" * 150, "the" * 90, "donaudampfschiffahrtsgesellschaft" * 3, "!" * 200,
        "=-" * 80, "\u4e2d" * 60, "0" * 150, "\u00e9" * 77,
        "the of and " * 20 + "theofand" * 20,
    ],
}


def generated():
    """Plain English by a small grammar; every sentence of it once."""
    subjects = ["the old baker", "a quiet student", "my neighbour's dog", "the red train", "nobody here"]
    verbs = ["carries", "doesn't like", "watched", "will repair", "sold", "couldn't find"]
    objects = ["the wooden bridge", "seven apples", "an orange balloon", "the northern lighthouse",
               "his letters", "1200 tickets"]
    places = ["near the river.", "in the morning!", "before 7:45,", "at the station?", "", "again; slowly."]
    return [
        f"{s.capitalize() if i % 3 else s} {v} {o} {p}".rstrip() + ("" if i % 5 else "  ")
        for i, (s, v, o, p) in enumerate(itertools.product(subjects, verbs, objects, places))
    ]


def train(texts):
    """The vocabulary and merges of a byte-level BPE of SIZE tokens."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(
        texts,
        trainers.BpeTrainer(
            vocab_size=SIZE - 1, special_tokens=SPECIALS, show_progress=False,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    with tempfile.TemporaryDirectory() as folder:
        vocabulary, merges = tokenizer.model.save(folder)
        tokens = json.loads(pathlib.Path(vocabulary).read_text(encoding="utf-8"))
        lines = pathlib.Path(merges).read_text(encoding="utf-8").split("\n")
    tokens["<mask>"] = len(tokens)
    assert sorted(tokens.values()) == list(range(SIZE)) and lines[-1] == ""
    return tokens, [line for line in lines[:-1] if not line.startswith("#version")]


def described(**more):
    names = ("tokenizers", "transformers")
    return {
        "source": "RobertaTokenizer of transformers over tokenizers",
        "made-by": "ci/reference/byte_pairs.py",
        "versions": {
            **{name: importlib.metadata.version(name) for name in names},
            "python": ".".join(map(str, sys.version_info[:3])),
        },
        "tolerance": 0,
        **more,
    }


def kind(scalar):
    """L, N, S or O (other), by where GPT-2's expression cuts `a<scalar>1!<scalar>`."""
    cut = [piece for piece, _ in pre_tokenizers.ByteLevel(add_prefix_space=False).pre_tokenize_str(
        f"a{scalar}1!{scalar}")]
    lengths = [len(piece) for piece in cut]
    n = len(scalar.encode())
    kinds = {
        "L": [1 + n, 1, 1, n], "N": [1, n + 1, 1, n], "O": [1, n, 1, 1 + n], "S": [1, n, 1, 1, n]}
    if scalar == " ":
        assert lengths == [1, 2, 1, 1], lengths
        return "S"
    # A contraction where the scalar is an apostrophe, which is other.
    if scalar == "'":
        return "O"
    found = [name for name, wanted in kinds.items() if wanted == lengths]
    assert len(found) == 1, (hex(ord(scalar)), cut)
    return found[0]


def write(path, text):
    assert len(text.encode()) < 300_000, (path, len(text.encode()))
    path.write_text(text, encoding="utf-8")
    print(path, len(text.encode()), "bytes")


def write_kinds():
    runs = []
    for value in (*range(0xD800), *range(0xE000, 0x110000)):
        now = kind(chr(value))
        if runs and runs[-1][2] == now and runs[-1][0] + runs[-1][1] == value:
            runs[-1][1] += 1
        else:
            runs.append([value, 1, now])
    head = json.dumps(described(why="a scalar is of one kind"))
    write(FOLDER / "kinds.txt", f"# {head}\n" + "".join(f"{a:X} {n} {k}\n" for a, n, k in runs))


def write_ids(tokens, merges, texts):
    pairs = [tuple(line.split(" ")) for line in merges]

    def made(order=pairs, **settings):
        return RobertaTokenizer(vocab=dict(tokens), merges=list(order), **settings)

    plain, prefixed, backwards = made(), made(add_prefix_space=True), made(pairs[::-1])
    mask = made(mask_token=AddedToken("<mask>", lstrip=True, special=True, normalized=False))
    lines = [described(truncated=TRUNCATED, why="ids are integers")]
    for text in texts:
        line = {
            "plain": plain(text).input_ids,
            "truncated": plain(text, truncation=True, max_length=TRUNCATED).input_ids,
        }
        if len(text) <= SHORT:
            line["prefixed"] = prefixed(text).input_ids
            line["reversed"] = backwards(text).input_ids
        if "<mask>" in text:
            line["mask"] = mask(text).input_ids
        if len(line["plain"]) <= TRUNCATED:
            assert line.pop("truncated") == line["plain"]
        lines.append(line)
    write(FOLDER / "ids.jsonl", "".join(
        json.dumps(line, separators=(",", ":")) + "\n" for line in lines))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    shared = (FIXTURES / "tokenizer" / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in shared]
    own = [(about, text) for about, group in TEXTS.items() for text in group]
    tokens, merges = train(
        generated() + sentences.FIRST + sentences.SECOND + texts + [text for _, text in own])
    write(FOLDER / "vocab.json", json.dumps(tokens, ensure_ascii=False))
    write(FOLDER / "merges.txt", "#version: 0.2\n" + "".join(line + "\n" for line in merges))
    write(FOLDER / "texts.jsonl", "".join(
        json.dumps({"about": about, "text": text}) + "\n" for about, text in own))
    write_ids(tokens, merges, texts + [text for _, text in own])
    write_kinds()
