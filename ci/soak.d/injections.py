"""Injects one fault at a time into real runs, and holds what comes of it to an undisturbed run."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import faults
import kills

DATA = "Reports/reliability/faults.json"

# The embedded default, made small: 60 steps, a checkpoint every 5.
SETTINGS = [
    "text.sentences=960", "batch-size=16", "evaluate-every-steps=5", "evaluation.pairs=40",
    "encoder.fresh.width=16", "encoder.fresh.heads=2", "encoder.fresh.feed-forward-width=32",
]


class Bench:
    def __init__(self, program, place):
        self.program, self.place = program, place

    def words(self, run, more=()):
        return [str(self.program), "train", "--output", str(run), "--threads", "1"] + [
            word for setting in SETTINGS for word in ("--set", setting)
        ] + list(more)

    def train(self, run, more=(), before=None):
        return subprocess.run(self.words(run, more), capture_output=True, text=True, preexec_fn=before)

    def begin(self, run, more=()):
        return subprocess.Popen(self.words(run, more), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def killed(self, run):
        """A run killed when it has two checkpoints at least; its folder of work."""
        process = self.begin(run)
        while process.poll() is None and len(list(run.parent.glob(run.name + ".partial/work-*/checkpoint-*"))) < 2:
            time.sleep(0.005)
        process.kill()
        process.wait()
        works = sorted(run.parent.glob(run.name + ".partial/work-*"))
        if not works:
            raise faults.ListError("a run was through before it could be killed")
        return works[-1]


def checkpoints(work):
    return sorted(work.glob("checkpoint-*"), key=lambda file: int(file.name.split("-")[1]))


def flip(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x10
    file.write_bytes(content)


def disk_full(bench, run):
    place = run.parent / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)], check=True)
    try:
        said = bench.train(place / "run")
        subprocess.run(["mount", "-o", "remount,size=50m", str(place)], check=True)
        again = bench.train(place / "run")
        if again.returncode == 0:
            shutil.copytree(place / "run", run)
        return said, again
    finally:
        subprocess.run(["umount", str(place)], check=True)


def too_large(bench, run):
    import resource

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    said = bench.train(run, before=limit)
    return said, bench.train(run)


def unwritable(bench, run):
    said = bench.train(Path("/proc/none/run"))
    return said, bench.train(run)


def damaged(change, which):
    def inject(bench, run):
        work = bench.killed(run)
        for file in checkpoints(work)[which]:
            change(file)
        again = bench.train(run)
        return again, again

    return inject


def cut_table(bench, run):
    work = bench.killed(run)
    table = work / "hashes.tsv"
    table.write_bytes(b"".join(table.read_bytes().splitlines(keepends=True)[:3]))
    again = bench.train(run)
    return again, again


def far_claim(bench, run):
    """A process of another machine that died: its claim is valid until its lease is over."""
    work = bench.killed(run)
    record = work.parent / "claim-00000001" / "owner.json"
    owner = json.loads(record.read_text())
    owner.update({"boot": "another", "machine": "far", "lease-seconds": 2})
    record.write_text(json.dumps(owner))
    # What another machine's clock may have written.
    os.utime(work.parent / "claim-00000001" / "beat", (4e9, 4e9))
    again = bench.train(run)
    return again, again


def torn_claim(bench, run):
    work = bench.killed(run)
    record = work.parent / "claim-00000001" / "owner.json"
    record.write_text(record.read_text()[:40])
    (work.parent / "claim-00000001" / "released").write_text("")
    again = bench.train(run)
    return again, again


def robbed(bench, run):
    slow = bench.begin(run, ["--lease", "0.5"])
    claim = run.parent / (run.name + ".partial") / "claim-00000001" / "owner.json"
    while slow.poll() is None and not list(run.parent.glob(run.name + ".partial/work-*/hashes.tsv")):
        time.sleep(0.005)
    slow.send_signal(signal.SIGSTOP)
    token = json.loads(claim.read_text())["token"]
    robber = bench.begin(run, ["--expired", token])
    while robber.poll() is None and not list(run.parent.glob(run.name + ".partial/work-00000002/hashes.tsv")):
        time.sleep(0.005)
    slow.send_signal(signal.SIGCONT)
    said = slow.communicate()[1]
    _, other = robber.communicate()
    return (
        subprocess.CompletedProcess([], slow.returncode, "", said),
        subprocess.CompletedProcess([], robber.returncode, "", other),
    )


def link(bench, run):
    outside = run.parent / "outside"
    outside.mkdir()
    place = run.parent / (run.name + ".partial")
    place.symlink_to(outside)
    said = bench.train(run)
    if list(outside.iterdir()):
        raise faults.ListError("something was written beyond a link")
    place.unlink()
    return said, bench.train(run)


def two_at_once(bench, run):
    both = [bench.begin(run), bench.begin(run)]
    ends = [subprocess.CompletedProcess([], 0, "", process.communicate()[1]) for process in both]
    for end, process in zip(ends, both):
        end.returncode = process.returncode
    ends.sort(key=lambda end: -end.returncode)
    return ends[0], ends[1]


def cut(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


# The fault; what injects it; the exit code and the words that must be said.
FAULTS = [
    ("the disk is full (a file system of 400 kB)", disk_full, 2, "cannot be written"),
    ("a file grows beyond a limit", too_large, 2, "cannot be written"),
    ("the folder cannot be written", unwritable, 2, "cannot be written"),
    ("the last checkpoint is cut off, after a kill", damaged(cut, slice(-1, None)), 0, "its checksum does not match"),
    ("a bit of the last checkpoint is flipped, after a kill", damaged(flip, slice(-1, None)), 0, "its checksum does not match"),
    ("both checkpoints are damaged, after a kill", damaged(flip, slice(None)), 0, "its checksum does not match"),
    ("the table of hashes is cut off, after a kill", cut_table, 0, "ends before this checkpoint"),
    ("the process of another machine died, its clock far ahead", far_claim, 0, "watching it for a sign of life"),
    ("the record of a claim is cut off", torn_claim, 0, "resuming after step"),
    ("a process is stopped, robbed of its claim, and woken", robbed, 2, "was taken over by"),
    ("two processes are given one run at once", two_at_once, 2, "works on it"),
    ("there is a link where the run would work", link, 2, "it is a link"),
]


def run(root, program):
    """True when every fault was reported as it should be, and every run ended in the undisturbed bits."""
    program = kills.built(root, program)
    results = []
    with tempfile.TemporaryDirectory(prefix="simcse-faults-") as place:
        bench = Bench(program, Path(place))
        if bench.train(Path(place) / "whole" / "run").returncode != 0:
            raise faults.ListError("the undisturbed run failed")
        expected = kills.digests(Path(place) / "whole" / "run")
        for number, (name, inject, code, words) in enumerate(FAULTS):
            folder = Path(place) / str(number)
            folder.mkdir()
            try:
                said, after = inject(bench, folder / "run")
            except (subprocess.CalledProcessError, PermissionError) as error:
                print(f"{name}: left out, {error}", flush=True)
                continue
            found = kills.digests(folder / "run")
            line = next((line for line in said.stderr.splitlines() if words in line), "")
            row = {
                "fault": name,
                "exit": said.returncode,
                "reported": said.returncode == code and bool(line),
                "said": re.sub(r"process \d+ on \S+", "process … on …", line.replace(str(folder) + "/", "")),
                "survived": after.returncode == 0,
                "equal": found == expected,
            }
            results.append(row)
            print(f"{name}: {row}" + ("" if row["reported"] else f" {said.stderr[-500:]}"), flush=True)
    data = {"settings": SETTINGS, "files": len(expected), "faults": results}
    (root / DATA).parent.mkdir(parents=True, exist_ok=True)
    (root / DATA).write_text(json.dumps(data, indent=1) + "\n")
    return all(row["reported"] and row["survived"] and row["equal"] for row in results)


def section(data):
    """The part of the page on single faults, drawn from the data alone."""
    lines = [
        "## Faults injected one at a time",
        "",
        "Made by `ci/soak faults`: a real `simcse train` meets each fault, must say so, and the run is then resumed",
        f"by the same command. All its {data['files']} files must be those of an undisturbed run.",
        "",
        "| fault | exit code | what was said | survived | bits equal |",
        "|:--|--:|:--|:--|:--|",
    ]
    for row in data["faults"]:
        words = row["said"].replace("|", "\\|")
        lines.append(
            f"| {row['fault']} | {row['exit']} | {words} | {'yes' if row['survived'] else '**no**'} | {'yes' if row['equal'] else '**no**'} |"
        )
    return "\n".join(lines) + "\n"
