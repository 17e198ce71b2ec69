"""Gives every reader changed files by the million, in processes that may neither hang nor grow."""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import faults

DATA = "Reports/reliability/fuzz.json"

# What a reader of these small files may take at most, and how long one input may keep a processor.
MEMORY_BYTES = 4 << 30
STUCK_SECONDS = 20
# Inputs of a reader's first process, and the processor time the next ones are made to take.
FIRST_CHUNK = 100
CHUNK_SECONDS = 20


def built(root, program):
    if program is not None:
        return program
    subprocess.run(["swift", "build", "--product", "fuzz"], cwd=root, check=True, stdout=sys.stderr)
    shown = subprocess.run(["swift", "build", "--show-bin-path"], cwd=root, check=True, capture_output=True, text=True)
    return str(Path(shown.stdout.strip()) / "fuzz")


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def processor_seconds(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return 0.0


def at(folder):
    try:
        return int((folder / "at").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def chunk(program, reader, seed, first, count, folder):
    """Inputs first … first + count − 1: what was made of them, and the input that ended it, if any."""
    process = subprocess.Popen(
        [str(program), reader, str(seed), str(first), str(count), str(folder)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limited,
    )
    last, moved, used = None, time.monotonic(), 0.0
    while True:
        try:
            said, complaint = process.communicate(timeout=1)
            break
        except subprocess.TimeoutExpired:
            now = at(folder)
            if now != last:
                last, moved, used = now, time.monotonic(), processor_seconds(process.pid)
            # By the time it has had: a machine may be busy, or stopped.
            elif processor_seconds(process.pid) - used > STUCK_SECONDS or time.monotonic() - moved > 60 * STUCK_SECONDS:
                process.kill()
                process.communicate()
                return None, {"input": now, "how": "hang"}
    if process.returncode != 0:
        number = at(folder)
        if number is None:
            raise faults.ListError(f"fuzz {reader}: {complaint[-2000:]}")
        return None, {"input": number, "how": f"ended with {process.returncode}: {complaint.strip()[-300:]}"}
    read, refused, nameless, *example = said.split(" ", 3)
    return (int(read), int(refused), int(nameless), example[0].strip() if example else ""), None


def children_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read_changed(program, reader, seed, seconds, folder):
    """The row of one reader that is given changed files until it has had its processor time."""
    row = {"reader": reader, "inputs": 0, "read": 0, "refused": 0, "nameless": 0, "example": "", "faults": []}
    began, began_processor = time.monotonic(), children_seconds()
    first, count, used = 0, FIRST_CHUNK, 0.0
    while used < seconds and len(row["faults"]) < 20:
        found, fault = chunk(program, reader, seed, first, count, folder)
        if fault and fault["how"] == "hang":
            # A machine that was stopped looks alike; alone the input shows it.
            _, fault = chunk(program, reader, seed, fault["input"], 1, folder)
            if not fault:
                continue
        done = count
        if fault:
            row["faults"].append(fault)
            print(f"{reader}: {fault}", flush=True)
            # What came before it is done again, without it.
            done = fault["input"] - first
            if done:
                found, _ = chunk(program, reader, seed, first, done, folder)
            first += 1
            row["inputs"] += 1
        first += done
        if found:
            row["inputs"] += done
            row["read"] += found[0]
            row["refused"] += found[1]
            row["nameless"] += found[2]
            row["example"] = row["example"] or found[3]
        used = children_seconds() - began_processor
        rate = first / max(used, 0.01)
        count = max(1, min(20 * count, int(rate * min(CHUNK_SECONDS, seconds - used))))
    row["seconds"] = round(time.monotonic() - began, 1)
    row["processor-seconds"] = round(used, 1)
    return row


def run(root, seed, minutes, program, only=None):
    """True when no reader crashed, hung, grew beyond its memory or refused a file without naming it."""
    program = built(root, program)
    known = subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout.splitlines()
    chosen = [name for name in known if only is None or re.search(only, name)]
    if not chosen:
        raise faults.ListError(f"no reader is named '{only}'; known: {', '.join(known)}")
    print(f"seed {seed}", flush=True)
    results = []
    with tempfile.TemporaryDirectory(prefix="simcse-fuzz-") as place:
        for reader in chosen:
            row = read_changed(program, reader, seed, 60 * minutes / len(chosen), Path(place) / "files")
            results.append(row)
            # Readers of earlier soaks that this one left out keep their rows.
            file = root / DATA
            data = json.loads(file.read_text()) if file.exists() else {"readers": [], "fixed": []}
            rows = {row["reader"]: row for row in data["readers"] + results}
            data = {
                "seed": seed, "memory-bytes": MEMORY_BYTES, "stuck-seconds": STUCK_SECONDS,
                "readers": [rows[name] for name in known if name in rows], "fixed": data.get("fixed", []),
            }
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(data, indent=1) + "\n")
            print(f"{reader}: {row['inputs']} inputs, {row['refused']} refused, {row['nameless']} nameless, {len(row['faults'])} faults, {row['seconds']} s {row['example']}", flush=True)
    return all(not row["faults"] and not row["nameless"] for row in results)


def section(data):
    """The part of the page on changed files, drawn from the data alone."""
    rows = data["readers"]
    total = sum(row["inputs"] for row in rows)
    lines = [
        "## Changed files given to every reader",
        "",
        f"Made by `ci/soak fuzz --seed {data['seed']}`: valid files with one to four changes drawn from the seed (bits, bytes, parts",
        "removed, doubled or cut off, numbers and header lengths replaced, deep nesting, odd words), read in processes",
        f"that may take {data['memory-bytes'] >> 30} GiB and {data['stuck-seconds']} s an input. A fault is a crash, a hang, or more memory than that. A file",
        "that is refused must be named.",
        "",
        "| reader | inputs | read | refused | without the file's name | processor time | faults |",
        "|:--|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        lines.append(
            f"| {row['reader']} | {row['inputs']:,} | {row['read']:,} | {row['refused']:,} | {row['nameless']:,} | "
            f"{row['processor-seconds']:.0f} s | {len(row['faults'])} |"
        )
    seconds = sum(row["processor-seconds"] for row in rows)
    lines += ["", f"**{total:,} inputs in {seconds / 60:.0f} min of one processor, {sum(len(row['faults']) for row in rows)} faults.**", ""]
    lines += ["What earlier rounds found, and what became of it:", "", "| reader | input | found | fixed |", "|:--|:--|:--|:--|"]
    lines += [f"| {one['reader']} | {one['input']} | {one['found']} | {one['fixed']} |" for one in data.get("fixed", [])]
    return "\n".join(lines + [""])
