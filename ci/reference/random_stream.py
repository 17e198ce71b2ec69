"""Philox4x32-10, named streams and dropout masks, written again from their definitions.

An independent form of Sources/Model/Random (Philox, RandomStream, DropoutMask), on whole numpy
arrays. Run as a script it checks itself against the vectors published with Random123 and writes
random_stream.json, so that a difference shows before it spoils a larger comparison.
"""

import numpy as np

WORD = np.uint64(0xFFFFFFFF)
SHIFT = np.uint64(32)
ROOT, LABEL, INDEX = 0x53450001, 0x53450002, 0x53450003

# Random123 1.14, file kat_vectors, philox4x32 at 10 rounds: counter, key, answer.
KNOWN = [
    ([0] * 4, [0] * 2, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
    ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
        [0xA4093822, 0x299F31D0],
        [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
    ),
]


def philox(counter, key):
    """The four words at each counter; `counter` is four numbers or arrays, `key` two numbers."""
    c0, c1, c2, c3 = np.broadcast_arrays(*(np.asarray(c, dtype=np.uint64) for c in counter))
    k0, k1 = int(key[0]), int(key[1])
    for _ in range(10):
        p0 = c0 * np.uint64(0xD2511F53)
        p1 = c2 * np.uint64(0xCD9E8D57)
        c0, c1, c2, c3 = (
            (p1 >> SHIFT) ^ c1 ^ np.uint64(k0),
            p1 & WORD,
            (p0 >> SHIFT) ^ c3 ^ np.uint64(k1),
            p0 & WORD,
        )
        k0 = (k0 + 0x9E3779B9) & 0xFFFFFFFF
        k1 = (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


def _words(bits):
    return [bits & 0xFFFFFFFF, bits >> 32 & 0xFFFFFFFF]


def _hash(label):
    """FNV-1a over UTF-8, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in label.encode():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def _derive(low, high, word):
    block = philox([*low, *high], [0x53696D43, word])
    return int(block[0]), int(block[1])


class RandomStream:
    """A named stream without state: a draw depends on seed, label, forks and position alone."""

    def __init__(self, seed, label):
        self.key = _derive(_words(seed), _words(_hash(label)), ROOT)

    def fork(self, label):
        """An independent stream for a label (str) or a number (int)."""
        child = object.__new__(RandomStream)
        if isinstance(label, str):
            child.key = _derive(_words(_hash(label)), self.key, LABEL)
        else:
            child.key = _derive(_words(label & 0xFFFFFFFFFFFFFFFF), self.key, INDEX)
        return child

    def bits(self, index):
        index = np.asarray(index, dtype=np.uint64)
        block = philox([index & WORD, index >> SHIFT, 0, 0], self.key)
        return block[0] | block[1] << SHIFT

    def uniform(self, index):
        """Draws `index` in [0, 1), multiples of 2**-53."""
        return (self.bits(index) >> np.uint64(11)).astype(np.float64) * 2.0**-53


class DropoutMask:
    """Which elements of an example a dropout site keeps."""

    def __init__(self, rate, stream):
        self.rate, self.key = rate, stream.key
        self.threshold = int(np.floor(rate * 65536 + 0.5))

    def keeps(self, element, step, view, example, site):
        element = np.asarray(element, dtype=np.uint64)
        counter = [
            element // np.uint64(64) * np.uint64(8) + element % np.uint64(8),
            site | view << 24,
            example,
            step,
        ]
        words = np.stack(philox(counter, self.key))
        half = (element % np.uint64(64) // np.uint64(8)).astype(np.int64)
        word = np.take_along_axis(words, (half // 2)[None], axis=0)[0]
        return (word >> (half % 2 * 16).astype(np.uint64) & np.uint64(0xFFFF)) >= self.threshold

    def factors(self, count, step, view, example, site):
        """1 / (1 − rate) where kept and 0 elsewhere, for elements 0 ..< count."""
        kept = self.keeps(np.arange(count), step, view, example, site)
        return kept / (1 - self.rate)


def check():
    """Stops when a published vector is not met."""
    for counter, key, answer in KNOWN:
        found = [int(word) for word in philox(counter, key)]
        assert found == answer, f"Philox at {counter}: {found}, published {answer}"


def main():
    import fixture

    check()
    streams = []
    for seed, label, forks in [
        (0, "dropout", []),
        (1, "projection", []),
        (1, "projection", ["embeddings"]),
        (1, "projection", ["embeddings", 3]),
        (2**64 - 1, "data-order", [-1, "é漢"]),
        (42, "", [2**40]),
    ]:
        stream = RandomStream(seed, label)
        for fork in forks:
            stream = stream.fork(fork)
        positions = [0, 1, 2, 2**32 - 1, 2**32, 2**40 + 5]
        streams.append({
            "seed": str(seed),
            "label": label,
            "forks": [str(fork) for fork in forks],
            "forks-are-numbers": [not isinstance(fork, str) for fork in forks],
            "key": [f"{word:08x}" for word in stream.key],
            "positions": positions,
            "bits": [f"{int(bits):016x}" for bits in stream.bits(positions)],
            "uniform": [float(u) for u in stream.uniform(positions)],
        })
    masks = []
    for rate, seed, step, view, example, site in [
        (0.1, 7, 0, 0, 0, 0),
        (0.1, 7, 9, 1, 7, 6),
        (0.5, 1, 100_000, 1, 63, 36),
        (0.0, 1, 0, 0, 0, 1),
        (0.9999, 1, 0, 0, 0, 1),
    ]:
        mask = DropoutMask(rate, RandomStream(seed, "dropout"))
        kept = mask.keeps(np.arange(200), step, view, example, site)
        many = mask.keeps(np.arange(100_000), step, view, example, site)
        masks.append({
            "rate": rate, "seed": str(seed), "step": step, "view": view, "example": example,
            "site": site, "kept": "".join("1" if k else "0" for k in kept),
            "kept-of-100000": int(many.sum()),
        })
    fixture.write(
        "random_stream",
        source="Philox4x32-10 (Salmon et al., SC 2011) in numpy, checked against Random123 1.14;"
        " key derivation and mask layout by the definitions in Sources/Model/Random",
        packages=["numpy"],
        tolerance={"all": 0},
        why="integer arithmetic, and numbers of 53 bits that JSON's decimals give back exactly",
        payload={"streams": streams, "masks": masks},
    )


if __name__ == "__main__":
    main()
