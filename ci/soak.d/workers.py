"""Kills workers that do one study together, and compares the study with one that nobody disturbed."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import faults
import kills

DATA = "Reports/reliability/workers.json"

WORKERS = 4
RUNS = 5
LEASE = 1.0
# The embedded default, made small: 20 steps, a checkpoint every 4.
CHANGES = {
    "text": {"sentences": 320},
    "batch-size": 16,
    "evaluate-every-steps": 4,
    "evaluation": {"pairs": 40},
    "encoder": {"fresh": {"width": 16, "feed-forward-width": 32, "heads": 2}},
}
KINDS = {
    "study": "the process of the study alone (SIGKILL); its run continues without it or ends",
    "run": "the process of a run alone (SIGKILL)",
    "both": "both at once (SIGKILL)",
    "stop": "the process of a run stopped for longer than its lease, then woken (SIGSTOP, SIGCONT)",
}


def changed(settings, changes):
    for key, value in changes.items():
        settings[key] = changed(settings[key], value) if isinstance(value, dict) else value
    return settings


def write_study(root, place):
    base = json.loads((root / "Studies/Base/embedded-default.json").read_text())
    (place / "Base").mkdir(parents=True)
    (place / "Base/small.json").write_text(json.dumps(changed(base, CHANGES)))
    study = {
        "name": "workers",
        "question": "Do workers that are killed do a study as one that is not?",
        "base": "small",
        "vary": {"dropout": list(range(1, RUNS + 1))},
        "measure": "average/spearman",
        "budget-minutes": 5,
    }
    (place / "study.json").write_text(json.dumps(study))
    return place / "study.json"


def start(program, study, out, log, waits):
    words = ["study", "run" if waits else "work", str(study), "--output", str(out), "--threads", "1", "--lease", str(LEASE)]
    with open(log, "a") as said:
        return subprocess.Popen(
            [str(program)] + words,
            stdout=subprocess.DEVNULL,
            stderr=said,
            # Without gnuplot, whose figures would take most of the time.
            env=dict(os.environ, PATH="/nowhere"),
        )


def children(process):
    """The runs that a worker has started."""
    try:
        words = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        # Threads start processes too.
        for task in Path(f"/proc/{process.pid}/task").iterdir():
            words += (task / "children").read_text().split()
        return sorted({int(word) for word in words})
    except OSError:
        return []


def send(pid, what):
    try:
        os.kill(pid, what)
        return True
    except ProcessLookupError:
        return False


def left_over(out):
    return sorted(
        str(path.relative_to(out))
        for path in out.rglob("*")
        if path.name.endswith(".partial") or ".partial-" in path.name or ".removed-" in path.name
    )


def one_round(program, study, out, draws, whole):
    """One study with its kills; what was done, and every folder of a run that was seen there."""
    log = out.with_suffix(".log")
    # One waits for all runs and writes the report; the others end when there is nothing to begin.
    workers = [start(program, study, out, log, index == 0) for index in range(WORKERS)]
    began = time.monotonic()
    moments = sorted((draws.uniform(0.02, 1.1) * whole, draws.choice(list(KINDS))) for _ in range(draws.randint(2, 5)))
    done, woken, seen, twice = [], [], {}, []
    restarts = 0
    while True:
        now = time.monotonic() - began
        runs = out / "runs"
        if runs.exists():
            for entry in os.scandir(runs):
                if entry.name.startswith(".") or "." in entry.name:
                    continue
                if seen.setdefault(entry.name, entry.inode()) != entry.inode():
                    twice.append(entry.name)
        for pid, moment in list(woken):
            if now >= moment:
                send(pid, signal.SIGCONT)
                woken.remove((pid, moment))
        while moments and now >= moments[0][0]:
            _, kind = moments.pop(0)
            living = [worker for worker in workers if worker.poll() is None]
            if not living:
                break
            worker = draws.choice(living)
            ran = children(worker)
            if kind == "stop":
                for pid in ran[:1]:
                    if send(pid, signal.SIGSTOP):
                        woken.append((pid, now + 2.5 * LEASE))
                        done.append(kind)
                continue
            hit = False
            if kind in ["study", "both"]:
                hit |= send(worker.pid, signal.SIGKILL)
            if kind in ["run", "both"]:
                for pid in ran:
                    hit |= send(pid, signal.SIGKILL)
            if hit:
                done.append(kind)
        ended = True
        for index, worker in enumerate(workers):
            code = worker.poll()
            if code is None:
                ended = False
            elif code != 0:
                # Killed, or one of its runs was: whoever runs it starts it again.
                if code not in [1, -signal.SIGKILL]:
                    raise faults.ListError(f"a worker ended with {code}: {log.read_text()[-2000:]}")
                workers[index] = start(program, study, out, log, index == 0)
                restarts += 1
                ended = False
        if ended and not woken:
            break
        if now > 900 + 20 * whole:
            raise faults.ListError(f"{out}: the study does not end: {log.read_text()[-2000:]}")
        time.sleep(0.01)
    return {"faults": done, "restarts": restarts, "seconds": round(time.monotonic() - began, 2), "twice": twice}


def run(root, seed, rounds, program):
    """True when every round ends in the runs of the undisturbed study, each put in place once."""
    if rounds < 1:
        raise faults.ListError(f"--rounds is {rounds}; it should be at least 1")
    program = kills.built(root, program)
    print(f"seed {seed}", flush=True)
    data = {"seed": seed, "workers": WORKERS, "runs": RUNS, "lease-seconds": LEASE, "changes": CHANGES}
    known = json.loads((root / DATA).read_text()) if (root / DATA).exists() else {}
    # A soak that was stopped continues with the same seed.
    results = known["rounds"][:rounds] if all(known.get(key) == value for key, value in data.items()) else []
    data["rounds"] = results
    if results and "note" in known:
        data["note"] = known["note"]
    with tempfile.TemporaryDirectory(prefix="simcse-workers-") as place:
        place = Path(place)
        program = shutil.copy2(program, place / "simcse")
        study = write_study(root, place)
        began = time.monotonic()
        alone = start(program, study, place / "alone", place / "alone.log", True)
        if alone.wait() != 0:
            raise faults.ListError((place / "alone.log").read_text()[-2000:])
        whole = time.monotonic() - began
        expected = kills.digests(place / "alone" / "runs")
        data["files"] = len(expected)
        print(f"undisturbed: {whole:.2f} s, {len(expected)} files", flush=True)
        for number in range(len(results) + 1, rounds + 1):
            out = place / f"round-{number}"
            result = one_round(program, study, out, random.Random(f"{seed}/{number}"), whole)
            found = kills.digests(out / "runs")
            result["differing"] = sorted(
                name
                for name in expected.keys() | found.keys()
                # What is left behind is listed separately.
                if expected.get(name) != found.get(name) and not name.endswith(".log") and ".partial/" not in name
            )
            result["left"] = left_over(out)
            result["round"] = number
            results.append(result)
            passed = not (result["differing"] or result["left"] or result["twice"])
            print(
                f"round {number}: {', '.join(result['faults']) or 'nothing met'}; {result['restarts']} restarts, "
                f"{result['seconds']} s; {'equal' if passed else result}",
                flush=True,
            )
            shutil.rmtree(out)
            (root / DATA).parent.mkdir(parents=True, exist_ok=True)
            (root / DATA).write_text(json.dumps(data, indent=1) + "\n")
    return all(not (result["differing"] or result["left"] or result["twice"]) for result in results)


def section(data):
    """The part of the page on workers, drawn from the data alone."""
    rounds = data["rounds"]
    met = [fault for result in rounds for fault in result["faults"]]
    equal = sum(not result["differing"] for result in rounds)
    once = sum(not result["twice"] for result in rounds)
    clean = sum(not result["left"] for result in rounds)
    lines = [
        "## Workers killed while they share a study",
        "",
        f"Made by `ci/soak workers --seed {data['seed']} --rounds {len(rounds)}`. A round is a study of {data['runs']} runs that",
        f"{data['workers']} real `simcse study` processes do together in one folder, with a lease of {data['lease-seconds']:g} s. At moments drawn",
        "from the seed some of them are killed or stopped; those that ended so are started again. One waits for all runs",
        f"and writes the report, the others end when nothing is left to begin. Then each of the {data['files']} files of its",
        "runs is compared with those of a study that one process did undisturbed, to the byte (of the manifest, all but threads",
        "and time), and every run's folder must still be the one that was first seen in its place.",
        "",
        "| fault | injected |",
        "|:--|--:|",
    ]
    lines += [f"| {words} | {met.count(kind)} |" for kind, words in KINDS.items()]
    lines += [
        "",
        f"**{len(rounds)} rounds, {len(met)} faults, {sum(result['restarts'] for result in rounds)} restarts.** All bits equal: {equal} rounds. "
        f"Every run put in place exactly once: {once}.",
        f"Nothing left behind: {clean}. Runs lost: {sum(1 for result in rounds if result['differing'])}.",
    ]
    if "note" in data:
        lines.append(data["note"])
    return "\n".join(lines) + "\n"
