# SPDX-License-Identifier: GPL-3.0-or-later
"""Arithmetic on two activations, parts of them and sums over them; what compares two, and the losses made of it."""

import torch
from torch.nn import functional

from networks import classifier, branches, chain, dense, image


def part(x, attributes):
    axis = attributes.get("axis", 1)
    start, step = attributes.get("start", 0), attributes.get("step", 1)
    stop = attributes.get("stop", 0)
    if attributes.get("drop_axis", False):
        return x.select(axis, start)
    # Python counts as the layer does, but for the end.
    places = list(range(x.shape[axis]))[start:stop if stop != 0 else None:step]
    return x.index_select(axis, torch.tensor(places))


def reduced(function):
    def run(x, attributes, parameter):
        axis = attributes.get("axis", 0)
        if x[0].dim() == 1:  # One number a sample: nothing to take together.
            return x[0]
        return function(x[0], dim=axis if axis > 0 else tuple(range(1, x[0].dim())))
    return run


def product(x, attributes, parameter):
    a = x[0].transpose(-1, -2) if attributes.get("transpose_a", False) else x[0]
    b = x[1].transpose(-1, -2) if attributes.get("transpose_b", False) else x[1]
    return torch.matmul(a, b)


def l1_distance(x, attributes, parameter):
    apart = (x[0] - x[1]).abs()
    return apart if attributes.get("reduction", "sum") == "none" else apart.sum(dim=-1)


def times(x, attributes, parameter):
    result = x[0]
    for other in x[1:]:
        result = result * other
    return result


LAYERS = {
    "multiply": times,
    "subtract": lambda x, a, p: x[0] - x[1],
    "matrix_product": product,
    "slice": lambda x, a, p: part(x[0], a),
    "sum": reduced(torch.sum),
    "mean": reduced(torch.mean),
    "cosine_similarity": lambda x, a, p: functional.cosine_similarity(x[0], x[1], dim=-1, eps=a.get("eps", 1e-8)),
    "l1_distance": l1_distance,
}


def contrastive(x, attributes):
    margin = attributes.get("margin", 1.0)
    distance = torch.linalg.vector_norm((x[0] - x[1]).flatten(1), dim=1)
    same = x[2].reshape(-1).to(distance.dtype)
    loss = (same * distance ** 2 + (1 - same) * functional.relu(margin - distance) ** 2).mean()
    return loss, ((distance < margin / 2) == (same > 0.5)).double().mean()


def triplet_margin(x, attributes):
    margin, p, eps = attributes.get("margin", 1.0), float(attributes.get("p", "2")), attributes.get("eps", 1e-6)
    loss = torch.nn.TripletMarginLoss(margin=margin, p=p, eps=eps)(*x)
    near = functional.pairwise_distance(x[0], x[1], p, eps)
    far = functional.pairwise_distance(x[0], x[2], p, eps)
    return loss, (near < far).double().mean()


def kl_divergence(x, attributes):
    logs = functional.log_softmax(x[0], dim=-1) if attributes.get("from_logits", True) else x[0]
    target = x[1].reshape(x[0].shape)
    return (torch.nn.KLDivLoss(reduction="batchmean")(logs, target),
            (logs.argmax(dim=-1) == target.argmax(dim=-1)).double().mean())


def huber(x, attributes):
    target = x[1].reshape(x[0].shape)
    return torch.nn.HuberLoss(delta=attributes.get("delta", 1.0))(x[0], target), functional.l1_loss(x[0], target)


LOSSES = {"contrastive": contrastive, "triplet_margin": triplet_margin, "kl_divergence": kl_divergence, "huber": huber}


def meeting(kind, attributes, *sources, tail=()):
    """Branches that meet in a layer whose ports have names: (port, layers) each."""
    network = branches(kind, attributes, *sources, tail=tail)
    network["layers"]["layer"]["inputs"] = {name: name for name, _ in sources}
    return network


def compared(kind, attributes, ports, layers, target=None):
    """A loss between branches that share every weight and bias, as a Siamese network's do. The branches go apart by a
    layer of their own before them."""
    network = {"layers": {"x": {"type": "input", "attributes": {"shape": [5]}, "inputs": {}}}}
    shared = {}
    for port in ports:
        last = f"own_{port}"
        network["layers"][last] = {"type": "dense", "attributes": {"out_features": 4}, "inputs": {"input": "x"}}
        for name, layer, layer_attributes in layers:
            network["layers"][f"{port}_{name}"] = {"type": layer, "attributes": layer_attributes,
                                                   "inputs": {"input": last}}
            last = f"{port}_{name}"
            if layer == "dense":
                for slot in ("weight", "bias"):
                    shared.setdefault(f"{name} {slot}", []).append([last, slot])
        network["layers"][port] = network["layers"].pop(last)
        for uses in shared.values():
            for use in uses:
                if use[0] == last:
                    use[0] = port
    inputs = {port: port for port in ports}
    if target is not None:
        network["layers"]["target"] = {"type": "target", "attributes": target, "inputs": {}}
        inputs["target"] = "target"
    network["layers"]["loss"] = {"type": kind, "attributes": attributes, "inputs": inputs}
    network["shared"] = shared
    return network


