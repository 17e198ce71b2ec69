"""Every layer's output of all-MiniLM-L6-v2 for our own sentences, in Double, by transformers."""

import numpy as np
import torch

import fixture
import minilm
from sentences import FIRST

# Of this sentence, the vectors of a few tokens are kept whole.
WHOLE = 12


def layers(dtype, ids):
    """For each tensor a list over sentences of (L, H) or (H) arrays."""
    model = minilm.load(dtype)
    answer = {name: [] for name in ["embeddings", *(f"block.{i}" for i in range(6)), "mean"]}
    with torch.no_grad():
        for sentence in ids:  # one at a time: no padding anywhere
            output = model(**minilm.padded([sentence]), output_hidden_states=True)
            for name, hidden in zip(answer, output.hidden_states):
                answer[name].append(hidden[0].numpy())
            answer["mean"].append(output.last_hidden_state[0].mean(0).numpy())
    return answer


def main():
    ids = minilm.tokenize(FIRST, 256)
    exact, single = layers(torch.float64, ids), layers(torch.float32, ids)
    tokens = [0, len(ids[WHOLE]) // 2, len(ids[WHOLE]) - 1]
    tensors = {}
    for name, outputs in exact.items():
        whole = outputs[WHOLE][tokens] if name != "mean" else [outputs[0], outputs[WHOLE]]
        tensors[name] = {
            "sentences": [fixture.summary(name, values) for values in outputs],
            "vectors": [fixture.rounded(vector, 14) for vector in whole],
            "float-difference": float(
                max(np.abs(a - b).max() for a, b in zip(outputs, single[name]))
            ),
        }
    fixture.write(
        "encoder_layers",
        source="BertModel of transformers in torch.float64, plain attention, a sentence at a time",
        packages=["torch", "transformers", "tokenizers", "numpy"],
        tolerance={"double": 1e-10, "float": 2e-5},
        why="double: vectors carry 14 digits, norms and projections 17, and rounding of sums of at"
        " most 1,536 terms stays below 1e-12 of values of about 3; float: PyTorch's own Float"
        " differs by float-difference (the largest element), and ours may by a few times that;"
        " for norms and projections multiply by the square root of the number of elements",
        payload={
            "model": minilm.described(),
            "sentences": FIRST,
            "ids": ids,
            "whole-sentence": WHOLE,
            "whole-tokens": tokens,
            "mean-vectors-of": [0, WHOLE],
            "tensors": tensors,
        },
    )


if __name__ == "__main__":
    main()
