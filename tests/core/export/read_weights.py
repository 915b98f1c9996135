# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints what the reference libraries read from a file of weights, as JSON: names, shapes, bytes and metadata."""
import json
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


path = sys.argv[1]
arrays, metadata = read_safetensors(path) if path.endswith(".safetensors") else read_npz(path)
tensors = {
    name: {"type": array.dtype.str, "shape": array.shape, "bytes": array.tobytes().hex()}
    for name, array in arrays.items()
}
json.dump({"tensors": tensors, "metadata": metadata}, sys.stdout)
