"""The page Reports/reliability/report.md, drawn from the data beside it alone."""

import json

import faults
import fuzz
import injections
import thesis
import workers

PAGE = "Reports/reliability/report.md"
# Each part of the page: its data, and what draws it.
SLURM = "Reports/reliability/slurm.json"
HEAD = """# Reliability

What was done to the program on purpose, and what came of it.
"""


def slurm_section(data):
    """The part of the page on Slurm, drawn from the data alone."""
    killed = data["killed"]
    return "\n".join(
        [
            "## A node killed under Slurm",
            "",
            f"Made by `ci/slurm` with {data['version']}: {data['nodes']} nodes on one machine, a study of {data['runs']} runs submitted by",
            f"`simcse study submit`. Tasks queued again by the signal that their time is nearly over: {killed.get('requeued', 0)}.",
            f"When {killed['finished']} runs were finished one node was killed with all its {killed['processes']} processes.",
            f"The array and the report ended after {data['seconds']:g} s. **{len(data['differing'])} of {data['files']} files differ** from those of a study",
            f"that one local process did; left behind: {len(data['left'])}.",
            "",
        ]
    )


PARTS = [(injections.DATA, injections.section), (workers.DATA, workers.section), (SLURM, slurm_section), (fuzz.DATA, fuzz.section)]


def page(root):
    parts = [section(json.loads((root / file).read_text())) for file, section in PARTS if (root / file).exists()]
    return "\n".join([HEAD] + parts + [thesis.section(root)])


def draw(root):
    """Draws the page again from its data."""
    if any((root / file).exists() for file, _ in PARTS):
        (root / PAGE).write_text(page(root))


def check(root):
    """Checks the page against its data."""
    file = root / PAGE
    if file.exists() and file.read_text() != page(root):
        raise faults.ListError(f"{PAGE} does not agree with the data beside it; run ci/soak --draw")
