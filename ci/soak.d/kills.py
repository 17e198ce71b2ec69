"""Kills training runs at random moments, resumes them, and holds their files to an undisturbed run's."""

import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import faults

DATA = "Reports/kills/kills.json"
PAGE = "Reports/kills/report.md"

# The embedded default, made short: 20 steps, a checkpoint every 3.
SETTINGS = ["text.sentences=1270", "evaluate-every-steps=3", "evaluation.pairs=100", "epochs=1"]
THREADS = [1, 2, 3, 4, 8]


def start(program, folder, threads):
    command = [str(program), "train", "--output", str(folder), "--threads", str(threads)]
    for setting in SETTINGS:
        command += ["--set", setting]
    log = open(folder.parent / "stderr.txt", "w")
    with log:
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)


def digests(folder):
    """The SHA-256 of every file of a finished run; of the manifest, of what must not differ."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        content = file.read_bytes()
        if file.name == "manifest.json":
            manifest = json.loads(content)
            # The number of threads and what the run took of the machine may differ.
            for key in ["threads", "wall-seconds", "processor-seconds", "peak-bytes"]:
                manifest.pop(key, None)
            content = json.dumps(manifest, sort_keys=True).encode()
        found[str(file.relative_to(folder))] = hashlib.sha256(content).hexdigest()
    return found


def state_of(folder):
    """How far a killed run was: the steps in its table of hashes, and whether it was at its end."""
    works = sorted(folder.with_name(folder.name + ".partial").glob("work-*"))
    partial = works[-1] if works else folder.with_name(folder.name + ".partial")
    table = partial / "hashes.tsv"
    steps = max(0, table.read_bytes().count(b"\n") - 1) if table.exists() else 0
    return steps, (partial / "scores").exists()


def resumed_step(folder):
    for line in (folder.parent / "stderr.txt").read_text().splitlines():
        if line.startswith("resuming after step "):
            return int(line.rsplit(" ", 1)[1])
    return 0


def disturbed(program, folder, draws, whole):
    """One round: kills until the run gets through; what each kill met."""
    met = []
    wanted = draws.randint(1, 3)
    while True:
        threads = draws.choice(THREADS)
        moment = draws.uniform(0, 1.1) * whole
        began = time.monotonic()
        process = start(program, folder, threads)
        if len(met) < wanted:
            try:
                process.wait(timeout=moment)
            except subprocess.TimeoutExpired:
                process.kill()
            code = process.wait()
        else:
            code = process.wait()
        if code == 0 and met:
            return met, threads, resumed_step(folder)
        if code == 0:
            # It was through before the moment came: once more from the beginning, and sooner.
            whole = min(whole, time.monotonic() - began)
            shutil.rmtree(folder)
            continue
        if code != -9:
            raise faults.ListError(
                f"simcse train ended with {code}: {(folder.parent / 'stderr.txt').read_text()[-2000:]}"
            )
        if folder.exists():
            # Killed after the last renaming: the run is whole, and is found so.
            met.append({"seconds": round(moment, 3), "threads": threads, "from": resumed_step(folder), "step": None, "ending": True})
            continue
        steps, ending = state_of(folder)
        met.append(
            {"seconds": round(moment, 3), "threads": threads, "from": resumed_step(folder), "step": steps, "ending": ending}
        )


def built(root, program):
    """The program to kill: the one that was named, or a build of this tree."""
    if program is not None:
        return program
    subprocess.run(["swift", "build", "--product", "simcse"], cwd=root, check=True, stdout=sys.stderr)
    shown = subprocess.run(["swift", "build", "--show-bin-path"], cwd=root, check=True, capture_output=True, text=True)
    return str(Path(shown.stdout.strip()) / "simcse")


def run(root, seed, rounds, program):
    """True when every round ends in the files of the undisturbed run."""
    if rounds < 1:
        raise faults.ListError(f"--rounds is {rounds}; it should be at least 1")
    program = built(root, program)
    print(f"seed {seed}", flush=True)
    results = []
    with tempfile.TemporaryDirectory(prefix="simcse-kills-") as place:
        place = Path(place)
        # A copy: the tree may change and be built again while it is killed.
        program = shutil.copy2(program, place / "simcse")
        began = time.monotonic()
        if start(program, place / "whole", 2).wait() != 0:
            raise faults.ListError((place / "stderr.txt").read_text()[-2000:])
        whole = time.monotonic() - began
        expected = digests(place / "whole")
        print(f"undisturbed: {whole:.2f} s, {len(expected)} files", flush=True)
        for number in range(1, rounds + 1):
            folder = place / f"run-{number}"
            met, threads, last = disturbed(program, folder, random.Random(f"{seed}/{number}"), whole)
            found = digests(folder)
            differing = sorted(
                name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
            )
            if folder.with_name(folder.name + ".partial").exists():
                differing.append("(a partial folder is left)")
            results.append(
                {"round": number, "kills": met, "threads": threads, "from": last, "differing": differing}
            )
            words = ", ".join(f"{kill['seconds']} s on {kill['threads']}: step {kill['step']}" for kill in met)
            print(f"round {number}: {words}; {'equal' if not differing else differing}", flush=True)
            shutil.rmtree(folder)
    data = {
        "seed": seed,
        "settings": SETTINGS,
        "undisturbed-seconds": round(whole, 2),
        "files": len(expected),
        "rounds": results,
    }
    (root / DATA).parent.mkdir(parents=True, exist_ok=True)
    (root / DATA).write_text(json.dumps(data, indent=1) + "\n")
    (root / PAGE).write_text(page(data))
    return all(not result["differing"] for result in results)


def leftovers(rounds):
    """What is said of rounds whose files are equal, with a temporary file too many."""
    many = sum(bool(result["differing"]) and all(".partial-" in name for name in result["differing"]) for result in rounds)
    return f"In {many} other rounds all these files are equal, and a half-written one is left beside them. " if many else ""


def page(data):
    """The page of the results, drawn from the data alone."""
    rounds = data["rounds"]
    kills = [kill for result in rounds for kill in result["kills"]]
    equal = sum(not result["differing"] for result in rounds)
    early = sum(kill["step"] == 0 for kill in kills)
    late = sum(bool(kill["ending"]) for kill in kills)
    lines = [
        "# Kills at random moments",
        "",
        f"Made by `ci/soak kills --seed {data['seed']} --rounds {len(rounds)}`: a real `simcse train` is killed (SIGKILL)",
        "at moments drawn from the seed, up to three times a round, each time on another number of threads,",
        f"and resumed until it gets through. Every one of its {data['files']} files must then be that of an",
        "undisturbed run on two threads, to the byte: result, log, table of hashes, scores, model; of the",
        "manifest, all but threads and time.",
        "",
        f"**Equal: {equal} of {len(rounds)} rounds**, {len(kills)} kills: {early} before the first step, {late} while the",
        f"result was computed and written. {leftovers(rounds)}Undisturbed, the run takes {data['undisturbed-seconds']} s.",
        f"Settings: the embedded default with {', '.join('`' + setting + '`' for setting in data['settings'])}.",
        "",
        "| round | kills: threads, begun after step → killed at step | got through: threads, begun after step | files |",
        "|--:|:--|:--|:--|",
    ]
    for result in rounds:
        met = "; ".join(
            f"{kill['threads']}, {kill['from']} → {'the end' if kill['ending'] else kill['step']}" for kill in result["kills"]
        )
        words = "equal" if not result["differing"] else "**other: " + ", ".join(result["differing"]) + "**"
        lines.append(f"| {result['round']} | {met} | {result['threads']}, {result['from']} | {words} |")
    return "\n".join(lines) + "\n"


def draw(root):
    """Draws the page again from its data."""
    if (root / DATA).exists():
        (root / PAGE).write_text(page(json.loads((root / DATA).read_text())))


def check(root):
    """Checks the page against its data."""
    file = root / DATA
    if file.exists() and (root / PAGE).read_text() != page(json.loads(file.read_text())):
        raise faults.ListError(f"{PAGE} does not agree with {DATA}; run ci/soak --draw")
