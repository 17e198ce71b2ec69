"""Sentence embeddings of all-MiniLM-L6-v2 by sentence-transformers: normalized, Float."""

import numpy as np
from sentence_transformers import SentenceTransformer

import fixture
import minilm
from sentences import FIRST, HARD

# The first 8 of our own sentences and every fourth hard line are kept whole.
WHOLE = list(range(8)) + list(range(len(FIRST), len(FIRST) + len(HARD), 4))


def main():
    texts = FIRST + HARD
    model = SentenceTransformer(str(minilm.MODEL), device="cpu", local_files_only=True)
    assert model.max_seq_length == 256
    # One at a time, so that no sentence is padded.
    vectors = np.concatenate([model.encode([text], convert_to_numpy=True) for text in texts])
    together = model.encode(texts, batch_size=len(texts), convert_to_numpy=True)
    entries = []
    for i, (text, ids) in enumerate(zip(texts, minilm.tokenize(texts, 256))):
        entry = {
            "text": text,
            "ids": ids,
            "projections": fixture.projections("embedding", vectors[i]),
        }
        if i in WHOLE:
            entry["vector"] = fixture.rounded(vectors[i], 9)
        entries.append(entry)
    fixture.write(
        "embeddings",
        source="SentenceTransformer.encode on the processor, float32, a sentence at a time, at"
        " most 256 tokens; normalized by the model's own last module",
        packages=["torch", "transformers", "sentence-transformers", "tokenizers", "numpy"],
        tolerance={"element": 1e-5, "projection": 2e-5},
        why="the bound that the comparison is to show; PyTorch itself differs by batch-difference"
        " (largest element) when all lines share one padded batch. A projection adds 384 elements"
        " of at most half, with errors of random sign",
        payload={
            "model": minilm.described(),
            "batch-difference": float(np.abs(vectors - together).max()),
            "embeddings": entries,
        },
    )


if __name__ == "__main__":
    main()
