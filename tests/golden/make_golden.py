# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the golden values that Ligature is compared with: layers/*.json, optimizers.json, schedules.json and
initializers.json.

usage: make_golden.py [FOLDER]   (with a Python that has torch; Debian's is /usr/bin/python3)

All values are computed in double precision; the float32 of PyTorch must agree with them, or a tolerance for float would
mean nothing. The same torch writes the same bytes.
"""

import json
import math
import pathlib
import sys

import torch

import reference
from families import FAMILIES
from networks import autoencoder, classifier

torch.set_num_threads(1)
STEPS = 20
# What PyTorch's own float32 may differ by from its double, relative to a tensor's largest value.
FLOAT_AGREES = 1e-5


def parameter_shapes(network):
    """By name; what flows through the layers is followed with zeros."""
    shapes = {}
    widths = {}
    read = reference.slots(network)
    for name, layer in network["layers"].items():
        kind, attributes = layer["type"], layer.get("attributes", {})
        sources = [widths[s] for s in layer.get("inputs", {}).values() if s in widths]
        if kind == "input":
            widths[name] = list(attributes["shape"])
            continue
        if kind == "target" or kind in reference.LOSSES:
            continue
        own = reference.SLOTS[kind](sources, attributes) if kind in reference.SLOTS else {}
        for slot, shape in own.items():
            key, view, _ = read.get((name, slot), (f"{name}.{slot}", [], 1))
            # A parameter that is first read through another view than a transpose says its shape itself.
            said = network.get("shapes", {}).get(key, shape[::-1] if view == [["transpose", {}]] else shape)
            shapes.setdefault(key, said)
        sample = [torch.zeros(2, *s) for s in sources]

        def parameter(slot, own=own):
            return torch.zeros(own[slot])

        parameter.training = False
        outputs = reference.LAYERS[kind](sample, attributes, parameter)
        if isinstance(outputs, dict):
            widths.update({f"{name}:{port}": list(value.shape[1:]) for port, value in outputs.items()})
        else:
            widths[name] = list(outputs.shape[1:])
    return shapes


def draw(network, count, generator, spread, options=None):
    """Random parameters, features and targets for a network."""
    options = options or {}
    layers = network["layers"].values()
    shape = next(layer["attributes"]["shape"] for layer in layers if layer["type"] == "input")
    target = next((layer for layer in layers if layer["type"] == "target"), None)
    loss = next(layer["type"] for layer in layers if layer["type"] in reference.LOSSES)

    def normal(size, scale=1.0, mean=0.0):
        # Multiples of 1/256 are exact in every precision, and short.
        return torch.round((torch.randn(size, generator=generator, dtype=torch.float64) * scale + mean) * 256) / 256

    def parameter(name, size):
        if len(size) > 1:
            return normal(size, 0.7 * spread)
        return normal(size, 0.3, 1.0 if name.endswith("scale") or name == "s" else 0.0)

    own = options.get("parameters", {})
    parameters = {name: own[name](generator) if name in own else parameter(name, size)
                  for name, size in parameter_shapes(network).items()}
    features = options["features"](count, generator) if "features" in options else normal([count, *shape])
    if "targets" in options:
        return parameters, features, options["targets"](count, generator)
    if target is None:
        return parameters, features, None
    if target["attributes"].get("kind", "class") == "class":
        return parameters, features, torch.randint(0, 4, (count,), generator=generator).double()
    values = normal([count, *target["attributes"]["shape"]])
    if loss == "binary_cross_entropy":
        # Mostly yes or no, some in between.
        values = torch.where(values.abs() < 0.3, values.abs(), (values > 0).double())
    return parameters, features, values


def in_precision(values, kind):
    return {name: value.to(kind).clone().requires_grad_(True) for name, value in values.items()}


def evaluate(network, parameters, features, targets, kind, training):
    leaves = in_precision(parameters, kind)
    for name in reference.state_names(network):
        leaves[name].requires_grad_(False)
    loss, metric, values = reference.run(network, leaves, features.to(kind),
                                         None if targets is None else targets.to(kind), training)
    loss.backward()
    return {"loss": loss.detach(), "metric": metric.detach(), **{f"value {n}": v.detach() for n, v in values.items()},
            **{f"gradient {n}": p.grad for n, p in leaves.items() if p.grad is not None},
            **{f"state {n}": leaves[n] for n in reference.state_names(network)}}


def agree(title, double, single):
    for name, value in double.items():
        difference = (value.double() - single[name].double()).abs().max().item()
        largest = value.abs().max().item()
        if difference > FLOAT_AGREES * largest + 1e-30:
            sys.exit(f"{title}: PyTorch's float32 is {difference / largest:.1e} off in {name}")


def numbers(tensor):
    return tensor.reshape(-1).tolist()


def make_layers(family):
    cases = []
    for index, (title, covers, network, spread, *options) in enumerate(family.cases()):
        options = options[0] if options else {}
        generator = torch.Generator().manual_seed(100 + index)
        parameters, features, targets = draw(network, 5, generator, spread, options)
        training = options.get("training", "while training" in title)
        double = evaluate(network, parameters, features, targets, torch.float64, training)
        agree(title, double, evaluate(network, parameters, features, targets, torch.float32, training))
        cases.append({
            "title": title, "covers": covers, "training": training,
            "network": network, "batch": 5,
            "features": numbers(features), "targets": [] if targets is None else numbers(targets),
            "parameters": {n: numbers(p) for n, p in parameters.items()},
            "loss": double["loss"].item(), "metric": double["metric"].item(),
            **{f"{what}s": {n.removeprefix(f"{what} "): numbers(v) for n, v in double.items() if n.startswith(f"{what} ")
                            and what_counts(network, what, n.removeprefix(f"{what} "))}
               for what in ("value", "gradient", "state")},
        })
    return cases


def what_counts(network, what, name):
    """Not the values of inputs and targets."""
    return what != "value" or network["layers"][name.split(":")[0]]["type"] not in ("input", "target")


OPTIMIZERS = [
    ("sgd", {"learning_rate": 0.1}),
    ("sgd", {"learning_rate": 0.05, "momentum": 0.9}),
    ("sgd", {"learning_rate": 0.05, "momentum": 0.9, "nesterov": True}),
    ("sgd", {"learning_rate": 0.1, "weight_decay": 0.1}),
    ("sgd", {"learning_rate": 0.05, "momentum": 0.8, "weight_decay": 0.05}),
    ("sgd", {"learning_rate": 0.05, "momentum": 0.8, "weight_decay": 0.05, "nesterov": True}),
    ("adam", {}),
    ("adam", {"learning_rate": 0.02}),
    ("adam", {"learning_rate": 0.02, "weight_decay": 0.1}),
    ("adam", {"learning_rate": 0.02, "beta1": 0.8, "beta2": 0.95, "eps": 1e-4}),
    ("adamw", {}),
    ("adamw", {"learning_rate": 0.02, "weight_decay": 0.3}),
    ("rmsprop", {}),
    ("rmsprop", {"learning_rate": 0.02, "alpha": 0.9, "weight_decay": 0.1}),
    ("rmsprop", {"learning_rate": 0.005, "alpha": 0.9, "momentum": 0.8, "eps": 1e-3}),
    ("rmsprop", {"learning_rate": 0.005, "alpha": 0.9, "centered": True, "eps": 1e-3}),
    ("rmsprop", {"learning_rate": 0.002, "alpha": 0.95, "momentum": 0.8, "centered": True, "eps": 1e-3,
                 "weight_decay": 0.05}),
    ("adagrad", {}),
    ("adagrad", {"learning_rate": 0.1, "lr_decay": 0.1, "weight_decay": 0.1}),
    ("adagrad", {"learning_rate": 0.1, "initial_accumulator_value": 0.5, "eps": 1e-3}),
]
NEWER = {}  # What makes one from groups, a rate and the other attributes; by name.
USUAL_RATES = {"sgd": 0.01, "rmsprop": 0.01, "adagrad": 0.01, "adafactor": 0.01, "lion": 0.0001}
USUAL_DECAYS = {"adamw": 0.01, "muon": 0.1}


def torch_optimizer(name, attributes, groups):
    """PyTorch's own; those that its 1.13 lacks are in make_newer_optimizers.py."""
    rate = attributes.get("learning_rate", USUAL_RATES.get(name, 0.001))
    decay = attributes.get("weight_decay", USUAL_DECAYS.get(name, 0.0))
    groups = [{"params": [p], "lr": rate * lr, "weight_decay": decay * wd} for p, lr, wd in groups]
    if name == "sgd":
        return torch.optim.SGD(groups, lr=rate, momentum=attributes.get("momentum", 0.0),
                               nesterov=attributes.get("nesterov", False))
    others = {key: value for key, value in attributes.items() if key not in ("learning_rate", "weight_decay")}
    if name == "rmsprop":
        return torch.optim.RMSprop(groups, lr=rate, **others)
    if name == "adagrad":
        return torch.optim.Adagrad(groups, lr=rate, **others)
    if name in NEWER:
        return NEWER[name](groups, rate, others)
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[name]
    return kind(groups, lr=rate, betas=(attributes.get("beta1", 0.9), attributes.get("beta2", 0.999)),
                eps=attributes.get("eps", 1e-8))


def train(network, parameters, features, targets, optimizer, factors, clipping, batch, kind):
    """The losses before each step, and every parameter after each. clipping: the largest norm, 0 for none."""
    leaves = in_precision(parameters, kind)
    stepper = torch_optimizer(*optimizer, [(p, *factors.get(n, (1.0, 1.0))) for n, p in leaves.items()])
    losses, after = [], {name: [] for name in leaves}
    for step in range(STEPS):
        rows = slice((step * batch) % len(features), (step * batch) % len(features) + batch)
        stepper.zero_grad()
        loss, _, _ = reference.run(network, leaves, features[rows].to(kind),
                                   None if targets is None else targets[rows].to(kind))
        loss.backward()
        if clipping:
            torch.nn.utils.clip_grad_norm_(leaves.values(), clipping)
        stepper.step()
        losses.append(loss.detach().reshape(1))
        for name, leaf in leaves.items():
            after[name].append(leaf.detach().clone().reshape(-1))
    return {"losses": torch.cat(losses), **{f"after {n}": torch.cat(v) for n, v in after.items()}}


FACTORED = [
    ("sgd", {"learning_rate": 0.05, "momentum": 0.9, "weight_decay": 0.1}),
    ("adam", {"learning_rate": 0.02, "weight_decay": 0.1}), ("adamw", {"learning_rate": 0.02, "weight_decay": 0.1}),
    ("rmsprop", {"learning_rate": 0.02, "alpha": 0.9, "weight_decay": 0.1}),
    ("adagrad", {"learning_rate": 0.1, "weight_decay": 0.1})]
# Below every norm, and between them, so that some steps are clipped and some are not.
CLIPPED = [
    (("sgd", {"learning_rate": 0.1}), 0.05), (("sgd", {"learning_rate": 0.05, "momentum": 0.9}), 0.05),
    (("sgd", {"learning_rate": 0.1}), 0.5), (("sgd", {"learning_rate": 0.05, "momentum": 0.9}), 0.5),
    (("adam", {"learning_rate": 0.02, "weight_decay": 0.1}), 0.5)]


def make_optimizers(optimizers=OPTIMIZERS, factored=FACTORED, clipped=CLIPPED):
    networks = {"tied autoencoder": (autoencoder(), 201), "classifier": (classifier(), 202)}
    cases = []
    plans = [(n, o, {}, 0) for n in networks for o in optimizers]
    # A parameter's own factors: (of the learning rate, of the weight decay).
    factors = {"W": (0.5, 2.0), "encoder.bias": (1.0, 0.0), "decoder.bias": (0.0, 1.0)}
    plans += [("tied autoencoder", o, factors, 0) for o in factored]
    plans += [("tied autoencoder", o, {}, largest) for o, largest in clipped]
    for name, optimizer, own_factors, clipping in plans:
        network, seed = networks[name]
        parameters, features, targets = draw(network, 20, torch.Generator().manual_seed(seed), 1)
        arguments = (network, parameters, features, targets, optimizer, own_factors, clipping, 5)
        double = train(*arguments, torch.float64)
        settings = ", ".join(f"{k} {v}" for k, v in optimizer[1].items()) or "defaults"
        title = f"{optimizer[0]} ({settings}) on a {name}" + (", with factors" if own_factors else "")
        title += f", clipped at {clipping}" if clipping else ""
        agree(title, double, train(*arguments, torch.float32))
        cases.append({
            "title": title, "optimizer": optimizer[0], "attributes": optimizer[1], "network": name, "batch": 5,
            "factors": own_factors, "gradient_clipping": clipping, "losses": numbers(double["losses"]),
            "after": {n: numbers(double[f"after {n}"]) for n in parameters},
        })
    shared = {}
    for name, (network, seed) in networks.items():
        parameters, features, targets = draw(network, 20, torch.Generator().manual_seed(seed), 1)
        shared[name] = {"network": network, "features": numbers(features),
                        "targets": [] if targets is None else numbers(targets),
                        "parameters": {n: numbers(p) for n, p in parameters.items()}}
    return {"networks": shared, "cases": cases}


# name, attributes, updates in all, updates in an epoch, the losses of epochs for those that go by them
SCHEDULES = [
    ("constant", {}, 10, 5, []),
    ("step", {}, 75, 3, []),
    ("step", {"step_size": 2, "gamma": 0.5}, 30, 4, []),
    ("cosine", {}, 40, 10, []),
    ("cosine", {"end_factor": 0.1}, 37, 10, []),
    ("cosine", {"warmup_steps": 8}, 40, 10, []),
    ("cosine", {"warmup_steps": 5, "start_factor": 0.01, "end_factor": 0.05}, 33, 11, []),
    ("warm_up", {}, 120, 10, []),
    ("warm_up", {"warmup_steps": 7, "start_factor": 0.2}, 20, 5, []),
    ("one_cycle", {}, 50, 10, []),
    ("one_cycle", {"pct_start": 0.25, "div_factor": 10.0, "final_div_factor": 100.0}, 37, 10, []),
    ("one_cycle", {"anneal_strategy": "linear"}, 50, 10, []),
    ("one_cycle", {"three_phase": True}, 50, 10, []),
    ("one_cycle", {"three_phase": True, "anneal_strategy": "linear", "pct_start": 0.4, "div_factor": 4.0}, 41, 10, []),
    ("on_plateau", {}, 60, 2, [1.0 - 0.1 * min(epoch, 6) for epoch in range(30)]),
    ("on_plateau", {"factor": 0.5, "patience": 1}, 40, 2,
     [1.0, 0.9, 0.95, 0.91, 0.92, 0.8, 0.80001, 0.79999, 0.7, 0.7, 0.7, 0.7, 0.7, 0.6, 0.61, 0.62, 0.63, 0.64, 0.5, 0.4]),
    ("on_plateau", {"factor": 0.5, "patience": 1, "threshold": 0.05, "threshold_mode": "abs"}, 40, 2,
     [1.0, 0.96, 0.94, 0.93, 0.92, 0.91, 0.8, 0.77, 0.76, 0.74, 0.7, 0.7, 0.7, 0.7, 0.6, 0.5, 0.4, 0.4, 0.4, 0.4]),
    ("on_plateau", {"factor": 0.3, "patience": 0, "cooldown": 2, "min_factor": 0.05}, 40, 2,
     [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5, math.nan, 0.5, 0.5, math.inf, 0.5, -0.5, -0.4, -0.6, -0.6]),
]


def torch_schedule(name, given, optimizer, steps):
    """PyTorch's own for a base rate of 1, and when it is stepped: after an update, an epoch, or an epoch with its loss."""
    rates = torch.optim.lr_scheduler
    warmup, start = given.get("warmup_steps", {"warm_up": 100}.get(name, 0)), given.get("start_factor", 1 / 3)
    if name == "constant":
        return rates.ConstantLR(optimizer, factor=1.0), "update"
    if name == "step":
        return rates.StepLR(optimizer, given.get("step_size", 10), given.get("gamma", 0.1)), "epoch"
    if name == "warm_up":
        return rates.LinearLR(optimizer, start_factor=start, total_iters=warmup), "update"
    if name == "cosine":
        falling = rates.CosineAnnealingLR(optimizer, steps - warmup, given.get("end_factor", 0.0))
        if not warmup:
            return falling, "update"
        rising = rates.LinearLR(optimizer, start_factor=start, total_iters=warmup)
        return rates.SequentialLR(optimizer, [rising, falling], milestones=[warmup]), "update"
    if name == "one_cycle":
        return rates.OneCycleLR(optimizer, max_lr=1.0, total_steps=steps, cycle_momentum=False, **given), "update"
    given = dict(given)
    return rates.ReduceLROnPlateau(optimizer, min_lr=given.pop("min_factor", 0.0), eps=0.0, **given), "loss"


def make_schedules():
    """The learning rate of each update, from a base rate of 1."""
    cases = []
    for name, attributes, steps, per_epoch, losses in SCHEDULES:
        optimizer = torch.optim.SGD([torch.zeros(1, dtype=torch.float64)], lr=1.0)
        schedule, stepped = torch_schedule(name, attributes, optimizer, steps)
        factors = []
        for step in range(steps):
            factors.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            if stepped == "update" and step + 1 < steps:
                schedule.step()
            if stepped != "update" and (step + 1) % per_epoch == 0:
                schedule.step(*([losses[step // per_epoch]] if stepped == "loss" else []))
        settings = ", ".join(f"{k} {v}" for k, v in attributes.items()) or "defaults"
        cases.append({"title": f"{name} ({settings})", "type": name, "attributes": attributes, "total_steps": steps,
                      "steps_per_epoch": per_epoch, "losses": [repr(loss) for loss in losses], "factors": factors})
    return cases


QUANTILES = [0.01, 0.25, 0.5, 0.75, 0.99]


def make_initializers():
    """What PyTorch's initializers give a large matrix: the spread is what counts, the draws are each library's own."""
    init = torch.nn.init
    rows, columns = 1500, 2000  # fan_out, fan_in
    plans = [
        ("zeros", {}, lambda w: init.zeros_(w)),
        ("ones", {}, lambda w: init.ones_(w)),
        ("constant", {"value": 0.25}, lambda w: init.constant_(w, 0.25)),
        ("uniform", {}, lambda w: init.uniform_(w)),
        ("uniform", {"low": -0.3, "high": 0.1}, lambda w: init.uniform_(w, -0.3, 0.1)),
        ("normal", {}, lambda w: init.normal_(w)),
        ("normal", {"mean": 0.5, "std": 0.02}, lambda w: init.normal_(w, 0.5, 0.02)),
        ("xavier_uniform", {}, lambda w: init.xavier_uniform_(w)),
        ("xavier_uniform", {"gain": 2.0}, lambda w: init.xavier_uniform_(w, 2.0)),
        ("xavier_normal", {}, lambda w: init.xavier_normal_(w)),
        ("xavier_normal", {"gain": 0.5}, lambda w: init.xavier_normal_(w, 0.5)),
        ("kaiming_uniform", {}, lambda w: init.kaiming_uniform_(w)),
        ("kaiming_uniform", {"a": math.sqrt(5)}, lambda w: init.kaiming_uniform_(w, a=math.sqrt(5))),
        ("kaiming_uniform", {"mode": "fan_out"}, lambda w: init.kaiming_uniform_(w, mode="fan_out")),
        ("kaiming_normal", {}, lambda w: init.kaiming_normal_(w)),
        ("kaiming_normal", {"a": 0.2, "mode": "fan_out"}, lambda w: init.kaiming_normal_(w, a=0.2, mode="fan_out")),
    ]
    cases = []
    torch.manual_seed(300)
    for kind, attributes, fill in plans:
        weight = torch.empty(rows, columns, dtype=torch.float64)
        fill(weight)
        flat, _ = weight.reshape(-1).sort()
        cases.append({
            "title": kind + (" " + ", ".join(f"{k} {v}" for k, v in attributes.items()) if attributes else ""),
            "type": kind, "attributes": attributes, "fan_in": columns, "fan_out": rows,
            "mean": flat.mean().item(), "std": flat.std().item(),
            "lowest": flat[0].item(), "highest": flat[-1].item(),
            "quantiles": {str(q): flat[int(q * (len(flat) - 1))].item() for q in QUANTILES},
        })
    return cases


def write(path, content):
    """One case a line, so that a changed value is a changed line and the file stays small."""
    lines = []
    if isinstance(content, dict):
        lines.append('{"torch": ' + json.dumps(torch.__version__) + ',')
        lines.append('"networks": ' + json.dumps(content["networks"], separators=(",", ":")) + ",")
        cases = content["cases"]
    else:
        lines.append('{"torch": ' + json.dumps(torch.__version__) + ',')
        cases = content
    lines.append('"cases": [')
    lines.append(",\n".join(json.dumps(case, separators=(",", ":")) for case in cases))
    lines.append("]}")
    path.write_text("\n".join(lines) + "\n")
    print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes")


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    (folder / "layers").mkdir(exist_ok=True)
    for name, family in FAMILIES.items():
        write(folder / "layers" / f"{name}.json", make_layers(family))
    write(folder / "optimizers.json", make_optimizers())
    write(folder / "schedules.json", make_schedules())
    write(folder / "initializers.json", make_initializers())
