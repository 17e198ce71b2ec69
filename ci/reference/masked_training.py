"""Ten steps of unsupervised SimCSE with given dropout masks, by transformers and torch.optim."""

import numpy as np
import torch
from transformers import get_linear_schedule_with_warmup

import fixture
import masked_bert
import minilm
import random_stream
from sentences import FIRST, SECOND

SETTINGS = {
    "layers": 2,
    "pooling": "mean",
    "batch": 8,
    "steps": 10,
    "max-tokens": 32,
    "temperature": 0.05,
    "learning-rate": 1e-4,
    "schedule": "linear",
    "betas": [0.9, 0.999],
    "epsilon": 1e-8,
    "weight-decay": 0.0,
    "clip-norm": 1.0,
    "hidden-dropout": 0.1,
    "attention-dropout": 0.1,
    "dropout-seed": 7,
}


def train(dtype, rate, sentences):
    """The log of each step, and each parameter's change."""
    model = minilm.load(dtype, layers=SETTINGS["layers"])
    initial = {name: p.detach().clone() for name, p in model.named_parameters()}
    stream = random_stream.RandomStream(SETTINGS["dropout-seed"], "dropout")
    masks = masked_bert.Masks(random_stream.DropoutMask(rate, stream), dtype)
    masked_bert.install(model, masks)
    optimizer = torch.optim.AdamW(
        model.parameters(),
        lr=SETTINGS["learning-rate"],
        betas=SETTINGS["betas"],
        eps=SETTINGS["epsilon"],
        weight_decay=SETTINGS["weight-decay"],
        foreach=False,
    )
    schedule = get_linear_schedule_with_warmup(optimizer, 0, SETTINGS["steps"])
    ids = minilm.tokenize(sentences, SETTINGS["max-tokens"])
    size = SETTINGS["batch"]
    log = []
    for step in range(SETTINGS["steps"]):
        batch = [ids[(size * step + i) % len(ids)] for i in range(size)]
        inputs = minilm.padded(batch)
        views = []
        for view in [0, 1]:
            masks.begin(step, view, [len(sentence) for sentence in batch])
            hidden = model(**inputs).last_hidden_state
            views.append(minilm.mean_pooled(hidden, inputs["attention_mask"]))
        loss = minilm.contrastive_loss(*views, SETTINGS["temperature"])
        optimizer.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), SETTINGS["clip-norm"])
        log.append({
            "loss": float(loss.detach()),
            "gradient-norm": float(norm),
            "learning-rate": schedule.get_last_lr()[0],
        })
        optimizer.step()
        schedule.step()
    changes = {
        name: (p.detach() - initial[name]).double().numpy()
        for name, p in model.named_parameters()
    }
    return log, changes


def check_against_plain(sentences):
    """At rate 0 the masked model is transformers' own, with its own attention."""
    inputs = minilm.padded(minilm.tokenize(sentences, 32))
    model = minilm.load(torch.float64, layers=2)
    with torch.no_grad():
        plain = model(**inputs).last_hidden_state
        stream = random_stream.RandomStream(0, "dropout")
        masks = masked_bert.Masks(random_stream.DropoutMask(0.0, stream), torch.float64)
        masks.begin(0, 0, [int(n) for n in inputs["attention_mask"].sum(1)])
        masked_bert.install(model, masks)
        masked = model(**inputs).last_hidden_state
    own = inputs["attention_mask"].bool()
    difference = float((plain - masked)[own].abs().max())
    assert difference < 1e-13, f"masked and plain model differ by {difference}"


def main():
    random_stream.check()
    sentences = FIRST + SECOND
    check_against_plain(sentences)
    rate = SETTINGS["hidden-dropout"]
    log, exact = train(torch.float64, rate, sentences)
    single_log, single = train(torch.float32, rate, sentences)
    for entry, other in zip(log, single_log):
        entry["float-loss-difference"] = abs(other["loss"] - entry["loss"])
        entry["float-norm-difference"] = abs(other["gradient-norm"] - entry["gradient-norm"])
    changes = {}
    for name, change in exact.items():
        if name.endswith("key.bias"):
            assert np.linalg.norm(change) < 1e-11
            change = np.zeros_like(change)
        changes[name] = {
            "shape": list(change.shape),
            **fixture.summary(name, change),
            "float-difference": float(np.linalg.norm(single[name] - change)),
        }
    fixture.write(
        "masked_training",
        source="BertModel of transformers in torch.float64 with our masks in place of its dropout,"
        " torch.optim.AdamW, clip_grad_norm_, get_linear_schedule_with_warmup",
        packages=["torch", "transformers", "tokenizers", "numpy"],
        tolerance={
            "double-loss": 1e-11, "double-norm": 1e-10, "double-change": 1e-8,
            "float-loss": 2e-6, "float-norm": 1e-4, "float-change": 2e-3,
        },
        why="losses absolute, gradient norms (before clipping) relative, changes as shares of the"
        " change's norm, for norms and projections. PyTorch's own Float differs by"
        " float-*-difference: at most 8e-8, 7e-6 and (norm of the change's difference over its"
        " norm) 2e-4, for Adam divides each gradient by its own size and so carries the rounding"
        " of small ones; float allows ten times that or more. The gradient of a key bias is 0 by"
        " algebra and its change is written as 0: compare with the same share of 1e-4 · √384 in"
        " Double, and not in Float, where rounding over epsilon moves it by about 1e-5",
        payload={
            "model": minilm.described(),
            "settings": SETTINGS,
            "order": "step s takes sentences (8s + i) mod 32, i in 0 ..< 8, as examples i",
            "sentences": sentences,
            "ids": minilm.tokenize(sentences, SETTINGS["max-tokens"]),
            "log": log,
            "changes": changes,
        },
    )


if __name__ == "__main__":
    main()
