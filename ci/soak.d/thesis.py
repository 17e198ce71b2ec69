"""What the full thesis costs on a cluster, computed from the studies and the measured speeds alone."""

import copy
import csv
import itertools
import json

MEASURED = "Reports/base-size/measurements.json"
COSTS = "Reports/thesis/costs.tsv"

# Parameters of all blocks, on which a step's time depends, over those of bert-base; and of a whole model.
LARGE_OVER_BASE = 24 * 12_596_224 / (12 * 7_087_872)
PARAMETERS = {
    "bert-base-uncased": 109_482_240, "bert-large-uncased": 335_141_888,
    "roberta-base": 124_645_632, "roberta-large": 355_359_744,
}
# Pairs of the development split, and of the test splits of the seven tasks.
DEVELOPMENT_PAIRS, TEST_PAIRS = 1_500, 18_850
WORKERS = 1_000
LEASE = 120


def put(settings, path, value):
    for key in path[:-1]:
        settings = settings[key]
    settings[path[-1]] = value


def runs(root):
    """The distinct runs of all the thesis's studies at full size: (model, method, settings)."""
    found = {}
    for file in sorted((root / "Studies").glob("thesis-*.json")):
        if file.stem.endswith("-small"):
            continue
        study = json.loads(file.read_text())
        base = json.loads((root / "Studies/Base" / (study["base"] + ".json")).read_text())
        for values in itertools.product(*study["vary"].values()):
            for seed in study["seeds"]:
                settings = copy.deepcopy(base)
                for value in values:
                    for key, new in value["set"].items():
                        put(settings, key.split("."), new)
                settings["seeds"] = seed
                model = settings["encoder"]["folder"].removeprefix("$SIMCSE_MODEL").strip("/") or "bert-base-uncased"
                found.setdefault(json.dumps(settings, sort_keys=True), (model, values[-1]["label"], settings))
    return list(found.values())


def costs(root):
    measured = json.loads((root / MEASURED).read_text())["forms"]
    with (root / COSTS).open() as lines:
        ratios = {row["method"]: float(row["ratio"]) for row in csv.DictReader(lines, delimiter="\t")}
    cost = {"runs": 0, "hours": 0.0, "longest": 0.0, "models": 0, "baseline": None}
    for model, method, settings in runs(root):
        form = measured["roberta-base" if model.startswith("roberta") else "bert-base"]
        size = LARGE_OVER_BASE if "large" in model else 1
        # A method that leaves a pass out is not taken to be faster: the small form it was measured in is noisy.
        step = form["step"]["seconds"] * size * max(1, ratios.get(method, 1))
        development = (form["evaluation"]["seconds"] - form["load"]["seconds"]) * size
        steps = -(-settings["text"]["sentences"] // settings["batch-size"]) * settings["epochs"]
        scorings = steps // settings["evaluate-every-steps"] + 1
        hours = (steps * step + scorings * development + development * TEST_PAIRS / DEVELOPMENT_PAIRS) / 3600
        cost["runs"] += 1
        cost["hours"] += hours
        cost["longest"] = max(cost["longest"], hours)
        cost["models"] += 4 * PARAMETERS[model]
        if model == "bert-base-uncased" and method == "baseline":
            between = settings["evaluate-every-steps"] * step + development
            cost["baseline"] = {
                "steps": steps, "step": step, "scorings": scorings, "development": development, "hours": hours,
                "between": between, "checkpoint": 4 * 4 * PARAMETERS[model],
            }
    base = cost["baseline"]
    # A sign of life lists the claims and opens, writes and closes a file; a step adds a line to the
    # table of hashes; a checkpoint lists twice, and writes, synchronizes, renames, synchronizes, removes.
    cost["operations"] = WORKERS * (4 / (LEASE / 8) + 1 / base["step"] + 9 / base["between"])
    cost["bandwidth"] = WORKERS * base["checkpoint"] / base["between"]
    return cost


def section(root):
    """The part of the page on the thesis."""
    cost = costs(root)
    base = cost["baseline"]
    total = 2 * cost["hours"]
    wide = min(WORKERS, cost["runs"])
    return f"""## The full thesis on a cluster, on paper

Computed by `ci/soak --draw` from every study `Studies/thesis-*.json` at full size, the times of `Reports/base-size`, which
were measured with encoders of base size on two threads, and what methods cost over the baseline, `Reports/thesis/costs.md`.
The large encoders of table 8 are taken to cost {LARGE_OVER_BASE:.2f} times a base one, by the parameters in their blocks. The step
was measured on sentences shorter than Wikipedia's (10 words to 17, on average), so that these hours are a lower bound.

| what | how much |
|:--|--:|
| runs, each counted once | {cost["runs"]} |
| steps of a baseline run, at {base["step"]:.1f} s on two cores | {base["steps"]:,} |
| scorings of the development split, at {base["development"]:.0f} s | {base["scorings"]} |
| core-hours of a baseline run | {2 * base["hours"]:.0f} |
| core-hours in all | {total:,.0f} |
| days on one machine of two cores | {total / 48:,.0f} |
| days with a worker of two cores a run ({wide} workers), the longest run | {cost["longest"] / 24:.1f} |
| storage of the finished runs | {cost["models"] / 1e9:.0f} GB |
| storage beside it while they work, three checkpoints of four times the model a run | {3 * 4 * cost["models"] / 1e9:,.0f} GB |
| lost by a kill of a baseline run, at most a checkpoint's interval | {base["between"] / 60:.0f} min |

With {WORKERS:,} workers at work on baseline runs, of more studies than these:

| what | how much |
|:--|--:|
| operations of the store: signs of life, lines of hashes, checkpoints | {cost["operations"]:.0f} a second |
| checkpoints written | {cost["bandwidth"] / 1e9:.1f} GB a second |
| signs of life that a lease allows to be missed | 7 |

What breaks first is the width of the shared disk: each worker writes {base["checkpoint"] / 1e9:.2f} GB every {base["between"] / 60:.0f} min. A disk of
1 GB a second is full at about {1e9 / cost["bandwidth"] * WORKERS:,.0f} workers; a larger `evaluate-every-steps` moves that in proportion. The operations
are few beside what a file server bears. The start and the end of an array come next: each worker then looks at the
settings and the place of every run of its study, so that a thousand that start together on one study of a thousand
runs read about a million small files; `--array-limit` spreads it. The scheduler sees one array and one job a study.
"""
