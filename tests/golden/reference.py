# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a network that is written down as golden files have it, with PyTorch's own functions.

A network is {"layers": {name: {"type", "attributes", "inputs": {port: what feeds it}}},
"shared": {name: [[layer, slot], [layer, slot, view] or [layer, slot, view, gradient factor], ...]}}, layers in the order in which they run. What feeds a port
is a layer's name, or "name:port" where it has several outputs. A view is a list of steps, [type, attributes] each, or
"transpose". Parameters go by the names that Ligature gives them: a shared one's own, or "layer.slot".
"""

from families import merged

LAYERS = merged("LAYERS")
LOSSES = merged("LOSSES")
SLOTS = merged("SLOTS")
STATE = merged("STATE")
VIEWS = merged("VIEWS")


def slots(network):
    """Which parameter a layer's slot reads, through which steps, and what multiplies its gradient."""
    read = {}
    for name, uses in network.get("shared", {}).items():
        for use in uses:
            view = use[2] if len(use) > 2 else []
            read[use[0], use[1]] = (name, [["transpose", {}]] if view == "transpose" else view,
                                    use[3] if len(use) > 3 else 1)
    return read


def see(tensor, view):
    for kind, attributes in view:
        tensor = VIEWS[kind](tensor, attributes)
    return tensor


def state_names(network):
    """The parameters that are state: no gradient, no optimizer."""
    read = slots(network)
    return {read.get((name, slot), (f"{name}.{slot}",))[0]
            for name, layer in network["layers"].items() for slot in STATE.get(layer["type"], ())}


def run(network, parameters, features, targets, training=False):
    """The loss, the first loss's measure, and every layer's output by name."""
    read = slots(network)
    values = {}
    loss = metric = None
    for name, layer in network["layers"].items():
        kind, attributes = layer["type"], layer.get("attributes", {})
        inputs = [values[source] for source in layer.get("inputs", {}).values()]

        def parameter(slot, name=name):
            key, view, factor = read.get((name, slot), (f"{name}.{slot}", [], 1))
            whole = parameters[key]
            if factor == 0:  # Stopped: absent, not zero, where no other use trains it.
                whole = whole.detach()
            elif factor != 1:
                whole = factor * whole + (1 - factor) * whole.detach()
            return see(whole, view)

        parameter.training = training
        if kind == "input":
            values[name] = features.reshape(-1, *attributes["shape"])
        elif kind == "target":
            values[name] = targets if attributes.get("kind", "class") == "class" else targets.reshape(
                -1, *attributes["shape"])
        elif kind in LOSSES:
            own, measure = LOSSES[kind](inputs, attributes)
            own = own * attributes.get("weight", 1.0)
            loss, metric = (own, measure) if loss is None else (loss + own, metric)
        else:
            outputs = LAYERS[kind](inputs, attributes, parameter)
            if isinstance(outputs, dict):
                values.update({f"{name}:{port}": value for port, value in outputs.items()})
            else:
                values[name] = outputs
    return loss, metric, values
