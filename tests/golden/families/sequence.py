# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts and what reads them: embeddings, positions, norms, recurrent layers, attention, the language model's loss."""

import torch
from torch.nn import functional

from networks import chain, dense, image


def sinusoids(steps, width):
    position = torch.arange(steps, dtype=torch.float64)[:, None]
    pair = torch.arange(width, dtype=torch.float64) // 2 * 2
    angle = position / 10000 ** (pair / width)
    return torch.where(torch.arange(width) % 2 == 0, angle.sin(), angle.cos())


def positions(x, a, p):
    if a.get("kind", "learned") == "learned":
        return x[0] + p("weight")
    return x[0] + sinusoids(*x[0].shape[1:]).to(x[0].dtype)


def layer_norm(x, a, p):
    affine = a.get("affine", True)
    return functional.layer_norm(x[0], x[0].shape[-1:], p("weight") if affine else None,
                                 p("bias") if affine and a.get("bias", True) else None, a.get("eps", 1e-5))


def rms_norm(x, a, p):
    # torch.nn.RMSNorm's formula; it came with PyTorch 2.4.
    y = x[0] * torch.rsqrt(x[0].square().mean(-1, keepdim=True) + a.get("eps", torch.finfo(torch.float32).eps))
    return y * p("weight") if a.get("affine", True) else y


def recurrent(kind):
    """The function behind torch.nn's module of that name, over its parameters."""
    def run(x, a, p):
        bias = a.get("bias", True)
        weights = [p(slot) for slot in ("weight_ih", "weight_hh", "bias_ih", "bias_hh") if bias or "bias" not in slot]
        start = torch.zeros(1, x[0].shape[0], a["hidden_size"], dtype=x[0].dtype)
        function = {"rnn": torch.rnn_relu if a.get("nonlinearity") == "relu" else torch.rnn_tanh, "gru": torch.gru,
                    "lstm": torch.lstm}[kind]
        # One layer, no dropout, not training, one direction, the batch first.
        states = function(x[0], (start, start) if kind == "lstm" else start, weights, bias, 1, 0.0, False, False, True)[0]
        return states if a.get("return", "sequence") == "sequence" else states[:, -1]
    return run


def attention(x, a, p):
    slots = {"in_proj_weight": "in_proj_weight", "in_proj_bias": "in_proj_bias", "out_proj_weight": "out_proj.weight",
             "out_proj_bias": "out_proj.bias"}
    bias = a.get("bias", True)
    layer = torch.nn.MultiheadAttention(x[0].shape[-1], a.get("num_heads", 1), bias=bias, batch_first=True)
    own = {name: p(slot) for slot, name in slots.items() if bias or "bias" not in slot}
    steps = x[0].shape[1]
    later = torch.ones(steps, steps, dtype=torch.bool).triu(1) if a.get("causal", False) else None
    return torch.nn.utils.stateless.functional_call(layer.to(x[0].dtype), own, (x[0], x[0], x[0]),
                                                    {"attn_mask": later})[0]


LAYERS = {
    "rnn": recurrent("rnn"),
    "gru": recurrent("gru"),
    "lstm": recurrent("lstm"),
    "multi_head_attention": attention,
    "embedding": lambda x, a, p: functional.embedding(x[0].long(), p("weight")),
    "positional_embedding": positions,
    "layer_norm": layer_norm,
    "rms_norm": rms_norm,
}


def layer_norm_slots(inputs, attributes):
    names = (["weight"] + (["bias"] if attributes.get("bias", True) else [])) if attributes.get("affine", True) else []
    return {name: [inputs[0][-1]] for name in names}


def recurrent_slots(gates):
    def slots(inputs, a):
        rows = gates * a["hidden_size"]
        shapes = {"weight_ih": [rows, inputs[0][-1]], "weight_hh": [rows, a["hidden_size"]]}
        return {**shapes, "bias_ih": [rows], "bias_hh": [rows]} if a.get("bias", True) else shapes
    return slots


