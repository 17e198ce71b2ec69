"""Small random checkpoints in the forms of RoBERTa and BERT-large, and every layer's output.

Writes the folders Tests/Golden/Fixtures/small-encoders/roberta and …/bert-large as transformers saves
them, and small_encoders.json: hidden states and poolers in Double of the numbers saved, in bfloat16.
RoBERTa's vocabulary is a part of that of byte_pairs.py, which is to be run first.

The forms: RoBERTa of 3 heads of 10, 19 tokens at most, one token type; BERT of 24 blocks and 16 heads.
"""

import json
import os
import pathlib
import shutil

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
import torch
from transformers import (
    BertConfig, BertModel, BertTokenizer, RobertaConfig, RobertaModel, RobertaTokenizer)

import fixture

torch.set_num_threads(1)
FOLDER = fixture.FOLDER / "small-encoders"
MERGES = 60
TEXTS = [
    "",
    "The kettle whistled.",
    " two  goats, 3 bridges",
    "don't <pad> stop",
    "caf\u00e9 \U0001f600",
    "every position of the table is used up by this one, to the last",
]
# Of these sentences, the vectors of the first and last token are kept whole, and the pooled ones.
WHOLE = [1, 3, 5]


def roberta():
    torch.manual_seed(5)
    source = fixture.FOLDER / "byte-pairs"
    tokens = json.loads((source / "vocab.json").read_text(encoding="utf-8"))
    merges = (source / "merges.txt").read_text(encoding="utf-8").splitlines()[: 1 + MERGES]
    kept = [token for token, _ in sorted(tokens.items(), key=lambda item: item[1])]
    kept = [*kept[: 4 + 256 + MERGES], "<mask>"]
    made = {a + b for a, b in (line.split(" ") for line in merges[1:])}
    assert made == set(kept[4 + 256 : -1])
    folder = FOLDER / "roberta"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(
        json.dumps({token: id for id, token in enumerate(kept)}), encoding="utf-8")
    (folder / "merges.txt").write_text("".join(line + "\n" for line in merges), encoding="utf-8")
    config = RobertaConfig(
        vocab_size=len(kept), hidden_size=30, num_hidden_layers=3, num_attention_heads=3,
        intermediate_size=41, max_position_embeddings=21, type_vocab_size=1, layer_norm_eps=1e-5,
        pad_token_id=1, bos_token_id=0, eos_token_id=2, initializer_range=0.2)
    tokenizer = RobertaTokenizer(
        vocab=str(folder / "vocab.json"), merges=str(folder / "merges.txt"))
    return folder, RobertaModel(config), tokenizer, 19


def bert_large():
    torch.manual_seed(6)
    letters = "abcdefghijklmnopqrstuvwxyz"
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *("##" + c for c in letters),
              "the", "##ing", ",", ".", "'"]
    folder = FOLDER / "bert-large"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("".join(token + "\n" for token in tokens), encoding="utf-8")
    config = BertConfig(
        vocab_size=len(tokens), hidden_size=16, num_hidden_layers=24, num_attention_heads=16,
        intermediate_size=19, max_position_embeddings=23, initializer_range=0.2)
    tokenizer = BertTokenizer(vocab={token: id for id, token in enumerate(tokens)})
    return folder, BertModel(config), tokenizer, 23


def saved(folder, model):
    """Saves the model with every parameter moved, so that a term left out shows."""
    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.1 * torch.randn(parameter.shape, generator=generator)
    model.to(torch.bfloat16).save_pretrained(folder)
    for name in ("generation_config.json", "README.md"):
        (folder / name).unlink(missing_ok=True)


def outputs(model, ids):
    """For each tensor its value for one sentence."""
    with torch.no_grad():
        tokens = torch.tensor([ids])
        output = model(
            input_ids=tokens, attention_mask=torch.ones_like(tokens), output_hidden_states=True)
    hidden = [state[0] for state in output.hidden_states]
    answer = {"embeddings": hidden[0]}
    answer.update({f"block.{i}": state for i, state in enumerate(hidden[1:])})
    answer.update({
        "cls": output.pooler_output[0],
        "cls-before-pooler": hidden[-1][0],
        "mean": hidden[-1].mean(0),
        "mean-top2": ((hidden[-2] + hidden[-1]) / 2).mean(0),
        "mean-first-last": ((hidden[1] + hidden[-1]) / 2).mean(0),
        "mean-embeddings": hidden[0].mean(0),
    })
    return {name: value.numpy() for name, value in answer.items()}


def form(folder, model, tokenizer, longest):
    saved(folder, model)
    ids = [
        tokenizer(text, truncation=True, max_length=longest).input_ids for text in TEXTS]
    assert len(ids[-1]) == longest

    def load(dtype):
        return type(model).from_pretrained(
            folder, dtype=dtype, attn_implementation="eager", local_files_only=True).eval()

    exact, single = load(torch.float64), load(torch.float32)
    exact = [outputs(exact, sentence) for sentence in ids]
    single = [outputs(single, sentence) for sentence in ids]
    pooled = ("cls", "mean")
    return {
        "texts": TEXTS,
        "ids": ids,
        "whole": WHOLE,
        "tensors": {
            name: {
                "sentences": [fixture.summary(name, sentence[name]) for sentence in exact],
                "vectors": [
                    fixture.rounded(vector, 14)
                    for vector in (
                        [exact[i][name] for i in WHOLE] if name.startswith(pooled)
                        else [exact[i][name][t] for i in WHOLE for t in (0, -1)])
                ],
                "float-difference": float(
                    max(np.abs(a[name] - b[name]).max() for a, b in zip(exact, single))),
            }
            for name in exact[0]
        },
    }


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    fixture.write(
        "small_encoders",
        source="RobertaModel and BertModel of transformers in torch.float64, plain attention, a"
        " sentence at a time, over the random checkpoints in small-encoders",
        packages=["torch", "transformers", "tokenizers", "numpy"],
        tolerance={"double": 1e-10, "float": 1e-4},
        why="double: vectors carry 14 digits and rounding over 24 blocks of width 16 stays below"
        " 1e-11 of values of about 3; float: PyTorch's own Float differs by float-difference (the"
        " largest element), and ours may by a few times that; for norms and projections multiply by"
        " the square root of the number of elements",
        payload={"forms": {
            "roberta": form(*roberta()), "bert-large": form(*bert_large())}},
    )


if __name__ == "__main__":
    main()
