"""Losses over a reference encoder's vectors in PyTorch, in Double: momentum contrast with its queue and
predictor (MoCoSE), self-guided contrast with its projection and pull (SG-OPT), instance weighting
(DCLR), contrastive tension (CT), SBERT's three objectives, CLINE, and SimCSE with two hard negatives or with
those selected from a pool, each with its gradients.
"""

import numpy as np
import torch
import torch.nn.functional as F

import fixture
from random_stream import RandomStream

torch.set_num_threads(1)
ROWS, WIDTH, QUEUE, LAYERS, PROJECTED = 4, 6, 3, 3, 5
TEMPERATURE, PULL, THRESHOLD, NEGATIVES = 0.3, 0.1, 0.1, 2
LABELS, SCORES, MARGIN = [2, 0, 1, 2], [0.0, 0.25, 1.0, 0.6], 0.1
HARD_WEIGHT, POOL, CHOSEN, POOL_WEIGHT = 0.7, 7, 2, 0.5


def centered(name, *shape):
    """Fixed numbers in −1 ..< 1."""
    stream = RandomStream(5, "reference-encoders").fork(name)
    values = 2 * stream.uniform(np.arange(int(np.prod(shape)))) - 1
    return torch.tensor(values.reshape(shape), requires_grad=True)


def cosines(a, b):
    return F.normalize(a, dim=1) @ F.normalize(b, dim=1).T


def outcome(loss, tensors):
    gradients = torch.autograd.grad(loss, list(tensors.values()))
    return {
        "loss": loss.item(),
        "gradients": {
            name: [float(v) for v in gradient.reshape(-1)]
            for name, gradient in zip(tensors, gradients)
        },
    }


def momentum_contrast():
    anchors, keys = centered("anchors", ROWS, WIDTH), centered("keys", ROWS, WIDTH).detach()
    queue = centered("queue", QUEUE, WIDTH).detach()
    weight, bias = centered("weight 0", WIDTH, WIDTH), centered("bias 0", WIDTH)
    query = torch.tanh(anchors @ weight.T + bias)
    logits = cosines(query, torch.cat([keys, queue])) / TEMPERATURE
    return outcome(
        F.cross_entropy(logits, torch.arange(ROWS)),
        {"anchors": anchors, "head.predictor.0.weight": weight, "head.predictor.0.bias": bias})


def self_guided_contrast():
    """Sums term by term, as the definition is written."""
    anchors = centered("anchors", ROWS, WIDTH)
    layers = centered("layers", LAYERS, ROWS, WIDTH).detach()
    weights = [centered("weight 0", PROJECTED, WIDTH), centered("weight 1", PROJECTED, PROJECTED)]
    biases = [centered("bias 0", PROJECTED), centered("bias 1", PROJECTED)]
    own, start = centered("block", 3, 2), centered("block at the start", 3, 2).detach()

    def projected(x):
        for weight, bias in zip(weights, biases):
            x = F.gelu(x @ weight.T + bias)
        return x

    c = projected(anchors)
    s = torch.stack([cosines(c, projected(layer)) for layer in layers]) / TEMPERATURE
    losses = []
    for i in range(ROWS):
        others = torch.stack([s[k, i, j] for k in range(LAYERS) for j in range(ROWS) if j != i])
        for k in range(LAYERS):
            all_terms = torch.cat([s[k, i, i].reshape(1), others])
            losses.append(all_terms.logsumexp(0) - s[k, i, i])
    loss = torch.stack(losses).mean() + PULL * (own - start).pow(2).sum()
    tensors = {"anchors": anchors, "encoder.block": own}
    for place in range(2):
        tensors[f"head.projection.{place}.weight"] = weights[place]
        tensors[f"head.projection.{place}.bias"] = biases[place]
    return outcome(loss, tensors)


def instance_weighting():
    anchors, positives = centered("anchors", ROWS, WIDTH), centered("positives", ROWS, WIDTH)
    fixed = cosines(centered("fixed 0", ROWS, WIDTH), centered("fixed 1", ROWS, WIDTH)).detach()
    kept = (fixed < THRESHOLD) | torch.eye(ROWS, dtype=torch.bool)
    assert ROWS < int(kept.sum()) < ROWS * ROWS
    extra = centered("queue", QUEUE, WIDTH).detach()
    exponentials = (cosines(anchors, torch.cat([positives, extra])) / TEMPERATURE).exp()
    weights = torch.cat([kept.double(), torch.ones(ROWS, QUEUE, dtype=torch.float64)], dim=1)
    loss = -(exponentials[:, :ROWS].diagonal() / (weights * exponentials).sum(1)).log().mean()
    return outcome(loss, {"anchors": anchors, "positives": positives})


