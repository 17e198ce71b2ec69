"""Objectives of variants in PyTorch: smoothed labels, alignment and uniformity, the bound of a
variational autoencoder; each with its gradients, in Double."""

import numpy as np
import torch
import torch.nn.functional as F

import fixture
from random_stream import RandomStream

ROWS, EXTRA, WIDTH, TEMPERATURE = 5, 3, 7, 0.3
HIDDEN, LATENT = 4, 2


def centered(name, *shape):
    """Fixed numbers in −1 ..< 1."""
    stream = RandomStream(5, "variants").fork(name)
    values = 2 * stream.uniform(np.arange(int(np.prod(shape)))) - 1
    return torch.tensor(values.reshape(shape), requires_grad=True)


def cosines(a, b):
    return F.normalize(a, dim=1) @ F.normalize(b, dim=1).T


def outcome(loss, tensors):
    gradients = torch.autograd.grad(loss, tensors)
    return {
        "loss": loss.item(),
        "gradients": [[float(v) for v in g.reshape(-1)] for g in gradients],
    }


def views():
    return centered("anchors", ROWS, WIDTH), centered("positives", ROWS, WIDTH)


def smoothing(rate, weight):
    """The weight of an extra column enters as log(weight) beside its logit."""
    a, b = views()
    extra = centered("extra", EXTRA, WIDTH).detach()
    logits = cosines(a, torch.cat([b, extra])) / TEMPERATURE
    logits = logits + torch.cat([torch.zeros(ROWS), torch.full((EXTRA,), float(np.log(weight)))])
    loss = F.cross_entropy(logits, torch.arange(ROWS), label_smoothing=rate)
    return {"rate": rate, "weight": weight, **outcome(loss, [a, b])}


def alignment_uniformity(alignment, uniformity, potential):
    """The functions that arXiv:2005.10242 prints in its figure 5."""
    a, b = views()
    x, y = F.normalize(a, dim=1), F.normalize(b, dim=1)

    def uniform(z):
        return torch.pdist(z).pow(2).mul(-potential).exp().mean().log()

    loss = alignment * (x - y).norm(dim=1).pow(2).mean()
    loss = loss + uniformity * (uniform(x) + uniform(y)) / 2
    return {
        "alignment": alignment, "uniformity": uniformity, "potential": potential,
        **outcome(loss, [a, b]),
    }


def bound():
    """Gaussian encoder and decoder of deviation 1; the divergence in closed form."""
    x, noise = centered("x", ROWS, WIDTH).detach(), centered("noise", ROWS, LATENT).detach()
    shapes = [(HIDDEN, WIDTH), (2 * LATENT, HIDDEN), (HIDDEN, LATENT), (WIDTH, HIDDEN)]
    weights = []
    for index, shape in enumerate(shapes):
        weights += [centered(f"weight {index}", *shape), centered(f"bias {index}", shape[0])]
    moments = F.linear(torch.tanh(F.linear(x, *weights[:2])), *weights[2:4])
    posterior = torch.distributions.Normal(
        moments[:, :LATENT], (moments[:, LATENT:] / 2).exp())
    code = posterior.mean + posterior.stddev * noise
    output = F.linear(torch.tanh(F.linear(code, *weights[4:6])), *weights[6:])
    prior = torch.distributions.Normal(0.0, 1.0)
    divergence = torch.distributions.kl_divergence(posterior, prior).sum()
    loss = (F.mse_loss(output, x, reduction="sum") / 2 + divergence) / ROWS
    return outcome(loss, weights)


torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
fixture.write(
    "variants",
    source="PyTorch: cross_entropy with label_smoothing, pdist, kl_divergence, autograd",
    packages=["torch", "numpy"],
    tolerance={"absolute": 1e-12},
    why="numbers of order 1, some hundred roundings of 1e-16 each, exponentials of their own",
    payload={
        "rows": ROWS, "extra": EXTRA, "width": WIDTH, "temperature": TEMPERATURE,
        "hidden": HIDDEN, "latent": LATENT,
        "smoothing": [smoothing(0.1, 1.0), smoothing(0.6, 0.5)],
        "alignment-uniformity": [
            alignment_uniformity(1.0, 1.0, 2.0), alignment_uniformity(0.5, 2.0, 1.0)],
        "bound": bound(),
    },
)
