"""What the full thesis costs on a cluster, computed from the studies and the measured speeds alone."""

import json
from statistics import median

SPEED = "Reports/speed/measurements.json"
STUDIES = [f"Studies/thesis-table-{number}.json" for number in (2, 3, 4, 5, 7)] + ["Studies/thesis-figure-10.json"]

# Parameters of the blocks, on which a step's time depends, and of all: MiniLM, which was measured, and
# bert-base, which the thesis trains.
MEASURED_BLOCKS = 6 * 1_774_464
BASE_BLOCKS = 12 * 7_087_872
BASE_ALL = 109_482_240
# Pairs of the development split, and of the test splits of the seven tasks.
DEVELOPMENT_PAIRS, TEST_PAIRS = 1_500, 18_850
WORKERS = 1_000
LEASE = 120


def distinct(root):
    """The runs of all the studies; a run that stands in several is one."""
    runs, settings = set(), None
    for file in STUDIES:
        study = json.loads((root / file).read_text())
        base = json.loads((root / "Studies/Base" / (study["base"] + ".json")).read_text())
        settings = settings or base
        (values,) = study["vary"].values()
        for value in values:
            for seed in study["seeds"]:
                runs.add(json.dumps([study["base"], value["set"], seed], sort_keys=True))
    return len(runs), settings


def costs(root):
    rows = json.loads((root / SPEED).read_text())["rows"]
    runs, settings = distinct(root)
    ratio = BASE_BLOCKS / MEASURED_BLOCKS
    step = median(rows["step"]["ours"]) * ratio
    test = median(rows["evaluation"]["ours"]) * ratio
    development = test * DEVELOPMENT_PAIRS / TEST_PAIRS
    steps = -(-settings["text"]["sentences"] // settings["batch-size"]) * settings["epochs"]
    scorings = steps // settings["evaluate-every-steps"] + 1
    seconds = steps * step + scorings * development + test
    checkpoint = 4 * 4 * BASE_ALL
    between = settings["evaluate-every-steps"] * step + development
    return {
        "runs": runs, "steps": steps, "step": step, "scorings": scorings, "development": development,
        "hours": seconds / 3600, "core-hours": 2 * seconds / 3600, "model": 4 * BASE_ALL,
        "checkpoint": checkpoint, "between": between, "ratio": ratio,
        # A sign of life lists the claims and opens, writes and closes a file; a checkpoint lists
        # twice, and writes, synchronizes, renames, synchronizes, and removes.
        "operations": WORKERS * (4 / (LEASE / 8) + 9 / between),
        "bandwidth": WORKERS * checkpoint / between,
    }


def section(root):
    """The part of the page on the thesis."""
    cost = costs(root)
    total = cost["runs"] * cost["core-hours"]
    wide = min(WORKERS, cost["runs"])
    return f"""## The full thesis on a cluster, on paper

Computed by `ci/soak --draw` from the six studies `Studies/thesis-*.json` at full size and the times in `Reports/speed`,
which were measured with MiniLM on two threads; bert-base has {cost["ratio"]:.1f} times the parameters in its blocks, and its
times are taken to grow by that. Methods that compute more than the baseline, as those of two passes do, take more.

| what | how much |
|:--|--:|
| runs, each counted once | {cost["runs"]} |
| steps a run, at {cost["step"]:.1f} s on two cores | {cost["steps"]:,} |
| scorings of the development split a run, at {cost["development"]:.0f} s | {cost["scorings"]} |
| core-hours a run | {cost["core-hours"]:.0f} |
| core-hours in all | {total:,.0f} |
| days on one machine of two cores | {total / 48:,.0f} |
| days with a worker of two cores a run ({wide} workers) | {cost["hours"] / 24:.1f} |
| storage of the finished runs | {cost["runs"] * cost["model"] / 1e9:.0f} GB |
| storage beside it while they work, three checkpoints a run | {wide * 3 * cost["checkpoint"] / 1e9:.0f} GB |
| lost by a kill, at most a checkpoint's interval | {cost["between"] / 60:.0f} min |

With {WORKERS:,} workers at work, on more studies than this one:

| what | how much |
|:--|--:|
| operations of the store, signs of life and checkpoints | {cost["operations"]:.0f} a second |
| checkpoints written | {cost["bandwidth"] / 1e9:.1f} GB a second |
| signs of life that a lease allows to be missed | 7 |

What breaks first is the width of the shared disk: each worker writes {cost["checkpoint"] / 1e9:.2f} GB every {cost["between"] / 60:.0f} min. A disk of
1 GB a second is full at about {1e9 / cost["bandwidth"] * WORKERS:,.0f} workers; a larger `evaluate-every-steps` moves that in proportion. The operations
are few beside what a file server bears. The start of an array comes next: each worker lists the runs and looks
at the claims of those that are held, so that a thousand that start together on one study of a thousand runs read
about a million small files; `--array-limit` spreads it. The scheduler sees one array and one job a study.
"""
