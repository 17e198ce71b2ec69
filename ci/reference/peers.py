"""Our speed beside that of the programs people use today, in turn, in one run.

Every round measures each subject once by us and once by each peer, a moment apart and in turning
order, so that what slows the machine slows both; the result is the median of the rounds' ratios.
See ci/peers.
"""

import argparse
import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

THREADS = os.cpu_count()
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # tokenizing is measured on one thread
os.environ.setdefault("RAYON_NUM_THREADS", "1")

MODEL = pathlib.Path(os.environ["SIMCSE_MODEL"])
DATA = pathlib.Path(os.environ["SIMCSE_DATA"])
BATCH, STEP_TOKENS, ENCODED = 64, 32, 512


def read_pairs():
    """STS-Benchmark's test pairs, as `simcse bench` reads them."""
    lines = (DATA / "sts/STSBenchmark/test.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")
    return [tuple(line.split("\t")[5:7]) for line in lines]


SENTENCES = [sentence for pair in read_pairs() for sentence in pair]


def spread(count):
    """The sentences that `simcse bench` chooses: spread evenly over the text."""
    return [SENTENCES[place * len(SENTENCES) // count] for place in range(count)]


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class Ours:
    """`simcse bench paced`: one measurement for each line we write."""

    def __init__(self, program, threads, product="exact"):
        self.process = subprocess.Popen(
            [program, "bench", "paced", "--threads", str(threads), "--product", product],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def measure(self, subject):
        self.process.stdin.write(subject + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit("peers: simcse bench ended; see above")
        return json.loads(line)

    def seconds(self, subject):
        return self.measure(subject)["seconds"]

    def close(self):
        self.process.stdin.close()
        return self.process.wait()


class TorchStep:
    """SimCSE's step: 64 sentences twice, padded to the longest, dropout 0.1, AdamW.

    `cls` pools [CLS] through a linear layer and tanh, as SimCSE trains; else the mean over tokens.
    """

    def __init__(self, copies=1, cls=False):
        import torch
        from transformers import AutoTokenizer, BertModel

        torch.set_num_threads(THREADS)
        torch.manual_seed(1)
        self.torch = torch
        tokenizer = AutoTokenizer.from_pretrained(MODEL)
        self.model = BertModel.from_pretrained(
            MODEL, add_pooling_layer=False, hidden_dropout_prob=0.1,
            attention_probs_dropout_prob=0.1).train()
        width = self.model.config.hidden_size
        self.head = torch.nn.Sequential(torch.nn.Linear(width, width), torch.nn.Tanh()) if cls else None
        self.parameters = [*self.model.parameters(), *(self.head.parameters() if cls else [])]
        sentences = spread(BATCH) * copies
        self.inputs = tokenizer(
            sentences + sentences, padding=True, truncation=True, max_length=STEP_TOKENS,
            return_tensors="pt")
        self.optimizer = torch.optim.AdamW(
            self.parameters, lr=3e-5, weight_decay=0.0, fused=True)

    def seconds(self):
        return timed(self.step)

    def step(self):
        torch = self.torch
        states = self.model(**self.inputs).last_hidden_state
        if self.head:
            vectors = self.head(states[:, 0])
        else:
            mask = self.inputs["attention_mask"].unsqueeze(-1).to(states.dtype)
            vectors = (states * mask).sum(1) / mask.sum(1)
        first, second = vectors.chunk(2)
        logits = torch.nn.functional.cosine_similarity(first[:, None], second[None], dim=-1) / 0.05
        loss = torch.nn.functional.cross_entropy(logits, torch.arange(len(first)))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return loss.item()


class TorchMaskedStep:
    """BertForMaskedLM's step on 64 sentences, padded to the longest, dropout 0.1, AdamW.

    15 % of the tokens are masked anew in every step, by transformers' own collator. `small` is 3 blocks
    of 192 over 8,000 tokens in place of the model's own shape; ids are then taken modulo 8,000.
    """

    SMALL = {
        "vocab_size": 8000, "hidden_size": 192, "num_hidden_layers": 3, "num_attention_heads": 6,
        "intermediate_size": 768}

    def __init__(self, small):
        import torch
        from transformers import (
            AutoTokenizer, BertConfig, BertForMaskedLM, DataCollatorForLanguageModeling)

        torch.set_num_threads(THREADS)
        torch.manual_seed(1)
        self.torch = torch
        tokenizer = AutoTokenizer.from_pretrained(MODEL)
        config = BertConfig.from_pretrained(
            MODEL, hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.1,
            **(self.SMALL if small else {}))
        self.model = BertForMaskedLM(config).train()
        rows = tokenizer(spread(BATCH), truncation=True, max_length=STEP_TOKENS).input_ids
        self.rows = [
            {"input_ids": [token % config.vocab_size for token in row]} for row in rows]
        self.tokens = sum(map(len, rows))
        self.collate = DataCollatorForLanguageModeling(tokenizer, mlm_probability=0.15)
        if small:
            self.bound_random_words(config.vocab_size)
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=1e-4, weight_decay=0.01, fused=True)

    def bound_random_words(self, count):
        """Random tokens of the collator come from a vocabulary of the tokenizer's size."""
        mask = self.collate.torch_mask_tokens

        def bounded(inputs, *others, **named):
            inputs, labels = mask(inputs, *others, **named)
            return inputs % count, labels

        self.collate.torch_mask_tokens = bounded

    def rate(self):
        """Real tokens a second."""
        return self.tokens / timed(self.step)

    def step(self):
        loss = self.model(**self.collate(self.rows)).loss
        loss.backward()
        self.torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return loss.item()


class SentenceTransformers:
    def __init__(self, batch):
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(THREADS)
        self.model = SentenceTransformer(str(MODEL), device="cpu", local_files_only=True)
        self.sentences, self.batch = spread(ENCODED), batch

    def seconds(self):
        return timed(lambda: self.model.encode(
            self.sentences, batch_size=self.batch, show_progress_bar=False))


class OnnxRuntime:
    """fp32, sentences sorted by length; the batch size is the best of a few."""

    def __init__(self, folder):
        import onnxruntime
        import torch
        from onnxruntime.transformers import optimizer
        from tokenizers import Tokenizer
        from transformers import BertModel

        path = str(pathlib.Path(folder) / "model.onnx")
        model = BertModel.from_pretrained(
            MODEL, add_pooling_layer=False, attn_implementation="eager").eval()

        class States(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.model = model

            def forward(self, ids, mask):
                return self.model(input_ids=ids, attention_mask=mask).last_hidden_state

        example = (torch.ones(2, 7, dtype=torch.long), torch.ones(2, 7, dtype=torch.long))
        axes = {0: "batch", 1: "tokens"}
        torch.onnx.export(
            States(), example, path, input_names=["input_ids", "attention_mask"],
            output_names=["states"], dynamo=False,
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "states": axes})
        # Attention, GELU and layer norms become single operations, as its own tool does for BERT.
        fused = optimizer.optimize_model(path, model_type="bert", num_heads=12, hidden_size=384)
        fused.save_model_to_file(path)
        self.fused = fused.get_fused_operator_statistics()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        self.session = onnxruntime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(256)
        self.sentences = spread(ENCODED)
        times = {}
        for batch in (1, 4, 8, 16, 32, 64):
            self.batch = batch
            times[batch] = min(self.seconds() for _ in range(2))
        self.batch = min(times, key=times.get)

    def seconds(self):
        return timed(self.encode)

    def agreement(self, expected):
        """The least cosine of our vectors with the expected ones: the graph is the model."""
        import numpy as np

        order = sorted(range(len(self.sentences)), key=lambda i: len(
            self.tokenizer.encode(self.sentences[i]).ids))
        found = self.encode()
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        return round(float((found * expected[order]).sum(1).min()), 6)

    def encode(self):
        import numpy as np

        rows = sorted((e.ids for e in self.tokenizer.encode_batch(self.sentences)), key=len)
        vectors = []
        for start in range(0, len(rows), self.batch):
            part = rows[start:start + self.batch]
            longest = max(map(len, part))
            ids = np.zeros((len(part), longest), dtype=np.int64)
            mask = np.zeros_like(ids)
            for index, row in enumerate(part):
                ids[index, :len(row)] = row
                mask[index, :len(row)] = 1
            states = self.session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
            weights = mask[:, :, None].astype(np.float32)
            vectors.append((states * weights).sum(1) / weights.sum(1))
        return np.concatenate(vectors)


class Tokenizers:
    """encode_batch or encode_batch_fast on one thread, whichever is quicker."""

    def __init__(self):
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(256)
        ways = [tokenizer.encode_batch, getattr(tokenizer, "encode_batch_fast", tokenizer.encode_batch)]
        self.way = min(ways, key=lambda way: min(timed(lambda: way(SENTENCES)) for _ in range(3)))

    def seconds(self):
        return timed(lambda: self.way(SENTENCES))


class SentEval:
    """The seven tasks as SentEval runs them: pairs sorted by length, 128 at a time, both sides."""

    def __init__(self):
        import torch
        from transformers import AutoTokenizer, BertModel

        import sts_scores

        torch.set_num_threads(THREADS)
        self.torch = torch
        self.tokenizer = AutoTokenizer.from_pretrained(MODEL)
        self.model = BertModel.from_pretrained(MODEL, add_pooling_layer=False).eval()
        files = [f"sts/{task}/{name}.tsv" for task, names in sts_scores.TASKS.items() for name in names]
        files += ["sts/STSBenchmark/test.tsv", "sts/SICK/test.tsv"]
        self.read = lambda: [sts_scores.read(name) for name in files]

    def encode(self, sentences):
        torch = self.torch
        inputs = self.tokenizer(
            sentences, padding=True, truncation=True, max_length=256, return_tensors="pt")
        with torch.no_grad():
            states = self.model(**inputs).last_hidden_state
            mask = inputs["attention_mask"].unsqueeze(-1).to(states.dtype)
            return (states * mask).sum(1) / mask.sum(1)

    def run(self):
        from scipy.stats import pearsonr, spearmanr

        torch = self.torch
        for rows in self.read():
            rows = sorted(rows, key=lambda row: (len(row[1].split()), len(row[2].split()), row[0]))
            found = []
            for start in range(0, len(rows), 128):
                part = rows[start:start + 128]
                a, b = self.encode([row[1] for row in part]), self.encode([row[2] for row in part])
                found += torch.nn.functional.cosine_similarity(a, b).tolist()
            gold = [row[0] for row in rows]
            spearmanr(found, gold), pearsonr(found, gold)

    def seconds(self):
        return timed(self.run)


class NumPySearch:
    """The ten nearest of a million rows of 384: one product in Float, then a partial sort."""

    ROWS, WIDTH, COUNT, BATCH = 1_000_000, 384, 10, 64

    def __init__(self):
        import numpy as np

        self.numpy = np
        random = np.random.default_rng(1)
        self.matrix = random.random((self.ROWS, self.WIDTH), dtype=np.float32) - np.float32(0.5)
        self.queries = random.random((self.BATCH, self.WIDTH), dtype=np.float32) - np.float32(0.5)

    def seconds(self, queries):
        np = self.numpy

        def work():
            if queries == 1:
                cosines = (self.matrix @ self.queries[0])[None]
            else:
                cosines = self.queries[:queries] @ self.matrix.T
            best = np.argpartition(cosines, -self.COUNT, axis=1)[:, -self.COUNT:]
            order = np.argsort(-np.take_along_axis(cosines, best, axis=1), axis=1)
            return np.take_along_axis(best, order, axis=1)

        return timed(work)


class MillionRows:
    """An index of a million rows as `simcse search` keeps one, without a million embeddings.

    The rows are random directions and the hash of them is computed here, as `Tensor.bitHash` defines it.
    """

    ROWS, WIDTH, BLOCK = 1_000_000, 384, 4096

    def __init__(self, folder, like):
        import hashlib

        import numpy as np

        self.corpus, self.index = folder / "million.txt", folder / "million"
        text = "".join(f"{SENTENCES[row % len(SENTENCES)]} {row}\n" for row in range(self.ROWS)).encode()
        self.corpus.write_bytes(text)
        random = np.random.default_rng(1)
        rows = random.random((self.ROWS, self.WIDTH), dtype=np.float32) - np.float32(0.5)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        self.megabytes = rows.nbytes / 2**20
        self.index.mkdir()
        np.save(self.index / "embeddings.npy", rows)
        saved = json.loads((like / "index.json").read_text())
        saved["made-from"]["corpus"] = hashlib.sha256(text).hexdigest()
        saved["made-from"]["sentences"] = self.ROWS
        saved["embeddings-hash"] = self.hashed(np, rows.reshape(-1).view(np.uint32))
        (self.index / "index.json").write_text(json.dumps(saved))

    def hashed(self, np, words):
        """Sixteen chains over each whole block, all blocks side by side; then all folded in order."""
        blocks = words.reshape(-1, self.BLOCK // 16, 16)
        assert words.size % self.BLOCK == 0
        factors = np.array([0x01B30193] * 8 + [0x2C1B3C6D] * 8, dtype=np.uint32)
        chains = np.empty((len(blocks), 16), dtype=np.uint32)
        chains[:, :8], chains[:, 8:] = 0x9E3779B9, 0x85EBCA6B
        for place in range(blocks.shape[1]):
            chains = (chains ^ blocks[:, place]) * factors

        def mixed(hash, word):
            hash = (hash ^ word) * np.uint32(0x85EBCA6B)
            return (hash ^ (hash >> np.uint32(15))) * np.uint32(0xC2B2AE35)

        own = np.full(len(blocks), self.BLOCK, dtype=np.uint32)
        for lane in range(8):
            own = mixed(mixed(own, chains[:, lane]), chains[:, 8 + lane])
        whole = np.array([words.size & 0xFFFFFFFF], dtype=np.uint32)
        for block in range(len(own)):
            whole = mixed(whole, own[block:block + 1])
        return int(whole[0])


class NumPyComparison:
    """What `compare` resamples, by SciPy's ranks over all runs at once: 2 x 5 runs, 18,000 pairs.

    A few hundred resamples are made and their time multiplied: each is like the others.
    """

    PAIRS, RUNS, RESAMPLES, MADE = 18_000, 5, 10_000, 100

    def __init__(self):
        import numpy as np

        self.numpy = np
        random = np.random.default_rng(1)
        gold = np.round(random.random(self.PAIRS) * 25) / 5
        runs = [gold / 5 + random.random(self.PAIRS) for _ in range(2 * self.RUNS)]
        self.random, self.scores = random, np.vstack([gold, *runs])

    def seconds(self):
        return timed(self.work) * self.RESAMPLES / self.MADE

    def work(self):
        from scipy.stats import rankdata

        np, differences = self.numpy, []
        for _ in range(self.MADE):
            drawn = self.random.integers(0, self.PAIRS, self.PAIRS)
            ranks = rankdata(self.scores[:, drawn], axis=1)
            ranks -= ranks.mean(axis=1, keepdims=True)
            ranks /= np.sqrt((ranks * ranks).sum(axis=1, keepdims=True))
            correlations = ranks[1:] @ ranks[0]
            differences.append(correlations[:self.RUNS].mean() - correlations[self.RUNS:].mean())
        return np.var(differences)


def run_timed(command, **options):
    """Wall seconds of a command that must succeed."""
    return timed(lambda: subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options))


def peak_of(command):
    """The largest resident memory of a command, in MB.

    It is started from a small process: what a large one starts would inherit its peak.
    """
    code = (
        "import os, subprocess, sys; p = subprocess.Popen(sys.argv[1:], stdout=2); "
        "_, status, usage = os.wait4(p.pid, 0); print(usage.ru_maxrss); sys.exit(status != 0)")
    found = subprocess.run(
        [sys.executable, "-c", code, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        check=True, text=True)
    return int(found.stdout) / 1024


def quartiles(values):
    if len(values) < 2:
        return [values[0]] * 3
    return statistics.quantiles(values, n=4, method="inclusive")


# key: what, against what, goal (times), unit of the two sides
ROWS = {
    "step": ("training step, {t} threads", "PyTorch + transformers", 2.5, "s"),
    "cls-step": ("training step by [CLS], {t} threads", "PyTorch + transformers", 3.7, "s"),
    "masked": (
        "masked-language-model step, {t} threads", "PyTorch + transformers", 3.0, "tokens/s"),
    "masked-small": ("the same, 3 blocks of 192", "PyTorch + transformers", 3.0, "tokens/s"),
    "exact-1": ("our `exact` product, 1 thread", "OpenBLAS", 1.0, "GFLOP/s"),
    "exact-2": ("our `exact` product, {t} threads", "OpenBLAS", 1.0, "GFLOP/s"),
    "step-ceiling": ("training step, real tokens", "OpenBLAS at its shapes", 0.75, "GFLOP/s"),
    "encoding-st": ("encoding", "sentence-transformers, batch 128", 1.6, "s"),
    "encoding-ceiling": ("encoding, real tokens", "OpenBLAS at its shapes", 0.85, "GFLOP/s"),
    "encoding-ort": ("encoding", "ONNX Runtime, fp32, batch {b}", 1.2, "s"),
    "cls-encoding": ("encoding by [CLS]", "our encoding by the mean", 1.15, "s"),
    "tokenizing": ("tokenizing, 1 thread", "Hugging Face tokenizers, batch call", 1.0, "s"),
    "memory": ("peak memory of training", "PyTorch + transformers", 2.0, "MB"),
    "side-by-side": ("two runs side by side", "one after the other", 1.8, "s"),
    "evaluation": ("seven STS tasks, end to end", "SentEval's loop in PyTorch", 2.0, "s"),
    "evaluation-encoding": ("scoring a task of 1,379 pairs", "its encoding alone", 0.91, "s"),
    "cold": ("`simcse embed` of one sentence, cold", "0.15 s", 1.0, "s"),
    "hashing": ("SHA-256 of 90 MB", "sha256sum", 1.0, "s"),
    "search": ("the 10 nearest of a million, 1 query", "NumPy", 1.0, "s"),
    "searches": ("the same, 64 queries at once", "NumPy", 1.0, "s"),
    "index-rate": ("building an index of 10,000 sentences", "`simcse embed` of them", 0.95, "s"),
    "index-open": ("opening an index of a million, 1 query asked", "1 s", 1.0, "s"),
    "index-memory": ("peak memory of that", "the matrix", 0.9, "MB"),
    "comparison": (
        "10,000 resamples of 2 x 5 runs on 18,000 pairs", "NumPy and SciPy", 5.0, "s"),
    "study": ("25 small runs, {t} at a time", "their training steps alone", 0.87, "s"),
    "workers": ("the same by 8 workers of 1 thread", "by {t}", 0.95, "s"),
    "report": ("report of 144 runs on one task, all figures", "20 s", 1.0, "s"),
    "linear-2": ("a step of 2 times the tokens", "2 steps", 0.95, "s"),
    "linear-4": ("a step of 4 times the tokens", "4 steps", 0.95, "s"),
}
# In these rows more is better on both sides; elsewhere less is.
RATES = {"masked", "masked-small", "exact-1", "exact-2", "step-ceiling", "encoding-ceiling"}


def log(text):
    print(f"peers: {text}", file=sys.stderr, flush=True)


class Measuring:
    """The groups of rows, each measured for itself."""

    def __init__(self, arguments):
        self.program, self.rounds = arguments.program, arguments.rounds
        self.evaluations = arguments.evaluations
        self.rows, self.facts = {}, {}

    def add(self, key, ours, theirs):
        row = self.rows.setdefault(key, {"ours": [], "theirs": [], "ratios": []})
        row["ours"].append(ours)
        row["theirs"].append(theirs)
        row["ratios"].append(ours / theirs if key in RATES else theirs / ours)

    def alternate(self, key, ours, theirs, rounds=None):
        """Both in turn, the first round only warming up; who goes first changes."""
        for index in range((rounds or self.rounds) + 1):
            pair = [ours, theirs] if index % 2 == 0 else [theirs, ours]
            found = {}
            for way in pair:
                found[way] = way()
                time.sleep(0.2)  # threads that wait for work by spinning go to sleep
            if index:
                self.add(key, found[ours], found[theirs])

    def step(self):
        ours, step = Ours(self.program, THREADS), TorchStep()
        self.alternate("step", lambda: ours.seconds("step"), step.seconds)
        self.facts["padded tokens of a step"] = int(step.inputs["input_ids"].numel())
        self.facts["real tokens of a step"] = int(step.inputs["attention_mask"].sum())
        ours.close()

    def cls(self):
        ours, step = Ours(self.program, THREADS), TorchStep(cls=True)
        self.alternate("cls-step", lambda: ours.seconds("cls-step"), step.seconds)
        self.alternate(
            "cls-encoding", lambda: ours.seconds("cls-encoding"), lambda: ours.seconds("encoding"))
        ours.close()

    def masked(self):
        ours = Ours(self.program, THREADS)
        for key, subject, small in [
            ("masked", "masked-step", False), ("masked-small", "small-masked-step", True)]:
            step = TorchMaskedStep(small)
            self.alternate(key, lambda: step.tokens / ours.seconds(subject), step.rate)
        ours.close()

    def ceilings(self):
        ours, alone = Ours(self.program, THREADS), Ours(self.program, 1)
        for index in range(self.rounds + 1):
            products = ours.measure("products")["details"]
            single = alone.measure("products")["details"]
            step = ours.measure("step")["details"]["rate"]
            encoding = ours.measure("encoding")["details"]
            if index:
                self.add("exact-2", products["exact"] / 1e9, products["openblas"] / 1e9)
                self.add("exact-1", single["exact"] / 1e9, single["openblas"] / 1e9)
                self.add("step-ceiling", step / 1e9, products["openblas"] / 1e9)
                self.add("encoding-ceiling", encoding["rate"] / 1e9, encoding["ceiling"] / 1e9)
        ours.close(), alone.close()

    def tokens(self):
        ours = Ours(self.program, THREADS)
        for index in range(self.rounds + 1):
            one, two, four = (ours.seconds(s) for s in ("step", "double-step", "quadruple-step"))
            if index:
                self.add("linear-2", two, 2 * one)
                self.add("linear-4", four, 4 * one)
        ours.close()

    def encoding(self):
        ours, st = Ours(self.program, THREADS), SentenceTransformers(128)
        self.alternate("encoding-st", lambda: ours.seconds("encoding"), st.seconds)
        with tempfile.TemporaryDirectory() as folder:
            ort = OnnxRuntime(folder)
            expected = st.model.encode(
                st.sentences, show_progress_bar=False, normalize_embeddings=True)
            self.facts["least cosine of ONNX Runtime and sentence-transformers"] = (
                ort.agreement(expected))
            self.facts["batch of ONNX Runtime"] = ort.batch
            self.facts["operations fused by its optimizer"] = sum(ort.fused.values())
            self.alternate("encoding-ort", lambda: ours.seconds("encoding"), ort.seconds)
        ours.close()

    def tokenizing(self):
        ours, tokenizers = Ours(self.program, 1), Tokenizers()
        self.facts["call of tokenizers"] = tokenizers.way.__name__
        self.alternate("tokenizing", lambda: ours.seconds("tokenizing"), tokenizers.seconds)
        ours.close()

    def memory(self):
        own = [self.program, "bench", "--only", "step", "--rounds", "2", "--threads", str(THREADS)]
        for _ in range(3):
            self.add("memory", peak_of(own), peak_of([sys.executable, __file__, "--steps", "3"]))

    def side_by_side(self):
        pair = [Ours(self.program, 1), Ours(self.program, 1)]

        def together():
            for one in pair:
                one.process.stdin.write("step\n" * 3)
                one.process.stdin.flush()
            for one in pair:
                for _ in range(3):
                    one.process.stdout.readline()

        def apart():
            for one in pair:
                for _ in range(3):
                    one.measure("step")

        self.alternate("side-by-side", lambda: timed(together), lambda: timed(apart))
        for one in pair:
            one.close()

    def evaluation(self):
        senteval = SentEval()
        evaluate = [self.program, "evaluate", "--json", "-", "--threads", str(THREADS)]

        def ours():
            return timed(lambda: subprocess.run(
                evaluate, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

        self.alternate("evaluation", ours, senteval.seconds, self.evaluations)

    def scoring(self):
        ours = Ours(self.program, THREADS)
        for index in range(self.rounds + 1):
            found = ours.measure("evaluation")
            if index:
                self.add("evaluation-encoding", found["seconds"], found["details"]["encoding"])
        ours.close()

    def cold(self):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as line:
            line.write("A man is playing a guitar.\n")
            line.flush()
            embed = [self.program, "embed", "--input", line.name, "--output", os.devnull]
            for index in range(self.rounds + 1):
                seconds = run_timed(embed)
                if index:
                    self.add("cold", seconds, 0.15)

    def hashing(self):
        ours = Ours(self.program, 1)
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"Z" * 90_000_000)
            file.flush()
            self.alternate(
                "hashing", lambda: ours.seconds("hashing"),
                lambda: run_timed(["sha256sum", file.name]))
        ours.close()

    def search(self):
        ours, numpy = Ours(self.program, THREADS), NumPySearch()
        self.alternate("search", lambda: ours.seconds("search"), lambda: numpy.seconds(1))
        self.alternate(
            "searches", lambda: ours.seconds("searches"), lambda: numpy.seconds(numpy.BATCH))
        ours.close()

    def index(self):
        """An index is built beside `embed`, and one of a million rows is opened."""
        with tempfile.TemporaryDirectory() as folder:
            corpus, small = pathlib.Path(folder) / "corpus.txt", pathlib.Path(folder) / "index"
            lines = [SENTENCES[place % len(SENTENCES)] for place in range(10_000)]
            corpus.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
            search = [self.program, "search", "A man is playing a guitar.", "--threads", str(THREADS)]
            build = search + ["--corpus", str(corpus), "--index", str(small), "--rebuild"]
            embed = [
                self.program, "embed", "--input", str(corpus), "--output", os.devnull, "--threads", str(THREADS)]
            self.alternate(
                "index-rate", lambda: run_timed(build), lambda: run_timed(embed), self.evaluations)
            million = MillionRows(pathlib.Path(folder), small)
            opening = search + ["--corpus", str(million.corpus), "--index", str(million.index)]
            one = pathlib.Path(folder) / "one.txt"
            one.write_text("A man is playing a guitar.\n")
            without = [
                self.program, "embed", "--input", str(one), "--output", os.devnull, "--threads", str(THREADS)]
            run_timed(opening)
            for _ in range(self.evaluations):
                self.add("index-open", run_timed(opening) - run_timed(without), 1)
                self.add("index-memory", peak_of(opening), million.megabytes)

    def comparison(self):
        ours, numpy = Ours(self.program, THREADS), NumPyComparison()
        self.alternate("comparison", lambda: ours.seconds("comparison"), numpy.seconds)
        ours.close()

    def study(self):
        """25 runs of the embedded default; how long their steps take alone; with 8 workers."""
        seeds = list(range(1, 6))
        runs, steps = len(seeds) ** 2, 200
        with tempfile.TemporaryDirectory() as folder:
            for index in range(3):
                alone = self.steps_side_by_side()
                few = self.run_study(folder, f"few-{index}", seeds, THREADS)
                many = self.run_study(folder, f"many-{index}", seeds, 8)
                self.add("study", few, runs * steps * alone / THREADS)
                self.add("workers", many, few)

    def steps_side_by_side(self):
        """Seconds of a step of the embedded default where every core makes one."""
        command = [self.program, "bench", "--only", "step", "--rounds", "30", "--threads", "1", "--json", "-"]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SIMCSE_")}
        together = [
            subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            for _ in range(THREADS)]
        found = [json.loads(one.communicate()[0])["step"] for one in together]
        return statistics.median(each["seconds"] for one in found for each in one)

    def run_study(self, folder, name, seeds, jobs, base=None):
        studies = pathlib.Path(folder) / name
        (studies / "Base").mkdir(parents=True)
        own = pathlib.Path(__file__).parents[2] / "Studies/Base/embedded-default.json"
        settings = json.loads(own.read_text())
        settings.update(base or {})
        (studies / "Base/embedded-default.json").write_text(json.dumps(settings))
        (studies / f"{name}.json").write_text(json.dumps({
            "name": name, "question": "How long does it take?", "base": "embedded-default",
            "vary": {"data-order": seeds, "dropout": seeds}, "measure": "average/spearman",
            "budget-minutes": 60}))
        return run_timed([
            self.program, "study", "run", str(studies / f"{name}.json"), "--output",
            str(studies / "out"), "--jobs", str(jobs), "--threads", "1"])

    def report(self):
        with tempfile.TemporaryDirectory() as folder:
            # 12 by 12 runs of a few steps; the report does not see how long they trained.
            text = {"text": {"sentences": 640, "synthetic-seed": 1}, "evaluate-every-steps": 5}
            self.run_study(folder, "report", list(range(1, 13)), THREADS, text)
            out = pathlib.Path(folder) / "report/out"
            for index in range(3):
                self.add("report", run_timed([
                    self.program, "report", str(out), "--output", f"{folder}/page-{index}"]), 20)


GROUPS = [
    "step", "cls", "masked", "ceilings", "tokens", "encoding", "tokenizing", "memory", "side_by_side",
    "evaluation", "scoring", "cold", "hashing", "search", "index", "comparison", "study", "report"]


def described(before):
    """The machine and the versions of what is installed; of the rest those of an earlier run stay."""
    versions = dict(before.get("versions", {}))
    for name in ["torch", "transformers", "onnxruntime", "sentence-transformers", "tokenizers", "numpy", "scipy"]:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            log(f"{name} is not installed")
    return {"threads": THREADS, "processor": platform.machine(), "versions": versions}


def report(measurements):
    """The report as Markdown, from the measurements alone."""
    lines = [
        "# Speed beside the peers", "",
        "Made by `ci/peers`: every row is measured in turn with its peer, round by round, on one "
        "machine; the ratio is the median of the rounds' ratios, with its quartiles. Above 1 we are "
        "faster, or smaller. Times of other machines and other minutes do not compare; ratios do.", "",
        "| what | against | goal | ratio | quartiles | rounds | ours | theirs | unit |",
        "|:--|:--|--:|--:|:-:|--:|--:|--:|:--|",
    ]
    facts = measurements["facts"]
    for key, (what, against, goal, unit) in ROWS.items():
        row = measurements["rows"].get(key)
        if row is None:
            continue
        names = {"t": measurements["machine"]["threads"], "b": facts.get("batch of ONNX Runtime")}
        low, middle, high = quartiles(row["ratios"])
        met = "" if middle >= goal else " (missed)"
        ours, theirs = (statistics.median(row[side]) for side in ("ours", "theirs"))
        lines.append(
            f"| {what.format(**names)} | {against.format(**names)} | {goal:g}{met} | **{middle:.2f}** "
            f"| {low:.2f} … {high:.2f} | {len(row['ratios'])} | {ours:.4g} | {theirs:.4g} | {unit} |")
    lines += ["", "Versions: " + ", ".join(
        f"{name} {version}" for name, version in measurements["machine"]["versions"].items()) + ".", ""]
    lines += ["Also found: " + ", ".join(f"{name} {value}" for name, value in facts.items()) + ".", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--evaluations", type=int, default=9)
    parser.add_argument("--out")
    parser.add_argument("--steps", type=int, help="only make so many steps in PyTorch")
    parser.add_argument("--only", action="append", choices=GROUPS, help="measure these alone")
    parser.add_argument("--render", action="store_true", help="only write the report again")
    arguments = parser.parse_args()
    if arguments.steps:
        step = TorchStep()
        for _ in range(arguments.steps):
            step.step()
        return
    out = pathlib.Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    path = out / "measurements.json"
    measurements = json.loads(path.read_text()) if path.exists() else {"rows": {}, "facts": {}}
    for group in [] if arguments.render else arguments.only or GROUPS:
        log(group.replace("_", " "))
        measuring = Measuring(arguments)
        getattr(measuring, group)()
        measurements["machine"] = described(measurements.get("machine", {}))
        measurements["rows"].update(measuring.rows)
        measurements["facts"].update(measuring.facts)
        path.write_text(json.dumps(measurements, indent=1) + "\n")
    text = report(measurements)
    (out / "report.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
