# SPDX-License-Identifier: GPL-3.0-or-later
"""The networks that golden values are computed for, written down as reference.py reads them."""


def chain(*layers, loss="mean_squared_error", target=("target", {"kind": "values"}), shared=None, output_shape=None):
    """A network whose layers feed one another: (name, type, attributes) each. The target is a layer of its own, or the
    features themselves where it is None."""
    network = {"layers": {}}
    last = None
    for name, kind, attributes in layers:
        network["layers"][name] = {"type": kind, "attributes": attributes, "inputs": {"input": last} if last else {}}
        last = name
    if target is None:
        source = layers[0][0]
    else:
        source = target[0]
        attributes = dict(target[1])
        if attributes.get("kind") == "values":
            attributes["shape"] = output_shape
        network["layers"][source] = {"type": "target", "attributes": attributes, "inputs": {}}
    port = "prediction" if loss == "mean_squared_error" else "logits"
    network["layers"]["loss"] = {"type": loss, "attributes": {}, "inputs": {port: last, "target": source}}
    if shared:
        network["shared"] = shared
    return network


def image(*shape):
    return ("x", "input", {"shape": list(shape)})


def dense(name, features, **attributes):
    return (name, "dense", {"out_features": features, **attributes})


def after_dense(kind, **attributes):
    """Dense, the layer, Dense: so that gradients run through it and into it."""
    return chain(image(5), dense("before", 6), ("layer", kind, attributes), dense("after", 3), output_shape=[3])


def branches(kind, attributes, *sources, tail=()):
    """Several branches that meet in one layer."""
    layers = {"x": {"type": "input", "attributes": {"shape": [5]}, "inputs": {}}}
    for name, sizes in sources:
        last = "x"
        for i, (layer, layer_attributes) in enumerate(sizes):
            layers[f"{name}{i}"] = {"type": layer, "attributes": layer_attributes, "inputs": {"input": last}}
            last = f"{name}{i}"
        layers[name] = layers.pop(last) if last != "x" else layers["x"]
    layers["layer"] = {"type": kind, "attributes": attributes,
                       "inputs": {f"input{i + 1}": name for i, (name, _) in enumerate(sources)}}
    last = "layer"
    for name, layer, layer_attributes in tail:
        layers[name] = {"type": layer, "attributes": layer_attributes, "inputs": {"input": last}}
        last = name
    layers["after"] = {"type": "dense", "attributes": {"out_features": 3}, "inputs": {"input": last}}
    layers["target"] = {"type": "target", "attributes": {"kind": "values", "shape": [3]}, "inputs": {}}
    layers["loss"] = {"type": "mean_squared_error", "attributes": {}, "inputs": {"prediction": "after",
                                                                                "target": "target"}}
    return {"layers": layers}


def autoencoder(features=6, hidden=3):
    return chain(image(features), dense("encoder", hidden), ("code", "tanh", {}), dense("decoder", features),
                 target=None, shared={"W": [["encoder", "weight"], ["decoder", "weight", "transpose"]]})


def classifier(features=5, hidden=6, classes=4):
    return chain(image(features), dense("hidden", hidden), ("relu", "relu", {}), dense("scores", classes),
                 loss="softmax_cross_entropy", target=("target", {"kind": "class"}))
