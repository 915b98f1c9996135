# SPDX-License-Identifier: GPL-3.0-or-later
"""Weights as PyTorch and NumPy write them in other types than 32-bit floats: write_weights.py FOLDER. Beside each file
NAME stands NAME.npz with what NumPy makes of its values as numpy.float32."""
import io
import pickle
import sys
import warnings
import zipfile
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

folder = sys.argv[1]
random = np.random.default_rng(1)
values = (random.standard_normal((5, 7)) * 10.0 ** random.integers(-30, 30, (5, 7))).astype(np.float64)
small = random.standard_normal((4, 3))
halves = np.arange(65536, dtype=np.uint16)


def reference(name, array):
    with np.errstate(over="ignore"):
        np.savez(f"{folder}/{name}.npz", W=np.ascontiguousarray(array.astype(np.float32)))


def npz(name, array):
    np.savez(f"{folder}/{name}", W=array)
    reference(name, array)


def safetensors(name, tensor):
    save_file({"W": tensor.contiguous()}, f"{folder}/{name}")
    reference(name, tensor.to(torch.float32).numpy())


safetensors("every_half.safetensors", torch.from_numpy(halves.view(np.float16).copy()))
safetensors("every_bfloat16.safetensors", torch.from_numpy(halves.view(np.int16).copy()).view(torch.bfloat16))
safetensors("double.safetensors", torch.from_numpy(values))
npz("every_half.npz", halves.view("<f2"))
npz("every_half_big.npz", halves.view("<f2").astype(">f2"))
npz("float_big.npz", small.astype(">f4"))
npz("double_big.npz", values.astype(">f8"))
npz("extended.npz", values.astype(np.longdouble))
npz("extended_big.npz", values.astype(np.dtype(np.longdouble).newbyteorder(">")))
npz("columns_big.npz", np.asfortranarray(values.astype(">f8")))
npz("columns_half.npz", np.asfortranarray(small.astype("<f2")))
for name, array in {
    "complex.npz": small.astype(np.complex64),
    "records.npz": np.zeros(3, dtype=[("a", "<f4"), ("b", "<f4")]),
    "bytes.npz": np.array([b"a", b"b"]),
}.items():
    np.savez(f"{folder}/{name}", W=array)

# Files of another kind than their endings say, and archives that NumPy did not write so.
torch.save({"W": torch.from_numpy(small)}, f"{folder}/torch.pt")
for name in ["torch.safetensors", "torch.npz"]:
    Path(folder, name).write_bytes(Path(folder, "torch.pt").read_bytes())
Path(folder, "pickle.safetensors").write_bytes(pickle.dumps({"W": small}))
buffer = io.BytesIO()
np.save(buffer, small)
Path(folder, "single.npz").write_bytes(buffer.getvalue())


def archive(name, entries, **how):
    with zipfile.ZipFile(f"{folder}/{name}", "w", **how) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for entry, data in entries:
            made.writestr(entry, data)


array = ("W.npy", buffer.getvalue())
archive("twice.npz", [array, array])
archive("ending.npz", [array, ("W", buffer.getvalue())])
archive("others.npz", [("folder/", b""), ("README.txt", b"read me"), array])
archive("lzma.npz", [array], compression=zipfile.ZIP_LZMA)
