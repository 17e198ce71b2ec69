"""all-MiniLM-L6-v2 in PyTorch, and the places of model and data."""

import hashlib
import os
import pathlib

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from transformers import AutoTokenizer, BertModel

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODEL = pathlib.Path(os.environ.get("SIMCSE_MODEL", ROOT / ".model" / "all-MiniLM-L6-v2"))
NAME = "all-MiniLM-L6-v2"

torch.set_num_threads(1)


def data_folder():
    """The folder of the data sets, from SIMCSE_DATA."""
    if "SIMCSE_DATA" not in os.environ:
        raise SystemExit("set SIMCSE_DATA to the folder that holds sts/")
    return pathlib.Path(os.environ["SIMCSE_DATA"])


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def described():
    """The model as fixtures name it."""
    return {"name": NAME, "sha256": sha256(MODEL / "model.safetensors")}


def load(dtype, layers=6, pooler=False):
    """The encoder without dropout; attention is the plain product, softmax, product."""
    model = BertModel.from_pretrained(
        MODEL,
        num_hidden_layers=layers,
        add_pooling_layer=pooler,
        attn_implementation="eager",
        local_files_only=True,
    )
    return model.to(dtype).eval()


def tokenize(texts, max_tokens):
    """A list of ids for each text, [CLS] and [SEP] among them."""
    tokenizer = AutoTokenizer.from_pretrained(MODEL, local_files_only=True)
    return tokenizer(list(texts), truncation=True, max_length=max_tokens, padding=False).input_ids


def padded(ids):
    """Ids and attention mask, (B, longest)."""
    longest = max(map(len, ids))
    tokens = torch.zeros(len(ids), longest, dtype=torch.long)
    mask = torch.zeros(len(ids), longest, dtype=torch.long)
    for row, sentence in enumerate(ids):
        tokens[row, : len(sentence)] = torch.tensor(sentence)
        mask[row, : len(sentence)] = 1
    return {"input_ids": tokens, "attention_mask": mask}


def mean_pooled(hidden, mask):
    """The mean over each sentence's own tokens, (B, H)."""
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weights).sum(1) / weights.sum(1)


def contrastive_loss(first, second, temperature):
    """Cross-entropy of cos(first i, second j) / temperature with label i, in nats."""
    cosine = torch.nn.functional.cosine_similarity(first[:, None], second[None], dim=-1)
    return torch.nn.functional.cross_entropy(cosine / temperature, torch.arange(len(first)))


def sts_benchmark(rows, column, part="dev"):
    """Sentences of STS-Benchmark by zero-based row; column 0 is sentence1, 1 is sentence2."""
    path = data_folder() / "sts" / "STSBenchmark" / f"{part}.tsv"
    lines = path.read_text(encoding="utf-8").split("\n")
    return [lines[row].split("\t")[5 + column] for row in rows]