def contrastive_tension():
    anchors, positives = centered("anchors", ROWS, WIDTH), centered("positives", ROWS, WIDTH)
    pairs = [(i, (i + k) % ROWS, float(k == 0)) for i in range(ROWS) for k in range(NEGATIVES + 1)]
    dots = torch.stack([anchors[i] @ positives[j] for i, j, _ in pairs])
    targets = torch.tensor([target for _, _, target in pairs], dtype=torch.float64)
    return outcome(
        F.binary_cross_entropy_with_logits(dots, targets),
        {"anchors": anchors, "positives": positives})


def softmax_classification():
    u, v = centered("anchors", ROWS, WIDTH), centered("positives", ROWS, WIDTH)
    weight, bias = centered("classes", 3, 3 * WIDTH), centered("classes bias", 3)
    logits = torch.cat([u, v, (u - v).abs()], dim=1) @ weight.T + bias
    return outcome(
        F.cross_entropy(logits, torch.tensor(LABELS)),
        {"anchors": u, "positives": v, "head.classes.0.weight": weight,
         "head.classes.0.bias": bias})


def cosine_regression():
    u, v = centered("anchors", ROWS, WIDTH), centered("positives", ROWS, WIDTH)
    loss = F.mse_loss(F.cosine_similarity(u, v), torch.tensor(SCORES, dtype=torch.float64))
    return outcome(loss, {"anchors": u, "positives": v})


def triplet_margin():
    a, p = centered("anchors", ROWS, WIDTH), centered("positives", ROWS, WIDTH)
    n = centered("contradictions", ROWS, WIDTH)
    distances = [(a - other).norm(dim=1) for other in (p, n)]
    loss = F.relu(distances[0] - distances[1] + MARGIN).mean()
    assert 0 < (distances[0] - distances[1] + MARGIN < 0).sum() < ROWS
    return outcome(loss, {"anchors": a, "positives": p, "negatives": n})


def semantic_negatives():
    a, p = centered("anchors", ROWS, WIDTH), centered("positives", ROWS, WIDTH)
    n = centered("contradictions", ROWS, WIDTH)
    near, far = torch.exp((a * p).sum(dim=1)), torch.exp((a * n).sum(dim=1))
    return outcome(
        -torch.log(near / (near + far)).mean(), {"anchors": a, "positives": p, "negatives": n})


def two_hard_negatives():
    a, p = centered("anchors", ROWS, WIDTH), centered("positives", ROWS, WIDTH)
    n = centered("contradictions", 2 * ROWS, WIDTH)
    own = torch.eye(ROWS, dtype=torch.float64) * HARD_WEIGHT
    logits = cosines(a, torch.cat([p, n])) / TEMPERATURE
    logits = logits + torch.cat([torch.zeros(ROWS, ROWS), own, own], dim=1)
    return outcome(
        F.cross_entropy(logits, torch.arange(ROWS)),
        {"anchors": a, "positives": p, "negatives": n})


def hard_negative_selection():
    a, p = centered("anchors", ROWS, WIDTH), centered("positives", ROWS, WIDTH)
    pool = centered("pool", POOL, WIDTH).detach()
    near = cosines(a, pool).detach()
    chosen = sorted({int(i) for i in near.topk(CHOSEN, dim=1).indices.reshape(-1)})
    logits = cosines(a, torch.cat([p, pool[chosen]])) / TEMPERATURE
    logits = torch.cat([logits[:, :ROWS], logits[:, ROWS:] + np.log(POOL_WEIGHT)], dim=1)
    result = outcome(
        F.cross_entropy(logits, torch.arange(ROWS)), {"anchors": a, "positives": p})
    own = near[:, chosen]
    return result | {
        "chosen": chosen, "mean": own.mean().item(), "hardest": own.max(dim=1).values.mean().item()}


def main():
    fixture.write(
        "reference_encoders",
        source="the definitions of arXiv:2202.13093, arXiv:2106.07345, arXiv:2205.00656,"
        " arXiv:1908.10084 and CT in"
        " torch.float64",
        packages=["torch", "numpy"],
        tolerance={"absolute": 1e-12},
        why="sums of at most 15 terms of values about 3, in Double",
        payload={
            "rows": ROWS, "width": WIDTH, "queue": QUEUE, "layers": LAYERS,
            "projected": PROJECTED, "temperature": TEMPERATURE, "pull": PULL,
            "threshold": THRESHOLD, "negatives": NEGATIVES,
            "labels": LABELS, "scores": SCORES, "margin": MARGIN, "hard-weight": HARD_WEIGHT,
            "pool": POOL, "chosen": CHOSEN, "pool-weight": POOL_WEIGHT,
            "momentum-contrast": momentum_contrast(),
            "self-guided-contrast": self_guided_contrast(),
            "instance-weighting": instance_weighting(),
            "contrastive-tension": contrastive_tension(),
            "softmax-classification": softmax_classification(),
            "cosine-regression": cosine_regression(),
            "triplet-margin": triplet_margin(),
            "semantic-negatives": semantic_negatives(),
            "two-hard-negatives": two_hard_negatives(),
            "hard-negative-selection": hard_negative_selection(),
        },
    )


if __name__ == "__main__":
    main()
