# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds random networks in PyTorch and holds what Ligature makes of them against what PyTorch does.

usage: parity.py LIGATURE_PARITY FIRST COUNT   (with a Python that has torch)

For each network: the loss, the gradient of every parameter, ten steps of an optimizer. Ligature's double must agree with
PyTorch's to 1e-9 of each tensor's largest value; its float to 1e-5, or be as near to the double as PyTorch's own float is for these
values and others nearby (a sum of large terms that cancel has no more digits, and a kink that is crossed a step later
makes another path). The last line is "N passed, N failed".
"""

import json
import pathlib
import subprocess
import sys

import torch

GOLDEN = pathlib.Path(__file__).parent.parent / "golden"
sys.path.insert(0, str(GOLDEN))

import reference  # noqa: E402
from make_golden import torch_optimizer  # noqa: E402

torch.set_num_threads(1)
DOUBLE, FLOAT = 1e-9, 1e-5
OWN_FLOAT = 50  # times what PyTorch's own float, or rounding alone, is off
NOTHING = 1e-5  # what is nothing in float beside losses of 1 to 20
CANCELLED = 0.01
MOVED = 0.1  # how far ten steps take a value, whose float need be no more exact than the steps are
STEPS = 10


def largest(tensor):
    return tensor.abs().max().item() if tensor.numel() else 0.0


def train(case, kind, nudge=None):
    """What the tool prints under "double" and "float".

    nudge: a generator that moves every value by about what rounding it to float does"""
    network = case["network"]
    state = reference.state_names(network)
    leaves = {}
    for name, parameter in case["parameters"].items():
        leaf = torch.tensor(parameter["values"], dtype=torch.float64).reshape(parameter["shape"])
        if nudge is not None:
            leaf = leaf * (1 + 1e-7 * torch.randn(leaf.shape, generator=nudge, dtype=torch.float64))
        leaf = leaf.to(kind)
        leaves[name] = leaf.requires_grad_(parameter["trainable"] and name not in state)
    features = torch.tensor(case["features"], dtype=torch.float64).reshape(case["batch"], -1).to(kind)
    targets = torch.tensor(case["targets"], dtype=torch.float64).reshape(case["batch"], -1).to(kind)
    groups = [(leaves[n], p["learning_rate_factor"], p["weight_decay_factor"])
              for n, p in case["parameters"].items() if leaves[n].requires_grad]
    # PyTorch gives all groups one momentum setting; it has no optimizer without parameters.
    optimizer = torch_optimizer(*case["optimizer"], groups) if groups else None
    result = {"losses": [], "gradients": {}, "after": {}}
    for step in range(STEPS + 1):
        if step == STEPS:
            # Looking at the loss once more moves PyTorch's running statistics.
            result["after"] = {n: leaf.detach().clone() for n, leaf in leaves.items()}
        loss, _, _ = reference.run(network, leaves, features, targets, case["training"])
        result["losses"].append(loss.detach().reshape(1))
        if step == STEPS:
            break
        if optimizer is None or not loss.requires_grad:
            continue
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        if step == 0:
            result["gradients"] = {n: leaf.grad.clone() for n, leaf in leaves.items() if leaf.grad is not None}
        optimizer.step()
    result["losses"] = torch.cat(result["losses"])
    return result


def tensors(result):
    yield "losses", result["losses"]
    for what in ("gradients", "after"):
        for name, value in result[what].items():
            yield f"{what[:-1] if what == 'gradients' else what} of {name}", value


def float_noise(case, double):
    """By tensor: how far off a float may be expected to be. One run may be exact by luck, so values nearby are tried."""
    noise = {name: NOTHING for name, _ in tensors(double)}
    for seed in range(5):
        runs = [dict(tensors(train(case, kind, torch.Generator().manual_seed(seed) if seed else None)))
                for kind in (torch.float32, torch.float64)]
        for name, expected in tensors(double):
            rounding = largest(runs[0][name].double() - runs[1][name])
            path = largest(runs[1][name] - expected)
            noise[name] = max(noise[name], OWN_FLOAT * rounding, OWN_FLOAT * path)
    return noise


def compare(case):
    """What is wrong with a case, as lines."""
    if "error" in case:
        return [case["error"]]
    try:
        double = train(case, torch.float64)
        noise = float_noise(case, double)
    except (RuntimeError, ValueError, IndexError) as error:
        return [f"PyTorch cannot run it: {error}"]
    theirs = dict(tensors(double))
    wrong = []
    # Uses that pull against each other leave little of a gradient, and their float's rounding all of it.
    gradients = max((largest(g) for g in double["gradients"].values()), default=0.0)
    for precision, limit in (("double", DOUBLE), ("float", FLOAT)):
        ours = dict(tensors(case[precision]))
        for name in ours.keys() - theirs.keys():
            # A parameter that is read but that no way leads from to the loss: absent there, zero here.
            if any(ours[name]):
                wrong.append(f"{precision}: {name} is not in PyTorch's")
        for name, expected in theirs.items():
            if name not in ours:
                wrong.append(f"{precision}: {name} is missing")
                continue
            if None in ours[name]:
                wrong.append(f"{precision}: {name} is not finite")
                continue
            actual = torch.tensor(ours[name], dtype=torch.float64).reshape(-1)
            if actual.numel() != expected.numel():
                wrong.append(f"{precision}: {name} has {actual.numel()} values instead of {expected.numel()}")
                continue
            allowed = limit * largest(expected) + 1e-12
            if precision == "float":
                allowed = max(allowed, noise[name])
                if name.startswith("gradient of"):
                    allowed = max(allowed, limit * CANCELLED * gradients)
                if name.startswith("after of"):
                    allowed = max(allowed, limit * MOVED)
            off = largest(actual - expected.reshape(-1))
            if not off <= allowed:
                wrong.append(f"{precision}: {name} is off by {off:.2e} where {allowed:.2e} is allowed")
    return wrong


def main():
    tool, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    process = subprocess.Popen([tool, str(first), str(count)], stdout=subprocess.PIPE, text=True)
    seen, failed, kinds, views, ties = 0, 0, set(), set(), 0
    for line in process.stdout:
        case = json.loads(line)
        wrong = compare(case)
        seen += 1
        failed += bool(wrong)
        for text in wrong:
            print(f"seed {case['seed']}: {text}")
        if "network" in case:
            kinds.update(layer["type"] for layer in case["network"]["layers"].values())
            for uses in case["network"]["shared"].values():
                ties += len(uses) > 1
                views.update(step[0] for use in uses for step in use[2])
    if process.wait() != 0 or seen != count:
        print(f"{tool} ended after {seen} of {count} networks")
        failed += 1
    print(f"{seen} networks with {len(kinds)} layer types and {len(views)} views, {ties} shared parameters")
    print("layers: " + " ".join(sorted(kinds)))
    print("views: " + " ".join(sorted(views)))
    print(f"{seen - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
