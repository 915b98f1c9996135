# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example, there and back: python gallery.py LIGATURE_CLI.

Each is exported as PyTorch code, loaded there, exported by PyTorch's own exporter with the batch open, and imported again:
what came back has to compute what PyTorch's module does, for another number of samples than it was exported with."""

import importlib.util
import os
import pathlib
import re
import sys
import tempfile
import warnings

try:
    import numpy
    import onnxruntime  # noqa: F401
    import torch
    from safetensors.torch import load_file
except ImportError as missing:
    print(f"SKIPPED: {missing}; ./dev test installs it")
    sys.exit(1 if os.environ.get("CI") else 77)

import imported

warnings.filterwarnings("ignore")
torch.set_num_threads(1)


def module_of(path):
    spec = importlib.util.spec_from_file_location("exported", path)
    code = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(code)
    [kind] = [value for value in vars(code).values()
              if isinstance(value, type) and issubclass(value, torch.nn.Module) and value.__module__ == "exported"]
    model = kind()
    model.load_state_dict(load_file(path.with_suffix(".safetensors")))
    return model.eval()


def features_of(path, samples):
    shape = re.search(r"\(samples(?:, ([\d, ]+))?\)", path.read_text())
    extents = [int(extent) for extent in (shape[1] or "").split(",") if extent.strip()]
    x = torch.rand(samples, *extents)
    return (x * 5).floor() if "layer_embedding" in path.read_text() else x


def check(cli, folder, name):
    project, code, path = folder / "own.ligature", folder / "own.py", folder / "torch.onnx"
    for call in (("examples", name, "-o", project), ("export", project, "--format", "pytorch", "-o", code)):
        done = imported.call(cli, *call)
        assert done.returncode == 0, done.stderr
    model = module_of(code)
    torch.onnx.export(model, features_of(code, 2), str(path), input_names=["x"], dynamic_axes={"x": {0: "batch"}},
                      opset_version=16)
    features = features_of(code, 3)
    with torch.no_grad():
        outputs = model(features)
    outputs = [o.numpy() for o in (outputs if isinstance(outputs, tuple) else (outputs,))]
    back = folder / "back"
    back.mkdir()
    imported.agrees(cli, back, path, expected=outputs, inputs={"x": features.numpy().astype(numpy.float32)})


def main(cli):
    passed = failed = 0
    torch.manual_seed(1)
    names = [line.split()[0] for line in imported.call(cli, "examples").stdout.splitlines() if line.strip()]
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(cli, pathlib.Path(folder), name)
                passed += 1
            except Exception as error:  # Whatever is wrong with one, the others are tried.
                failed += 1
                print(f"{name}: {type(error).__name__}: {str(error)[-400:]}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
