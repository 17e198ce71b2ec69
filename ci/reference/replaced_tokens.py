"""DiffCSE in PyTorch, in Double: the contrastive loss of two views, and the detection of replaced tokens by a second
BertModel whose first token enters the first block as the sentence's vector, with gradients by both models.

The checkpoint is that of masked_language_model.py, which is to be run first.
"""

import copy
import os

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
import torch
import torch.nn.functional as F
from transformers import BertForMaskedLM, BertModel

import fixture
from random_stream import RandomStream

torch.set_num_threads(1)
FOLDER = fixture.FOLDER / "masked-language-model"
VIEWS = [[[2, 5, 9, 31, 40, 3], [2, 7, 3], [2, 11, 12, 58, 3]],
         [[2, 6, 9, 30, 3], [2, 7, 8, 3], [2, 11, 13, 3]]]
EDITED = [[[2, 5, 10, 31, 40, 3], [2, 7, 3], [2, 20, 12, 57, 3]],
          [[2, 6, 9, 31, 3], [2, 9, 8, 3], [2, 11, 13, 3]]]
HIDDEN = [[2, 4, 9, 4, 40, 3], [2, 4, 3], [2, 11, 12, 4, 3]]
TEMPERATURE, WEIGHT = 0.3, 0.5
NAMES = [
    "embeddings.word_embeddings.weight", "encoder.layer.0.attention.self.key.weight",
    "encoder.layer.1.output.dense.weight",
]


def centered(name, *shape):
    """Fixed numbers in −1 ..< 1."""
    stream = RandomStream(5, "replaced-tokens").fork(name)
    values = 2 * stream.uniform(np.arange(int(np.prod(shape)))) - 1
    return torch.tensor(values.reshape(shape), requires_grad=True)


def states(model, sentence, first=None):
    tokens = torch.tensor([sentence])
    hook = None
    if first is not None:
        hook = model.embeddings.register_forward_hook(
            lambda module, inputs, output: torch.cat([first[None, None], output[:, 1:]], 1))
    output = model(
        input_ids=tokens, attention_mask=torch.ones_like(tokens)).last_hidden_state[0]
    if hook:
        hook.remove()
    return output


def main():
    model = BertModel.from_pretrained(
        FOLDER, dtype=torch.float64, attn_implementation="eager", local_files_only=True,
        add_pooling_layer=False).eval()
    twin = copy.deepcopy(model)
    width = model.config.hidden_size
    tensors = {
        "pooler.dense.weight": centered("pooler weight", width, width),
        "pooler.dense.bias": centered("pooler bias", width),
        "head.replaced.0.weight": centered("head weight", 2, width),
        "head.replaced.0.bias": centered("head bias", 2),
    }
    vectors = [
        torch.stack([
            torch.tanh(
                states(model, sentence)[0] @ tensors["pooler.dense.weight"].T
                + tensors["pooler.dense.bias"])
            for sentence in view])
        for view in VIEWS]
    cosines = F.normalize(vectors[0], dim=1) @ F.normalize(vectors[1], dim=1).T
    contrast = F.cross_entropy(cosines / TEMPERATURE, torch.arange(len(VIEWS[0])))
    losses = []
    for view, edited, h in zip(VIEWS, EDITED, vectors):
        for sentence, other, own in zip(view, edited, h):
            logits = (
                states(twin, other, own) @ tensors["head.replaced.0.weight"].T
                + tensors["head.replaced.0.bias"])
            labels = torch.tensor([int(a != b) for a, b in zip(sentence, other)])
            losses.append(F.cross_entropy(logits, labels, reduction="none"))
    detection = torch.cat(losses).mean()
    loss = contrast + WEIGHT * detection
    for prefix, owner in [("", model), ("head.twin.", twin)]:
        parameters = dict(owner.named_parameters())
        tensors |= {prefix + name: parameters[name] for name in NAMES}
    gradients = torch.autograd.grad(loss, list(tensors.values()))
    generator = BertForMaskedLM.from_pretrained(
        FOLDER, dtype=torch.float64, attn_implementation="eager", local_files_only=True).eval()
    filled = []
    for sentence in HIDDEN:
        with torch.no_grad():
            best = generator(input_ids=torch.tensor([sentence])).logits[0].argmax(-1)
        filled.append([int(best[p]) if token == 4 else token for p, token in enumerate(sentence)])
    fixture.write(
        "replaced_tokens",
        source="BertModel of transformers and a copy of it with a hook behind its embeddings, sentence by"
        " sentence in torch.float64; BertForMaskedLM for what is filled in",
        packages=["torch", "transformers", "numpy"],
        tolerance={"absolute": 1e-11},
        why="two blocks of width 12, twice, and sums of at most 27 terms, in Double",
        payload={
            "views": VIEWS, "edited": EDITED, "temperature": TEMPERATURE, "weight": WEIGHT,
            "hidden": HIDDEN, "filled": filled,
            "loss": loss.item(), "detection": detection.item(),
            "gradients": {
                name: [v.item() for v in gradient.reshape(-1)]
                for name, gradient in zip(tensors, gradients)
            },
        },
    )


if __name__ == "__main__":
    main()
