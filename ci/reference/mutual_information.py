"""IS-BERT in PyTorch, in Double: 1-D convolutions over the states of each sentence's tokens, their means, and the
Jensen–Shannon estimate of mutual information between both, with its gradients.

The checkpoint is that of masked_language_model.py, which is to be run first.
"""

import math
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
SENTENCES = [[2, 5, 9, 31, 40, 3], [2, 3], [2, 11, 12, 58, 3]]
SIZES = [1, 3, 5]
NAMES = ["embeddings.word_embeddings.weight", "encoder.layer.1.output.dense.weight"]


def centered(name, *shape):
    """Fixed numbers in −1 ..< 1."""
    stream = RandomStream(5, "mutual-information").fork(name)
    values = 2 * stream.uniform(np.arange(int(np.prod(shape)))) - 1
    return torch.tensor(values.reshape(shape), requires_grad=True)


def main():
    model = BertModel.from_pretrained(
        FOLDER, dtype=torch.float64, attn_implementation="eager", local_files_only=True,
        add_pooling_layer=False).eval()
    width = model.config.hidden_size
    tensors = {}
    for size in SIZES:
        tensors[f"convolutions.{size}.weight"] = centered(f"weight {size}", width // 3, size * width)
        tensors[f"convolutions.{size}.bias"] = centered(f"bias {size}", width // 3)

    def convolved(sentence):
        ids = torch.tensor([sentence])
        states = model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
        parts = []
        for size in SIZES:
            # PyTorch has (channels, width, window), this package a row of windows of widths.
            weight = tensors[f"convolutions.{size}.weight"].reshape(-1, size, width).transpose(1, 2)
            parts.append(F.conv1d(
                states.transpose(1, 2), weight, tensors[f"convolutions.{size}.bias"],
                padding=(size - 1) // 2))
        return torch.cat(parts, 1)[0].T

    local = [convolved(sentence) for sentence in SENTENCES]
    means = torch.stack([tokens.mean(0) for tokens in local])
    positive, negative = [], []
    for own, tokens in enumerate(local):
        for token in tokens:
            for other, vector in enumerate(means):
                score = token @ vector
                if other == own:
                    positive.append(math.log(2) - F.softplus(-score))
                else:
                    negative.append(F.softplus(-score) + score - math.log(2))
    loss = torch.stack(negative).mean() - torch.stack(positive).mean()
    parameters = dict(model.named_parameters())
    tensors |= {name: parameters[name] for name in NAMES}
    gradients = torch.autograd.grad(loss, list(tensors.values()))
    fixture.write(
        "mutual_information",
        source="BertModel of transformers, conv1d and the estimate of arXiv:2009.12061, term by term, in"
        " torch.float64",
        packages=["torch", "transformers", "numpy"],
        tolerance={"absolute": 1e-11},
        why="two blocks of width 12 and sums of at most 39 terms of values about 10, in Double",
        payload={
            "sentences": SENTENCES, "vectors": [[v.item() for v in row] for row in means],
            "loss": loss.item(),
            "gradients": {
                name: [v.item() for v in gradient.reshape(-1)]
                for name, gradient in zip(tensors, gradients)
            },
        },
    )


if __name__ == "__main__":
    main()
