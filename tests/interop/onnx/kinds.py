# SPDX-License-Identifier: GPL-3.0-or-later
"""What people's models are made of, kind by kind: python kinds.py LIGATURE_CLI.

Each model is made by PyTorch's exporter or by onnx.helper, imported, and exported again; both have to compute the same.
The other rows have to be refused, with those words."""

import os
import pathlib
import sys
import tempfile
import warnings

try:
    import numpy
    import onnx
    import torch
    from onnx import TensorProto, helper, numpy_helper
    from torch import nn
    from torch.nn import functional
except ImportError as missing:
    print(f"SKIPPED: {missing}; ./dev test installs it")
    sys.exit(1 if os.environ.get("CI") else 77)

import imported

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
rng = numpy.random.default_rng(1)


class Of(nn.Module):
    """A function of tensors and of what the module holds."""

    def __init__(self, function, **held):
        super().__init__()
        self.function = function
        for name, value in held.items():
            setattr(self, name, value)

    def forward(self, *inputs):
        return self.function(self, *inputs)


def parameter(*shape):
    return nn.Parameter(torch.rand(*shape) + 0.5)


def with_norms(*layers):
    for module in layers:
        if getattr(module, "weight", None) is not None and module.weight.dim() == 1:
            nn.init.normal_(module.weight)
            nn.init.normal_(module.bias)
    return nn.Sequential(*layers)


