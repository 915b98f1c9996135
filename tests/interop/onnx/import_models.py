# SPDX-License-Identifier: GPL-3.0-or-later
"""Models of other systems, imported: python import_models.py LIGATURE_CLI.

Each is made by PyTorch's own exporter or by onnx.helper, becomes a project, and is exported again with its imported
weights; ONNX Runtime has to compute the same with both. What must not be imported has to be refused by name, and leave
nothing behind."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy
    import onnx
    import onnxruntime
    import torch
    from onnx import TensorProto, helper, numpy_helper
    from torch import nn
except ImportError as missing:
    print(f"SKIPPED: {missing}; ./dev test installs it")
    sys.exit(1 if os.environ.get("CI") else 77)

onnxruntime.set_default_logger_severity(3)
rng = numpy.random.default_rng(1)


class Autoencoder(nn.Module):
    """The decoder reads the encoder's weight transposed."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 9))
        self.hidden = nn.Parameter(torch.randn(4))
        self.visible = nn.Parameter(torch.randn(9))

    def forward(self, x):
        return torch.tanh(x @ self.weight.t() + self.hidden) @ self.weight + self.visible


class Twice(nn.Module):
    """One module, used twice."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(6, 6)

    def forward(self, x):
        return self.layer(torch.relu(self.layer(x)))


class Text(nn.Module):
    """An output that reads the embedding, with positions and norms between."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(11, 8)
        self.places = nn.Parameter(torch.randn(5, 8))
        self.norm = nn.LayerNorm(8)

    def forward(self, x):
        y = self.norm(self.words(x) + self.places)
        return torch.sigmoid(y) @ self.words.weight.t()


class Unflatten(nn.Module):
    """Reshapes by a shape that the exported model computes."""

    def forward(self, x):
        return x.view(x.size(0), 3, 4)


