"""Opens a folder that `simcse train` saved by transformers, and holds both against each other.

    saved_model.py --program .build/release/simcse FOLDER

Compares the token ids and mean embeddings of our own and of hard sentences, ends with 1 where ids
differ or an embedding does by more than 1e-4, and prints the largest difference.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from transformers import AutoModel, AutoTokenizer

from sentences import FIRST, HARD

torch.set_num_threads(1)


def ours(program, command, folder, path, *more):
    output = subprocess.run(
        [program, command, "--model", folder, "--input", path, *more], check=True,
        stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("folder")
    options = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(options.folder, local_files_only=True)
    model = AutoModel.from_pretrained(
        options.folder, local_files_only=True, add_pooling_layer=False).eval()
    limit = min(32, tokenizer.model_max_length)
    # A line each: without those that end a line.
    sentences = [text for text in FIRST + HARD if text.splitlines() == [text] and text.strip()]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "sentences.txt"
        path.write_text("".join(text + "\n" for text in sentences), encoding="utf-8")
        ids = ours(options.program, "tokenize", options.folder, path, "--max-tokens", str(limit))
        embeddings = ours(
            options.program, "embed", options.folder, path, "--max-tokens", str(limit),
            "--pooling", "mean")
    largest = 0.0
    for text, own, embedding in zip(sentences, ids, embeddings, strict=True):
        theirs = tokenizer(text, truncation=True, max_length=limit).input_ids
        if theirs != own:
            sys.exit(f"ids of {text!r} are {own}, to transformers {theirs}")
        tokens = torch.tensor([own])
        with torch.no_grad():
            hidden = model(input_ids=tokens, attention_mask=torch.ones_like(tokens))[0]
        difference = (hidden[0].mean(0) - torch.tensor(embedding)).abs().max().item()
        largest = max(largest, difference)
    print(f"{type(tokenizer).__name__}, {type(model).__name__}: {len(sentences)} sentences with"
          f" equal ids, embeddings differ by {largest:.1e} at most")
    if not largest <= 1e-4:
        sys.exit(1)


if __name__ == "__main__":
    main()
