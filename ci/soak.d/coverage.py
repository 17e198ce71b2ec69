"""Simulates studies: how often intervals hold the truth and tests reject, beside what is claimed."""

import json
import os
import re
import subprocess
import sys

import faults

DATA = "Reports/coverage/coverage.json"
PAGE = "Reports/coverage/report.md"

# | what | n | measured % | claimed % | studies |
ROW = re.compile(r"^\| (?P<what>.+) \| (?P<n>\d+) \| (?P<measured>[\d.]+) \| (?P<claimed>[\d.]+–[\d.]+) \| (?P<studies>\d+) \|$")
# ## what the rows below are about
GROUP = re.compile(r"^## (?P<group>.+)$")
# | levels, kept | part | planted | mean ± error |
PART = re.compile(r"^\| (?P<design>\d+ × \d+ × 2, .+) \| (?P<part>.+) \| (?P<planted>[\d.]+) \| (?P<mean>[\d.]+ ± [\d.]+) \|$")


def load(root):
    file = root / DATA
    return json.loads(file.read_text()) if file.exists() else {"seed": None, "rows": [], "parts": []}


def text(data):
    """The data as JSON, a line a row."""
    def lines(rows):
        return "[\n" + ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows) + "\n ]"

    return f'{{\n "seed": {json.dumps(data["seed"])},\n "rows": {lines(data["rows"])},\n "parts": {lines(data["parts"])}\n}}\n'


def joined(old, new, keys):
    """The old rows, each replaced by a new one of the same keys, and the new ones after them."""
    def key(row):
        return tuple(row[name] for name in keys)

    fresh = {key(row): row for row in new}
    kept = [fresh.pop(key(row), row) for row in old]
    return kept + list(fresh.values())


def parse(lines):
    """The rows, the parts and the groups, every one of which is named in order, whatever was simulated."""
    rows, parts, groups = [], [], []
    for line in lines:
        if found := GROUP.match(line):
            groups.append(found["group"])
        elif found := ROW.match(line):
            row = found.groupdict()
            low, high = map(float, row["claimed"].split("–"))
            rows.append(
                {
                    "group": groups[-1], "what": row["what"], "n": int(row["n"]), "measured": float(row["measured"]),
                    "claimed": [low, high], "studies": int(row["studies"]),
                }
            )
        elif found := PART.match(line):
            parts.append(found.groupdict())
    return rows, parts, groups


def run(root, seed, only):
    """True when everything simulated is as claimed; with `only`, results join those of the same seed.

    Without it the rows are those simulated now and no others.
    """
    environment = dict(os.environ, SIMCSE_SOAK=str(seed))
    if only:
        environment["SIMCSE_SOAK_CASES"] = only
    print(f"seed {seed}", flush=True)
    process = subprocess.Popen(
        ["swift", "test", "--filter", "CoverageSoakTests"],
        cwd=root, env=environment, stdout=subprocess.PIPE, text=True,
    )
    lines = []
    for line in process.stdout:
        print(line, end="", flush=True)
        lines.append(line.rstrip("\n"))
    passed = process.wait() == 0
    rows, parts, groups = parse(lines)
    if not rows and not parts:
        raise faults.ListError("nothing was simulated; does --only match a case?")
    data = load(root) if only else {"seed": seed, "rows": [], "parts": []}
    if data["seed"] != seed:
        if data["rows"]:
            raise faults.ListError(f"{DATA} is of seed {data['seed']}; say --seed {data['seed']}, or leave out --only")
        data = {"seed": seed, "rows": [], "parts": []}
    data["rows"] = joined(data["rows"], rows, ["what", "n"])
    if groups:
        data["rows"].sort(key=lambda row: groups.index(row["group"]))
    data["parts"] = joined(data["parts"], parts, ["design", "part"])
    write(root, data)
    return passed


def write(root, data):
    (root / DATA).parent.mkdir(parents=True, exist_ok=True)
    (root / DATA).write_text(text(data))
    (root / PAGE).write_text(page(data))


def holds(row):
    """Within the claim, give or take four standard errors of the measured share."""
    share = row["measured"] / 100
    low, high = (bound / 100 for bound in row["claimed"])
    # Half of the last digit that is printed.
    rounding = 0.000005 if high < 0.01 else 0.0005
    room = lambda bound: 4 * (bound * (1 - bound) / row["studies"]) ** 0.5 + rounding
    return low - room(low) <= share <= high + room(high)


