"""InferSent's loss over two batches of sentences in PyTorch, in Double, with its gradients: `nn.LSTM` in
both directions, the largest number over the words, and linear layers over (u, v, |u − v|, u · v).
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

import fixture
from random_stream import RandomStream

torch.set_num_threads(1)
WORDS, HIDDEN, CLASSIFIER = 5, 3, 4
LENGTHS, LABELS = ([4, 1, 7], [2, 6, 3]), [1, 2, 0]


def centered(name, shape):
    stream = RandomStream(11, "infersent").fork(name)
    values = 2 * stream.uniform(np.arange(int(np.prod(shape)))) - 1
    return torch.tensor(values.reshape(shape))


def main():
    lstm = torch.nn.LSTM(WORDS, HIDDEN, bidirectional=True).double()
    layers = [torch.nn.Linear(8 * HIDDEN, CLASSIFIER), torch.nn.Linear(CLASSIFIER, CLASSIFIER),
              torch.nn.Linear(CLASSIFIER, 3)]
    parameters = {f"lstm.{name}": p for name, p in lstm.named_parameters()}
    for place, layer in enumerate(layers):
        layer.double()
        parameters |= {f"classifier.{place}.{name}": p for name, p in layer.named_parameters()}
    with torch.no_grad():
        for name, parameter in parameters.items():
            parameter.copy_(centered(name, tuple(parameter.shape)))

    def encoded(side, lengths):
        words = centered(side, (sum(lengths), WORDS)).split(lengths)
        packed = pack_padded_sequence(
            pad_sequence(words), torch.tensor(lengths), enforce_sorted=False)
        states, _ = pad_packed_sequence(lstm(packed)[0], padding_value=float("-inf"))
        return states.max(dim=0).values

    u, v = encoded("first", LENGTHS[0]), encoded("second", LENGTHS[1])
    x = torch.cat([u, v, (u - v).abs(), u * v], dim=1)
    for layer in layers:
        x = layer(x)
    loss = F.cross_entropy(x, torch.tensor(LABELS))
    gradients = torch.autograd.grad(loss, list(parameters.values()))
    fixture.write(
        "infersent",
        source="torch.nn.LSTM and torch.nn.Linear in torch.float64",
        packages=["torch", "numpy"],
        tolerance={"absolute": 1e-12},
        why="sums of at most 24 terms of values about 1, in Double",
        payload={
            "words": WORDS, "hidden": HIDDEN, "classifier": CLASSIFIER,
            "first-lengths": LENGTHS[0], "second-lengths": LENGTHS[1], "labels": LABELS,
            "loss": loss.item(),
            "found": int((x.argmax(dim=1) == torch.tensor(LABELS)).sum()),
            "vectors": [float(value) for value in u.reshape(-1)],
            "gradients": {name: [float(value) for value in gradient.reshape(-1)]
                          for name, gradient in zip(parameters, gradients)},
        },
    )


if __name__ == "__main__":
    main()