class Branches(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(6, 4, bias=False), nn.Linear(6, 4), nn.Linear(12, 3)
        self.gain = nn.Parameter(torch.randn(4))

    def forward(self, x):
        a, b = self.a(x), self.b(x) * self.gain
        return self.c(torch.cat([a + b, a - b, a * b], 1)), b[:, 1:3]


class Sequence(nn.Module):
    """A recurrent module and a layer behind it that reads all steps, the last one, or the last state."""

    def __init__(self, module, read="steps"):
        super().__init__()
        self.rows, self.read, self.output = module, read, nn.Linear(4, 2)

    def forward(self, x):
        y, state = self.rows(x)
        if self.read == "first":  # of steps × batch × features
            y = y[-1]
        elif self.read == "state":
            y = (state[0] if isinstance(state, tuple) else state)[-1]
        elif self.read == "both":
            y = y + (state[0] if isinstance(state, tuple) else state)[-1].unsqueeze(1)
        elif self.read == "last":
            y = y[:, -1]
        return self.output(y)


class Words(nn.Module):
    """A recurrent language model whose output reads the embedding."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(11, 4)
        self.rows = nn.LSTM(4, 4, batch_first=True)

    def forward(self, x):
        return self.rows(self.words(x))[0] @ self.words.weight.t()


class CellTwice(nn.Module):
    """One recurrent module over a sequence, and over what it gave."""

    def __init__(self):
        super().__init__()
        self.rows = nn.GRU(4, 4, batch_first=True)

    def forward(self, x):
        return self.rows(self.rows(x)[0])[0]


class Gelu(nn.Module):
    """Halved before it is weighed, as our own export has it."""

    def forward(self, x):
        return (x * 0.5) * (1 + torch.erf(x * 0.7071067811865476))


def images(*layers):
    for module in layers:
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.running_mean)
            nn.init.uniform_(module.running_var, 0.5, 2)
            nn.init.normal_(module.weight)
            nn.init.normal_(module.bias)
    return nn.Sequential(*layers)


TORCH = {
    "a perceptron": (nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 4), nn.Softmax(dim=1), nn.Linear(4, 3)),
                     (6,), 0),
    "activations": (nn.Sequential(nn.Linear(6, 5), nn.ELU(0.7), nn.Linear(5, 5), nn.LeakyReLU(0.2), nn.Linear(5, 5),
                                  nn.Tanh(), nn.Dropout(0.3), nn.SiLU()), (6,), 0),
    "an autoencoder with a transposed tie": (Autoencoder(), (9,), 1),
    "a layer used twice": (Twice(), (6,), 2),
    "a tied embedding": (Text(), (5,), 1),
    "branches": (Branches(), (6,), 0),
    "images": (images(nn.Conv2d(2, 4, 3, padding=1, stride=2), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2),
                      nn.Conv2d(4, 4, 3, groups=2, dilation=1, padding=(1, 0)), nn.AvgPool2d(2), nn.Flatten(),
                      nn.Linear(8, 3)), (2, 16, 17), 0),
    "images made larger": (images(nn.ConvTranspose2d(3, 2, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
                                  nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2, 3)), (3, 5, 4), 0),
    "norms and GELUs that are taken apart": (nn.Sequential(nn.Linear(6, 8), nn.LayerNorm(8), nn.GELU(), nn.Linear(8, 8),
                                                           nn.LayerNorm(8, elementwise_affine=False), Gelu(),
                                                           nn.LayerNorm(8, eps=0.1)), (6,), 0),
    "padded pooling": (images(nn.Conv2d(2, 3, 3), nn.AvgPool2d(3, padding=1)), (2, 7, 8), 0),
    "an LSTM": (Sequence(nn.LSTM(3, 4, batch_first=True)), (5, 3), 0),
    "two LSTMs, one on the other": (Sequence(nn.LSTM(3, 4, num_layers=2, batch_first=True), "last"), (5, 3), 0),
    "an LSTM without biases": (Sequence(nn.LSTM(3, 4, bias=False, batch_first=True), "state"), (5, 3), 0),
    "two LSTMs' last state": (Sequence(nn.LSTM(3, 4, num_layers=2, batch_first=True), "state"), (5, 3), 0),
    "two GRUs' last state": (Sequence(nn.GRU(3, 4, num_layers=2, batch_first=True), "state"), (5, 3), 0),
    "a GRU": (Sequence(nn.GRU(3, 4, batch_first=True), "last"), (5, 3), 0),
    "a GRU's last state": (Sequence(nn.GRU(3, 4, batch_first=True), "state"), (5, 3), 0),
    "a recurrent network": (Sequence(nn.RNN(3, 4, batch_first=True), "state"), (5, 3), 0),
    "a recurrent network of ReLUs": (Sequence(nn.RNN(3, 4, nonlinearity="relu", batch_first=True)), (5, 3), 0),
    # The exporter folds the transposed read into a second tensor; the import says that the two are equal.
    "a recurrent language model": (Words(), (5,), 0),
    "a recurrent cell used twice": (CellTwice(), (5, 4), 4),
    "a reshape in between": (nn.Sequential(nn.Linear(6, 12), Unflatten(), nn.Linear(4, 5),
                                           nn.LayerNorm(5)), (6,), 0),
}


# What they are given has the steps first, and the batch behind.
STEPS_FIRST = {
    "an LSTM, steps first": (Sequence(nn.LSTM(3, 4), "first"), (5, 3), 0),
    "two LSTMs' last state, steps first": (Sequence(nn.LSTM(3, 4, num_layers=2), "state"), (5, 3), 0),
    "two GRUs, steps first": (Sequence(nn.GRU(3, 4, num_layers=2), "first"), (5, 3), 0),
    "a recurrent network, steps first": (Sequence(nn.RNN(3, 4, nonlinearity="relu"), "state"), (5, 3), 0),
    "a GRU alone, steps first": (nn.GRU(3, 4), (5, 3), 0),
}
CLASSIFIERS = {
    "a classifier": (nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 4), nn.Softmax(dim=1)), (6,), 0),
    "a classifier by logarithms": (nn.Sequential(nn.Linear(6, 4), nn.LogSoftmax(dim=-1)), (6,), 0),
}


def by_torch(module, shape, path, batch_axis=0):
    module.eval()
    for part in module.modules():
        if isinstance(part, nn.LayerNorm) and part.elementwise_affine:
            nn.init.normal_(part.weight)  # Equal ones would be stored once.
            nn.init.normal_(part.bias)
    x = torch.randint(0, 11, (2, *shape)) if isinstance(module, (Text, Words)) else torch.randn(2, *shape)
    x = x.movedim(0, batch_axis)
    apart = isinstance(module, nn.Sequential) and any(isinstance(part, nn.GELU) for part in module)
    # Folding makes a second tensor of what is read transposed.
    torch.onnx.export(module, x, str(path), input_names=["x"], dynamic_axes={"x": {batch_axis: "batch"}},
                      opset_version=13 if apart else 17,
                      do_constant_folding=not isinstance(module, (Autoencoder, Text)))


def tensor(name, *shape):
    return numpy_helper.from_array(rng.standard_normal(shape).astype(numpy.float32), name)


def graph(nodes, inputs, outputs, tensors):
    def values(described):
        return [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", *shape]) for name, shape in described]

    made = helper.make_graph(nodes, "graph", values(inputs), values(outputs), tensors)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model


HELPER = {
    "an initializer that is read twice": (graph(
        [helper.make_node("Gemm", ["x", "W", "b"], ["h"], transB=1), helper.make_node("Tanh", ["h"], ["t"]),
         helper.make_node("Gemm", ["t", "W"], ["y"])],
        [("x", [5])], [("y", [5])], [tensor("W", 3, 5), tensor("b", 3)]), 1),
    "slices of one initializer": (graph(
        [helper.make_node("Slice", ["W", "zero", "three", "zero"], ["A"]),
         helper.make_node("Slice", ["W", "one", "four", "zero"], ["B"]),
         helper.make_node("Gemm", ["x", "A"], ["h"], transB=1), helper.make_node("Gemm", ["h", "B"], ["y"])],
        [("x", [3])], [("y", [3])],
        [tensor("W", 5, 3), *(numpy_helper.from_array(numpy.array([v], numpy.int64), n)
                              for n, v in (("zero", 0), ("one", 1), ("three", 3), ("four", 4)))]), 1),
    "zeros around an image": (graph(
        [helper.make_node("Pad", ["x", "pads"], ["p"]), helper.make_node("Conv", ["p", "K"], ["y"], pads=[1, 0, 1, 0])],
        [("x", [1, 4, 5])], [("y", [2, 6, 5])],
        [tensor("K", 2, 1, 3, 3), numpy_helper.from_array(numpy.array([0, 0, 1, 1] * 2, numpy.int64), "pads")]), 0),
    "a norm of what its mean is taken off": (graph(
        [helper.make_node("ReduceMean", ["x"], ["m"], axes=[-1]), helper.make_node("Sub", ["x", "m"], ["c"]),
         helper.make_node("LayerNormalization", ["c", "s", "b"], ["y"])],
        [("x", [3, 4])], [("y", [3, 4])], [tensor("s", 4), tensor("b", 4)]), 0),
    "sums and means": (graph(
        [helper.make_node("Relu", ["x"], ["r"]), helper.make_node("ReduceMean", ["r"], ["m"], axes=[1], keepdims=0),
         helper.make_node("Sum", ["m", "m", "m"], ["y"])],
        [("x", [4, 3])], [("y", [3])], []), 0),
}


def shared_gain():
    """A scale that two layers read, and a constant that scales what is read."""
    return graph(
        [helper.make_node("Mul", ["x", "s"], ["a"]), helper.make_node("Sigmoid", ["a"], ["b"]),
         helper.make_node("Constant", [], ["half"], value_float=0.5), helper.make_node("Mul", ["s", "half"], ["t"]),
         helper.make_node("Mul", ["b", "t"], ["y"])],
        [("x", [4])], [("y", [4])], [tensor("s", 4)])


HELPER["parts of what a layer gives, and of an initializer"] = (graph(
    [helper.make_node("Split", ["W", "sizes"], ["A", "B"], axis=0),
     helper.make_node("Gemm", ["x", "A"], ["h"], transB=1), helper.make_node("Gemm", ["x", "B"], ["k"], transB=1),
     helper.make_node("Split", ["h"], ["h1", "h2"], axis=1), helper.make_node("Mul", ["h1", "h2"], ["g"]),
     helper.make_node("Concat", ["g", "k"], ["y"], axis=1)],
    [("x", [3])], [("y", [5])],
    [tensor("W", 7, 3), numpy_helper.from_array(numpy.array([4, 3], numpy.int64), "sizes")]), 1)
REFUSED_PARTS = graph([helper.make_node("Split", ["x", "sizes"], ["a", "b"], axis=1, name="odd"),
                       helper.make_node("Add", ["a", "b"], ["y"])], [("x", [3])], [("y", [2])],
                      [numpy_helper.from_array(numpy.array([2, 2], numpy.int64), "sizes")])
HELPER["uneven padding"] = (graph(
    [helper.make_node("MaxPool", ["x"], ["y"], kernel_shape=[2, 2], pads=[0, 0, 1, 1])],
    [("x", [1, 4, 4])], [("y", [1, 4, 4])], []), 0)
HELPER["a scaled view"] = (shared_gain(), 1)

REFUSED = {
    "an operator without a layer": (graph([helper.make_node("Det", ["x"], ["y"], name="odd")], [("x", [3, 3])],
                                          [("y", [])], []), ["Det", "odd"]),
    "several that are missing": (graph(
        [helper.make_node("Erf", ["x"], ["a"]), helper.make_node("Cos", ["a"], ["b"]),
         helper.make_node("Floor", ["x"], ["c"]), helper.make_node("Add", ["b", "c"], ["y"])],
        [("x", [3])], [("y", [3])], []), ["Erf", "Cos", "Floor"]),
    "an extent that is not told": (graph([helper.make_node("Relu", ["x"], ["y"])], [("x", ["T"])], [("y", ["T"])], []),
                                   ["not told"]),
}


def recurrent(op, gates, biases=True, start=None, **attributes):
    """Steps × batch × features in and out, of one direction but where it is said."""
    directions = 2 if attributes.get("direction") == "bidirectional" else 1
    bias = ["B"] if biases else [""]
    state = ["", start.name] if start is not None else []
    return graph(
        [helper.make_node("Transpose", ["x"], ["t"], perm=[1, 0, 2]),
         helper.make_node(op, ["t", "W", "R", *bias, *state], ["y", ""], name="odd", hidden_size=4, **attributes),
         helper.make_node("Squeeze", ["y", "one"], ["s"]), helper.make_node("Transpose", ["s"], ["z"], perm=[1, 0, 2])],
        [("x", [5, 3])], [("z", [5, 4])],
        [tensor("W", directions, gates * 4, 3), tensor("R", directions, gates * 4, 4), tensor("B", directions, gates * 8),
         numpy_helper.from_array(numpy.array([1], numpy.int64), "one"), *([start] if start is not None else [])])


HELPER["recurrent, its own activations named"] = (
    recurrent("LSTM", 4, activations=["Sigmoid", "Tanh", "Tanh"], direction="forward"), 0)
HELPER["recurrent, from a state of zeros that is stored"] = (
    recurrent("GRU", 3, linear_before_reset=1, start=numpy_helper.from_array(numpy.zeros((1, 3, 4), numpy.float32),
                                                                             "h")), 0)


def keras_lstm(reads_all, zero=0.0):
    """What tf2onnx makes of an LSTM and a Dense: zeros expanded to the batch, and a Dense over all rows of a batch."""
    def whole(name, *values):
        return numpy_helper.from_array(numpy.array(values, numpy.int64), name)

    nodes = [helper.make_node("Transpose", ["x"], ["t"], perm=[1, 0, 2]), helper.make_node("Shape", ["x"], ["shape"]),
             helper.make_node("Cast", ["shape"], ["s32"], to=TensorProto.INT32),
             helper.make_node("Slice", ["s32", "0", "1", "0"], ["n"]),
             helper.make_node("Concat", ["n", "hidden"], ["n4"], axis=0),
             helper.make_node("Cast", ["n4"], ["n4_64"], to=TensorProto.INT64),
             helper.make_node("Expand", ["zero", "n4_64"], ["zeros"], name="start"),
             helper.make_node("Unsqueeze", ["zeros", "0"], ["h"]),
             helper.make_node("LSTM", ["t", "W", "R", "B", "", "h", "h"], ["y", "", ""], name="lstm", hidden_size=4,
                              direction="forward", activations=["Sigmoid", "Tanh", "Tanh"]),
             helper.make_node("Squeeze", ["y", "1"], ["steps"])]
    if reads_all:
        nodes += [helper.make_node("Transpose", ["steps"], ["all"], perm=[1, 0, 2]),
                  helper.make_node("Shape", ["all"], ["extents"]), helper.make_node("Gather", ["extents", "free"], ["g"]),
                  helper.make_node("Concat", ["g", "2"], ["back"], axis=0),
                  helper.make_node("Reshape", ["all", "rows"], ["flat"]),
                  helper.make_node("MatMul", ["flat", "D"], ["product"]),
                  helper.make_node("Reshape", ["product", "back"], ["unflat"]),
                  helper.make_node("Add", ["unflat", "b"], ["z"])]
    else:
        nodes += [helper.make_node("Slice", ["steps", "-1", "end", "0"], ["last"]),
                  helper.make_node("Squeeze", ["last", "0"], ["row"]), helper.make_node("MatMul", ["row", "D"], ["product"]),
                  helper.make_node("Add", ["product", "b"], ["z"])]
    tensors = [tensor("W", 1, 16, 3), tensor("R", 1, 16, 4), tensor("B", 1, 32), tensor("D", 4, 2), tensor("b", 2),
               whole("0", 0), whole("1", 1), whole("2", 2), whole("-1", -1), whole("end", 2**31 - 1), whole("free", 0, 1),
               whole("rows", -1, 4), numpy_helper.from_array(numpy.array(zero, numpy.float32), "zero"),
               numpy_helper.from_array(numpy.array([4], numpy.int32), "hidden")]
    return graph(nodes, [("x", [5, 3])], [("z", [5, 2] if reads_all else [2])], tensors)


HELPER["an LSTM of Keras"] = (keras_lstm(False), 0)
HELPER["an LSTM of Keras, all steps"] = (keras_lstm(True), 0)
REFUSED["a state of Keras that is not zero"] = (keras_lstm(False, 1.0), ["LSTM", "lstm", "state of zeros"])
REFUSED["parts that do not fit"] = (REFUSED_PARTS, ["Split", "odd", "do not fit"])
HELPER["a reset gate before the product"] = (recurrent("GRU", 3), 2)
REFUSED["other activations"] = (recurrent("RNN", 1, activations=["Sigmoid"]), ["RNN", "activations"])
REFUSED["a recurrence that is clipped"] = (recurrent("LSTM", 4, clip=1.0), ["LSTM", "clip"])
REFUSED["a state to start from"] = (recurrent("RNN", 1, start=tensor("h", 1, 1, 4)), ["RNN", "state of zeros"])


def call(cli, *arguments):
    return subprocess.run([cli, *map(str, arguments)], capture_output=True, text=True)


def outputs(path, x):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0]
    return session.run(None, {given.name: x.astype(numpy.int64 if "int64" in given.type else numpy.float32)})


def log_softmax(x):
    return x - numpy.log(numpy.exp(x).sum(-1, keepdims=True))


def check(cli, folder, path, shared, steps_first=False, ends_in=None):
    project = folder / "imported.ligature"
    done = call(cli, "import", path, "-o", project)
    assert done.returncode == 0, done.stderr
    report = " ".join(done.stdout.split())
    info = json.loads(call(cli, "info", project, "--json").stdout)
    found = sum(1 for parameter in info["parameters"] if len(parameter["uses"]) > 1)
    assert found == shared, f"{found} shared parameters instead of {shared}"
    again = folder / "again.onnx"
    done = call(cli, "export", project, "--weights", folder / "imported.runs" / "imported", "--format", "onnx", "-o",
                again)
    assert done.returncode == 0, done.stderr
    loss = "softmax cross-entropy on its logits" if ends_in else "mean squared error"
    assert loss in report and "replace what was added" in report, report
    types = [layer["type"] for layer in json.loads(project.read_text())["network"]["layers"]]
    assert ("softmax_cross_entropy" if ends_in else "mean_squared_error") in types, types
    shape = [d.dim_value for d in onnx.load(path).graph.input[0].type.tensor_type.shape.dim]
    del shape[1 if steps_first else 0]
    is_text = onnx.load(path).graph.input[0].type.tensor_type.elem_type != TensorProto.FLOAT
    x = rng.integers(0, 11, (3, *shape)) if is_text else rng.standard_normal((3, *shape))
    for theirs, ours in zip(outputs(path, x.swapaxes(0, 1) if steps_first else x), outputs(again, x), strict=True):
        if steps_first and theirs.ndim == 3:
            theirs = theirs[0] if theirs.shape[0] == 1 else theirs.swapaxes(0, 1)
        if ends_in:
            ours = ends_in(ours)
        assert theirs.shape == ours.shape, f"{ours.shape} instead of {theirs.shape}"
        off = numpy.abs(theirs - ours).max()
        assert off <= 1e-5 * max(1, numpy.abs(theirs).max()), f"off by {off}"


def refuse(cli, folder, path, words):
    before = sorted(folder.rglob("*"))
    done = call(cli, "import", path, "-o", folder / "imported.ligature")
    assert done.returncode == 2, f"exit code {done.returncode}: {done.stdout}"
    assert sorted(folder.rglob("*")) == before, "it left something behind"
    for word in words:
        assert word in done.stderr, f"{word!r} is not in {done.stderr!r}"


def external(path):
    model = HELPER["an initializer that is read twice"][0]
    onnx.save_model(model, str(path), save_as_external_data=True, size_threshold=0, location="data.bin")


def main(cli):
    passed = failed = 0

    def attempt(name, function, make, *arguments):
        nonlocal passed, failed
        with tempfile.TemporaryDirectory() as made:
            folder = pathlib.Path(made)
            path = folder / "model.onnx"
            try:
                make(path)
                function(cli, folder, path, *arguments)
                passed += 1
            except Exception as error:  # Whatever is wrong with one, the others are tried.
                failed += 1
                print(f"{name}: {type(error).__name__}: {str(error)[:600]}")

    torch.manual_seed(1)
    for name, (module, shape, shared) in TORCH.items():
        attempt(name, check, lambda path: by_torch(module, shape, path), shared)
    for name, (module, shape, shared) in STEPS_FIRST.items():
        attempt(name, check, lambda path: by_torch(module, shape, path, 1), shared, True)
    for name, (module, shape, shared) in CLASSIFIERS.items():
        ends_in = log_softmax if isinstance(module[-1], nn.LogSoftmax) else lambda x: numpy.exp(log_softmax(x))
        attempt(name, check, lambda path: by_torch(module, shape, path), shared, False, ends_in)
    for name, (model, shared) in HELPER.items():
        attempt(name, check, lambda path: onnx.save(model, str(path)), shared)
    for name, (model, words) in REFUSED.items():
        attempt(name, refuse, lambda path: onnx.save(model, str(path)), words)
    attempt("external data", refuse, external, ["in another file"])
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
