"""SimCSE's loss and its gradient in every parameter of all-MiniLM-L6-v2, without dropout."""

import numpy as np
import torch

import fixture
import minilm
from sentences import FIRST, SECOND

TEMPERATURE = 0.05
MAX_TOKENS = 32
ROWS = list(range(0, 16 * 93, 93))
# These gradients, and those of the first block's biases, are kept whole.
WHOLE = ["embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias"]
BLOCK = "encoder.layer.0."


def gradients(dtype, first, second):
    """Loss, cosines and gradient by parameter of two views, each encoded in a pass of its own."""
    model = minilm.load(dtype)
    views = []
    for texts in [first, second]:
        batch = minilm.padded(minilm.tokenize(texts, MAX_TOKENS))
        hidden = model(**batch).last_hidden_state
        views.append(minilm.mean_pooled(hidden, batch["attention_mask"]))
    loss = minilm.contrastive_loss(*views, TEMPERATURE)
    loss.backward()
    return float(loss.detach()), {
        # A key bias adds the same to every score of a query, which softmax ignores: exactly 0.
        name: np.zeros(p.shape) if name.endswith("key.bias") else p.grad.numpy()
        for name, p in model.named_parameters()
    }


def kept_whole(name):
    return name in WHOLE or name.startswith(BLOCK) and name.endswith(".bias")


def batch(first, second, description):
    loss, exact = gradients(torch.float64, first, second)
    single_loss, single = gradients(torch.float32, first, second)
    norm = np.sqrt(sum(np.sum(g**2) for g in exact.values()))
    entries = {}
    for name, gradient in exact.items():
        entries[name] = {
            "shape": list(gradient.shape),
            **fixture.summary(name, gradient),
            "float-difference": float(np.linalg.norm(single[name] - gradient)),
        }
        if kept_whole(name):
            entries[name]["values"] = fixture.rounded(gradient, 12)
    return {
        **description,
        "loss": loss,
        "float-loss-difference": abs(single_loss - loss),
        "gradient-norm": float(norm),
        "gradients": entries,
    }


def main():
    rows = {"file": "sts/STSBenchmark/dev.tsv", "rows": ROWS}
    one, two = minilm.sts_benchmark(ROWS, 0), minilm.sts_benchmark(ROWS, 1)
    own_first, own_second = minilm.tokenize(FIRST, 32), minilm.tokenize(SECOND, 32)
    batches = {
        "own-identical": batch(FIRST, FIRST, {
            "first": FIRST, "second": FIRST, "first-ids": own_first, "second-ids": own_first}),
        "own-paraphrases": batch(FIRST, SECOND, {
            "first": FIRST, "second": SECOND, "first-ids": own_first, "second-ids": own_second}),
        "real-identical": batch(one, one, {**rows, "columns": ["sentence1", "sentence1"]}),
        "real-pairs": batch(one, two, {**rows, "columns": ["sentence1", "sentence2"]}),
    }
    path = minilm.data_folder() / rows["file"]
    for name, content in batches.items():
        fixture.write(
            "loss_gradients." + name,
            source="BertModel of transformers in torch.float64 by autograd, mean pooling, cosine"
            " over temperature, cross-entropy; each view in a pass of its own; no dropout",
            packages=["torch", "transformers", "tokenizers", "numpy"],
            tolerance={"double-loss": 1e-11, "double": 1e-9, "float-loss": 2e-6, "float": 5e-5},
            why="double and float are shares of the tensor's norm, for norms, projections and"
            " elements; float-difference is the norm of PyTorch's own Float gradient less this"
            " one, at most 4e-6 of the norm, and float allows ten times that. The gradient of a"
            " key bias is 0 by algebra and written so (autograd gives 1e-17): compare it with the"
            " same share of gradient-norm. Rows count from 0, the file has no header; pooler.*"
            " takes no part",
            payload={
                "model": minilm.described(),
                "data": {rows["file"]: minilm.sha256(path)} if name.startswith("real") else {},
                "temperature": TEMPERATURE,
                "max-tokens": MAX_TOKENS,
                **content,
            },
        )


if __name__ == "__main__":
    main()
