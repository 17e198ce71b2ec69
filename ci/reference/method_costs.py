"""Measures what a training step of each method costs, against the baseline's.

Usage: method_costs.py --program SIMCSE --study STUDY.json --out FOLDER [--rounds N] [--steps N]

Every round runs the methods of the study one after another on one thread, each with the study's
base settings and hardly any evaluation: once for one step, once for N + 1. What the second takes
more of the processor is that of N steps; of the rounds the median counts. Let the machine do nothing
else meanwhile: processors that share a core share its time unevenly. Writes FOLDER/costs.tsv
(method, seconds of processor a step, their least and most, ratio to the first method) and
FOLDER/costs.md.
"""

import argparse
import json
import resource
import statistics
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
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--study", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=20)
    chosen = parser.parse_args()
    study = json.loads(chosen.study.read_text())
    base = chosen.study.parent / "Base" / (study["base"] + ".json")
    batch = json.loads(base.read_text())["batch-size"]
    methods = {item["label"]: item["set"] for item in study["vary"]["method"]}

    def seconds(settings, steps):
        values = {
            "text.sentences": settings.get("batch-size", batch) * steps,
            "evaluate-every-steps": 1_000_000,
            "evaluation": {"batch-size": 64, "token-limit": 16, "pairs": 10, "synthetic-seed": 1},
        } | settings
        with tempfile.TemporaryDirectory() as folder:
            command = [chosen.program, "train", str(base), "--output", folder + "/run", "--threads", "1"]
            for key, value in values.items():
                command += ["--set", f"{key}={json.dumps(value)}"]
            return processor_seconds(command)

    taken = {label: [] for label in methods}
    for round in range(chosen.rounds):
        for label, settings in methods.items():
            more = seconds(settings, chosen.steps + 1) - seconds(settings, 1)
            taken[label].append(more / chosen.steps)
            print(f"round {round + 1}: {label} {more:.2f} s", file=sys.stderr, flush=True)
    write(chosen.out, taken, chosen.steps)


def write(folder, taken, steps):
    """The table of seconds a step by method and round; the first method is that of ratio 1."""
    step = {label: statistics.median(rounds) for label, rounds in taken.items()}
    first = next(iter(taken))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "costs.tsv").write_text(
        "method\tseconds-a-step\tleast\tmost\tratio\n"
        + "".join(
            f"{label}\t{step[label]:.4f}\t{min(rounds):.4f}\t{max(rounds):.4f}\t"
            f"{step[label] / step[first]:.3f}\n"
            for label, rounds in taken.items()
        )
    )
    table = "".join(
        f"| {label} | {step[label] / step[first]:.2f} | {min(rounds) / step[first]:.2f} to "
        f"{max(rounds) / step[first]:.2f} |\n"
        for label, rounds in taken.items()
    )
    (folder / "costs.md").write_text(
        f"| method | processor time of a step / median of {first}'s | rounds |\n|:--|--:|--:|\n{table}\n"
        f"One thread, the median of {len(taken[first])} interleaved rounds of {steps} steps each; "
        "made by `ci/reference/method_costs.py`.\n"
    )


if __name__ == "__main__":
    main()
