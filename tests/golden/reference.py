# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a network that is written down as golden files have it, with PyTorch's own functions.

A network is {"layers": {name: {"type", "attributes", "inputs": {port: name of the layer that feeds it}}},
"shared": {name: [[layer, slot] or [layer, slot, "transpose"], ...]}}, layers in the order in which they run.
Parameters go by the names that Ligature gives them: a shared one's own, or "layer.slot".
"""

import torch
from torch.nn import functional


def slots(network):
    """Which parameter a layer's slot reads, and whether transposed."""
    read = {}
    for name, uses in network.get("shared", {}).items():
        for use in uses:
            read[use[0], use[1]] = (name, len(use) > 2)
    return read


LAYERS = {
    "dense": lambda x, a, p: functional.linear(x[0], p("weight"), p("bias") if a.get("bias", True) else None),
    "relu": lambda x, a, p: functional.relu(x[0]),
    "leaky_relu": lambda x, a, p: functional.leaky_relu(x[0], a.get("negative_slope", 0.01)),
    "elu": lambda x, a, p: functional.elu(x[0], a.get("alpha", 1.0)),
    "gelu": lambda x, a, p: functional.gelu(x[0], approximate=a.get("approximate", "none")),
    "silu": lambda x, a, p: functional.silu(x[0]),
    "tanh": lambda x, a, p: torch.tanh(x[0]),
    "sigmoid": lambda x, a, p: torch.sigmoid(x[0]),
    "softmax": lambda x, a, p: functional.softmax(x[0], dim=-1),
    "scale": lambda x, a, p: x[0] * p("scale"),
    "add": lambda x, a, p: sum(x[1:], x[0]),
    "concatenate": lambda x, a, p: torch.cat(x, dim=a.get("axis", 1)),
    "flatten": lambda x, a, p: torch.flatten(x[0], 1),
    "reshape": lambda x, a, p: x[0].reshape(x[0].shape[0], *a["shape"]),
    # In evaluation, and in training where nothing is dropped: what is dropped is not PyTorch's choice.
    "dropout": lambda x, a, p: functional.dropout(x[0], a.get("probability", 0.5), training=False),
}

# Losses: (loss, the measure beside it).
LOSSES = {
    "mean_squared_error": lambda p, t: (functional.mse_loss(p, t), functional.l1_loss(p, t)),
    "binary_cross_entropy": lambda z, t: (
        functional.binary_cross_entropy_with_logits(z, t),
        ((z > 0) == (t > 0.5)).double().mean(),
    ),
    "softmax_cross_entropy": lambda z, t: (
        functional.cross_entropy(z, t.reshape(-1).long()),
        (z.argmax(dim=1) == t.reshape(-1).long()).double().mean(),
    ),
}
PORTS = {"mean_squared_error": ("prediction", "target")}


def run(network, parameters, features, targets):
    """The loss, its measure, and every layer's output by name."""
    read = slots(network)
    values = {}
    loss = metric = None
    for name, layer in network["layers"].items():
        kind, attributes = layer["type"], layer.get("attributes", {})
        inputs = layer.get("inputs", {})

        def parameter(slot, name=name):
            key, transposed = read.get((name, slot), (f"{name}.{slot}", False))
            return parameters[key].t() if transposed else parameters[key]

        if kind == "input":
            values[name] = features.reshape(-1, *attributes["shape"])
        elif kind == "target":
            values[name] = targets if attributes.get("kind", "class") == "class" else targets.reshape(
                -1, *attributes["shape"])
        elif kind in LOSSES:
            prediction = values[inputs[PORTS.get(kind, ("logits", "target"))[0]]]
            loss, metric = LOSSES[kind](prediction, values[inputs["target"]].reshape(
                prediction.shape if kind != "softmax_cross_entropy" else -1))
        else:
            values[name] = LAYERS[kind]([values[source] for source in inputs.values()], attributes, parameter)
    return loss, metric, values
