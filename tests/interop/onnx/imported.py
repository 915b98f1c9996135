# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether what Ligature made of a model computes what the model did: imported, exported again, both run.

agrees(cli, folder, path) imports the model of a path and compares; it gives back what the import said."""

import json
import subprocess

import numpy
import onnx
import onnxruntime
from onnx import TensorProto
from onnx.reference import ReferenceEvaluator

onnxruntime.set_default_logger_severity(4)
WHOLE = {TensorProto.INT64: numpy.int64, TensorProto.INT32: numpy.int32}
REAL = {TensorProto.FLOAT: numpy.float32, TensorProto.DOUBLE: numpy.float64, TensorProto.FLOAT16: numpy.float16}


class Refused(Exception):
    """What the import said on its one line."""


def call(cli, *arguments):
    return subprocess.run([cli, *map(str, arguments)], capture_output=True, text=True)


def given_inputs(model, rng, samples):
    """What the model is given that is no initializer; every extent that is open is the number of samples."""
    stored = {tensor.name for tensor in model.graph.initializer}
    inputs = {}
    for value in model.graph.input:
        if value.name in stored:
            continue
        kind = value.type.tensor_type
        shape = [d.dim_value or samples for d in kind.shape.dim]
        if kind.elem_type in WHOLE:
            inputs[value.name] = rng.integers(0, 4, shape).astype(WHOLE[kind.elem_type])
        else:
            inputs[value.name] = rng.standard_normal(shape).astype(REAL[kind.elem_type])
    return inputs


def run(model, inputs):
    """By ONNX Runtime; by onnx's own reference where the runtime has no kernel for one of the operators yet."""
    try:
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    except onnxruntime.capi.onnxruntime_pybind11_state.NotImplemented:
        return ReferenceEvaluator(model).run(None, inputs)
    return session.run(None, inputs)


def batch_axes(model, inputs):
    """The axis of each input that is open, where one alone is and it is not the first."""
    axes = {}
    for value in model.graph.input:
        if value.name in inputs:
            open_axes = [i for i, d in enumerate(value.type.tensor_type.shape.dim) if not d.dim_value]
            axes[value.name] = open_axes[0] if len(open_axes) == 1 else 0
    return axes


def ours(model, inputs, axes):
    """What the imported network gives: its one Input holds all that the model is given, a sample after the other."""
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0]
    shape = given.shape[1:]
    count = sum(x.size for x in inputs.values()) // max(1, int(numpy.prod(shape)))
    rows = [numpy.moveaxis(x, axes[name], 0).reshape(count, -1) for name, x in inputs.items()]
    features = numpy.concatenate([row.astype(numpy.float32) for row in rows], axis=1).reshape(count, *shape)
    return session.run(None, {given.name: features})


def log_softmax(x):
    x = x - x.max(-1, keepdims=True)
    return x - numpy.log(numpy.exp(x).sum(-1, keepdims=True))


def difference(theirs, own):
    """How far they are apart, relative to the largest; what the model gives as no number is not compared."""
    theirs, own = theirs.astype(numpy.float64).reshape(-1), own.astype(numpy.float64).reshape(-1)
    assert theirs.size == own.size, f"{own.size} values instead of {theirs.size}"
    known = numpy.isfinite(theirs)
    assert known.any(), "there is nothing to compare"
    return numpy.abs(theirs - own)[known].max() / max(1.0, numpy.abs(theirs[known]).max())


def moved(theirs, own):
    """The model's output with the batch's axis where ours has it, if its shape says that it is elsewhere."""
    if theirs.ndim < 2 or theirs.size != own.size or theirs.shape == own.shape or own.shape[0] in (1, theirs.shape[0]):
        return theirs
    for axis in range(1, theirs.ndim):
        if theirs.shape[axis] == own.shape[0]:
            return numpy.moveaxis(theirs, axis, 0)
    return theirs


def agrees(cli, folder, path, tolerance=1e-5, samples=3, seed=1, expected=None, inputs=None):
    """Raises AssertionError where they differ, Refused where it is not imported. @return what was said, as one line."""
    model = onnx.load(path)
    project = folder / "imported.ligature"
    done = call(cli, "import", path, "-o", project)
    if done.returncode != 0:
        assert done.returncode == 2, f"exit code {done.returncode}: {done.stderr}"
        raise Refused(done.stderr.strip())
    said = " ".join(done.stdout.split())
    again = folder / "again.onnx"
    done = call(cli, "export", project, "--weights", folder / "imported.runs" / "imported", "--format", "onnx", "-o",
                again)
    assert done.returncode == 0, done.stderr
    if inputs is None:
        inputs = given_inputs(model, numpy.random.default_rng(seed), samples)
    theirs = run(model, inputs) if expected is None else expected
    own = ours(onnx.load(again), inputs, batch_axes(model, inputs))
    losses = [layer["type"] for layer in json.loads(project.read_text())["network"]["layers"]
              if layer["type"].endswith(("_cross_entropy", "_error"))]
    if len(theirs) > len(own):  # What is given out twice is written once.
        theirs = [one for i, one in enumerate(theirs) if not any(numpy.array_equal(one, o) for o in theirs[:i])]
        losses = losses[:len(theirs)]
    assert len(theirs) == len(own), f"{len(own)} outputs instead of {len(theirs)}"
    for one, other, loss in zip(theirs, own, losses, strict=True):
        one = moved(one, other)
        if loss != "mean_squared_error":
            other = log_softmax(other)
            if "is a LogSoftmax" not in said:
                other = numpy.exp(other)
        off = difference(one, other)
        assert off <= tolerance, f"off by {off:.3g}"
    return said
