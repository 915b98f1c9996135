# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers that are made of layers: what PyTorch's own modules or formulas make of their parts' parameters."""

import torch
from torch.nn import functional

from networks import after_dense, chain, dense, image

ACTIVATIONS = {"gelu": functional.gelu, "relu": functional.relu, "silu": functional.silu, "tanh": torch.tanh,
               "sigmoid": torch.sigmoid}


def linear(x, p, name, bias):
    return functional.linear(x, p(f"{name}.weight"), p(f"{name}.bias") if bias else None)


def feed_forward(x, a, p):
    bias = a.get("bias", True)
    return linear(ACTIVATIONS[a.get("activation", "gelu")](linear(x[0], p, "up", bias)), p, "down", bias)


def gated_feed_forward(x, a, p):
    bias = a.get("bias", False)
    gate = ACTIVATIONS[a.get("activation", "silu")](linear(x[0], p, "gate", bias))
    return linear(gate * linear(x[0], p, "up", bias), p, "down", bias)


ENCODER = {"attention.in_proj_weight": "self_attn.in_proj_weight", "attention.in_proj_bias": "self_attn.in_proj_bias",
           "attention.out_proj_weight": "self_attn.out_proj.weight", "attention.out_proj_bias": "self_attn.out_proj.bias",
           "feed_forward.up.weight": "linear1.weight", "feed_forward.up.bias": "linear1.bias",
           "feed_forward.down.weight": "linear2.weight", "feed_forward.down.bias": "linear2.bias",
           "norm1.weight": "norm1.weight", "norm1.bias": "norm1.bias",
           "norm2.weight": "norm2.weight", "norm2.bias": "norm2.bias"}


def transformer_encoder(x, a, p):
    """torch.nn.TransformerEncoderLayer itself, which drops nothing and takes the batch first here."""
    steps, width = x[0].shape[1:]
    layer = torch.nn.TransformerEncoderLayer(
        width, a.get("num_heads", 1), a.get("hidden_features", 128), dropout=0.0, batch_first=True,
        activation=ACTIVATIONS[a.get("activation", "gelu")], norm_first=a.get("norm_first", True)).to(x[0].dtype)
    later = torch.ones(steps, steps, dtype=torch.bool).triu(1) if a.get("causal", False) else None
    own = {name: p(slot) for slot, name in ENCODER.items()}
    return torch.nn.utils.stateless.functional_call(layer, own, (x[0],), {"src_mask": later})


LAYERS = {
    "feed_forward": feed_forward,
    "gated_feed_forward": gated_feed_forward,
    "transformer_encoder": transformer_encoder,
}


def denses(bias, **shapes):
    return {f"{name}.{slot}": shape if slot == "weight" else shape[:1] for name, shape in shapes.items()
            for slot in (("weight", "bias") if bias else ("weight",))}


def feed_forward_slots(inputs, a):
    width, hidden = inputs[0][-1], a.get("hidden_features", 128)
    return denses(a.get("bias", True), up=[hidden, width], down=[width, hidden])


def gated_feed_forward_slots(inputs, a):
    width, hidden = inputs[0][-1], a.get("hidden_features", 128)
    return denses(a.get("bias", False), gate=[hidden, width], up=[hidden, width], down=[width, hidden])


def transformer_encoder_slots(inputs, a):
    width = inputs[0][-1]
    inside = feed_forward_slots(inputs, {"hidden_features": a.get("hidden_features", 128)})
    return {"norm1.weight": [width], "norm1.bias": [width],
            "attention.in_proj_weight": [3 * width, width], "attention.in_proj_bias": [3 * width],
            "attention.out_proj_weight": [width, width], "attention.out_proj_bias": [width],
            "norm2.weight": [width], "norm2.bias": [width],
            **{f"feed_forward.{name}": shape for name, shape in inside.items()}}


SLOTS = {
    "feed_forward": feed_forward_slots,
    "gated_feed_forward": gated_feed_forward_slots,
    "transformer_encoder": transformer_encoder_slots,
}


def sequence(kind, **attributes):
    return chain(image(3, 4), ("layer", kind, attributes), dense("after", 2), output_shape=[3, 2])


def cases():
    yield "feed-forward", ["feed_forward"], after_dense("feed_forward", hidden_features=7), 1
    for activation in ("relu", "silu", "tanh"):
        yield f"feed-forward by {activation}, without a bias", ["feed_forward"], after_dense(
            "feed_forward", hidden_features=5, activation=activation, bias=False), 1
    yield "feed-forward along the last of two axes", ["feed_forward"], sequence("feed_forward", hidden_features=5), 1
    yield "feed-forward whose second matrix is its first, transposed", ["feed_forward"], chain(
        image(5), ("layer", "feed_forward", {"hidden_features": 7}), output_shape=[5],
        shared={"W": [["layer", "up.weight"], ["layer", "down.weight", "transpose"]]}), 1
    yield "one matrix in two feed-forwards and a dense", ["feed_forward"], chain(
        image(5), ("first", "feed_forward", {"hidden_features": 5}), ("second", "feed_forward", {"hidden_features": 5}),
        dense("after", 5), output_shape=[5],
        shared={"W": [["first", "up.weight"], ["second", "down.weight", "transpose"], ["after", "weight"]]}), 1
    for activation in ("silu", "gelu", "relu", "sigmoid"):
        yield f"gated feed-forward by {activation}", ["gated_feed_forward"], after_dense(
            "gated_feed_forward", hidden_features=4, activation=activation), 1
    yield "gated feed-forward with biases", ["gated_feed_forward"], sequence(
        "gated_feed_forward", hidden_features=5, bias=True), 1
    yield "transformer block", ["transformer_encoder"], sequence("transformer_encoder", num_heads=2,
                                                                 hidden_features=6), 1
    yield "causal transformer block with the norm after", ["transformer_encoder"], sequence(
        "transformer_encoder", num_heads=2, hidden_features=6, activation="relu", norm_first=False, causal=True), 1
