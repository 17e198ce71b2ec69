"""Ten steps of torch.optim.AdamW on two small tensors with given gradients, in Double."""

import numpy as np
import torch
from transformers import get_linear_schedule_with_warmup

import fixture
from random_stream import RandomStream

STEPS = 10
SHAPES = {"matrix": (3, 4), "vector": (5,)}
CASES = {
    "plain": {"learning-rate": 1e-2, "schedule": "constant", "decay": 0.0, "clip": None},
    "decay": {"learning-rate": 1e-2, "schedule": "constant", "decay": 0.1, "clip": None},
    "linear, clipped": {"learning-rate": 3e-5, "schedule": "linear", "decay": 0.0, "clip": 1.0},
    "linear, clipped, decay": {
        "learning-rate": 1e-3, "schedule": "linear", "decay": 0.01, "clip": 1.0},
}


def centered(name, shape):
    """Fixed numbers in −1 ..< 1."""
    stream = RandomStream(5, "adamw").fork(name)
    return (2 * stream.uniform(np.arange(int(np.prod(shape)))) - 1).reshape(shape)


def gradients():
    """Of each step and tensor: ordinary, zero, tiny beside epsilon, and large entries."""
    answer = []
    for step in range(STEPS):
        now = {}
        for name, shape in SHAPES.items():
            values = centered(f"{name} {step}", shape)
            flat = values.reshape(-1)
            flat[0] = 0.0  # never touched
            flat[1] *= 1e-9  # as small as epsilon
            flat[2] *= 1e3 if step == 4 else 1e-3  # one spike
            if step % 3:
                flat[3] = 0.0  # touched at times
            if step == 7:
                values *= 1e-3  # a norm below the clip
            now[name] = values
        answer.append(now)
    return answer


def run(case, initial, given):
    parameters = {
        name: torch.nn.Parameter(torch.tensor(value)) for name, value in initial.items()
    }
    optimizer = torch.optim.AdamW(
        parameters.values(), lr=case["learning-rate"], betas=(0.9, 0.999), eps=1e-8,
        weight_decay=case["decay"], foreach=False,
    )
    schedule = None
    if case["schedule"] == "linear":
        schedule = get_linear_schedule_with_warmup(optimizer, 0, STEPS)
    steps = []
    for now in given:
        for name, parameter in parameters.items():
            parameter.grad = torch.tensor(now[name])
        limit = float("inf") if case["clip"] is None else case["clip"]
        norm = torch.nn.utils.clip_grad_norm_(parameters.values(), limit)
        rate = optimizer.param_groups[0]["lr"]
        optimizer.step()
        if schedule:
            schedule.step()
        steps.append({
            "learning-rate": rate,
            "gradient-norm": float(norm),
            **{name: flat(parameter) for name, parameter in parameters.items()},
        })
    moments = {
        name: {
            "first": flat(optimizer.state[parameter]["exp_avg"]),
            "second": flat(optimizer.state[parameter]["exp_avg_sq"]),
        }
        for name, parameter in parameters.items()
    }
    return {**case, "steps": steps, "moments": moments}


def flat(tensor):
    return [float(value) for value in np.ravel(torch.as_tensor(tensor).detach().numpy())]


def main():
    initial = {name: centered(name, shape) for name, shape in SHAPES.items()}
    given = gradients()
    fixture.write(
        "adamw",
        source="torch.optim.AdamW (one loop, not fused), clip_grad_norm_ and transformers'"
        " get_linear_schedule_with_warmup without warm-up, all in torch.float64",
        packages=["torch", "transformers", "numpy"],
        tolerance={"parameters": 1e-13, "moments": 1e-13},
        why="a few roundings a step in Double, relative to the larger of 1 and the value for"
        " parameters and to the value for moments; the order of multiplication by bias"
        " corrections is free",
        payload={
            "betas": [0.9, 0.999],
            "epsilon": 1e-8,
            "shapes": {name: list(shape) for name, shape in SHAPES.items()},
            "initial": {name: flat(value) for name, value in initial.items()},
            "gradients": [{name: flat(g) for name, g in now.items()} for now in given],
            "cases": {name: run(case, initial, given) for name, case in CASES.items()},
        },
    )


if __name__ == "__main__":
    main()
