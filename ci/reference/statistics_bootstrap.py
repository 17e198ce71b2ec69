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


def shared_sentences(random, all_tasks):
    """The sentences of each pair: few enough to be shared; two pairs of the second task are the first's."""
    by_task = []
    for task in all_tasks:
        by_task.append([sorted(int(v) for v in random.choice(18, 2, replace=False)) for _ in task["gold"]])
    by_task[1][:2] = by_task[0][:2]
    return by_task


def by_sentence(all_tasks, sentences, correlation):
    """Variances of the mean difference over resampled pairs and over resampled sentences."""
    stream = RandomStream(1, "sentences")
    names, pairs = {}, {}
    for task in sentences:
        for first, second in task:
            names.setdefault(first, len(names))
            names.setdefault(second, len(names))
            pairs.setdefault((first, second), len(pairs))

    def counts(number, stream):
        return np.bincount(draws(number, stream), minlength=number)

    def differences(weights):
        answer = []
        for task, own in zip(all_tasks, weights):
            chosen = np.repeat(np.arange(len(own)), own)
            gold = np.asarray(task["gold"])[chosen]
            values = []
            for a, b in zip(task["a"], task["b"]):
                sides = [np.asarray(a)[chosen], np.asarray(b)[chosen], gold]
                # Of a constant side there is no correlation: it counts as no difference.
                known = all(len(set(side)) > 1 for side in sides)
                values.append(
                    correlation(sides[0], gold) - correlation(sides[1], gold) if known else 0)
            answer.append(np.mean(values))
        return answer

    alone, joint = [], []
    for resample in range(RESAMPLES):
        own = counts(len(pairs), stream.fork("pairs").fork(resample))
        alone.append(differences([[own[pairs[tuple(p)]] for p in task] for task in sentences]))
        own = counts(len(names), stream.fork("sentences").fork(resample))
        joint.append(differences(
            [[own[names[a]] * own[names[b]] for a, b in task] for task in sentences]))
    alone, joint = np.array(alone), np.array(joint)
    by_pair = [*alone.var(axis=0, ddof=1), alone.mean(axis=1).var(ddof=1)]
    by_name = [*joint.var(axis=0, ddof=1), joint.mean(axis=1).var(ddof=1)]
    return {"by-pair": floats(by_pair), "by-sentence": floats(by_name),
            "pairs": len(pairs), "names": len(names)}


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
    random = np.random.default_rng(4)
    all_tasks = list(tasks(random))
    sentences = shared_sentences(random, all_tasks)
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
            "sentences": sentences,
            "spearman": answer(all_tasks, spearman) | {
                "single": single(all_tasks[0], spearman),
                "shared": by_sentence(all_tasks, sentences, spearman)},
            "pearson": answer(all_tasks, pearson) | {
                "single": single(all_tasks[0], pearson),
                "shared": by_sentence(all_tasks, sentences, pearson)},
        },
    )


if __name__ == "__main__":
    main()
