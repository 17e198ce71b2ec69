"""Time and peak memory of encoders of base size: loading, a training step, a run, STS-B development.

Makes random checkpoints in the sizes of bert-base-uncased and roberta-base in a temporary folder
(the numbers in a matrix do not matter to its time; the vocabulary of RoBERTa is trained here on the
Wikipedia sentences, that of BERT is the model's of SIMCSE_MODEL), measures `simcse` on them and
writes measurements.json and report.md. Each figure of memory is the largest resident set of a
process of its own.

    base_size.py --program .build/release/simcse --out Reports/base-size [--only NAME …]
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import time

os.environ["HF_HUB_OFFLINE"] = "1"
DATA = pathlib.Path(os.environ["SIMCSE_DATA"])
MODEL = pathlib.Path(os.environ["SIMCSE_MODEL"])
ROOT = pathlib.Path(__file__).resolve().parents[2]
THREADS = 2
ROUNDS = 3
VOCABULARY = 50265


def bert_base(folder):
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    BertModel(BertConfig()).save_pretrained(folder)
    shutil.copy(MODEL / "vocab.txt", folder)


def roberta_base(folder):
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import RobertaConfig, RobertaModel

    torch.manual_seed(2)
    RobertaModel(RobertaConfig(
        vocab_size=VOCABULARY, max_position_embeddings=514, type_vocab_size=1, layer_norm_eps=1e-5)
    ).save_pretrained(folder)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    text = next((DATA / "wiki").glob("*.txt")).read_text(encoding="utf-8").split("\n")[:200_000]
    tokenizer.train_from_iterator(text, trainers.BpeTrainer(
        vocab_size=VOCABULARY, show_progress=False,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.model.save(str(folder))


FORMS = {"bert-base": bert_base, "roberta-base": roberta_base}


def run(command, **environment):
    """Seconds, peak memory in MB and standard output of a process."""
    with tempfile.TemporaryFile("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.PIPE, text=True, env={**os.environ, **environment})
        complaint = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        if status != 0:
            sys.exit(f"base_size: {command} failed\n{complaint}")
        output.seek(0)
        return {"seconds": seconds, "megabytes": usage.ru_maxrss / 1024}, output.read()


def measure(program, folder, scratch):
    found = {"bytes": (folder / "model.safetensors").stat().st_size}
    model = ["--model", folder, "--threads", THREADS]
    line = scratch / "line.txt"
    line.write_text("The kettle whistled.\n", encoding="utf-8")
    found["load"], _ = run([program, "embed", *model, "--input", line, "--output", os.devnull])

    step, text = run([program, "bench", *model, "--data", DATA, "--only", "step", "--rounds",
                      ROUNDS, "--json", "-"])
    rounds = sorted(entry["seconds"] for entry in json.loads(text)["step"])
    found["step"] = {**step, "seconds": rounds[len(rounds) // 2]}

    # The development pairs stand where the test pairs are looked for.
    task = scratch / "sts" / "STSBenchmark"
    task.mkdir(parents=True, exist_ok=True)
    shutil.copy(DATA / "sts/STSBenchmark/dev.tsv", task / "test.tsv")
    found["evaluation"], _ = run([
        program, "evaluate", *model, "--data", scratch, "--own-data", "--tasks", "STSBenchmark",
        "--pooling", "mean", "--token-limit", 256])

    settings = json.loads((ROOT / "Studies/Base/unsupervised-small.json").read_text())
    settings["encoder"] = {"folder": "$SIMCSE_MODEL"}
    settings["text"]["sentences"] = 128
    settings["evaluation"] = {
        "batch-size": 128, "token-limit": 64, "pairs": 100, "synthetic-seed": 2}
    path = scratch / f"settings-{folder.name}.json"
    path.write_text(json.dumps(settings))
    out = scratch / f"run-{folder.name}"
    found["run"], _ = run([
        program, "train", path, "--output", out, "--model", folder, "--data", DATA, "--threads",
        THREADS])
    shutil.rmtree(out)
    return found


def report(measured):
    rows = [
        ("load and embed one sentence", "load"),
        ("a training step: 64 short sentences twice, with AdamW", "step"),
        ("STS-B development: 1,500 pairs", "evaluation"),
        ("a run of two such steps, its scores, checkpoint and files", "run"),
    ]
    names = list(measured["forms"])
    lines = [
        "# Encoders of base size", "",
        "Made by `ci/reference/base_size.py` over random checkpoints in the sizes of bert-base-uncased"
        " and roberta-base: seconds, and the largest resident set of a process that did only this."
        f" {THREADS} threads, product `exact`; of the step the median of {ROUNDS} rounds after one to"
        " warm up, of the others one process from start to end. Times of other machines and other"
        " minutes do not compare.", "",
        "| what | " + " | ".join(f"{name}, s | {name}, MB" for name in names) + " |",
        "|:--|" + "--:|" * (2 * len(names)),
    ]
    for words, key in rows:
        cells = [
            f"{measured['forms'][name][key]['seconds']:.3g} | "
            f"{measured['forms'][name][key]['megabytes']:.0f}" for name in names]
        lines.append(f"| {words} | " + " | ".join(cells) + " |")
    sizes = ", ".join(
        f"{name} {measured['forms'][name]['bytes'] / 2**20:.0f} MB" for name in names)
    lines += ["", f"The parameters themselves: {sizes}. Machine: {measured['machine']}.", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--only", nargs="+", choices=FORMS, default=list(FORMS))
    parser.add_argument("--keep", type=pathlib.Path, help="where checkpoints are kept and found")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "measurements.json"
    measured = json.loads(path.read_text()) if path.exists() else {"forms": {}}
    measured["machine"] = f"{os.cpu_count()} processors, {platform.machine()}"
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        for name in options.only:
            folder = (options.keep or scratch) / name
            if not (folder / "config.json").exists():
                folder.mkdir(parents=True)
                FORMS[name](folder)
            measured["forms"][name] = measure(options.program.resolve(), folder, scratch)
            print(name, json.dumps(measured["forms"][name]))
    path.write_text(json.dumps(measured, indent=2, sort_keys=True) + "\n")
    (options.out / "report.md").write_text(report(measured))


if __name__ == "__main__":
    main()
