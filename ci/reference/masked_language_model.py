"""The masked-language-model step by transformers' BertForMaskedLM and torch.optim, in Double.

Writes the folder Tests/Golden/Fixtures/masked-language-model, a small checkpoint with its head as
transformers saves it, in bfloat16, and masked_language_model.json: of one batch the logits at masked
places, loss and every gradient; of ten steps under given masks the losses and the parameters at the
end. Names are the checkpoint's without `bert.`; the decoder is `embeddings.word_embeddings.weight`.
"""

import os
import shutil

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
import torch
import torch.nn.functional as F
from transformers import BertConfig, BertForMaskedLM, get_linear_schedule_with_warmup

import fixture
from random_stream import RandomStream

torch.set_num_threads(1)
FOLDER = fixture.FOLDER / "masked-language-model"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *("##" + c for c in LETTERS),
          "the", "##ing", "."]
PAD, CLS, SEP, MASK = 0, 2, 3, 4
# Sentences a step, and their tokens with [CLS] and [SEP]; the shortest has no token between them.
LENGTHS = [9, 4, 14, 2, 7, 11]
DIGITS = 14
SETTINGS = {
    "steps": 10,
    "learning-rate": 5e-3,
    "schedule": "linear",
    "warmup-steps": 3,
    "betas": [0.9, 0.999],
    "epsilon": 1e-8,
    "weight-decay": 0.1,
    "clip-norm": 3.0,
}


def saved():
    """Saves the model with every parameter moved, so that a term left out shows."""
    torch.manual_seed(11)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    (FOLDER / "vocab.txt").write_text("".join(token + "\n" for token in TOKENS), encoding="utf-8")
    model = BertForMaskedLM(BertConfig(
        vocab_size=len(TOKENS), hidden_size=12, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=20, max_position_embeddings=16, hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0, initializer_range=0.2))
    generator = torch.Generator().manual_seed(12)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.1 * torch.randn(parameter.shape, generator=generator)
    model.to(torch.bfloat16).save_pretrained(FOLDER)
    for name in ("generation_config.json", "README.md"):
        (FOLDER / name).unlink(missing_ok=True)


def load(dtype):
    model = BertForMaskedLM.from_pretrained(
        FOLDER, dtype=dtype, attn_implementation="eager", local_files_only=True).eval()
    assert model.cls.predictions.decoder.weight is model.bert.embeddings.word_embeddings.weight
    return model


def batch(step):
    """Token ids after masking, and of each sentence the masked places and what was there."""
    stream = RandomStream(13, "masked-language-model").fork(step)
    answer = {"ids": [], "positions": [], "labels": []}
    for index, length in enumerate(LENGTHS):
        draws = stream.fork(index).uniform(np.arange(4 * length)).reshape(length, 4)
        ids, positions, labels = [CLS], [], []
        for place in range(1, length - 1):
            chosen, kind, own, other = draws[place]
            token = 5 + int(own * (len(TOKENS) - 5))
            if chosen < 0.3:
                positions.append(place)
                labels.append(token)
                if kind < 0.8:
                    token = MASK
                elif kind < 0.9:
                    token = 5 + int(other * (len(TOKENS) - 5))
            ids.append(token)
        ids.append(SEP)
        answer["ids"].append(ids)
        answer["positions"].append(positions)
        answer["labels"].append(labels)
    assert sum(map(len, answer["labels"])) > 1
    return answer


def places(batch):
    """The rows and columns of the masked places in a padded batch, sentence after sentence."""
    pairs = [(row, place) for row, own in enumerate(batch["positions"]) for place in own]
    return tuple(torch.tensor(side) for side in zip(*pairs))


def masked_logits(model, batch):
    """(masked places, V), of a batch filled up with [PAD] that nothing attends to."""
    longest = max(map(len, batch["ids"]))
    ids = torch.tensor([row + [PAD] * (longest - len(row)) for row in batch["ids"]])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in batch["ids"]])
    return model(input_ids=ids, attention_mask=mask).logits[places(batch)]


def loss_of(logits, batch):
    labels = torch.tensor([label for own in batch["labels"] for label in own])
    return F.cross_entropy(logits, labels), float((logits.argmax(-1) == labels).double().mean())


def with_hits(model, batches):
    """The batches, the first label of each being what the untrained model says, for an accuracy."""
    for batch in batches:
        row = next(row for row, own in enumerate(batch["labels"]) if own)
        with torch.no_grad():
            batch["labels"][row][0] = int(masked_logits(model, batch)[0].argmax())
    return batches


def check(model, batch):
    """Sentences alone give the same logits, and transformers' own loss is the same."""
    with torch.no_grad():
        logits = masked_logits(model, batch)
        alone = torch.cat([
            model(input_ids=torch.tensor([ids])).logits[0, own]
            for ids, own in zip(batch["ids"], batch["positions"]) if own])
        assert float((alone - logits).abs().max()) < 1e-13
        longest = max(map(len, batch["ids"]))
        ids = torch.full((len(LENGTHS), longest), PAD)
        labels = torch.full((len(LENGTHS), longest), -100)
        for row, own in enumerate(batch["ids"]):
            ids[row, : len(own)] = torch.tensor(own)
        labels[places(batch)] = torch.tensor([label for own in batch["labels"] for label in own])
        mask = (ids != PAD).long()
        theirs = model(input_ids=ids, attention_mask=mask, labels=labels).loss
        assert abs(float(theirs) - float(loss_of(logits, batch)[0])) < 1e-12