# What a label says of a row that counts rejections, or outcomes that are no interval.
TESTS = [
    "p ≤", "false rejection", "named greater", "bound below", "rank intervals", "verdict", "planned power", "calls, ",
    "called:", "gate, ",
]

# Why some intervals hold the truth more or less often than 95 %; the first label found counts.
REASONS = [
    ("joint bootstrap", "never narrower than the interval of the seeds alone, and of seeds and pairs together"),
    ("one run in ten diverges", "an interval says nothing of a divergence that none of its seeds showed"),
    ("skewed differences", "few seeds of a skewed spread rarely show its long side"),
    ("two-humped differences", "of few seeds all may be of one kind"),
    ("scores of both", "exact, or wider where scores are not normal"),
    ("by seed", "exact: wins are whole numbers, so at least 95 %"),
    ("P(A > B), 0.95", "near 1 few runs lose at all"),
    ("orders × dropouts", "the limit of the likelihood ratio allows for a remainder that is not known, and shares cannot fall below zero"),
    ("(0 %)", "a share of zero can only be estimated too high, and its interval reaches down to zero"),
    ("n × n × 2", "parts of no variance beside it can only be estimated too high"),
    ("incomplete", "the limit of the likelihood ratio allows for a remainder that is not known, and shares cannot fall below zero"),
]


def is_interval(row):
    return not any(label in row["what"] for label in TESTS)


def reason(row):
    if not is_interval(row) or 93.5 <= row["measured"] <= 96.5:
        return ""
    return next((words for label, words in REASONS if label in row["what"]), "")


def page(data):
    """The page of the results, drawn from the data alone."""
    rows = data["rows"]
    asked = [row for row in rows if is_interval(row)]
    near = [row for row in asked if 93.5 <= row["measured"] <= 96.5]
    fewest = min((row["studies"] for row in rows), default=0)
    lines = [
        "# What intervals and tests do in simulated studies",
        "",
        f"Made by `ci/soak coverage --seed {data['seed']}`: each row is {fewest:,} or more simulated studies of known truth,",
        "drawn by Tests/Property/Statistics/CoverageCase. n is the number of seeds, of pairs or of levels of a factor. For",
        "an interval of nominal 95 % the measured number is how often it held the truth; for a test, how often it rejected;",
        "the label says which. The claim was stated before the row was simulated; where the simulation showed another",
        "number, the claim was changed and the label says from what. One standard error of 95 % in 4,000 studies is 0.3.",
        "",
        f"**{sum(map(holds, rows))} of {len(rows)} rows are as claimed** (within four standard errors); of the {len(asked)} rows",
        f"of intervals, {len(near)} hold the truth in 93.5 to 96.5 %.",
    ]
    for group in dict.fromkeys(row["group"] for row in rows):
        own = [row for row in rows if row["group"] == group]
        lines += [
            "",
            f"## {group}",
            "",
            "| what | n | measured % | claimed % | studies | why not 93.5 to 96.5 |",
            "|:--|--:|--:|--:|--:|:--|",
        ]
        for row in own:
            low, high = row["claimed"]
            claim = f"{low:g}" if low == high else f"{low:g}–{high:g}"
            mark = "" if holds(row) else " **other**"
            lines.append(
                f"| {cell(row['what'])} | {row['n']} | {row['measured']:g}{mark} | {claim} | {row['studies']:,} | {reason(row)} |")
    if data["parts"]:
        lines += [
            "",
            "## Planted variances, recovered on average",
            "",
            "The mean estimate ± its standard error over up to 1,000 studies; a complete design is estimated by the",
            "analysis of variance, one with missing runs by the restricted likelihood, whose estimates cannot",
            "fall below zero and so lie a little high.",
            "",
            "| design | part | planted | mean |",
            "|:--|:--|--:|--:|",
        ]
        lines += [f"| {part['design']} | {part['part']} | {part['planted']} | {part['mean']} |" for part in data["parts"]]
    return "\n".join(lines) + "\n"


def cell(text):
    return text.replace("|", "\\|")


def draw(root):
    """Draws the page again from its data."""
    if (root / DATA).exists():
        (root / PAGE).write_text(page(load(root)))


def check(root):
    """Checks the page against its data."""
    if (root / DATA).exists() and (root / PAGE).read_text() != page(load(root)):
        raise faults.ListError(f"{PAGE} does not agree with {DATA}; run ci/soak --draw")
