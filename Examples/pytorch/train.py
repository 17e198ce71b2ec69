"""Unsupervised SimCSE in PyTorch and transformers, for `simcse study` (arXiv:2104.08821, section 3).

What it is handed, and where it leaves embeddings, stands in variables: Documentation/other-trainers.md.
Initialization, data order and dropout draw from generators of their own, so that each seed moves one of them.
"""
import json
import os
import sys

import numpy
import torch
import transformers


def seed(stream):
    return int(os.environ["SIMCSE_SEED_" + stream])


class Words:
    """Words between blanks as tokens, for an encoder that begins afresh."""

    first = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]

    def __init__(self, text):
        words = sorted({word for sentence in text for word in sentence.lower().split()})
        self.ids = {word: place for place, word in enumerate(self.first + words)}

    def __call__(self, sentences, limit):
        rows = [[2] + [self.ids.get(word, 1) for word in sentence.lower().split()][: limit - 2] + [3]
                for sentence in sentences]
        width = max(map(len, rows))
        ids = torch.tensor([row + [0] * (width - len(row)) for row in rows])
        return {"input_ids": ids, "attention_mask": (ids != 0).long()}


def pretrained(folder):
    """A model folder's encoder and its tokenizer."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)

    def tokens(sentences, limit):
        return dict(tokenizer(sentences, padding=True, truncation=True, max_length=limit, return_tensors="pt"))

    return transformers.AutoModel.from_pretrained(folder, local_files_only=True), tokens


def fresh(text, limit):
    """A small BERT with new weights, and the words of the text as its vocabulary."""
    tokens = Words(text)
    config = transformers.BertConfig(
        vocab_size=len(tokens.ids), hidden_size=64, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=256, max_position_embeddings=limit)
    with torch.random.fork_rng():
        torch.manual_seed(seed("INITIALIZATION"))
        return transformers.BertModel(config, add_pooling_layer=False), tokens


def pooled(encoder, inputs):
    """The mean over a sentence's tokens, (B, H)."""
    inputs = {name: values.to(encoder.device) for name, values in inputs.items()}
    states = encoder(**inputs).last_hidden_state
    mask = inputs["attention_mask"].unsqueeze(-1).to(states.dtype)
    return (states * mask).sum(1) / mask.sum(1)


def write_embeddings(encoder, tokens, sentences, evaluation, file):
    """Embeds without dropout, a row a sentence in the order given."""
    encoder.eval()
    size, rows = evaluation["batch-size"], []
    with torch.no_grad():
        for start in range(0, len(sentences), size):
            inputs = tokens(sentences[start:start + size], evaluation["token-limit"])
            rows.append(pooled(encoder, inputs).float().cpu().numpy())
    numpy.save(file, numpy.concatenate(rows))


def train(encoder, tokens, text, options):
    """SimCSE: two passes of each sentence under different masks are a pair, others of the batch negatives."""
    optimizer = torch.optim.AdamW(encoder.parameters(), lr=options["learning-rate"], weight_decay=0)
    order = torch.Generator().manual_seed(seed("DATA_ORDER"))
    size = options["batch-size"]
    total, step = options["epochs"] * -(-len(text) // size), 0
    encoder.train()
    with torch.random.fork_rng():
        torch.manual_seed(seed("DROPOUT"))
        for _ in range(options["epochs"]):
            for places in torch.randperm(len(text), generator=order).split(size):
                inputs = tokens([text[place] for place in places], options["token-limit"])
                first, second = pooled(encoder, inputs), pooled(encoder, inputs)
                cosines = torch.nn.functional.cosine_similarity(first.unsqueeze(1), second.unsqueeze(0), dim=-1)
                own = torch.arange(len(places), device=cosines.device)
                loss = torch.nn.functional.cross_entropy(cosines / options["temperature"], own)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                step += 1
                if step % 10 == 0 or step == total:
                    print(f"step {step} of {total}: loss {loss.item():.4f}", file=sys.stderr, flush=True)


def main():
    transformers.logging.set_verbosity_error()
    torch.set_num_threads(int(os.environ["SIMCSE_THREADS"]))
    settings = json.load(open(os.environ["SIMCSE_SETTINGS"], encoding="utf-8"))
    evaluation, options = settings["evaluation"], settings["trainer"]["options"]
    sentences = [json.loads(line) for line in open(os.environ["SIMCSE_SENTENCES"], encoding="utf-8")]
    text = sentences
    if "text" in options:
        file = os.path.expandvars(options["text"])
        text = [line.strip() for line in open(file, encoding="utf-8") if line.strip()]
    limit = max(options["token-limit"], evaluation["token-limit"])
    encoder, tokens = pretrained(os.environ["SIMCSE_MODEL"]) if options["pretrained"] else fresh(text, limit)
    encoder.to("cuda" if torch.cuda.is_available() else "cpu")
    write_embeddings(encoder, tokens, sentences, evaluation, os.environ["SIMCSE_UNTRAINED_EMBEDDINGS"])
    train(encoder, tokens, text, options)
    write_embeddings(encoder, tokens, sentences, evaluation, os.environ["SIMCSE_EMBEDDINGS"])


main()
