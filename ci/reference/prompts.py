"""PromptBERT in PyTorch, in Double: the states at the mask token of two templates, what the templates say without
their sentences, and the loss of the denoised vectors through the tanh layer with its gradients; and SNCSE's
bidirectional margin over the contrastive loss.

The checkpoint is that of masked_language_model.py, which is to be run first.
"""

import os

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
import torch
import torch.nn.functional as F
from transformers import BertModel, BertTokenizer

import fixture
from random_stream import RandomStream

torch.set_num_threads(1)
FOLDER = fixture.FOLDER / "masked-language-model"
TEMPLATES = ["a b [X] c [MASK] d", "e [MASK] f g [X]"]
SENTENCES = ["h i jk", "l", "mnop q", "r s"]
TEMPERATURE = 0.3
ROWS, WIDTH = 5, 7
ALPHA, BETA, WEIGHT = 0.1, 0.3, 0.5
NAMES = [
    "embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight",
    "encoder.layer.0.attention.self.query.weight", "encoder.layer.1.output.dense.bias",
]


def centered(name, *shape):
    """Fixed numbers in −1 ..< 1."""
    stream = RandomStream(5, "prompts").fork(name)
    values = 2 * stream.uniform(np.arange(int(np.prod(shape)))) - 1
    return torch.tensor(values.reshape(shape), requires_grad=True)


def masked_state(model, tokenizer, ids, positions):
    tokens = torch.tensor([ids])
    states = model(
        input_ids=tokens, attention_mask=torch.ones_like(tokens),
        position_ids=torch.tensor([positions])).last_hidden_state[0]
    return states[ids.index(tokenizer.mask_token_id)]


def view(model, tokenizer, template):
    """Ids, states and biases of each sentence in a template."""
    ids, states, biases = [], [], []
    for sentence in SENTENCES:
        own = tokenizer(template.replace("[X]", sentence))["input_ids"]
        length = len(tokenizer(sentence)["input_ids"]) - 2
        before = len(tokenizer(template.split("[X]")[0])["input_ids"]) - 1
        ids.append(own)
        states.append(masked_state(model, tokenizer, own, list(range(len(own)))))
        empty = own[:before] + own[before + length:]
        places = [p if p < before else p + length for p in range(len(empty))]
        biases.append(masked_state(model, tokenizer, empty, places))
    return ids, torch.stack(states), torch.stack(biases)


def rows(x):
    return [[v.item() for v in row] for row in x]


def flat(gradient):
    return [float(v) for v in gradient.reshape(-1)]


def cosines(a, b):
    return F.normalize(a, dim=1) @ F.normalize(b, dim=1).T


def prompts():
    model = BertModel.from_pretrained(
        FOLDER, dtype=torch.float64, attn_implementation="eager", local_files_only=True,
        add_pooling_layer=False).eval()
    tokenizer = BertTokenizer.from_pretrained(FOLDER)
    width = model.config.hidden_size
    weight, bias = centered("pooler weight", width, width), centered("pooler bias", width)
    views = [view(model, tokenizer, template) for template in TEMPLATES]
    z = [torch.tanh((states - own) @ weight.T + bias) for _, states, own in views]
    loss = F.cross_entropy(cosines(*z) / TEMPERATURE, torch.arange(len(SENTENCES)))
    parameters = dict(model.named_parameters())
    tensors = {name: parameters[name] for name in NAMES}
    tensors |= {"pooler.dense.weight": weight, "pooler.dense.bias": bias}
    gradients = torch.autograd.grad(loss, list(tensors.values()))
    return {
        "templates": TEMPLATES, "sentences": SENTENCES, "temperature": TEMPERATURE,
        "ids": [ids for ids, _, _ in views],
        "states": [rows(states) for _, states, _ in views],
        "biases": [rows(own) for _, _, own in views],
        "loss": loss.item(),
        "gradients": {name: flat(g) for name, g in zip(tensors, gradients)},
    }


def soft_negatives():
    """Pair by pair, as the definition is written; the rows have differences in all three cases."""
    anchors, positives = centered("anchors", ROWS, WIDTH), centered("positives", ROWS, WIDTH)
    with torch.no_grad():
        # The first rows' positives are near to their anchors.
        positives[:3] = anchors[:3] + 0.4 * positives[:3]
    negatives = centered("negatives", ROWS, WIDTH)
    with torch.no_grad():
        negatives[:2] = anchors[:2] + 0.7 * negatives[:2]
    margins, cases = [], set()
    for a, p, n in zip(anchors, positives, negatives):
        d = F.cosine_similarity(a, n, dim=0) - F.cosine_similarity(a, p, dim=0)
        cases.add(1 if d > -ALPHA else -1 if d < -BETA else 0)
        margins.append(F.relu(d + ALPHA) + F.relu(-d - BETA))
    assert cases == {-1, 0, 1}, cases
    contrast = F.cross_entropy(cosines(anchors, positives) / TEMPERATURE, torch.arange(ROWS))
    loss = contrast + WEIGHT * torch.stack(margins).mean()
    tensors = [anchors, positives, negatives]
    return {
        "rows": ROWS, "width": WIDTH, "temperature": TEMPERATURE,
        "alpha": ALPHA, "beta": BETA, "weight": WEIGHT,
        "vectors": [flat(x) for x in tensors], "loss": loss.item(),
        "gradients": [flat(g) for g in torch.autograd.grad(loss, tensors)],
    }


def main():
    fixture.write(
        "prompts",
        source="BertTokenizer and BertModel of transformers in torch.float64 with position_ids, sentence by"
        " sentence; the margin of arXiv:2201.05979 row by row in torch.float64",
        packages=["torch", "transformers", "numpy"],
        tolerance={"absolute": 1e-11},
        why="two blocks of width 12 and cosines over 0.3, in Double; gradients are below 10",
        payload={"prompts": prompts(), "soft-negatives": soft_negatives()},
    )


if __name__ == "__main__":
    main()
