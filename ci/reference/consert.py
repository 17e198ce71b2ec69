"""ConSERT's views and loss in PyTorch, in Double: a BertModel whose positions are permuted and whose
embeddings are cut off behind their normalization, and NT-Xent with its gradients.

The checkpoint is that of masked_language_model.py, which is to be run first.
"""

import os

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
import torch
import torch.nn.functional as F
from transformers import BertModel

import fixture
from random_stream import RandomStream

torch.set_num_threads(1)
FOLDER = fixture.FOLDER / "masked-language-model"
ROWS, WIDTH, TEMPERATURE = 5, 7, 0.1
# Sentences, the token whose position each token has, and the numbers that are zeroed: (token, feature).
SENTENCES = [[2, 5, 9, 31, 40, 3], [2, 7, 3], [2, 11, 12, 58, 3]]
POSITIONS = [[3, 0, 5, 1, 2, 4], [2, 1, 0], [0, 1, 2, 3, 4]]
CUT = [
    [(t, f) for t in range(6) for f in (1, 5, 11)],
    [(1, f) for f in range(12)],
    [(0, 0), (2, 7), (4, 3)],
]


def hidden(model, sentence, positions, cut):
    """The last block's output of one sentence."""
    tokens = torch.tensor([sentence])

    def zeroed(module, inputs, output):
        kept = torch.ones_like(output)
        for token, feature in cut:
            kept[0, token, feature] = 0
        return output * kept

    hook = model.embeddings.register_forward_hook(zeroed)
    with torch.no_grad():
        output = model(
            input_ids=tokens, attention_mask=torch.ones_like(tokens),
            position_ids=torch.tensor([positions])).last_hidden_state[0]
    hook.remove()
    return [[float(v) for v in row] for row in output]


def centered(name, *shape):
    """Fixed numbers in −1 ..< 1."""
    stream = RandomStream(5, "consert").fork(name)
    values = 2 * stream.uniform(np.arange(int(np.prod(shape)))) - 1
    return torch.tensor(values.reshape(shape), requires_grad=True)


def nt_xent():
    """The mean over all 2N rows, row by row."""
    views = [centered("anchors", ROWS, WIDTH), centered("positives", ROWS, WIDTH)]
    z = F.normalize(torch.cat(views), dim=1)
    similarities = z @ z.T / TEMPERATURE
    losses = []
    for row in range(2 * ROWS):
        partner = (row + ROWS) % (2 * ROWS)
        others = [column for column in range(2 * ROWS) if column != row]
        losses.append(similarities[row, others].logsumexp(0) - similarities[row, partner])
    loss = torch.stack(losses).mean()
    gradients = torch.autograd.grad(loss, views)
    return {
        "rows": ROWS, "width": WIDTH, "temperature": TEMPERATURE, "loss": loss.item(),
        "gradients": [[float(v) for v in g.reshape(-1)] for g in gradients],
    }


def main():
    model = BertModel.from_pretrained(
        FOLDER, dtype=torch.float64, attn_implementation="eager", local_files_only=True,
        add_pooling_layer=False).eval()
    fixture.write(
        "consert",
        source="BertModel of transformers in torch.float64 with position_ids and a hook behind its"
        " embeddings; NT-Xent row by row in torch.float64",
        packages=["torch", "transformers", "numpy"],
        tolerance={"hidden": 1e-12, "loss": 1e-12},
        why="two blocks of width 12 and sums of at most 20 terms of values about 3, in Double",
        payload={
            "sentences": SENTENCES, "positions": POSITIONS,
            "cut": [[list(place) for place in cut] for cut in CUT],
            "hidden": [hidden(model, *case) for case in zip(SENTENCES, POSITIONS, CUT)],
            "nt-xent": nt_xent(),
        },
    )


if __name__ == "__main__":
    main()
