# SPDX-License-Identifier: GPL-3.0-or-later
"""What puts elements elsewhere, one-dimensional windows, norms of channels, and functions of each element."""

import torch
from torch.nn import functional

from networks import after_dense, branches, chain, dense, image


def pad(x, a, p):
    rank = x[0].dim() - 1
    before, behind = ([0] * (rank - len(places)) + places for places in (a.get("before", [1]), a.get("behind", [1])))
    if a.get("mode", "constant") == "constant":
        around = [n for axis in reversed(range(rank)) for n in (before[axis], behind[axis])]
        return functional.pad(x[0], around, value=a.get("value", 0.0))
    around = (before[-1], behind[-1])
    return functional.pad(x[0], around, mode=a["mode"])


def strided_read(x, a, p):
    rows = [row.reshape(-1).clone() for row in x[0]]
    read = [row.as_strided(a["shape"], a["strides"], a.get("offset", 0)) for row in rows]
    return torch.stack(read)


def by_channel(x, values):
    return values.reshape(1, -1, *(1 for _ in x.shape[2:]))


def instance_norm(x, a, p):
    affine = a.get("affine", True)
    rows = x[0].reshape(*x[0].shape[:2], -1)
    normal = functional.instance_norm(rows, eps=a.get("eps", 1e-5)).reshape(x[0].shape)
    if not affine:
        return normal
    return normal * by_channel(normal, p("weight.values")) + by_channel(normal, p("bias.values"))


def group_norm(x, a, p):
    affine = a.get("affine", True)
    return functional.group_norm(x[0], a["groups"], p("weight.values").reshape(-1) if affine else None,
                                 p("bias.values").reshape(-1) if affine else None, a.get("eps", 1e-5))


def conv1d(x, a, p):
    return functional.conv1d(x[0], p("conv.weight").squeeze(2), p("conv.bias") if a.get("bias", True) else None,
                             a.get("stride", 1), a.get("padding", 0), a.get("dilation", 1), a.get("groups", 1))


LAYERS = {
    "values": lambda x, a, p: p("values").expand(len(x[0]), *p("values").shape),
    "strided_read": strided_read,
    "permute": lambda x, a, p: x[0].permute(0, *a["axes"]),
    "expand": lambda x, a, p: x[0].reshape(len(x[0]), *[1] * (len(a["shape"]) + 1 - x[0].dim()),
                                           *x[0].shape[1:]).expand(-1, *a["shape"]),
    "flip": lambda x, a, p: x[0].flip(a.get("axis", 1)),
    "pad": pad,
    "conv1d": conv1d,
    "max_pool1d": lambda x, a, p: functional.max_pool1d(x[0], a["kernel_size"], a.get("stride") or None,
                                                        a.get("padding", 0), a.get("dilation", 1)),
    "average_pool1d": lambda x, a, p: functional.avg_pool1d(
        x[0], a["kernel_size"], a.get("stride") or None, a.get("padding", 0),
        count_include_pad=a.get("count_include_pad", True)),
    "global_max_pool": lambda x, a, p: x[0].flatten(2).amax(dim=2),
    "instance_norm": instance_norm,
    "group_norm": group_norm,
    "prelu": lambda x, a, p: functional.prelu(x[0], p("slope.values").reshape(-1)),
    "divide": lambda x, a, p: x[0] / x[1],
    "maximum": lambda x, a, p: torch.maximum(x[0], x[1]),
    "minimum": lambda x, a, p: torch.minimum(x[0], x[1]),
    "affine": lambda x, a, p: a.get("factor", 1.0) * x[0] + a.get("offset", 0.0),
    "clamp": lambda x, a, p: x[0].clamp(a.get("lower", 0.0), a.get("upper", 6.0)),
    "power": lambda x, a, p: x[0] ** a.get("exponent", 2),
    "reciprocal": lambda x, a, p: 1 / x[0],
    "absolute": lambda x, a, p: x[0].abs(),
    "exp": lambda x, a, p: x[0].exp(),
    "log": lambda x, a, p: x[0].log(),
    "sqrt": lambda x, a, p: x[0].sqrt(),
    "selu": lambda x, a, p: functional.selu(x[0]),
    "hard_sigmoid": lambda x, a, p: (a.get("slope", 1 / 6) * x[0] + a.get("offset", 0.5)).clamp(0, 1),
    "hard_swish": lambda x, a, p: functional.hardswish(x[0]),
    "mish": lambda x, a, p: functional.mish(x[0]),
    "softsign": lambda x, a, p: functional.softsign(x[0]),
}


def each_channel(shape):
    return [shape[0], *(1 for _ in shape[1:])]


def norm_slots(inputs, a):
    if not a.get("affine", True):
        return {}
    return {f"{slot}.values": each_channel(inputs[0]) for slot in ("weight", "bias")}


