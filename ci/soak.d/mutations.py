"""Switches on one planted fault after another and sees its test fail."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import faults

LIMIT_SECONDS = 180
DATA = "Reports/mutations/mutations.json"
PAGE = "Reports/mutations/report.md"


def test_filter(test):
    """A regular expression that finds one test by its identifier."""
    target, name = test.split("/", 1)
    escaped = re.sub(r"([.^$*+?()\[\]{}|\\])", r"\\\1", name)
    return f"^{target.replace('.', chr(92) + '.')}/`{escaped}`"


def run_tests(copy, tests, number):
    """Runs the named tests with a fault switched on: (what came of it, tests run, seconds, output)."""
    command = ["swift", "test", "--skip-build", "--disable-xctest"]
    for test in tests:
        command += ["--filter", test_filter(test)]
    start = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=copy,
        env=dict(os.environ, SIMCSE_FAULT=str(number)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        return "timeout", 0, time.monotonic() - start, output
    seconds = time.monotonic() - start
    ended = re.search(r"Test run with (\d+) tests? in \d+ suites? (passed|failed)", output)
    if not ended:
        if not re.search("unexpected signal|Fatal error|Precondition failed", output):
            print(output[-6000:], file=sys.stderr)
            raise faults.ListError(f"swift test did not run the tests with fault {number}")
        return "crash", 0, seconds, output
    return ended.group(2), int(ended.group(1)), seconds, output


def chosen_faults(known, only, part):
    chosen = [fault for fault in known if only is None or re.search(only, fault["name"])]
    if part:
        match = re.fullmatch(r"(\d+)/(\d+)", part)
        if not match or not 1 <= int(match.group(1)) <= int(match.group(2)):
            raise faults.ListError(f"--part is '{part}'; it should read I/N, such as 2/8")
        index, count = int(match.group(1)), int(match.group(2))
        chosen = chosen[len(chosen) * (index - 1) // count : len(chosen) * index // count]
    if not chosen:
        raise faults.ListError(f"no fault is left by --only {only} --part {part}")
    return chosen


def first_line(output):
    """What a failed test says first."""
    for line in output.splitlines():
        if "recorded an issue" in line or "Fatal error" in line or "Precondition failed" in line:
            return line
    return ""


def run(root, known, only, part):
    """Plants, builds, switches; True when every chosen fault was caught."""
    faults.check_tests(root, known)
    chosen = chosen_faults(known, only, part)
    copy = faults.plant(root, known)
    print(f"building the copy with {len(known)} faults in {copy}", file=sys.stderr, flush=True)
    build = subprocess.run(
        ["swift", "build", "--build-tests"], cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if build.returncode != 0:
        print(build.stdout[-6000:], file=sys.stderr)
        raise faults.ListError("the copy with the planted faults does not build; fix the list")
    tests = sorted({fault["test"] for fault in chosen})
    state, count, seconds, output = run_tests(copy, tests, 0)
    if state != "passed" or count != len(tests):
        print(output[-6000:], file=sys.stderr)
        raise faults.ListError(
            f"with no fault switched on, {len(tests)} named tests should pass; {count} ran: {state}"
        )
    print(f"no fault: {count} tests pass in {seconds:.0f} s", flush=True)
    data = load(root, known)
    for fault in chosen:
        state, count, seconds, output = run_tests(copy, [fault["test"]], fault["number"])
        caught = state != "passed"
        print(f"{'caught' if caught else 'MISSED'} {fault['name']} ({state}, {seconds:.1f} s)", flush=True)
        if caught:
            print("    " + first_line(output)[:160], flush=True)
        data[fault["name"]] = {
            "name": fault["name"],
            "area": fault["area"],
            "about": fault["about"],
            "files": sorted({edit["file"] for edit in fault["edits"]}),
            "changes": [[bare(edit["text"]), edit["fault"]] for edit in fault["edits"]],
            "test": fault["test"],
            "caught": caught,
            "by": {"failed": "expectation", "passed": "nothing"}.get(state, state),
            "seconds": round(seconds, 1),
            "missed-before": fault.get("missed"),
        }
    # In the order of the list; what was taken off it is dropped.
    write(root, [data[fault["name"]] for fault in known if fault["name"] in data])
    return all(data[fault["name"]]["caught"] for fault in chosen)


def bare(marked):
    """The marked part of a text."""
    return marked.split(faults.OPEN)[1].split(faults.CLOSE)[0].strip()


def load(root, known):
    file = root / DATA
    if not file.exists():
        return {}
    names = {fault["name"] for fault in known}
    return {entry["name"]: entry for entry in json.loads(file.read_text()) if entry["name"] in names}


def write(root, entries):
    (root / DATA).parent.mkdir(parents=True, exist_ok=True)
    (root / DATA).write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n")
    (root / PAGE).write_text(page(entries))


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def code(text):
    text = re.sub(r"\s+", " ", text)
    if not text:
        return "nothing"
    ticks = "``" if "`" in text else "`"
    return f"{ticks}{cell(text)}{ticks}"


def page(entries):
    """The page of the results, drawn from the data alone."""
    caught = [entry for entry in entries if entry["caught"]]
    ways = [
        f"{count} by {words}"
        for key, words in [("expectation", "a failed expectation"), ("crash", "a crash"), ("timeout", "a timeout")]
        if (count := sum(entry["by"] == key for entry in caught))
    ]
    lines = [
        "# Planted faults",
        "",
        "Made by `ci/soak mutations` from the list in `ci/soak.d/faults`. All faults are planted in a copy of",
        "the tree, each behind a switch, and built once. With none switched on, the tests named below pass;",
        "then one fault after another is switched on, and the test named for it must fail.",
        "",
        f"**Caught: {len(caught)} of {len(entries)}** ({', '.join(ways)}).",
    ]
    for area in dict.fromkeys(entry["area"] for entry in entries):
        lines += ["", f"## {area}", "", "| fault | original code | replaced by | named test | caught by | s |", "|:--|:--|:--|:--|:--|--:|"]
        for entry in entries:
            if entry["area"] != area:
                continue
            was = "<br>".join(code(change[0]) for change in entry["changes"])
            now = "<br>".join(code(change[1]) for change in entry["changes"])
            suite, test = entry["test"].split("/", 1)
            by = entry["by"] if entry["caught"] else "**missed**"
            lines.append(
                f"| {cell(entry['about'])} | {was} | {now} | {suite}: {cell(test)} | {by} | {entry['seconds']} |"
            )
    missed = [entry for entry in entries if entry["missed-before"]]
    lines += [
        "",
        "## First missed, and the test that each led to",
        "",
        "When these were listed, the tests of laws were read and none was found that must fail; the tests",
        "on the right were written for them. Golden bits, and the fixtures of the real model where it is",
        "there, change with most of them, but do not say what is wrong.",
        "",
        "| fault | overlooked because | led to |",
        "|:--|:--|:--|",
    ]
    lines += [
        f"| {cell(entry['about'])} | {cell(entry['missed-before'])} | {cell(entry['test'].replace('/', ': ', 1))} |"
        for entry in missed
    ]
    return "\n".join(lines) + "\n"


def draw(root):
    """Draws the page again from its data."""
    if (root / DATA).exists():
        (root / PAGE).write_text(page(json.loads((root / DATA).read_text())))


def check(root, known):
    """Checks the list against the tree and the page against its data, without a build."""
    faults.places(root, known)
    faults.check_tests(root, known)
    file = root / DATA
    if file.exists() and (root / PAGE).read_text() != page(json.loads(file.read_text())):
        raise faults.ListError(f"{PAGE} does not agree with {DATA}; run ci/soak --draw")
    measured = load(root, known)
    new = [fault["name"] for fault in known if fault["name"] not in measured]
    if new:
        print(f"not in {DATA} yet: {', '.join(new)}; run ci/soak mutations", file=sys.stderr)
