"""The list of planted faults: read, held against the tree, planted into a copy of it.

A file of the list is one area:

    {"area": "Gradients", "faults": [{
      "name": "tanh-derivative",            unique, kebab-case
      "about": "what is wrong, in words",
      "edits": [{
        "file": "Sources/Model/Ops/Gelu.swift",
        "text": "return (t, ⟦1 - t * t⟧)",  found exactly once, without the marks
        "fault": "1 + t * t",               what replaces the marked part when switched on
        "statement": false                  optional: the marked part is statements, no expression
      }],
      "test": "Property.OpCatalogTests/every backward pass agrees with central differences",
      "missed": "what overlooked the fault before that test was written"      optional
    }]}

All faults are planted at once, each behind a switch that the environment sets; none is on without
it. Marked parts must not overlap; the context around them may.
"""

import hashlib
import json
import re
import subprocess
import tempfile
from pathlib import Path

OPEN, CLOSE = "⟦", "⟧"
LEAST = 30

SWITCH = """\
import Foundation

/// The number of the fault that is switched on; 0 for none.
private let switchedOn = ProcessInfo.processInfo.environment["SIMCSE_FAULT"].flatMap(Int.init) ?? 0

/// Whether a fault is switched on.
@inline(__always)
func planted(_ fault: Int) -> Bool { switchedOn == fault }
"""


class ListError(Exception):
    """The list cannot be used: which fault, what was found, what to do."""


def read(root):
    """Every fault, in the order of the list, with its area and its number from 1."""
    known = []
    for file in sorted((root / "ci/soak.d/faults").glob("*.json")):
        try:
            content = json.loads(file.read_text())
        except ValueError as error:
            raise ListError(f"{file}: {error}") from None
        for fault in content["faults"]:
            lacking = {"name", "about", "edits", "test"} - fault.keys()
            unknown = fault.keys() - {"name", "about", "edits", "test", "missed"}
            if lacking or unknown:
                raise ListError(
                    f"{file}: {fault.get('name')}: lacks {sorted(lacking)}, has the unknown {sorted(unknown)}"
                )
            known.append(dict(fault, area=content["area"]))
    for number, fault in enumerate(known, 1):
        fault["number"] = number
        name = fault["name"]
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            raise ListError(f"{name}: a fault's name is lowercase words joined by '-'")
        if [other["name"] for other in known].count(name) > 1:
            raise ListError(f"{name}: two faults have this name")
    if len(known) < LEAST:
        raise ListError(f"{len(known)} faults are listed; at least {LEAST} are promised")
    return known


def places(root, known):
    """By file, every edit as (start, end, text to put there), in order of place."""
    edits = {}
    for fault in known:
        for edit in fault["edits"]:
            file, marked = edit["file"], edit["text"]
            where = f"{fault['name']}: {file}"
            if marked.count(OPEN) != 1 or marked.count(CLOSE) != 1:
                raise ListError(f"{where}: its text should mark one part by {OPEN} and {CLOSE}")
            if not (root / file).is_file():
                raise ListError(f"{where}: there is no such file; move the fault to where its subject is")
            source = (root / file).read_text()
            before, rest = marked.split(OPEN)
            part, after = rest.split(CLOSE)
            found = source.count(before + part + after)
            if found != 1:
                raise ListError(
                    f"{where}: its text is found {found} times, and should be once; write it anew:\n{marked}"
                )
            start = source.index(before + part + after) + len(before)
            if edit.get("statement"):
                planted = f"if planted({fault['number']}) {{ {edit['fault']} }} else {{ {part} }}"
            else:
                planted = f"(planted({fault['number']}) ? ({edit['fault']}) : ({part}))"
            edits.setdefault(file, []).append((start, start + len(part), planted, fault["name"]))
    for file, entries in edits.items():
        entries.sort()
        for one, next_one in zip(entries, entries[1:]):
            if next_one[0] < one[1]:
                raise ListError(f"{file}: the marked parts of {one[3]} and {next_one[3]} overlap")
    return edits


def check_tests(root, known):
    """Holds that the test named for each fault is there."""
    sources = {}
    for fault in known:
        match = re.fullmatch(r"(\w+)\.(\w+)/(.+)", fault["test"])
        if not match:
            raise ListError(f"{fault['name']}: its test should read Target.Suite/name")
        target, suite, test = match.groups()
        if target not in sources:
            sources[target] = [file.read_text() for file in sorted((root / "Tests" / target).rglob("*.swift"))]
        if not any(
            re.search(rf"\b(struct|extension) {suite}\b", text) and f"func `{test}`" in text
            for text in sources[target]
        ):
            raise ListError(f"{fault['name']}: {target} has no suite {suite} with the test '{test}'")


def copy_folder(root):
    """The folder of the copy: outside the tree, the same at every run, so that builds go on."""
    digest = hashlib.sha256(str(root).encode()).hexdigest()[:8]
    return Path(tempfile.gettempdir()) / f"simcse-soak-{digest}"


def target(file):
    """The folder of the target that a file is of: each part of Sources/Harness is one."""
    parts = file.split("/")
    return "/".join(parts[: 3 if parts[1] == "Harness" else 2])


def plant(root, known):
    """Brings the copy up to date, with every fault planted and none switched on."""
    copy = copy_folder(root)
    edits = places(root, known)
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    contents = {}
    for name in filter(None, listed):
        if (root / name).is_file() and not name.startswith("Reports/"):
            contents[name] = (root / name).read_bytes()
    for file, entries in edits.items():
        source = (root / file).read_text()
        for start, end, planted, _ in reversed(entries):
            source = source[:start] + planted + source[end:]
        contents[file] = source.encode()
    for module in sorted({target(file) for file in edits}):
        contents[f"{module}/PlantedFault.swift"] = SWITCH.encode()
    # A planted fault may leave a value unused, or always the same.
    manifest = contents["Package.swift"].decode()
    contents["Package.swift"] = manifest.replace("  .treatAllWarnings(as: .error),\n", "").encode()
    for folder in ["Sources", "Tests"]:
        for file in (copy / folder).rglob("*"):
            if file.is_file() and str(file.relative_to(copy)) not in contents:
                file.unlink()
    for name, content in contents.items():
        file = copy / name
        # What has not changed keeps its time, so that a build begins where the last one ended.
        if file.is_file() and file.read_bytes() == content:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        if (root / name).exists():
            file.chmod((root / name).stat().st_mode)
    return copy
