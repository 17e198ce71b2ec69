"""SimCSE's poolers over all-MiniLM-L6-v2 for our own sentences, in Double.

The checkpoint's pooler.dense stands for SimCSE's MLP. mean-first-last averages the first block's
output and the last's (hidden_states[1] and [-1]), as published SimCSE does; its first versions took
the embeddings' output instead (hidden_states[0]), kept here as mean-embeddings-last.
"""

import torch

import fixture
import minilm
from sentences import FIRST

# Of these sentences the vectors are kept whole.
WHOLE = [0, 12]


def pooled(model, ids):
    """Each pooler's vector of one sentence."""
    with torch.no_grad():
        output = model(**minilm.padded([ids]), output_hidden_states=True)
        hidden = output.hidden_states
        last = hidden[-1]
        return {
            "cls": torch.tanh(model.pooler.dense(last[:, 0]))[0],
            "cls-before-pooler": last[0, 0],
            "mean": last[0].mean(0),
            "mean-top2": ((hidden[-2] + last) / 2)[0].mean(0),
            "mean-first-last": ((hidden[1] + last) / 2)[0].mean(0),
            "mean-embeddings": hidden[0][0].mean(0),
            "mean-embeddings-last": ((hidden[0] + last) / 2)[0].mean(0),
        }


def main():
    ids = minilm.tokenize(FIRST, 256)
    model = minilm.load(torch.float64, pooler=True)
    vectors = [pooled(model, sentence) for sentence in ids]
    fixture.write(
        "poolers",
        source="hidden states of transformers' BertModel in torch.float64, pooled as SimCSE's"
        " simcse/models.py (commit 206d7aef05aeadc8e6d354dfc8656c9e9521cc64) does",
        packages=["torch", "transformers", "tokenizers", "numpy"],
        tolerance={"double": 1e-10, "float": 2e-5},
        why="as in encoder_layers: elements of about 1, from six blocks of sums of at most 1,536"
        " terms; for norms and projections multiply by 20, the root of 384",
        payload={
            "model": minilm.described(),
            "sentences": FIRST,
            "ids": ids,
            "vectors-of": WHOLE,
            "poolers": {
                name: {
                    "sentences": [fixture.summary(name, entry[name]) for entry in vectors],
                    "vectors": [fixture.rounded(vectors[i][name], 14) for i in WHOLE],
                }
                for name in vectors[0]
            },
        },
    )


if __name__ == "__main__":
    main()
