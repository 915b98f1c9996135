# SPDX-License-Identifier: GPL-3.0-or-later
"""Convolution and its transpose, pooling, batch normalization."""

import torch
from torch.nn import functional

from networks import chain, dense, image


def pair(attributes, name, default):
    """A height and a width, or one number for both."""
    value = attributes.get(name, [default])
    return (value * 2)[:2]


def conv2d(x, a, p):
    return functional.conv2d(x[0], p("weight"), p("bias") if a.get("bias", True) else None, pair(a, "stride", 1),
                             pair(a, "padding", 0), pair(a, "dilation", 1), a.get("groups", 1))


def conv_transpose2d(x, a, p):
    return functional.conv_transpose2d(
        x[0], p("weight"), p("bias") if a.get("bias", True) else None, pair(a, "stride", 1), pair(a, "padding", 0),
        pair(a, "output_padding", 0), a.get("groups", 1), pair(a, "dilation", 1))


def kernels(attributes, first, second):
    shapes = {"weight": [first, second // attributes.get("groups", 1), *pair(attributes, "kernel_size", 3)]}
    if attributes.get("bias", True):
        shapes["bias"] = [attributes["out_channels"]]
    return shapes


def max_pool2d(x, a, p):
    return functional.max_pool2d(x[0], pair(a, "kernel_size", 2), pair(a, "stride", 0) if a.get("stride") else None,
                                 pair(a, "padding", 0), pair(a, "dilation", 1))


def average_pool2d(x, a, p):
    return functional.avg_pool2d(x[0], pair(a, "kernel_size", 2), pair(a, "stride", 0) if a.get("stride") else None,
                                 pair(a, "padding", 0), count_include_pad=a.get("count_include_pad", True))


def batch_norm(x, a, p):
    affine = a.get("affine", True)
    return functional.batch_norm(
        x[0], p("running_mean"), p("running_var"), p("weight") if affine else None, p("bias") if affine else None,
        p.training, a.get("momentum", 0.1), a.get("eps", 1e-5))


def norm_slots(inputs, attributes):
    names = ["running_mean", "running_var"] + (["weight", "bias"] if attributes.get("affine", True) else [])
    return {name: [inputs[0][0]] for name in names}


LAYERS = {
    "conv2d": conv2d,
    "conv_transpose2d": conv_transpose2d,
    "max_pool2d": max_pool2d,
    "average_pool2d": average_pool2d,
    "global_average_pool": lambda x, a, p: x[0].flatten(2).mean(dim=2),
    "batch_norm": batch_norm,
}
STATE = {"batch_norm": {"running_mean", "running_var"}}
SLOTS = {
    "batch_norm": norm_slots,
    "conv2d": lambda inputs, a: kernels(a, a["out_channels"], inputs[0][0]),
    "conv_transpose2d": lambda inputs, a: kernels(a, inputs[0][0], a["out_channels"]),
}


def around(kind, shape, **attributes):
    """A 1 x 1 convolution before the layer, so that a gradient runs through it."""
    slots = SLOTS[kind]([shape], attributes) if kind in SLOTS else {}

    def parameter(slot):
        return torch.zeros(slots[slot])

    parameter.training = False
    output = LAYERS[kind]([torch.zeros(1, *shape)], attributes, parameter)
    return chain(image(*shape), ("before", "conv2d", {"out_channels": shape[0], "kernel_size": [1], "bias": False}),
                 ("layer", kind, attributes), output_shape=list(output.shape[1:]))


def cases():
    rows = [
        ("", (2, 5, 6), {}),
        (" of one channel", (1, 6, 6), {"out_channels": 9}),
        (" without a bias", (2, 5, 5), {"bias": False}),
        (" with padding", (2, 5, 6), {"padding": [1]}),
        (" with more padding than kernel", (2, 3, 4), {"padding": [4, 5]}),
        (" with a stride", (2, 7, 8), {"stride": [2]}),
        (" with a stride and padding", (2, 7, 8), {"stride": [2], "padding": [1]}),
        (" with two strides and two paddings", (2, 8, 7), {"stride": [3, 2], "padding": [2, 1]}),
        (" with a stride larger than the kernel", (2, 7, 6), {"kernel_size": [2], "stride": [3, 4]}),
        (" with a dilation", (2, 7, 8), {"dilation": [2]}),
        (" with dilation, stride and padding", (2, 9, 8), {"dilation": [2, 3], "stride": [2], "padding": [2, 3]}),
        (" with a dilation and a stride of its multiple", (2, 9, 9), {"dilation": [2], "stride": [4], "padding": [2]}),
        (" with a wide kernel", (2, 5, 9), {"kernel_size": [1, 5]}),
        (" with a tall kernel", (2, 9, 5), {"kernel_size": [4, 2], "padding": [1, 0]}),
        (" of 1 x 1", (3, 4, 5), {"kernel_size": [1], "out_channels": 5}),
        (" of 5 x 5 over many channels", (4, 5, 4), {"kernel_size": [5], "padding": [2], "out_channels": 10}),
        (" that covers the whole image", (3, 4, 5), {"kernel_size": [4, 5], "out_channels": 7}),
        (" over a wide image", (1, 2, 70), {"padding": [1], "out_channels": 1}),
        (" in groups", (4, 5, 5), {"groups": 2, "out_channels": 6, "padding": [1]}),
        (" by depth", (5, 4, 5), {"groups": 5, "out_channels": 5, "padding": [1]}),
        (" by depth, two kernels a channel", (3, 5, 5), {"groups": 3, "out_channels": 6, "stride": [2]}),
    ]
    for title, shape, attributes in rows:
        attributes = {"out_channels": 3, **({} if "kernel_size" in attributes else {"kernel_size": [3]}), **attributes}
        yield "convolution" + title, ["conv2d"], around("conv2d", shape, **attributes), 0.5
    rows = [
        ("", (2, 4, 3), {}),
        (" without a bias", (2, 3, 3), {"bias": False}),
        (" with padding", (2, 4, 5), {"padding": [1]}),
        (" with a stride", (2, 3, 4), {"stride": [2]}),
        (" with a stride, padding and output padding", (2, 4, 3), {"stride": [2], "padding": [1], "output_padding": [1]}),
        (" with two strides", (2, 3, 4), {"stride": [3, 2], "padding": [0, 1], "output_padding": [2, 0]}),
        (" with a stride larger than the kernel", (2, 3, 3), {"kernel_size": [2], "stride": [4, 3]}),
        (" with a dilation", (2, 4, 4), {"dilation": [2], "padding": [1, 2]}),
        (" with a dilation and as much output padding", (2, 4, 4), {"dilation": [3, 2], "output_padding": [2, 1]}),
        (" with dilation, stride and output padding", (1, 2, 3), {"out_channels": 2, "dilation": [2], "stride": [3], "output_padding": [1, 2]}),
        (" with a wide kernel", (2, 3, 5), {"kernel_size": [1, 4], "stride": [1, 2]}),
        (" of 1 x 1", (3, 4, 4), {"kernel_size": [1], "out_channels": 5}),
        (" over many channels", (5, 3, 3), {"kernel_size": [5], "out_channels": 10, "padding": [2]}),
        (" in groups", (4, 2, 3), {"groups": 2, "out_channels": 6, "stride": [2]}),
        (" by depth", (4, 5, 4), {"groups": 4, "out_channels": 4, "stride": [2], "padding": [1]}),
    ]
    for title, shape, attributes in rows:
        attributes = {"out_channels": 3, **({} if "kernel_size" in attributes else {"kernel_size": [3]}), **attributes}
        yield "transposed convolution" + title, ["conv_transpose2d"], around(
            "conv_transpose2d", shape, **attributes), 0.5

    yield from pools()
    yield from norms()

    same = {"out_channels": 4, "kernel_size": [3], "padding": [1]}
    yield "one kernel in two convolutions", ["conv2d"], chain(
        image(4, 5, 5), ("first", "conv2d", same), ("between", "tanh", {}), ("second", "conv2d", same),
        ("flat", "flatten", {}), dense("after", 2), output_shape=[2],
        shared={"K": [["first", "weight"], ["second", "weight"]]}), 0.5
    yield "one kernel and one bias in two convolutions of different stride", ["conv2d"], chain(
        image(3, 7, 7), ("first", "conv2d", {"out_channels": 3, "kernel_size": [3], "stride": [2]}),
        ("between", "silu", {}), ("second", "conv2d", {"out_channels": 3, "kernel_size": [3], "padding": [1, 2]}),
        ("flat", "flatten", {}), dense("after", 2), output_shape=[2],
        shared={"K": [["first", "weight"], ["second", "weight"]], "b": [["first", "bias"], ["second", "bias"]]}), 0.5
    yield "a convolutional autoencoder with one kernel", ["conv2d", "conv_transpose2d"], chain(
        image(2, 6, 7), ("encoder", "conv2d", {"out_channels": 5, "kernel_size": [3], "stride": [2]}),
        ("code", "tanh", {}), ("decoder", "conv_transpose2d", {"out_channels": 2, "kernel_size": [3], "stride": [2],
                                                               "output_padding": [1, 0]}),
        target=None, shared={"K": [["encoder", "weight"], ["decoder", "weight"]]}), 0.5


def pools():
    rows = [
        ("", (2, 5, 6), {}),
        (" with a stride of its own", (2, 6, 7), {"kernel_size": [3], "stride": [2]}),
        (" with windows that overlap", (2, 5, 6), {"kernel_size": [3, 2], "stride": [1]}),
        (" with padding", (2, 5, 6), {"kernel_size": [3], "stride": [2], "padding": [1]}),
        (" with unequal sides", (2, 7, 8), {"kernel_size": [2, 5], "stride": [3, 1], "padding": [1, 2]}),
        (" of the whole image", (3, 3, 4), {"kernel_size": [3, 4]}),
    ]
    for title, shape, attributes in rows:
        yield "max pooling" + title, ["max_pool2d"], around("max_pool2d", shape, **attributes), 0.5
        yield "average pooling" + title, ["average_pool2d"], around("average_pool2d", shape, **attributes), 0.5
    yield "max pooling with a dilation", ["max_pool2d"], around(
        "max_pool2d", (2, 7, 8), kernel_size=[3, 2], stride=[2, 1], padding=[1], dilation=[2, 3]), 0.5
    yield "average pooling where the padding does not count", ["average_pool2d"], around(
        "average_pool2d", (2, 5, 6), kernel_size=[3, 4], stride=[2], padding=[1, 2], count_include_pad=False), 0.5
    yield "global average pooling", ["global_average_pool"], around("global_average_pool", (3, 4, 5)), 0.5


def running(*names):
    """Running statistics as a while of training leaves them."""
    def mean(channels):
        return lambda generator: torch.round(torch.randn(channels, generator=generator, dtype=torch.float64) * 64) / 256

    def variance(channels):
        return lambda generator: torch.round(torch.rand(channels, generator=generator, dtype=torch.float64) * 256 + 128) / 256

    return {key: value for name, channels in names for key, value in (
        (f"{name}.running_mean", mean(channels)), (f"{name}.running_var", variance(channels)))}


def norms():
    def features(**attributes):
        # A bias before it would have no gradient.
        return chain(image(5), dense("before", 4, bias=False), ("layer", "batch_norm", attributes), dense("after", 3),
                     output_shape=[3])

    for training, when in ((True, " while training"), (False, " in evaluation")):
        for title, attributes in (("", {}), (" that is not affine", {"affine": False}),
                                  (" with eps and momentum of its own", {"eps": 0.1, "momentum": 0.7})):
            options = {"training": training, "parameters": running(("layer", 4))}
            yield f"batch normalization of features{title}{when}", ["batch_norm"], features(**attributes), 1, options
        options = {"training": training, "parameters": running(("layer", 3))}
        yield f"batch normalization of images{when}", ["batch_norm"], around("batch_norm", (3, 4, 5)), 1, options
        yield f"batch normalization of images that is not affine{when}", ["batch_norm"], around(
            "batch_norm", (3, 3, 2), affine=False), 1, options
        # One layer used twice, as one module called twice: its statistics move by the first use, then by the second.
        slots = ("weight", "bias", "running_mean", "running_var")
        twice = chain(image(4), dense("before", 4, bias=False), ("first", "batch_norm", {}), ("between", "tanh", {}),
                      ("second", "batch_norm", {}), dense("after", 2), output_shape=[2],
                      shared={slot: [["first", slot], ["second", slot]] for slot in slots})
        shared = {name.split(".")[1]: draw for name, draw in running(("layer", 4)).items()}
        yield f"one batch normalization used twice{when}", ["batch_norm"], twice, 1, {
            "training": training, "parameters": shared}
