"""Opens folders that `simcse train` saved by others' programs, and holds them against ours.

    saved_model.py --program .build/release/simcse FOLDER…

Compares, on our own and on hard sentences, the token ids of transformers, the embeddings that its
model gives when pooled by hand, and those of sentence-transformers.
Ends with 1 where ids differ or an embedding does by more than 1e-5, and prints the differences. A map
behind the pooling stretches differences of embeddings: 1e-5 is times the longest row of its matrix.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"

import sentence_transformers
import torch
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer
from transformers import AutoModel, AutoModelForMaskedLM, AutoTokenizer

from sentences import FIRST, HARD

torch.set_num_threads(1)
TOLERANCE = 1e-5
# A line each: without those that end a line.
SENTENCES = [text for text in FIRST + HARD if text.splitlines() == [text] and text.strip()]


def ours(program, command, folder, *more):
    with tempfile.TemporaryDirectory() as work:
        path = pathlib.Path(work) / "sentences.txt"
        path.write_text("".join(text + "\n" for text in SENTENCES), encoding="utf-8")
        output = subprocess.run(
            [program, command, "--model", folder, "--input", path, *more], check=True,
            stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def check(program, folder):
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModel.from_pretrained(folder, local_files_only=True).eval()
    modules = json.loads((folder / "modules.json").read_text())
    cls = json.loads((folder / "1_Pooling" / "config.json").read_text())["pooling_mode_cls_token"]
    dense = {
        json.loads((folder / module["path"] / "config.json").read_text())["activation_function"]
        .rsplit(".", 1)[1]: folder / module["path"]
        for module in modules if module["type"].endswith("Dense")}
    pooled = "Tanh" in dense
    limit = min(32, tokenizer.model_max_length)
    # The pooling is the folder's own.
    more = ["--token-limit", str(limit)]
    ids = ours(program, "tokenize", folder, "--token-limit", str(limit))
    embeddings = torch.tensor(ours(program, "embed", folder, *more))
    by_hand = []
    for text, own in zip(SENTENCES, ids, strict=True):
        theirs = tokenizer(text, truncation=True, max_length=limit).input_ids
        if theirs != own:
            sys.exit(f"ids of {text!r} are {own}, to transformers {theirs}")
        tokens = torch.tensor([own])
        with torch.no_grad():
            output = model(input_ids=tokens, attention_mask=torch.ones_like(tokens))
        hidden = output.last_hidden_state[0]
        by_hand.append(output.pooler_output[0] if pooled else hidden[0] if cls else hidden.mean(0))
    by_hand, stretch = torch.stack(by_hand), 1
    if "Identity" in dense:
        layer = load_file(dense["Identity"] / "model.safetensors")
        stretch = max(1, layer["linear.weight"].norm(dim=1).max().item())
        by_hand = (by_hand.double() @ layer["linear.weight"].double().T + layer["linear.bias"]).float()
    largest = (by_hand - embeddings).abs().max().item()
    words = f"transformers ({type(model).__name__}) {largest:.1e}"
    try:
        whole = SentenceTransformer(str(folder), device="cpu")
    except FileNotFoundError as problem:
        # Old versions read a dense layer from a pickle alone, which nobody should have to write.
        if not dense or not str(problem.filename).endswith("_Dense/pytorch_model.bin"):
            raise
        words += f"; sentence-transformers {sentence_transformers.__version__} reads no dense layer from safetensors"
    else:
        whole.max_seq_length = limit
        encoded = whole.encode(SENTENCES, convert_to_tensor=True, batch_size=7)
        difference = (encoded - embeddings).abs().max().item()
        words += f", sentence-transformers {difference:.1e}"
        largest = max(largest, difference)
    print(f"{folder}: {len(SENTENCES)} sentences with equal ids; embeddings differ at most by {words}")
    return largest <= TOLERANCE * stretch


def check_head(folder):
    """Whether a masked language model is whole to transformers, its decoder tied, and can be asked."""
    architecture = json.loads((folder / "config.json").read_text())["architectures"][0]
    if not architecture.endswith("ForMaskedLM"):
        return True
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model, loading = AutoModelForMaskedLM.from_pretrained(
        folder, local_files_only=True, output_loading_info=True)
    saved = load_file(folder / "model.safetensors")
    missing = [name for name in loading["missing_keys"] if "decoder" not in name]
    words = model.get_input_embeddings().weight
    tied = model.get_output_embeddings().weight.data_ptr() == words.data_ptr()
    equal = all(
        torch.equal(tensor, saved[name])
        for name, tensor in model.state_dict().items() if name in saved)
    ids = torch.tensor([[tokenizer.cls_token_id, tokenizer.mask_token_id, tokenizer.sep_token_id]])
    with torch.no_grad():
        logits = model.eval()(input_ids=ids).logits[0, 1]
    sound = (
        type(model).__name__ == architecture and not missing and tied and equal
        and bool(logits.isfinite().all()))
    print(f"{folder}: {architecture}, missing {missing}, tied {tied}, tensors equal {equal}")
    return sound


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    if not all([check(options.program, folder) for folder in options.folders]):
        sys.exit(f"an embedding differs by more than {TOLERANCE}")
    if not all([check_head(folder) for folder in options.folders]):
        sys.exit("a masked language model is not what was saved")


if __name__ == "__main__":
    main()
