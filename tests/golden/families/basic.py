# SPDX-License-Identifier: GPL-3.0-or-later
"""Dense, activations, elementwise, shape, and the first losses."""

import torch
from torch.nn import functional

from networks import after_dense, autoencoder, branches, chain, dense, image

LAYERS = {
    "dense": lambda x, a, p: functional.linear(x[0], p("weight"), p("bias") if a.get("bias", True) else None),
    "relu": lambda x, a, p: functional.relu(x[0]),
    "leaky_relu": lambda x, a, p: functional.leaky_relu(x[0], a.get("negative_slope", 0.01)),
    "elu": lambda x, a, p: functional.elu(x[0], a.get("alpha", 1.0)),
    "gelu": lambda x, a, p: functional.gelu(x[0], approximate=a.get("approximate", "none")),
    "silu": lambda x, a, p: functional.silu(x[0]),
    # What functional.softplus computes, but that past its threshold it gives x, which is 1e-9 off.
    "softplus": lambda x, a, p: torch.logaddexp(a.get("beta", 1.0) * x[0], torch.zeros_like(x[0])) / a.get("beta", 1.0),
    "tanh": lambda x, a, p: torch.tanh(x[0]),
    "sigmoid": lambda x, a, p: torch.sigmoid(x[0]),
    "softmax": lambda x, a, p: functional.softmax(x[0], dim=-1),
    "scale": lambda x, a, p: x[0] * p("scale"),
    "add": lambda x, a, p: sum(x[1:], x[0]),
    "concatenate": lambda x, a, p: torch.cat(x, dim=a.get("axis", 1)),
    "flatten": lambda x, a, p: x[0].reshape(x[0].shape[0], -1),
    "reshape": lambda x, a, p: x[0].reshape(x[0].shape[0], *a["shape"]),
    # In evaluation, and in training where nothing is dropped: what is dropped is not PyTorch's choice.
    "dropout": lambda x, a, p: functional.dropout(x[0], a.get("probability", 0.5), training=False),
}


def same_shape(inputs):
    return inputs[0], inputs[1].reshape(inputs[0].shape)


LOSSES = {
    "mean_squared_error": lambda x, a: (functional.mse_loss(*same_shape(x)), functional.l1_loss(*same_shape(x))),
    "binary_cross_entropy": lambda x, a: (
        functional.binary_cross_entropy_with_logits(*same_shape(x)),
        ((x[0] > 0) == (same_shape(x)[1] > 0.5)).double().mean(),
    ),
    "softmax_cross_entropy": lambda x, a: (
        functional.cross_entropy(x[0], x[1].reshape(-1).long(), label_smoothing=a.get("label_smoothing", 0.0)),
        (x[0].argmax(dim=1) == x[1].reshape(-1).long()).double().mean(),
    ),
}

def dense_slots(inputs, attributes):
    shapes = {"weight": [attributes["out_features"], inputs[0][-1]]}
    if attributes.get("bias", True):
        shapes["bias"] = [attributes["out_features"]]
    return shapes


SLOTS = {
    "dense": dense_slots,
    "scale": lambda inputs, attributes: {"scale": [] if attributes.get("per") == "layer" else [inputs[0][-1]]},
}
# Reads of a parameter: what PyTorch reads through each step of a tie's view.
VIEWS = {"transpose": lambda w, a: w.t()}


def cases():
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
    yield "softplus", ["softplus"], after_dense("softplus"), 1
    yield "softplus with a beta of its own", ["softplus"], after_dense("softplus", beta=2.5), 1
    yield "softplus far from zero", ["softplus"], after_dense("softplus"), 40
    # A ReLU gives zeros, where the slope is one half.
    yield "softplus of zeros", ["softplus"], chain(
        image(5), dense("before", 6), ("zeros", "relu", {}), ("layer", "softplus", {}), dense("after", 3),
        output_shape=[3]), 1