def with_target(kind, attributes, *shape):
    """Dense, and a loss that compares it with the data's target."""
    network = chain(image(*shape), dense("layer", 4), loss=kind, output_shape=[*shape[:-1], 4])
    network["layers"]["loss"]["attributes"] = attributes
    network["layers"]["loss"]["inputs"] = {"prediction": "layer", "target": "target"}
    return network


def two_heads():
    """One trunk, a classifier's head and a head that draws the input again; each loss has a weight of its own."""
    def layer(kind, attributes, **inputs):
        return {"type": kind, "attributes": attributes, "inputs": inputs}
    return {"layers": {
        "x": layer("input", {"shape": [5]}),
        "trunk": layer("dense", {"out_features": 6}, input="x"),
        "code": layer("tanh", {}, input="trunk"),
        "scores": layer("dense", {"out_features": 4}, input="code"),
        "drawn": layer("dense", {"out_features": 5}, input="code"),
        "target": layer("target", {"kind": "class"}),
        "loss1": layer("softmax_cross_entropy", {"weight": 0.75}, logits="scores", target="target"),
        "loss2": layer("mean_squared_error", {"weight": 2.5}, prediction="drawn", target="x"),
    }, "shared": {"W": [["trunk", "weight"], ["drawn", "weight", "transpose"]]}}


def flags(count, generator):
    return torch.randint(0, 2, (count,), generator=generator).double()


def shares(*shape):
    """Rows that sum to 1, one of them with zeros, in multiples of 1/16."""
    def make(count, generator):
        rows = torch.randint(1, 4, (count, *shape), generator=generator).double()
        rows[..., 0] = 16 - rows[..., 1:].sum(dim=-1)
        rows[0] = 0
        rows[0, ..., 1] = 16
        return rows / 16
    return make


