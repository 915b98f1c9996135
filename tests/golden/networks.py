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


def layer_cases():
    """(title, the layer types that it speaks for, network, how far the parameters are spread)."""
    two = [("dense", {"out_features": 4})]
    image_branch = [("dense", {"out_features": 12}), ("reshape", {"shape": [3, 4]})]
    wider_branch = [("dense", {"out_features": 6}), ("reshape", {"shape": [3, 2]})]
    yield "dense", ["dense", "input"], chain(image(5), dense("layer", 3), output_shape=[3]), 1
    yield "dense without a bias", ["dense"], chain(image(5), dense("layer", 3, bias=False), output_shape=[3]), 1
    yield "dense along the last of two axes", ["dense"], chain(
        image(4, 5), dense("before", 3), dense("layer", 2), output_shape=[4, 2]), 1
    for kind in ("relu", "leaky_relu", "elu", "gelu", "silu", "tanh", "sigmoid", "softmax"):
        yield kind, [kind], after_dense(kind), 1
    yield "leaky_relu with a slope of its own", ["leaky_relu"], after_dense("leaky_relu", negative_slope=0.3), 1
    yield "elu with an alpha of its own", ["elu"], after_dense("elu", alpha=0.4), 1
    yield "gelu by tanh", ["gelu"], after_dense("gelu", approximate="tanh"), 1
    for kind in ("elu", "gelu", "silu", "tanh", "sigmoid", "softmax"):
        yield f"{kind} far from zero", [kind], after_dense(kind), 12
    yield "softmax along the last of two axes", ["softmax"], chain(
        image(3, 4), dense("before", 5), ("layer", "softmax", {}), dense("after", 2), output_shape=[3, 2]), 1
    yield "scale by feature", ["scale"], after_dense("scale"), 1
    yield "scale by one number", ["scale"], after_dense("scale", per="layer"), 1
    yield "scale along the last of two axes", ["scale"], chain(
        image(3, 4), dense("before", 5), ("layer", "scale", {}), dense("after", 2), output_shape=[3, 2]), 1
    yield "add", ["add"], branches("add", {}, ("a", two), ("b", two)), 1
    yield "add three", ["add"], branches("add", {"inputs": 3}, ("a", two), ("b", two), ("c", two)), 1
    yield "concatenate", ["concatenate"], branches("concatenate", {}, ("a", two), ("b", [
        ("dense", {"out_features": 2})])), 1
    yield "concatenate three along the second axis", ["concatenate", "reshape", "flatten"], branches(
        "concatenate", {"inputs": 3, "axis": 2}, ("a", image_branch), ("b", wider_branch), ("c", image_branch),
        tail=[("flat", "flatten", {})]), 1
    yield "concatenate along the first of two axes", ["concatenate", "flatten"], branches(
        "concatenate", {"axis": 1}, ("a", image_branch), ("b", [("dense", {"out_features": 8}),
                                                                ("reshape", {"shape": [2, 4]})]),
        tail=[("flat", "flatten", {})]), 1
    yield "flatten", ["flatten"], chain(image(3, 4), dense("before", 2), ("layer", "flatten", {}), dense("after", 3),
                                        output_shape=[3]), 1
    yield "reshape", ["reshape"], chain(image(12), dense("before", 6), ("layer", "reshape", {"shape": [2, 3]}),
                                        dense("after", 2), output_shape=[2, 2]), 1
    yield "dropout while evaluating", ["dropout"], after_dense("dropout", probability=0.7), 1
    yield "dropout that drops nothing, while training", ["dropout"], after_dense("dropout", probability=0.0), 1
    yield "mean squared error", ["mean_squared_error", "target"], chain(
        image(5), dense("layer", 3), output_shape=[3]), 1
    yield "mean squared error of several axes", ["mean_squared_error"], chain(
        image(2, 5), dense("layer", 3), output_shape=[2, 3]), 1
    for spread, title in ((1, "binary cross-entropy"), (40, "binary cross-entropy far from zero")):
        yield title, ["binary_cross_entropy"], chain(image(5), dense("layer", 3), loss="binary_cross_entropy",
                                                     output_shape=[3]), spread
    for spread, title in ((1, "softmax cross-entropy"), (40, "softmax cross-entropy far from zero")):
        yield title, ["softmax_cross_entropy", "target"], chain(
            image(5), dense("layer", 4), loss="softmax_cross_entropy", target=("target", {"kind": "class"})), spread
    yield "an autoencoder with a transposed tie", ["dense"], autoencoder(), 1
    yield "one weight in two layers", ["dense"], chain(
        image(4), dense("first", 4), ("between", "tanh", {}), dense("second", 4), output_shape=[4],
        shared={"W": [["first", "weight"], ["second", "weight"]]}), 1
    yield "one scale in two layers", ["scale"], chain(
        image(4), dense("before", 4), ("first", "scale", {}), ("between", "silu", {}), ("second", "scale", {}),
        output_shape=[4], shared={"s": [["first", "scale"], ["second", "scale"]]}), 1
