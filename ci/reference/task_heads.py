"""Supervised SimCSE's loss, the task heads and adaptive dropout, with gradients, in Double."""

import numpy as np
import torch
import torch.nn.functional as F

import fixture
from random_stream import DropoutMask, RandomStream

ROWS, WIDTH, CLASSES = 5, 12, 5
TEMPERATURE = 0.05
LABELS = [4, 0, 2, 2, 1]
DUPLICATES = [1, 0, 0, 1, 1]
GOLD = [0.0, 5.0, 2.5, 3.8, 1.25]


def given(name, shape, scale=1.0):
    """Fixed numbers in −scale ..< scale."""
    stream = RandomStream(9, "task-heads").fork(name)
    values = 2 * stream.uniform(np.arange(int(np.prod(shape)))) - 1
    return torch.tensor(scale * values.reshape(shape), requires_grad=True)


def case(inputs, output, **more):
    """The gradient by every input of a scalar, or of a fixed weighting of a tensor."""
    weights = torch.ones(()) if output.dim() == 0 else given("weights", output.shape).detach()
    found = torch.autograd.grad((output * weights).sum(), list(inputs.values()), retain_graph=True)
    return {
        "inputs": {
            name: {"shape": list(x.shape), "values": x.detach().reshape(-1).tolist()}
            for name, x in inputs.items()
        },
        "weights": weights.reshape(-1).tolist(),
        "output": output.detach().reshape(-1).tolist(),
        "gradients": {name: g.reshape(-1).tolist() for name, g in zip(inputs, found)},
        **more,
    }


def supervised(z1, z2, z3, weight):
    """As cl_forward of simcse/models.py, for batches with and without hard negatives."""
    similarity = lambda a, b: F.cosine_similarity(a, b, dim=-1) / TEMPERATURE
    cos_sim = similarity(z1.unsqueeze(1), z2.unsqueeze(0))
    if z3 is not None:
        z1_z3_cos = similarity(z1.unsqueeze(1), z3.unsqueeze(0))
        cos_sim = torch.cat([cos_sim, z1_z3_cos], 1)
        before = cos_sim.size(-1) - z1_z3_cos.size(-1)
        weights = torch.tensor([
            [0.0] * before + [0.0] * i + [weight] + [0.0] * (z1_z3_cos.size(-1) - i - 1)
            for i in range(z1_z3_cos.size(-1))
        ])
        cos_sim = cos_sim + weights
    return F.cross_entropy(cos_sim, torch.arange(cos_sim.size(0)))


def supervised_cases():
    """With hard negatives at three weights, and with positives alone."""
    anchors = given("anchors", (ROWS, WIDTH))
    # Near their anchors, so that no probability is 0 or 1 in every digit.
    positives = (anchors + given("positives", (ROWS, WIDTH), 0.8)).detach().requires_grad_()
    negatives = (anchors + given("negatives", (ROWS, WIDTH), 0.9)).detach().requires_grad_()
    three = {"anchors": anchors, "positives": positives, "negatives": negatives}
    two = {"anchors": anchors, "positives": positives}
    cases = {"positives alone": case(two, supervised(anchors, positives, None, 0), weight=0.0)}
    for weight in [0.0, 1.0, -0.5]:
        cases[f"weight {weight}"] = case(
            three, supervised(anchors, positives, negatives, weight), weight=weight)
    return cases


def features(u, v):
    return torch.cat([u, v, torch.abs(u - v)], -1)


def head_cases():
    u, v = given("u", (ROWS, WIDTH)), given("v", (ROWS, WIDTH))
    w5, b5 = given("class-weight", (CLASSES, WIDTH)), given("class-bias", (CLASSES,))
    w1, b1 = given("pair-weight", (1, 3 * WIDTH)), given("pair-bias", (1,))
    gain, shift = given("gain", (1,), 2), given("shift", (1,))
    gold = torch.tensor(GOLD, dtype=torch.float64)
    pair = {"first": u, "second": v}
    logits = F.linear(features(u, v), w1, b1)
    cosine = F.cosine_similarity(u, v, dim=-1)
    return {
        "classification": case(
            {"pooled": u, "weight": w5, "bias": b5},
            F.cross_entropy(F.linear(u, w5, b5), torch.tensor(LABELS)), labels=LABELS),
        "paraphrase": case(
            {**pair, "weight": w1, "bias": b1},
            F.binary_cross_entropy_with_logits(
                logits.squeeze(-1), torch.tensor(DUPLICATES).double()), labels=DUPLICATES),
        "cosine": case(pair, F.mse_loss(2.5 * (1 + cosine), gold), gold=GOLD),
        "sigmoid-cosine": case(
            {**pair, "gain": gain, "shift": shift},
            F.mse_loss(5 * torch.sigmoid(gain * cosine + shift), gold), gold=GOLD),
        "sigmoid-regression": case(
            {**pair, "weight": w1, "bias": b1},
            F.mse_loss(5 * torch.sigmoid(logits).squeeze(-1), gold), gold=GOLD),
    }


def kept(p, starts, site):
    """The masks of packed sentences, drawn where the rate of each element is 1 − p."""
    mask = DropoutMask(0.5, RandomStream(3, "dropout"))
    rows = []
    for example, (start, end) in enumerate(zip(starts, starts[1:])):
        own = p[start:end].reshape(-1)
        mask.threshold = np.floor((1 - own) * 65536 + 0.5)
        rows.append(mask.keeps(np.arange(len(own)), 6, 1, example, site).reshape(end - start, -1))
    return np.concatenate(rows).astype(np.float64)


def standout(x, z, starts, site):
    """Bernoulli masks of probability σ(z), the gradient straight through the draw."""
    p = torch.sigmoid(z)
    m = torch.tensor(kept(p.detach().numpy(), starts, site))
    return x * (p + (m - p).detach())


def dropout_cases():
    starts, inputs, outputs = [0, 1, 4, 9], 7, 20
    x, a = given("x", (9, inputs)), given("a", (9, outputs))
    weight, bias = given("belief-weight", (outputs, inputs), 2), given("belief-bias", (outputs,), 2)
    gain, shift = given("belief-gain", (1,), 3), given("belief-shift", (1,))
    dense = {"input": x, "output": a, "weight": weight, "bias": bias}
    affine = {"output": a, "gain": gain, "shift": shift}
    place = {"starts": starts, "seed": 3, "step": 6, "view": 1, "site": 11}
    z = F.linear(x, weight, bias)
    return {
        "dense": case(dense, standout(a, z, starts, 11), **place),
        "dense, after training": case(dense, a * torch.sigmoid(z), **place),
        "affine": case(affine, standout(a, gain * a + shift, starts, 11), **place),
    }


def main():
    fixture.write(
        "task_heads",
        source="PyTorch in torch.float64 by autograd. The supervised loss is written as cl_forward"
        " of SimCSE's simcse/models.py (commit 206d7aef05aeadc8e6d354dfc8656c9e9521cc64). Masks of"
        " adaptive dropout come from random_stream.py",
        packages=["torch", "numpy"],
        tolerance={"double": 1e-12},
        why="numbers of about 1, of sums of at most 36 terms; gradients of the supervised loss are"
        " divided by a temperature of 0.05",
        payload={
            "temperature": TEMPERATURE,
            "supervised": supervised_cases(),
            "heads": head_cases(),
            "dropouts": dropout_cases(),
        },
    )


if __name__ == "__main__":
    main()