def cases():
    two = [("dense", {"out_features": 4})]
    matrix = [("dense", {"out_features": 12}), ("reshape", {"shape": [3, 4]})]
    upright = [("dense", {"out_features": 12}), ("reshape", {"shape": [4, 3]})]
    stack = [("dense", {"out_features": 24}), ("reshape", {"shape": [2, 3, 4]})]
    upright_stack = [("dense", {"out_features": 16}), ("reshape", {"shape": [2, 4, 2]})]
    flat = [("flat", "flatten", {})]
    yield "multiply", ["multiply"], branches("multiply", {}, ("a", two), ("b", two)), 1
    yield "multiply three", ["multiply"], branches("multiply", {"inputs": 3}, ("a", two), ("b", two), ("c", two)), 1
    square = branches("multiply", {}, ("a", two), ("b", two))
    square["layers"]["layer"]["inputs"] = {"input1": "a", "input2": "a"}
    del square["layers"]["b"]
    yield "multiply a value by itself", ["multiply"], square, 1
    cube = branches("multiply", {"inputs": 3}, ("a", two), ("b", two), ("c", two))
    cube["layers"]["layer"]["inputs"] = {"input1": "a", "input2": "b", "input3": "a"}
    del cube["layers"]["c"]
    yield "multiply a value that comes twice", ["multiply"], cube, 1
    yield "subtract", ["subtract"], branches("subtract", {}, ("a", two), ("b", two)), 1
    yield "matrix product", ["matrix_product"], meeting("matrix_product", {}, ("a", matrix), ("b", upright), tail=flat), 1
    yield "matrix product of a transposed left", ["matrix_product"], meeting(
        "matrix_product", {"transpose_a": True}, ("a", upright), ("b", upright), tail=flat), 1
    yield "matrix product of a transposed right", ["matrix_product"], meeting(
        "matrix_product", {"transpose_b": True}, ("a", matrix), ("b", matrix), tail=flat), 1
    yield "matrix product of two that are transposed", ["matrix_product"], meeting(
        "matrix_product", {"transpose_a": True, "transpose_b": True}, ("a", upright), ("b", matrix), tail=flat), 1
    yield "matrix product of stacks", ["matrix_product"], meeting(
        "matrix_product", {}, ("a", stack), ("b", upright_stack), tail=flat), 1
    gram = meeting("matrix_product", {"transpose_b": True}, ("a", matrix), ("b", matrix), tail=flat)
    gram["layers"]["layer"]["inputs"] = {"a": "a", "b": "a"}
    del gram["layers"]["b"]
    del gram["layers"]["b0"]
    yield "matrix product of a value with itself", ["matrix_product"], gram, 1
    for title, attributes in (
            ("its first half", {"stop": 3}), ("its last two places", {"start": -2}), ("all but the last", {"stop": -1}),
            ("every second place", {"start": 1, "step": 2}), ("one place", {"start": 2, "drop_axis": True})):
        tail = [("flat", "reshape", {"shape": [1]})] if "drop_axis" in attributes else []
        yield f"slice: {title}", ["slice"], chain(
            image(5), dense("before", 6), ("layer", "slice", attributes), *tail, dense("after", 3), output_shape=[3]), 1
    for title, attributes in (
            ("the first axis of three", {"axis": 1, "start": 1}), ("the middle axis of three", {"axis": 2, "stop": 2}),
            ("the middle axis of three, every second", {"axis": 2, "step": 2}),
            ("the last axis of three, every second", {"axis": 3, "start": 1, "step": 2}),
            ("one place of the first axis", {"axis": 1, "start": 1, "drop_axis": True}),
            ("one place of the middle axis", {"axis": 2, "start": -1, "drop_axis": True})):
        yield f"slice: {title}", ["slice"], chain(
            image(5), dense("before", 24), ("block", "reshape", {"shape": [2, 3, 4]}), ("layer", "slice", attributes),
            ("flat", "flatten", {}), dense("after", 3), output_shape=[3]), 1
    halves = branches("subtract", {}, ("a", [*two, ("slice", {"stop": 2})]), ("b", [*two, ("slice", {"start": 2})]))
    halves["layers"]["b"]["inputs"] = {"input": "a0"}
    del halves["layers"]["b0"]
    yield "slice: two halves of one value", ["slice", "subtract"], halves, 1
    for kind in ("sum", "mean"):
        yield f"{kind} of everything", [kind], chain(
            image(5), dense("before", 6), ("layer", kind, {}), ("flat", "reshape", {"shape": [1]}), dense("after", 3),
            output_shape=[3]), 1
        for axis in (1, 2, 3):
            yield f"{kind} over axis {axis} of three", [kind], chain(
                image(5), dense("before", 24), ("block", "reshape", {"shape": [2, 3, 4]}),
                ("layer", kind, {"axis": axis}), ("flat", "flatten", {}), dense("after", 3), output_shape=[3]), 1
    for kind in ("cosine_similarity", "l1_distance"):
        title = kind.replace("_", " ")
        yield title, [kind], branches(kind, {}, ("a", two), ("b", two), tail=[("flat", "reshape", {"shape": [1]})]), 1
        yield f"{title} of rows", [kind], branches(kind, {}, ("a", matrix), ("b", matrix)), 1
    yield "cosine similarity of long vectors", ["cosine_similarity"], branches(
        "cosine_similarity", {"eps": 1e-4}, ("a", matrix), ("b", matrix)), 30
    yield "l1 distance, place by place", ["l1_distance"], branches(
        "l1_distance", {"reduction": "none"}, ("a", two), ("b", two)), 1
    for delta in (1.0, 0.4):
        yield f"huber with a delta of {delta}", ["huber"], with_target("huber", {"delta": delta}, 5), 1
    yield "huber of several axes, weighted", ["huber"], with_target("huber", {"weight": 0.25}, 2, 5), 2
    for spread in (1, 15):
        yield "KL divergence of logits" + (" far from zero" if spread > 1 else ""), ["kl_divergence"], with_target(
            "kl_divergence", {}, 5), spread, {"targets": shares(4)}
    yield "KL divergence of log-probabilities", ["kl_divergence"], with_target(
        "kl_divergence", {"from_logits": False}, 5), 1, {"targets": shares(4)}
    yield "KL divergence of rows of logits", ["kl_divergence"], with_target(
        "kl_divergence", {"weight": 3.0}, 3, 5), 1, {"targets": shares(3, 4)}
    teacher = compared("kl_divergence", {}, ("prediction", "target"), [("head", "dense", {"out_features": 4})])
    teacher["layers"]["teacher"] = {"type": "softmax", "attributes": {}, "inputs": {"input": "target"}}
    teacher["layers"]["loss"] = teacher["layers"].pop("loss")
    teacher["layers"]["loss"]["inputs"]["target"] = "teacher"
    yield "KL divergence from a distribution that is learned", ["kl_divergence"], teacher, 1
    # A tanh at the end, or the last bias would cancel out and have no gradient.
    branch = [("hidden", "dense", {"out_features": 4}), ("silu", "silu", {}), ("code", "dense", {"out_features": 3}),
              ("tanh", "tanh", {})]
    for margin in (1.0, 4.0):
        yield f"contrastive with a margin of {margin}", ["contrastive"], compared(
            "contrastive", {"margin": margin}, ("input1", "input2"), branch, {"kind": "class"}), 1, {"targets": flags}
    for title, attributes in (("", {}), (" by L1", {"p": "1", "margin": 2.0}),
                              (" with an epsilon that counts", {"eps": 0.25, "weight": 0.5})):
        yield f"triplet margin{title}", ["triplet_margin"], compared(
            "triplet_margin", attributes, ("anchor", "positive", "negative"), branch), 1
    yield "two weighted losses on one trunk", ["softmax_cross_entropy", "mean_squared_error"], two_heads(), 1
    for smoothing, spread in ((0.1, 1), (0.3, 40), (1.0, 1)):
        network = classifier()
        network["layers"]["loss"]["attributes"] = {"label_smoothing": smoothing}
        yield f"softmax cross-entropy with label smoothing {smoothing}", ["softmax_cross_entropy"], network, spread