def attention_slots(inputs, a):
    width = inputs[0][-1]
    shapes = {"in_proj_weight": [3 * width, width], "out_proj_weight": [width, width]}
    return {**shapes, "in_proj_bias": [3 * width], "out_proj_bias": [width]} if a.get("bias", True) else shapes


SLOTS = {
    "rnn": recurrent_slots(1),
    "gru": recurrent_slots(3),
    "lstm": recurrent_slots(4),
    "multi_head_attention": attention_slots,
    "embedding": lambda inputs, a: {"weight": [a["num_embeddings"], a["embedding_dim"]]},
    "positional_embedding": lambda inputs, a: {"weight": inputs[0]} if a.get("kind", "learned") == "learned" else {},
    "layer_norm": layer_norm_slots,
    "rms_norm": lambda inputs, a: {"weight": [inputs[0][-1]]} if a.get("affine", True) else {},
}


def next_token(x, a):
    loss = functional.cross_entropy(x[0].reshape(-1, x[0].shape[-1]), x[1].reshape(-1).long())
    return loss, loss.exp()


LOSSES = {"next_token_cross_entropy": next_token}

WORDS = 7


def indices(*shape):
    return lambda count, generator: torch.randint(0, WORDS, (count, *shape), generator=generator).double()


def embedding(width):
    return ("embedding", "embedding", {"num_embeddings": WORDS, "embedding_dim": width})


def language_model(steps, *layers, shared=None):
    return chain(image(steps), *layers, loss="next_token_cross_entropy",
                 target=("target", {"kind": "classes", "shape": [steps]}), shared=shared)


