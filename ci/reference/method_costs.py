"""Measures what a training step of each method costs, against the baseline's.

Usage: method_costs.py --program SIMCSE --study STUDY.json --out FOLDER [--rounds N] [--steps N]

Every round runs the methods of the study one after another on one thread, each with the study's
base settings and hardly any evaluation: once for one step, once for N + 1. What the second takes
more of the processor, outside the system's own calls, is that of N steps; of either the least of the
rounds counts, as what else a machine does only adds. It should do nothing else meanwhile.
Writes FOLDER/costs.tsv (method, seconds of processor a step, ratio to the first method) and
FOLDER/costs.md.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path


def processor_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--study", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--steps", type=int, default=30)
    chosen = parser.parse_args()
    study = json.loads(chosen.study.read_text())
    base = chosen.study.parent / "Base" / (study["base"] + ".json")
    batch = json.loads(base.read_text())["batch-size"]
    methods = {item["label"]: item["set"] for item in study["vary"]["method"]}
    first = next(iter(methods))

    def seconds(settings, steps):
        values = {
            "text.sentences": settings.get("batch-size", batch) * steps,
            "evaluate-every-steps": 1_000_000,
            "evaluation": {"batch-size": 64, "maximum-tokens": 16, "pairs": 10, "synthetic-seed": 1},
        } | settings
        with tempfile.TemporaryDirectory() as folder:
            command = [chosen.program, "train", str(base), "--out", folder + "/run", "--threads", "1"]
            for key, value in values.items():
                command += ["--set", f"{key}={json.dumps(value)}"]
            return processor_seconds(command)

    lengths = (1, chosen.steps + 1)
    least = {label: [float("inf")] * len(lengths) for label in methods}
    for round in range(chosen.rounds):
        for label, settings in methods.items():
            taken = [seconds(settings, steps) for steps in lengths]
            least[label] = [min(pair) for pair in zip(least[label], taken)]
            print(f"round {round + 1}: {label} {taken[1] - taken[0]:.2f} s", file=sys.stderr, flush=True)
    step = {label: (long - short) / chosen.steps for label, (short, long) in least.items()}
    rows = [(label, step[label], step[label] / step[first]) for label in methods]
    chosen.out.mkdir(parents=True, exist_ok=True)
    (chosen.out / "costs.tsv").write_text(
        "method\tseconds-a-step\tratio\n"
        + "".join(f"{label}\t{own:.4f}\t{ratio:.3f}\n" for label, own, ratio in rows)
    )
    table = "".join(f"| {label} | {ratio:.2f} |\n" for label, _, ratio in rows)
    (chosen.out / "costs.md").write_text(
        f"| method | processor time of a step / that of {first} |\n|:--|--:|\n{table}\n"
        f"One thread, the least of {chosen.rounds} interleaved rounds of {chosen.steps} steps each; "
        "made by `ci/reference/method_costs.py`.\n"
    )


if __name__ == "__main__":
    main()
