"""Bootstraps over seeds and sentence pairs: drawn from our streams, correlated by SciPy."""

import numpy as np
from scipy import stats

import fixture
from random_stream import RandomStream

RESAMPLES = 120


def draws(count, stream):
    """`count` integers below `count`, by multiplication of 64 bits."""
    return [int(bits) * count >> 64 for bits in stream.bits(np.arange(count))]


def spearman(x, y):
    return stats.spearmanr(x, y).statistic


def pearson(x, y):
    return stats.pearsonr(x, y).statistic


def floats(values):
    return [float(v) for v in np.ravel(values)]


def ends(values):
    return floats(np.quantile(values, [0.025, 0.975]))


def tasks(random):
    """Two tasks of few and tied pairs, three seeds."""
    for name, pairs in [("one", 25), ("two", 14)]:
        gold = np.round(5 * random.random(pairs)) / 2
        sides = [
            [np.round(weight * gold + random.normal(0, 1, pairs), 1) for _ in range(3)]
            for weight in (0.9, 0.5)
        ]
        yield {"name": name, "gold": floats(gold), "a": [floats(r) for r in sides[0]],
               "b": [floats(r) for r in sides[1]]}


def answer(all_tasks, correlation):
    stream = RandomStream(1, "bootstrap")
    seeds = len(all_tasks[0]["a"])

    def difference(task, run, chosen):
        gold = np.asarray(task["gold"])[chosen]
        return (correlation(np.asarray(task["a"][run])[chosen], gold)
                - correlation(np.asarray(task["b"][run])[chosen], gold))

    observed = np.array([[difference(task, run, slice(None)) for run in range(seeds)]
                         for task in all_tasks])
    joint, alone, all_runs = [], [], []
    for resample in range(RESAMPLES):
        runs = draws(seeds, stream.fork("seeds").fork(resample))
        by_run = []
        for index, task in enumerate(all_tasks):
            chosen = draws(len(task["gold"]), stream.fork("pairs").fork(index).fork(resample))
            by_run.append([difference(task, run, chosen) for run in range(seeds)])
        by_run = np.array(by_run)
        joint.append(by_run[:, runs].mean(axis=1))
        alone.append(by_run.mean(axis=1))
        all_runs.append(by_run)
    joint, alone, all_runs = np.array(joint), np.array(alone), np.array(all_runs)

    def summary(seeds_differences, joint, alone, runs, pairs):
        from_seeds = seeds_differences.var(ddof=1) / seeds
        from_pairs = alone.var(ddof=1)
        total = from_seeds + from_pairs
        degrees = total**2 / (from_seeds**2 / (seeds - 1) + from_pairs**2 / (pairs - 1))
        both = (runs.var(axis=1, ddof=1).mean() - seeds_differences.var(ddof=1)) / seeds
        error = np.sqrt(max(total - max(0, both), from_seeds, from_pairs))
        reach = stats.t.ppf(0.975, degrees) * error
        mean = seeds_differences.mean()
        return {"difference": float(mean), "percentile": ends(joint),
                "interval": floats([mean - reach, mean + reach])}

    pairs = [len(task["gold"]) for task in all_tasks]
    return {
        "tasks": [summary(observed[k], joint[:, k], alone[:, k], all_runs[:, k], pairs[k])
                  for k in range(len(all_tasks))],
        "average": summary(observed.mean(axis=0), joint.mean(axis=1), alone.mean(axis=1),
                           all_runs.mean(axis=1), sum(pairs)),
    }


def single(task, correlation):
    """The bootstrap of one correlation: the first run of `a` with gold."""
    stream = RandomStream(1, "single")
    x, y = np.asarray(task["a"][0]), np.asarray(task["gold"])
    values = []
    for resample in range(RESAMPLES):
        chosen = draws(len(x), stream.fork(resample))
        values.append(correlation(x[chosen], y[chosen]))
    return ends(values)


def main():
    all_tasks = list(tasks(np.random.default_rng(4)))
    fixture.write(
        "statistics_bootstrap",
        source="scipy.stats spearmanr and pearsonr of resamples drawn by random_stream.py;"
        " numpy.quantile; Satterthwaite's degrees by scipy.stats.t",
        packages=["scipy", "numpy"],
        tolerance={"value": 1e-10},
        why="the same resamples; correlations of 25 pairs differ by 1e-15, quantiles of t by 1e-13",
        payload={
            "resamples": RESAMPLES,
            "tasks": all_tasks,
            "spearman": answer(all_tasks, spearman) | {"single": single(all_tasks[0], spearman)},
            "pearson": answer(all_tasks, pearson) | {"single": single(all_tasks[0], pearson)},
        },
    )


if __name__ == "__main__":
    main()
