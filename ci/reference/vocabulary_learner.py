"""WordPiece vocabularies learned from text written here, by Hugging Face's WordPieceTrainer.

The trainer breaks ties by the ids of the two tokens of a pair, and gives letters their ids in an order
that its hashing decides. Here letters are handed to it in the order of their scalars, as special
tokens, so that every id is defined: first those of words' beginnings, then those after it.
"""

import os

os.environ["TOKENIZERS_PARALLELISM"] = "false"

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

import fixture
from sentences import FIRST, SECOND

SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
# Runs of one letter, marks, accents, ideographs, syllables, digits, a special token in the text.
HARD = [
    "aaaa aaaaa aaaaaa aa aaa", "banana bananas ananas nananana", "Caf\u00e9 caf\u00e9s, CAFE\u0301!",
    "\u6771\u4eac \u6771\u4eac\u90fd \ud55c\uad6d \ud55c", "12 1212 121212 12:12 1.212",
    "the [MASK] of ## and #hash ##hash", "abab ababab abababab bababa", "ABCABC abc cab bca bcabca",
    "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2 \u03c3\u03b9\u03c3\u03c3\u03c3", "I\u0307stanbul istanbul",
]
CASES = {"sentences": FIRST + SECOND, "hard": HARD, "all": FIRST + SECOND + HARD + FIRST[:5]}


def pipeline():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def letters(texts):
    """All letters, then those that follow another in a word with their mark, by scalar."""
    tokenizer = pipeline()
    words = [
        word for text in texts for word, _ in
        tokenizer.pre_tokenizer.pre_tokenize_str(tokenizer.normalizer.normalize_str(text))]
    first = sorted({letter for word in words for letter in word})
    later = sorted({letter for word in words for letter in word[1:]})
    return first + ["##" + letter for letter in later]


def learned(texts, size):
    """The vocabulary in the order of ids; shorter than `size` where nothing is left to merge."""
    tokenizer = pipeline()
    alphabet = letters(texts)
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, min_frequency=0, special_tokens=SPECIALS + alphabet, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    ids = tokenizer.get_vocab()
    tokens = sorted(ids, key=ids.get)
    assert [ids[token] for token in tokens] == list(range(len(tokens)))
    return tokens, len(SPECIALS) + len(alphabet)


def case(texts):
    tokens, start = learned(texts, 100_000)
    # What is learned first does not depend on the size.
    for size in range(start, len(tokens), 7):
        assert learned(texts, size)[0] == tokens[:size]
    return {"texts": texts, "letters": start - len(SPECIALS), "vocabulary": tokens}


def main():
    fixture.write(
        "vocabulary_learner",
        source="WordPieceTrainer of tokenizers over BertNormalizer and BertPreTokenizer, without a"
        " least count or a limit on letters; letters given in the order of their scalars",
        packages=["tokenizers"],
        tolerance={"tokens": 0},
        why="tokens are equal or not",
        payload={"specials": SPECIALS, "cases": {name: case(texts) for name, texts in CASES.items()}},
    )


if __name__ == "__main__":
    main()
