"""Measures what a training step of each method costs, against the baseline's.

Usage: method_costs.py --program SIMCSE --study STUDY.json --out FOLDER [--rounds N] [--steps N]

Every round runs the methods of the study one after another on one thread, each with the study's
base settings and hardly any evaluation: once for one step, once for N + 1. What the second takes
more of the processor is that of N steps; of the rounds the median counts. Let the machine do nothing
else meanwhile: processors that share a core share its time unevenly. Methods that make no update are
left out. Writes FOLDER/costs.tsv (method, seconds of processor a step, their least and most, ratio to
the first method, the most memory in MiB, millions of trained parameters) and FOLDER/costs.md.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path


def cost(command):
    """What a command takes: seconds of processor, and the most memory in MiB."""
    with tempfile.TemporaryFile() as errors:
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(started.pid, 0)
        if status != 0:
            errors.seek(0)
            sys.exit(f"{' '.join(command)}\n{errors.read().decode()}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


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

    def measured(settings, steps):
        values = {
            "text.sentences": settings.get("batch-size", batch) * steps,
            "evaluate-every-steps": 1_000_000,
            "evaluation": {"batch-size": 64, "token-limit": 16, "pairs": 10, "synthetic-seed": 1},
            "diagnostics": False,
        } | settings
        if "text" in settings:
            del values["text.sentences"]
            values["text"] = settings["text"] | {"sentences": settings.get("batch-size", batch) * steps}
        with tempfile.TemporaryDirectory() as folder:
            command = [chosen.program, "train", str(base), "--output", folder + "/run", "--threads", "1"]
            for key, value in values.items():
                command += ["--set", f"{key}={json.dumps(value)}"]
            seconds, memory = cost(command)
            manifest = json.loads(Path(folder, "run", "manifest.json").read_text())
            return seconds, memory, manifest["trained-parameters"]

    methods = {label: settings for label, settings in methods.items() if settings.get("epochs") != 0}
    taken = {label: [] for label in methods}
    most = {}
    for round in range(chosen.rounds):
        for label, settings in methods.items():
            first, _, _ = measured(settings, 1)
            more, memory, parameters = measured(settings, chosen.steps + 1)
            seconds = (more - first) / chosen.steps
            taken[label].append(seconds)
            most[label] = (max(memory, most.get(label, (0, 0))[0]), parameters)
            print(
                f"round {round + 1}: {label} {seconds:.2f} s, {memory:.0f} MiB",
                file=sys.stderr, flush=True,
            )
    write(chosen.out, taken, most, chosen.steps)


def write(folder, taken, most, steps):
    """The table of seconds a step by method and round; the first method is that of ratio 1."""
    step = {label: statistics.median(rounds) for label, rounds in taken.items()}
    first = next(iter(taken))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "costs.tsv").write_text(
        "method\tseconds-a-step\tleast\tmost\tratio\tmemory-mebibytes\ttrained-millions\n"
        + "".join(
            f"{label}\t{step[label]:.4f}\t{min(rounds):.4f}\t{max(rounds):.4f}\t"
            f"{step[label] / step[first]:.3f}\t{most[label][0]:.0f}\t{most[label][1] / 1e6:.2f}\n"
            for label, rounds in taken.items()
        )
    )
    table = "".join(
        f"| {label} | {step[label] / step[first]:.2f} | {min(rounds) / step[first]:.2f} to "
        f"{max(rounds) / step[first]:.2f} | {most[label][0]:.0f} | {most[label][1] / 1e6:.2f} |\n"
        for label, rounds in taken.items()
    )
    (folder / "costs.md").write_text(
        f"| method | processor time of a step / median of {first}'s | rounds | most memory, MiB | "
        f"trained parameters, millions |\n|:--|--:|--:|--:|--:|\n{table}\n"
        f"One thread, the median of {len(taken[first])} interleaved rounds of {steps} steps each; the "
        "memory is that of the whole program; made by `ci/reference/method_costs.py`.\n"
    )


if __name__ == "__main__":
    main()
