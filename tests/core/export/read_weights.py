# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints what the reference libraries read from a file of weights, as JSON: names, shapes, bytes and metadata."""
import json
import pathlib
import sys

import numpy


def read_safetensors(path):
    from safetensors import safe_open
    from safetensors.numpy import load_file

    with safe_open(path, "np") as file:
        metadata = file.metadata()
    return load_file(path), {**metadata, "ties": json.loads(metadata["ties"])}


def read_npz(path):
    with numpy.load(path) as archive:  # allow_pickle is False
        arrays = {name: archive[name] for name in archive.files}
    return arrays, json.loads(str(arrays.pop("__metadata__")))


def read_onnx(path):
    import onnx

    model = onnx.load(path)
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    arrays = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    return arrays, {**metadata, "ties": json.loads(metadata["ties"])}


path = sys.argv[1]
read = {".safetensors": read_safetensors, ".npz": read_npz, ".onnx": read_onnx}[pathlib.Path(path).suffix]
arrays, metadata = read(path)
tensors = {
    name: {"type": array.dtype.str, "shape": array.shape, "bytes": array.tobytes().hex()}
    for name, array in arrays.items()
}
json.dump({"tensors": tensors, "metadata": metadata}, sys.stdout)
