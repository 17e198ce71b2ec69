"""The page Reports/reliability/report.md, drawn from the data beside it alone."""

import json

import faults
import workers

PAGE = "Reports/reliability/report.md"
# Each part of the page: its data, and what draws it.
PARTS = [(workers.DATA, workers.section)]
HEAD = """# Reliability

What was done to the program on purpose, and what came of it.
"""


def page(root):
    parts = [section(json.loads((root / file).read_text())) for file, section in PARTS if (root / file).exists()]
    return "\n".join([HEAD] + parts)


def draw(root):
    """Draws the page again from its data."""
    if any((root / file).exists() for file, _ in PARTS):
        (root / PAGE).write_text(page(root))


def check(root):
    """Holds the page against its data."""
    file = root / PAGE
    if file.exists() and file.read_text() != page(root):
        raise faults.ListError(f"{PAGE} is not what the data beside it say; run ci/soak --draw")
