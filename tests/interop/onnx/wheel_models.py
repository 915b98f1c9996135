# SPDX-License-Identifier: GPL-3.0-or-later
"""The models that come with onnx and that PyTorch once exported: python wheel_models.py LIGATURE_CLI.

Each is raised to operator set 13 where it is older, imported, and exported again; both have to compute the same in ONNX
Runtime. What is not imported has to be what is listed here, and refused by its name."""

import glob
import os
import pathlib
import sys
import tempfile

try:
    import numpy  # noqa: F401
    import onnx
    import onnxruntime  # noqa: F401
    from onnx import numpy_helper, version_converter
except ImportError as missing:
    print(f"SKIPPED: {missing}; ./dev test installs it")
    sys.exit(1 if os.environ.get("CI") else 77)

import imported

LEAST = 100  # of 117
# Three axes beside channels, and a power whose exponent is computed too.
REFUSED = {"3d": "volumes", "operator_pow": "Pow"}


def raised(path):
    model = onnx.load(path)
    return version_converter.convert_version(model, 13) if model.opset_import[0].version < 13 else model


def told(folder, model):
    """What comes along: inputs and outputs. Of slopes a channel, the raised model is none that a runtime takes."""
    def tensors(kind):
        return [numpy_helper.to_array(onnx.load_tensor(str(file)))
                for file in sorted((folder / "test_data_set_0").glob(f"{kind}_*.pb"))]

    stored = {tensor.name for tensor in model.graph.initializer}
    names = [value.name for value in model.graph.input if value.name not in stored]
    return {"inputs": dict(zip(names, tensors("input"), strict=True)), "expected": tensors("output")}


def main(cli):
    folder = pathlib.Path(onnx.__file__).parent / "backend" / "test" / "data"
    equal = failed = refused = 0
    for path in sorted(glob.glob(str(folder / "pytorch-*" / "*" / "model.onnx"))):
        name = pathlib.Path(path).parent.name
        with tempfile.TemporaryDirectory() as made:
            model = pathlib.Path(made) / "model.onnx"
            try:
                onnx.save(raised(path), str(model))
                own = told(pathlib.Path(path).parent, onnx.load(model)) if "multiparam" in name else {}
                imported.agrees(cli, pathlib.Path(made), model, **own)
                equal += 1
            except imported.Refused as said:
                known = any(part in name and word in str(said) for part, word in REFUSED.items())
                refused += known
                failed += not known
                if not known:
                    print(f"{name}: refused: {said}")
            except Exception as error:  # Whatever is wrong with one, the others are tried.
                failed += 1
                print(f"{name}: {type(error).__name__}: {str(error)[:400]}")
    print(f"{equal} imported with equal outputs, {refused} refused by name, {failed} failed")
    return failed > 0 or equal < LEAST


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
