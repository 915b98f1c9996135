# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs exported ONNX models with ONNX Runtime: python run.py FOLDER, see tests/interop/README.md.

Held are: what onnx.checker says of the model, with its shape inference; ONNX Runtime's outputs; that the initializers
are the storages, one each; that the file is as large as what is stored."""

import json
import pathlib
import sys

try:
    import numpy
    import onnx
    import onnxruntime
except ImportError as missing:
    print(f"SKIPPED: {missing}; ./dev test installs it")
    sys.exit(77)

# What a file may have beside its numbers: nodes, names, and the project.
OVERHEAD = 2000
A_NODE = 400


def numbers(values, batch, shape):
    return numpy.array(values, numpy.float32).reshape(batch, *shape)


def check_storages(model, case):
    """One initializer a storage, and nothing else in the file that is large."""
    described = {key.key: key.value for key in model.metadata_props}
    storages = {tie["parameter"] for tie in json.loads(described["ties"])}
    names = [tensor.name for tensor in model.graph.initializer]
    assert len(set(names)) == len(names)
    assert set(names) == storages, f"initializers {sorted(names)}, storages {sorted(storages)}"
    assert all(tensor.data_type == onnx.TensorProto.FLOAT for tensor in model.graph.initializer)
    state = {f"{tie['layer']}.{tie['slot']}": tie["parameter"] for tie in json.loads(described["ties"])
             if tie["slot"].startswith("running_")}
    sizes = {tensor.name: int(numpy.prod(tensor.dims)) for tensor in model.graph.initializer}
    # A parameter that no loss depends on is in the file for the import's sake, and no node reads it.
    read = {name for node in model.graph.node for name in node.input}
    count = sum(size for name, size in sizes.items() if name in read and name not in state.values())
    assert count == case["parameter_count"], f"{count} parameters instead of {case['parameter_count']}"
    # The places of a hash are the only table.
    tables = sum(4 * int(numpy.prod(a.t.dims)) for node in model.graph.node for a in node.attribute
                 if node.op_type == "Constant" and a.name == "value")
    text = sum(len(key.key) + len(key.value) for key in model.metadata_props) + 3 * len(model.doc_string)
    most = 4 * sum(sizes.values()) + tables + text + OVERHEAD + A_NODE * len(model.graph.node)
    return most


def run(folder, case):
    path = folder / case["file"]
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    most = check_storages(model, case)
    assert path.stat().st_size <= most, f"the file has {path.stat().st_size} bytes, expected at most {most}"
    inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    # "features" is the model's input: a layer of that name goes by another.
    assert [o.name for o in inferred.graph.output] == [
        "features_2" if o["name"] == "features" else o["name"] for o in case["outputs"]]
    check_outputs(model, case, case["outputs"])
    changed = case["changed"]
    if changed is not None:
        # One initializer, and all that read it follow.
        stored = next(tensor for tensor in model.graph.initializer if tensor.name == changed["parameter"])
        value = onnx.numpy_helper.to_array(stored) * numpy.float32(changed["factor"])
        stored.CopyFrom(onnx.numpy_helper.from_array(value, stored.name))
        check_outputs(model, case, changed["outputs"])


def check_outputs(model, case, wanted_outputs):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    given = {"features": numbers(case["features"], case["batch"], case["feature_shape"]),
             "targets": numbers(case["targets"], case["batch"], case["target_shape"])
             if "targets" in {i.name for i in session.get_inputs()} else None}
    outputs = session.run(None, {i.name: given[i.name] for i in session.get_inputs()})
    for output, expected in zip(outputs, wanted_outputs, strict=True):
        wanted = numbers(expected["values"], case["batch"], expected["shape"])
        assert output.shape == wanted.shape, f"{expected['name']} is {output.shape} instead of {wanted.shape}"
        off = numpy.abs(output - wanted).max(initial=0)
        assert off <= 1e-5 * max(1, numpy.abs(wanted).max(initial=0)), f"{expected['name']} is off by {off}"


def main(folder):
    passed = failed = 0
    for path in sorted(pathlib.Path(folder).iterdir(), key=lambda p: int(p.name)):
        case = json.loads((path / "case.json").read_text(encoding="utf-8"))
        if "refused" in case:
            continue
        try:
            run(path, case)
            passed += 1
        except Exception as error:  # Whatever is wrong with one, the others are run.
            failed += 1
            print(f"{case['name']}: {type(error).__name__}: {str(error)[:600]}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