def conv1d_slots(inputs, a):
    slots = {"conv.weight": [a["out_channels"], inputs[0][0] // a.get("groups", 1), 1, a.get("kernel_size", 3)]}
    if a.get("bias", True):
        slots["conv.bias"] = [a["out_channels"]]
    return slots


SLOTS = {
    "values": lambda inputs, a: {"values": a["shape"]},
    "conv1d": conv1d_slots,
    "instance_norm": norm_slots,
    "group_norm": norm_slots,
    "prelu": lambda inputs, a: {"slope.values": each_channel(inputs[0]) if a.get("per") == "channel"
                                else [1 for _ in inputs[0]]},
}


def within(kind, size, given, /, **attributes):
    """A Dense and a Reshape before the layer, so that gradients run into it; the output is compared as it is."""
    count = 1
    for extent in size:
        count *= extent
    return chain(image(5), dense("before", count), ("shaped", "reshape", {"shape": list(size)}),
                 ("layer", kind, attributes), output_shape=list(given))


def positive(kind, **attributes):
    return chain(image(5), dense("before", 6), ("square", "power", {}), ("above", "affine", {"offset": 0.25}),
                 ("layer", kind, attributes), dense("after", 3), output_shape=[3])


def cases():
    two = [("dense", {"out_features": 4})]
    yield "values", ["values"], branches("add", {}, ("a", two), ("b", [("values", {"shape": [4]})])), 1
    yield "strided read", ["strided_read"], within("strided_read", (12,), (2, 3), shape=[2, 3], strides=[1, 3],
                                                   offset=2), 1
    yield "strided read of one element again and again", ["strided_read"], within(
        "strided_read", (6,), (3, 4), shape=[3, 4], strides=[0, 1], offset=1), 1
    yield "permute", ["permute"], within("permute", (2, 3), (3, 2), axes=[2, 1]), 1
    yield "permute three axes", ["permute"], within("permute", (2, 3, 4), (4, 2, 3), axes=[3, 1, 2]), 1
    yield "expand a new axis", ["expand"], within("expand", (3,), (4, 3), shape=[4, 3]), 1
    yield "expand an axis of extent 1", ["expand"], within("expand", (2, 1, 3), (2, 4, 3), shape=[2, 4, 3]), 1
    yield "flip", ["flip"], within("flip", (3, 2), (3, 2), axis=1), 1
    yield "flip the second axis", ["flip"], within("flip", (3, 4), (3, 4), axis=2), 1
    yield "pad", ["pad"], within("pad", (2, 3), (2, 6), before=[1], behind=[2]), 1
    yield "pad two axes with a number", ["pad"], within("pad", (2, 3), (4, 4), before=[0, 1], behind=[2, 0],
                                                        value=0.5), 1
    yield "pad mirrored", ["pad"], within("pad", (2, 4), (2, 9), before=[2], behind=[3], mode="reflect"), 1
    yield "pad with the border", ["pad"], within("pad", (2, 3), (2, 8), before=[2], behind=[3], mode="replicate"), 1
    yield "convolution along a sequence", ["conv1d"], within("conv1d", (3, 7), (4, 5), out_channels=4), 0.5
    yield "convolution along a sequence with all that it has", ["conv1d"], within(
        "conv1d", (4, 9), (6, 4), out_channels=6, kernel_size=2, stride=2, padding=1, dilation=3, groups=2,
        bias=False), 0.5
    yield "max pooling along a sequence", ["max_pool1d"], within("max_pool1d", (3, 8), (3, 4), kernel_size=2), 1
    yield "max pooling along a sequence with all that it has", ["max_pool1d"], within(
        "max_pool1d", (2, 9), (2, 5), kernel_size=2, stride=2, padding=1, dilation=2), 1
    yield "average pooling along a sequence", ["average_pool1d"], within(
        "average_pool1d", (3, 8), (3, 4), kernel_size=2), 1
    yield "average pooling along a sequence where the padding does not count", ["average_pool1d"], within(
        "average_pool1d", (2, 7), (2, 4), kernel_size=3, stride=2, padding=1, count_include_pad=False), 1
    yield "global max pooling", ["global_max_pool"], within("global_max_pool", (3, 4, 5), (3,)), 1
    yield "global max pooling of a sequence", ["global_max_pool"], within("global_max_pool", (3, 6), (3,)), 1
    yield "instance normalization", ["instance_norm"], within("instance_norm", (3, 4, 2), (3, 4, 2)), 1
    yield "instance normalization that is not affine", ["instance_norm"], within(
        "instance_norm", (2, 5), (2, 5), affine=False, eps=0.1), 1
    yield "group normalization", ["group_norm"], within("group_norm", (4, 2, 3), (4, 2, 3), groups=2), 1
    yield "group normalization of features", ["group_norm"], within("group_norm", (6,), (6,), groups=2), 1
    yield "prelu with one slope", ["prelu"], after_dense("prelu"), 1
    yield "prelu with a slope for each channel", ["prelu"], within("prelu", (3, 2, 2), (3, 2, 2), per="channel"), 1
    for kind in ("divide", "maximum", "minimum"):
        network = branches(kind, {}, ("a", two), ("b", two))
        layer = network["layers"]["layer"]
        layer["inputs"] = dict(zip(("a", "b"), layer["inputs"].values()))
        yield kind, [kind], network, 1
    for kind in ("affine", "clamp", "power", "absolute", "exp", "selu", "hard_sigmoid", "hard_swish", "mish",
                 "softsign"):
        yield kind, [kind], after_dense(kind), 1
    yield "affine with numbers of its own", ["affine"], after_dense("affine", factor=-0.5, offset=2.0), 1
    yield "clamp between numbers of its own", ["clamp"], after_dense("clamp", lower=-0.25, upper=0.5), 1
    yield "the third power", ["power"], after_dense("power", exponent=3), 1
    for kind in ("selu", "hard_swish", "mish", "softsign"):
        yield f"{kind} far from zero", [kind], after_dense(kind), 12
    for kind in ("reciprocal", "log", "sqrt"):
        yield kind, [kind], positive(kind), 1