def own_name(name):
    return name.removeprefix("bert.")


def is_spared(name):
    """Whether weight decay leaves a parameter out: biases and layer norms."""
    return name.endswith(".bias") or ".LayerNorm." in name


def gradients(model):
    return {own_name(name): p.grad.detach().clone() for name, p in model.named_parameters()}


def first(model, batch):
    logits = masked_logits(model, batch)
    loss, accuracy = loss_of(logits, batch)
    model.zero_grad()
    loss.backward()
    return logits.detach(), float(loss.detach()), accuracy, gradients(model)


def train(model, batches):
    """The log of each step, and the parameters after the last."""
    named = list(model.named_parameters())
    groups = [
        {"params": [p for name, p in named if is_spared(name) == spared], "weight_decay": decay}
        for spared, decay in [(False, SETTINGS["weight-decay"]), (True, 0.0)]]
    assert all(group["params"] for group in groups)
    optimizer = torch.optim.AdamW(
        groups, lr=SETTINGS["learning-rate"], betas=SETTINGS["betas"], eps=SETTINGS["epsilon"],
        foreach=False)
    schedule = get_linear_schedule_with_warmup(
        optimizer, SETTINGS["warmup-steps"], SETTINGS["steps"])
    log = []
    for batch in batches:
        loss, accuracy = loss_of(masked_logits(model, batch), batch)
        optimizer.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), SETTINGS["clip-norm"])
        log.append({
            "loss": float(loss.detach()),
            "accuracy": accuracy,
            "gradient-norm": float(norm),
            "learning-rate": schedule.get_last_lr()[0],
        })
        optimizer.step()
        schedule.step()
    return log, {own_name(name): p.detach() for name, p in named}


def tensors(table):
    return {
        name: {"shape": list(x.shape), "values": fixture.rounded(x.numpy(), DIGITS)}
        for name, x in table.items()}


def largest(a, b):
    return float(max((a[name].double() - b[name].double()).abs().max() for name in a))


def main():
    saved()
    batches = with_hits(
        load(torch.float64), [batch(step) for step in range(SETTINGS["steps"])])
    check(load(torch.float64), batches[0])
    logits, loss, accuracy, exact = first(load(torch.float64), batches[0])
    single_logits, single_loss, _, single = first(load(torch.float32), batches[0])
    log, parameters = train(load(torch.float64), batches)
    single_log, single_parameters = train(load(torch.float32), batches)
    norms = [entry["gradient-norm"] for entry in log]
    assert min(norms) < SETTINGS["clip-norm"] < max(norms), norms
    for name, gradient in exact.items():
        if name.endswith("key.bias"):
            assert float(gradient.abs().max()) < 1e-15
            exact[name] = torch.zeros_like(gradient)
    others = [name for name in parameters if not name.endswith("key.bias")]
    fixture.write(
        "masked_language_model",
        source="BertForMaskedLM of transformers in torch.float64 without dropout, plain attention,"
        " over the random checkpoint in masked-language-model; torch.nn.functional.cross_entropy,"
        " torch.optim.AdamW, clip_grad_norm_, get_linear_schedule_with_warmup",
        packages=["torch", "transformers", "numpy"],
        tolerance={
            "double-logits": 1e-12, "double-loss": 1e-12, "double-gradients": 1e-12,
            "double-steps": 1e-10, "float-logits": 2e-5, "float-loss": 1e-5,
            "float-gradients": 1e-5, "float-steps": 1e-4,
        },
        why="absolute, of numbers of about 1 that carry 14 digits. PyTorch's own Float differs by"
        " float-difference (the largest element); ours may by some times that. The gradient of a"
        " key bias is 0 by algebra and is written as 0; Adam divides it by its own size plus"
        " epsilon, so that in Float its parameter follows rounding and is not to be compared",
        payload={
            "settings": SETTINGS,
            "spared-of-decay": sorted(name for name in parameters if is_spared(name)),
            "batches": batches,
            "first": {
                "order": "places of sentence 0, then of sentence 1, …",
                "logits": [fixture.rounded(row, DIGITS) for row in logits.numpy()],
                "loss": loss,
                "accuracy": accuracy,
                "gradients": tensors(exact),
            },
            "log": log,
            "parameters": tensors(parameters),
            "float-difference": {
                "logits": float((logits - single_logits.double()).abs().max()),
                "loss": abs(loss - single_loss),
                "gradients": largest(exact, single),
                "losses": max(abs(a["loss"] - b["loss"]) for a, b in zip(log, single_log)),
                "parameters": largest(
                    {name: parameters[name] for name in others}, single_parameters),
            },
        },
    )


if __name__ == "__main__":
    main()