def cases():
    text = {"features": indices(4)}
    tokens = {**text, "targets": indices(4)}
    yield "embedding", ["embedding"], chain(
        image(4), embedding(3), dense("after", 2), output_shape=[4, 2]), 1, text
    yield "embedding of a table of indices", ["embedding"], chain(
        image(2, 3), embedding(3), ("flat", "flatten", {}), dense("after", 2), output_shape=[2]), 1, {
            "features": indices(2, 3)}
    yield "embedding of indices under another shape", ["embedding"], chain(
        image(4), ("square", "reshape", {"shape": [2, 2]}), embedding(3), ("flat", "flatten", {}), dense("after", 2),
        output_shape=[2]), 1, text
    yield "learned positions", ["positional_embedding"], chain(
        image(3, 4), dense("before", 5), ("layer", "positional_embedding", {}), ("bend", "tanh", {}), dense("after", 2),
        output_shape=[3, 2]), 1
    for width in (6, 5):
        yield f"sinusoidal positions of {width} features", ["positional_embedding"], chain(
            image(3, 4), dense("before", width), ("layer", "positional_embedding", {"kind": "sinusoidal"}),
            ("bend", "tanh", {}), dense("after", 2), output_shape=[3, 2]), 1
    for kind, title, attributes in (
            ("layer_norm", "layer norm", {}), ("layer_norm", "layer norm without a bias", {"bias": False}),
            ("layer_norm", "layer norm without a scale", {"affine": False}),
            ("layer_norm", "layer norm with a large epsilon", {"eps": 0.3}),
            ("rms_norm", "RMS norm", {}), ("rms_norm", "RMS norm without a scale", {"affine": False}),
            ("rms_norm", "RMS norm with a large epsilon", {"eps": 0.3})):
        yield title, [kind], chain(image(3, 4), dense("before", 6), ("layer", kind, attributes), ("bend", "tanh", {}),
                                   dense("after", 2), output_shape=[3, 2]), 1
    yield "one scale in two layer norms", ["layer_norm"], chain(
        image(4), dense("before", 5), ("first", "layer_norm", {}), ("bend", "tanh", {}), ("second", "layer_norm", {}),
        dense("after", 2), output_shape=[2], shared={"s": [["first", "weight"], ["second", "weight"]]}), 1
    yield "next-token cross-entropy", ["next_token_cross_entropy", "embedding", "target"], language_model(
        4, embedding(3), dense("scores", WORDS)), 1, tokens
    # Where the exponential of a logit is more than a float can hold.
    yield "next-token cross-entropy of large logits", ["next_token_cross_entropy"], language_model(
        4, embedding(3), dense("scores", WORDS)), 1, {**tokens, "parameters": {
            "scores.bias": lambda generator: torch.randint(95, 100, (WORDS,), generator=generator).double()}}
    yield "next-token cross-entropy of one step", ["next_token_cross_entropy"], chain(
        image(4), embedding(3), ("flat", "flatten", {}), dense("scores", WORDS), loss="next_token_cross_entropy",
        target=("target", {"kind": "class"})), 1, {**text, "targets": indices()}
    yield "a tied language model", ["embedding"], language_model(
        4, embedding(3), ("bend", "tanh", {}), dense("scores", WORDS),
        shared={"E": [["embedding", "weight"], ["scores", "weight"]]}), 1, tokens
    for kind, more in (("rnn", {"nonlinearity": "relu"}), ("gru", {}), ("lstm", {})):
        for title, attributes in (("", {}), (" without a bias", {"bias": False}), (" to the last step", {"return": "last"})):
            tail = [("after", "dense", {"out_features": 2})]
            yield kind + title, [kind], chain(
                image(5, 3), dense("before", 4), ("layer", kind, {"hidden_size": 3, **attributes}), *tail,
                output_shape=[2] if attributes.get("return") == "last" else [5, 2]), 1
        for name, value in more.items():
            yield f"{kind} with {name} {value}", [kind], chain(
                image(5, 3), dense("before", 4), ("layer", kind, {"hidden_size": 3, name: value}), dense("after", 2),
                output_shape=[5, 2]), 1
        yield f"{kind} of one step", [kind], chain(
            image(1, 3), dense("before", 4), ("layer", kind, {"hidden_size": 3}), dense("after", 2),
            output_shape=[1, 2]), 1
        yield f"one matrix for the input and the state of a {kind}", [kind], chain(
            image(4, 3), ("layer", kind, {"hidden_size": 3}), dense("after", 2), output_shape=[4, 2],
            shared={"W": [["layer", "weight_ih"], ["layer", "weight_hh"]],
                    "b": [["layer", "bias_ih"], ["layer", "bias_hh"]]}), 1
        yield f"one cell in two {kind} layers", [kind], chain(
            image(4, 3), ("first", kind, {"hidden_size": 3}), ("second", kind, {"hidden_size": 3}), dense("after", 2),
            output_shape=[4, 2], shared={
                slot: [["first", slot], ["second", slot]] for slot in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}), 1
    yield "an lstm's matrix read transposed", ["lstm"], chain(
        image(4, 3), dense("before", 12), ("layer", "lstm", {"hidden_size": 3}), dense("after", 2), output_shape=[4, 2],
        shared={"W": [["before", "weight", [["transpose", {}]]], ["layer", "weight_hh", [["transpose", {}]]]]}), 1
    for title, attributes in (("", {}), (" in two heads", {"num_heads": 2}), (", causal", {"causal": True}),
                              (" without a bias", {"bias": False}),
                              (" in three heads, causal", {"num_heads": 3, "causal": True})):
        yield "attention" + title, ["multi_head_attention"], chain(
            image(5, 3), dense("before", 6), ("layer", "multi_head_attention", attributes), dense("after", 2),
            output_shape=[5, 2]), 1
    yield "attention of one step", ["multi_head_attention"], chain(
        image(1, 3), dense("before", 4), ("layer", "multi_head_attention", {"num_heads": 2}), dense("after", 2),
        output_shape=[1, 2]), 1
    block = ("in_proj_weight", "in_proj_bias", "out_proj_weight", "out_proj_bias")
    yield "one attention in two layers", ["multi_head_attention"], chain(
        image(4, 4), ("first", "multi_head_attention", {"num_heads": 2}), ("bend", "tanh", {}),
        ("second", "multi_head_attention", {"num_heads": 2}), dense("after", 2), output_shape=[4, 2],
        shared={slot: [["first", slot], ["second", slot]] for slot in block}), 1