def attention(causal):
    def forward(m, x):
        batch, steps, width = x.shape
        q, k, v = (part.view(batch, steps, 2, width // 2).transpose(1, 2) for part in m.qkv(x).chunk(3, dim=-1))
        scores = q @ k.transpose(-2, -1) / (width // 2) ** 0.5
        if causal:
            scores = scores.masked_fill(torch.ones(steps, steps).tril() == 0, float("-inf"))
        return m.out((functional.softmax(scores, -1) @ v).transpose(1, 2).reshape(batch, steps, width))
    return Of(forward, qkv=nn.Linear(8, 24), out=nn.Linear(8, 8))


def rotary(m, x):
    a, b = x.chunk(2, dim=-1)
    return x * m.cos + torch.cat([-b, a], -1) * m.sin


class Tokens(nn.Module):
    """A learned token before all others, as vision transformers have it."""

    def __init__(self):
        super().__init__()
        self.token, self.places = parameter(1, 1, 6), parameter(1, 5, 6)

    def forward(self, x):
        return torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.places


class Recurrent(nn.Module):
    def __init__(self, module, read="all"):
        super().__init__()
        self.rows, self.read = module, read

    def forward(self, x):
        y, state = self.rows(x)
        if self.read == "all":
            return y
        state = state[0] if isinstance(state, tuple) else state
        return torch.cat([state[-2], state[-1]], 1) if self.read == "both" else state[-1]


class Cells(nn.Module):
    """A cell step by step, from a state of zeros that the exporter writes down where it knows how many samples."""

    def __init__(self, cell):
        super().__init__()
        self.cell = cell

    def forward(self, x):
        state = None
        for step in range(x.shape[1]):
            state = self.cell(x[:, step], state)
        return state[0] if isinstance(state, tuple) else state


CONSTANTS = {
    "plus a number": lambda m, x: x + 1.5, "minus a number": lambda m, x: x - 0.5, "from a number": lambda m, x: 1 - x,
    "by a number": lambda m, x: x / 3, "a number by it": lambda m, x: 2 / (x * x + 1), "negated": lambda m, x: -x,
    "squared": lambda m, x: x ** 2, "to the third": lambda m, x: x ** 3, "a root": lambda m, x: (x * x + 1).sqrt(),
    "an inverse root": lambda m, x: torch.rsqrt(x * x + 1), "plus a vector": lambda m, x: torch.tanh(x) + m.v,
    "minus a vector": lambda m, x: x - m.v, "from a vector": lambda m, x: m.v - x, "by a vector": lambda m, x: x / m.v,
    "a vector by it": lambda m, x: m.v / (x * x + 1), "times a vector": lambda m, x: m.v * x,
    "a vector's exponential": lambda m, x: x * torch.exp(m.v), "clamped": lambda m, x: x.clamp(-0.5, 0.25),
    "clamped from below": lambda m, x: x.clamp(min=0.2), "an exponential": lambda m, x: torch.exp(x),
    "an absolute value": lambda m, x: x.abs(), "the larger of it and a vector": lambda m, x: torch.maximum(x, m.v),
    "standardised": lambda m, x: (x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True) + 1e-3),
    "a distance": lambda m, x: functional.pairwise_distance(x, m.v.expand_as(x), keepdim=True),
    "a length of 1": lambda m, x: functional.normalize(x, dim=-1),
    "its largest": lambda m, x: x.amax(-1, keepdim=True) - x, "masked": lambda m, x: torch.where(m.mask, x, m.v),
}
ACTIVATIONS = {"PReLU": nn.PReLU(), "PReLU by feature": nn.PReLU(6), "SELU": nn.SELU(), "CELU": nn.CELU(0.7),
               "Hardswish": nn.Hardswish(), "Hardsigmoid": nn.Hardsigmoid(), "Hardtanh": nn.Hardtanh(),
               "ReLU6": nn.ReLU6(), "Mish": nn.Mish(), "Softplus": nn.Softplus(), "Softsign": nn.Softsign(),
               "GELU by tanh": nn.GELU("tanh"), "GELU": nn.GELU(), "SiLU": nn.SiLU(), "ELU": nn.ELU(0.5),
               "Tanhshrink": nn.Tanhshrink(), "Softmin": nn.Softmin(dim=-1)}
MODELS = {
    "attention, divided": (attention(False), (4, 8)),
    "causal attention": (attention(True), (4, 8)),
    "multi-head attention": (Of(lambda m, x: m.a(x, x, x)[0], a=nn.MultiheadAttention(8, 2, batch_first=True)), (4, 8)),
    "multi-head attention, steps first": (Of(lambda m, x: m.a(x.transpose(0, 1), x.transpose(0, 1), x.transpose(0, 1))[0]
                                             .transpose(0, 1), a=nn.MultiheadAttention(8, 2)), (4, 8)),
    "a transformer": (Of(lambda m, x: m.e(x), e=nn.TransformerEncoderLayer(8, 2, 12, batch_first=True)), (4, 8)),
    "rotary embedding": (Of(rotary, cos=nn.Parameter(torch.rand(4, 8)), sin=nn.Parameter(torch.rand(4, 8))), (4, 8)),
    "a learned token": (Tokens(), (4, 6)),
    "a chunk": (Of(lambda m, x: torch.mul(*x.chunk(2, dim=1))), (8,)),
    "an odd chunk": (Of(lambda m, x: torch.cat([2 * part for part in x.chunk(3, dim=1)], 1)), (8,)),
    "split with sizes": (Of(lambda m, x: torch.cat(x.split([2, 5, 1], 1)[::-1], 1)), (8,)),
    "axes exchanged": (Of(lambda m, x: x.permute(0, 3, 1, 2)), (2, 3, 4)),
    "axes exchanged and back": (nn.Sequential(nn.Linear(4, 3), Of(lambda m, x: m.l(x.transpose(1, 2)),
                                                                 l=nn.Linear(5, 2))), (5, 4)),
    "backwards": (Of(lambda m, x: x.flip(1)), (5, 3)),
    "every second": (Of(lambda m, x: x[:, 1::2, :-1]), (5, 3)),
    "padded with a number": (Of(lambda m, x: functional.pad(x, (1, 2), value=0.5)), (3, 4)),
    "padded and cut": (Of(lambda m, x: functional.pad(x, (-1, 2))), (3, 4)),
    "mirrored at the border": (nn.ReflectionPad2d((1, 2, 0, 1)), (2, 4, 5)),
    "the border repeated": (nn.ReplicationPad2d(2), (2, 3, 4)),
    "zeros around, then a convolution": (nn.Sequential(nn.ZeroPad2d((1, 2, 0, 1)), nn.Conv2d(2, 3, 3)), (2, 5, 5)),
    "an image made larger": (nn.Sequential(nn.Conv2d(2, 8, 1), nn.PixelShuffle(2)), (2, 3, 4)),
    "repeated": (Of(lambda m, x: x.repeat(1, 2, 3)), (2, 3)),
    "broadcast": (Of(lambda m, x: x.unsqueeze(1) * x.unsqueeze(2)), (4,)),
    "broadcast along channels": (Of(lambda m, x: x * m.v, v=parameter(3, 1, 1)), (3, 2, 4)),
    "squeeze and excitation": (Of(lambda m, x: x * torch.sigmoid(m.l(x.mean((2, 3))))[:, :, None, None],
                                  l=nn.Linear(3, 3)), (3, 4, 5)),
    "a matrix on the left": (Of(lambda m, x: m.w @ x, w=parameter(3, 4)), (4, 5)),
    "columns": (Of(lambda m, x: (m.w @ x.t()).t(), w=parameter(3, 4)), (4,)),
    "a convolution along a sequence": (nn.Sequential(nn.Conv1d(3, 4, 3, padding=1, stride=2), nn.ReLU(),
                                                     nn.MaxPool1d(2), nn.Flatten(), nn.Linear(8, 2)), (3, 8)),
    "convolutions that fill a sequence": (nn.Conv1d(4, 4, 3, dilation=2, padding=2, groups=4), (4, 9)),
    "a transposed convolution along a sequence": (nn.ConvTranspose1d(3, 2, 4, stride=2, padding=1), (3, 5)),
    "pools along a sequence": (nn.Sequential(nn.AvgPool1d(3, 2, padding=1), nn.AdaptiveAvgPool1d(1)), (3, 9)),
    "the last window not whole": (nn.MaxPool2d(3, 2, ceil_mode=True), (2, 6, 8)),
    "the last mean not whole": (nn.AvgPool2d(3, 2, ceil_mode=True), (2, 6, 8)),
    "a dilated pool": (nn.MaxPool2d(2, dilation=2, stride=1), (2, 6, 7)),
    "instance norm": (with_norms(nn.InstanceNorm2d(3, affine=True)), (3, 4, 5)),
    "group norm": (with_norms(nn.GroupNorm(2, 4), nn.ReLU()), (4, 3, 3)),
    "layer norm of images": (nn.LayerNorm([3, 4]), (2, 3, 4)),
    "batch norm along a sequence": (with_norms(nn.BatchNorm1d(3)), (3, 5)),
    "RMS norm": (Of(lambda m, x: x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * m.w, w=parameter(6)), (3, 6)),
    "weight norm": (nn.utils.weight_norm(nn.Linear(5, 3)), (5,)),
    "both directions": (Recurrent(nn.LSTM(3, 4, batch_first=True, bidirectional=True)), (5, 3)),
    "both directions' last states": (Recurrent(nn.GRU(3, 4, batch_first=True, bidirectional=True), "both"), (5, 3)),
    "two layers in both directions": (Recurrent(nn.GRU(3, 4, 2, batch_first=True, bidirectional=True)), (5, 3)),
    "a recurrent network in both directions": (Recurrent(nn.RNN(3, 4, batch_first=True, bidirectional=True)), (5, 3)),
    "logarithms of classes at each step": (nn.Sequential(nn.Linear(4, 5), nn.LogSoftmax(-1)), (3, 4)),
    "a softmax over the first axis": (nn.Softmax(dim=1), (3, 4)),
    **{f"constants: {name}": (Of(function, v=parameter(6), mask=torch.rand(6) > 0.5), (6,))
       for name, function in CONSTANTS.items()},
    **{f"activations: {name}": (nn.Sequential(nn.Linear(6, 6), module), (6,)) for name, module in ACTIVATIONS.items()},
}
SEVERAL = {
    "two inputs": (Of(lambda m, a, b: m.o((m.f(a) - m.f(b)).abs()), f=nn.Linear(5, 4), o=nn.Linear(4, 1)), [(5,), (5,)]),
    "two inputs of two shapes": (Of(lambda m, a, b: m.f(a.mean(1)) * b, f=nn.Linear(3, 2)), [(4, 3), (2,)]),
    "a distance of two inputs": (Of(lambda m, a, b: functional.pairwise_distance(m.f(a), m.f(b)), f=nn.Linear(5, 4)),
                                 [(5,), (5,)]),
    "three inputs": (Of(lambda m, a, b, c: torch.cat([m.f(a), b, c], 1), f=nn.Linear(3, 2)), [(3,), (1,), (3,)]),
}
CELLS = {"RNN": nn.RNNCell(3, 4), "GRU": nn.GRUCell(3, 4), "LSTM": nn.LSTMCell(3, 4)}


def by_torch(module, shapes, path, opset=16, fixed=False):
    inputs = tuple(torch.randn(2, *shape) for shape in shapes)
    names = [f"x{i}" for i in range(len(inputs))]
    torch.onnx.export(module.eval(), inputs if len(inputs) > 1 else inputs[0], str(path), input_names=names,
                      dynamic_axes=None if fixed else {name: {0: "batch"} for name in names}, opset_version=opset)


def tensor(name, *shape, kind=numpy.float32):
    return numpy_helper.from_array(rng.standard_normal(shape).astype(kind), name)


def whole(name, *values):
    return numpy_helper.from_array(numpy.array(values, numpy.int64), name)


def graph(nodes, shape, tensors=(), opset=17, kind=TensorProto.FLOAT, gives=None):
    x = helper.make_tensor_value_info("x", kind, ["N", *shape])
    y = helper.make_tensor_value_info("y", gives or kind, None)
    model = helper.make_model(helper.make_graph(nodes, "graph", [x], [y], list(tensors)),
                              opset_imports=[helper.make_opsetid("", opset)])
    model.ir_version = 8 if opset < 18 else 9
    return model


def stored(name, values, kind=numpy.float32):
    return numpy_helper.from_array(numpy.array(values, kind), name)


def node(op, inputs, outputs="y", **attributes):
    return helper.make_node(op, inputs.split(), outputs.split(), **attributes)


def recurrent(op, gates, **attributes):
    directions = 2 if attributes.get("direction") == "bidirectional" else 1
    return graph([node("Transpose", "x", "t", perm=[1, 0, 2]),
                  helper.make_node(op, ["t", "W", "R", "B"], ["s", ""], hidden_size=4, **attributes),
                  node("Transpose", "s", perm=[2, 0, 1, 3])], [5, 3],
                 [tensor("W", directions, gates * 4, 3), tensor("R", directions, gates * 4, 4),
                  tensor("B", directions, gates * 8)])


KERNEL = tensor("K", 2, 1, 3, 3)
EXCHANGED = numpy_helper.from_array(numpy_helper.to_array(KERNEL).swapaxes(2, 3).copy(), "L")
WEIGHTS = [tensor("W", 4, 4), tensor("b", 4)]
HELPER = {
    "a Cast to 64 bits and back": graph([node("Cast", "x", "d", to=11), node("Cast", "d", to=1)], [4]),
    "a Cast to 16 bits of what they hold": graph(
        [node("Cast", "k", "h", to=10), node("Cast", "h", "f", to=1), node("Mul", "x f")], [3],
        [stored("k", [0.5, -65504, 3])]),
    "16-bit floats inside": graph(
        [node("Cast", "x", "h", to=10), node("MatMul", "h W", "p"), node("Cast", "p", to=1)], [4],
        [tensor("W", 4, 3, kind=numpy.float16)]),
    "bounds that cross": graph([node("Clip", "x a b")], [4], [stored("a", 0.5), stored("b", -0.5)]),
    "bounds that are named": graph([node("Clip", "x low high")], [4], [stored("low", -0.25), stored("high", 0.5)]),
    "a scaled product": graph([node("Gemm", "x W b", alpha=0.5, beta=2.0)], [4], WEIGHTS),
    "a scaled product of a transpose": graph([node("Gemm", "x W b", alpha=-1.5, beta=0.25, transB=1)], [4], WEIGHTS),
    "a scaled product beside the weight itself": graph(
        [node("Gemm", "x W b", "a", alpha=0.5), node("Tanh", "a", "t"), node("Gemm", "t W b", transB=1)], [4], WEIGHTS),
    "rows that are written down": graph(
        [node("Constant", "", "h", value=stored("", [[0.5, 1, -2, 0]])), node("Gemm", "h W b", "s"),
         node("Gemm", "x W b", "p"), node("Add", "s p", "a"), node("Tanh", "a")], [4], WEIGHTS),
    "rows of zeros": graph(
        [node("Constant", "", "h", value=stored("", [[0, 0, 0, 0]])), node("MatMul", "h W", "s"),
         node("MatMul", "x W", "p"), node("Add", "s p", "a"), node("Tanh", "a")], [4], WEIGHTS),
    "64-bit floats": graph([node("MatMul", "x W", "a"), node("Tanh", "a", "b"), node("MatMul", "b W")], [4],
                           [tensor("W", 4, 4, kind=numpy.float64)], kind=TensorProto.DOUBLE),
    "16-bit weights": graph([node("Cast", "H", "W", to=1), node("MatMul", "x W")], [4],
                            [tensor("H", 4, 3, kind=numpy.float16)]),
    "backwards alone": recurrent("LSTM", 4, direction="reverse"),
    "an LSTM in both directions": recurrent("LSTM", 4, direction="bidirectional"),
    "SAME_UPPER": graph([node("Conv", "x W", auto_pad="SAME_UPPER", strides=[2, 2])], [2, 5, 6], [tensor("W", 3, 2, 4, 3)]),
    "SAME_LOWER": graph([node("Conv", "x W", auto_pad="SAME_LOWER")], [2, 5, 6], [tensor("W", 3, 2, 2, 4)]),
    "an average under SAME": graph([node("AveragePool", "x", auto_pad="SAME_UPPER", kernel_shape=[2, 2])], [2, 5, 5]),
    "a mean that counts uneven padding": graph(
        [node("AveragePool", "x", kernel_shape=[2, 3], pads=[0, 1, 1, 0], count_include_pad=1)], [2, 5, 5]),
    "the largest of each channel": graph([node("GlobalMaxPool", "x", "p"), node("Flatten", "p")], [3, 4, 5]),
    "several places": graph([node("Gather", "x i", axis=1)], [5, 2], [whole("i", 0, 3, 4)]),
    "rows of a stored matrix beside all of it": graph(
        [node("MatMul", "x W", "a"), node("Tanh", "a", "t"), node("Gather", "W i", "V"), node("MatMul", "t V")], [4],
        [tensor("W", 4, 4), whole("i", 2, -1, 2, 0)]),
    "the triangle of a stored matrix": graph(
        [node("MatMul", "x W", "a"), node("Trilu", "W k", "V", upper=0), node("MatMul", "a V")], [4],
        [tensor("W", 4, 4), numpy_helper.from_array(numpy.array(1, numpy.int64), "k")]),
    "places backwards": graph([node("Slice", "x s e a t")], [5, 2], [whole("s", -1), whole("e", -100), whole("a", 1),
                                                                    whole("t", -2)]),
    "negative axes": graph([node("ReduceSum", "x a", keepdims=0)], [3, 4], [whole("a", -2)]),
    "a shape that is computed": graph(
        [node("Shape", "x", "s"), node("Gather", "s 0", "n"), node("Mul", "3 4", "c"), node("Unsqueeze", "n 0a", "n1"),
         node("Concat", "n1 c", "t", axis=0), node("Reshape", "x t")], [3, 4],
        [whole("3", 3), whole("4", 4), numpy_helper.from_array(numpy.array(0, numpy.int64), "0"), whole("0a", 0)]),
    "a flat softmax of old": graph([node("Softmax", "x", axis=1)], [3, 4], opset=11),
    "an activation spelled out": graph(
        [node("Constant", "", "c", value_float=1.0), node("Neg", "x", "m"), node("Exp", "m", "e"),
         node("Add", "c e", "d"), node("Div", "x d")], [4]),
    "group normalization of each group": graph(
        [node("GroupNormalization", "x s b", num_groups=2)], [4, 3, 3], [tensor("s", 2), tensor("b", 2)], opset=18),
    "the Attention operator": graph(
        [node("Attention", "x x x", q_num_heads=2, kv_num_heads=2, is_causal=1)], [4, 8], opset=23),
    "heads that share keys": graph(
        [node("MatMul", "x W", "k"), node("Attention", "x k k", q_num_heads=4, kv_num_heads=2, scale=0.3)], [4, 8],
        [tensor("W", 8, 4)], opset=23),
    "the RMSNormalization operator": graph([node("RMSNormalization", "x s", epsilon=1e-4)], [3, 6], [tensor("s", 6)],
                                           opset=23),
    "the RotaryEmbedding operator": graph(
        [node("RotaryEmbedding", "x c s p", num_heads=2)], [3, 8],
        [tensor("c", 5, 2), tensor("s", 5, 2), numpy_helper.from_array(numpy.array([[0, 1, 2]] * 3), "p")], opset=23),
    "the RotaryEmbedding operator, pair by pair": graph(
        [node("RotaryEmbedding", "x c s p", num_heads=2, interleaved=1, rotary_embedding_dim=2)], [3, 8],
        [tensor("c", 5, 1), tensor("s", 5, 1), numpy_helper.from_array(numpy.array([[2, 0, 1]] * 3), "p")], opset=23),
    "a kernel whose axes an exporter has exchanged": graph(
        [node("Conv", "x K", "a"), node("Conv", "x L", "b"), node("Add", "a b")], [1, 5, 5], [KERNEL, EXCHANGED]),
    "an initializer that is one number throughout": graph(
        [node("Gemm", "x V z", "a"), node("Tanh", "a", "t"), node("Gemm", "t W z")], [4],
        [tensor("V", 4, 4), tensor("W", 4, 4), numpy_helper.from_array(numpy.zeros(4, numpy.float32), "z")]),
}
def filled(op, **attributes):
    return graph([node("Shape", "x", "s"), node("Slice", "s", "n", axes=[0], starts=[0], ends=[1]),
                  node("Concat", "n k", "t", axis=0), node(op, "t", "f", **attributes), node("Add", "x f")], [4],
                 [whole("k", 4)], opset=9 if op == "ConstantOfShape" else 7)


# What no other system computes any longer, and what has to be the same.
OF_OLD = {"ConstantFill": (filled("ConstantFill", input_as_shape=1, value=1.5, dtype=1),
                           filled("ConstantOfShape", value=stored("", [1.5])))}
ROUGH = {"16-bit floats inside": 1e-2}
SAYS = {"a distance of two inputs": "is that root here", "16-bit floats inside": "computes in floats of 16 bits",
        "bounds that cross": "the upper one throughout",
        "bounds that are named": "\"low\" is a bound of Clip",
        "an initializer that is one number throughout": "tie them if they are meant to be one",
        "64-bit floats": "64-bit floats there", "two inputs": "one Input of 2 × 5",
        "a kernel whose axes an exporter has exchanged": "its axes in the order 0, 1, 3, 2"}
REFUSED = {
    "what a Cast cuts": (graph([node("Cast", "x", "i", to=6), node("Cast", "i", to=1)], [4]), ["Cast", "made real again"]),
    "half precision and back": (graph([node("Cast", "x", "h", to=10), node("Cast", "h", to=1)], [4]),
                                ["Cast", "FLOAT16", "without half precision"]),
    "half precision behind a layer": (graph(
        [node("Gemm", "x W b", "a"), node("Cast", "a", "h", to=16), node("Cast", "h", to=1)], [4], WEIGHTS),
        ["Cast", "BFLOAT16", "without half precision"]),
    "eight bits": (graph([node("Cast", "x", "h", to=19), node("Cast", "h", to=1)], [4], opset=19),
                   ["Cast", "FLOAT8E5M2"]),
    "weights that are rounded": (graph(
        [node("Cast", "W", "h", to=10), node("Cast", "h", "f", to=1), node("MatMul", "x f")], [4], WEIGHTS),
        ["Cast", "what is stored", "FLOAT16", "without half precision"]),
    "an exponent of several": (graph([node("Pow", "x b")], [4], WEIGHTS),
                               ["Pow", "its exponent is", "a stored tensor of 4"]),
    "an exponent that is trained": (graph([node("Pow", "x p")], [4], [tensor("p", 1)]), ["Pow", "that training moves"]),
    "a power of what is stored": (graph([node("Pow", "b x")], [4], WEIGHTS), ["Pow", "what it raises is"]),
    "a power that is no root": (graph([node("Pow", "x const")], [4], [stored("const", 0.49)]),
                                ["Pow", "a power of 0.49"]),
    "bounds for each place": (graph([node("Max", "x b", "m"), node("Clip", "m b")], [4], WEIGHTS),
                              ["Clip", "a stored tensor of 4"]),
    "a condition of more axes": (graph([node("Where", "k c x")], [4], [
        stored("k", [[[True, False, True, True]]], bool), stored("c", [[2]])]),
        ["Where", "its condition is 1 × 1 × 4"]),
    "a choice of more axes": (graph([node("Where", "k c x")], [4], [
        stored("k", [True, False, True, True], bool), stored("c", [[[2, 1, 3, 4]]])]),
        ["Where", "its stored tensor is 1 × 1 × 4"]),
    "beyond 32 bits": (graph([node("Cast", "V", "W", to=1), node("MatMul", "x W")], [2], [stored(
        "V", [[1, 2], [1e300, 4]], numpy.float64)]), ["V", "[1, 0]", "1e+300", "3.4e+38"]),
    "volumes": (graph([node("MaxPool", "x", kernel_shape=[2, 2, 2])], [2, 4, 4, 4]), ["MaxPool", "volumes"]),
    "samples among one another": (graph([node("ReduceSum", "x a")], [3], [whole("a", 0)]), ["ReduceSum", "batch"]),
    "not a number": (graph([node("MatMul", "x W")], [2], [numpy_helper.from_array(
        numpy.array([[1, 2], [numpy.nan, 4]], numpy.float32), "W")]), ["W", "[1, 0]", "not a number"]),
}


def main(cli):
    passed = failed = 0
    torch.manual_seed(1)

    def attempt(name, make, words=None, instead=None):
        nonlocal passed, failed
        with tempfile.TemporaryDirectory() as made:
            folder = pathlib.Path(made)
            try:
                make(folder / "model.onnx")
                inputs = expected = None
                if instead is not None:
                    inputs = imported.given_inputs(instead, rng, 3)
                    expected = imported.run(instead, inputs)
                said = imported.agrees(cli, folder, folder / "model.onnx", ROUGH.get(name, 1e-5), inputs=inputs,
                                       expected=expected)
                assert words is None, f"it is imported: {said}"
                assert SAYS.get(name, "") in said, said
                passed += 1
            except Exception as error:  # Whatever is wrong with one, the others are tried.
                if words and isinstance(error, imported.Refused) and all(word in str(error) for word in words):
                    passed += 1
                    return
                failed += 1
                print(f"{name}: {type(error).__name__}: {str(error)[:400]}")

    for name, (module, shape) in MODELS.items():
        attempt(name, lambda path: by_torch(module, [shape], path))
    for name, (module, shapes) in SEVERAL.items():
        attempt(name, lambda path: by_torch(module, shapes, path))
    for name in ("attention, divided", "both directions", "a convolution along a sequence", "a learned token",
                 "multi-head attention"):
        module, shape = MODELS[name]
        attempt(f"{name}, for a fixed number of samples", lambda path: by_torch(module, [shape], path, fixed=True))
        attempt(f"{name}, by operator set 11", lambda path: by_torch(module, [shape], path, opset=11))
    for name, cell in CELLS.items():
        for fixed in (False, True):
            attempt(f"{name} cells{', for a fixed number of samples' if fixed else ''}",
                    lambda path: by_torch(Cells(cell), [(3, 3)], path, fixed=fixed))
    for name, (model, instead) in OF_OLD.items():
        attempt(name, lambda path: onnx.save(model, str(path)), instead=instead)
    for name, model in HELPER.items():
        attempt(name, lambda path: onnx.save(model, str(path)))
    for name, (model, words) in REFUSED.items():
        attempt(name, lambda path: onnx.save(model, str(path)), words)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
