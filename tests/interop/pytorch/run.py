# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py FOLDER: runs each case's model.py with PyTorch; see tests/interop/README.md."""

import copy
import importlib.util
import json
import sys
import tempfile
import warnings
from pathlib import Path

try:
    import torch
    from safetensors.torch import load_file, save_file
except ImportError as error:
    print(f"SKIPPED: PyTorch's exports are not run, for {error}; ./dev test installs it")
    sys.exit(77)

STEPS = 20


def fail_unless_near(what, ours, expected, tolerance=1e-5):
    ours = torch.as_tensor(ours, dtype=torch.float64).flatten()
    expected = torch.as_tensor(expected, dtype=torch.float64).flatten()
    assert ours.shape == expected.shape, f"{what}: {len(ours)} numbers, not {len(expected)}"
    largest = max(1.0, expected.abs().max().item()) if len(expected) else 1.0
    apart = (ours - expected).abs().max().item() if len(expected) else 0.0
    assert apart <= tolerance * largest, f"{what}: {apart:.3g} apart, of {largest:.3g}"  # also where it is NaN


def load_module(file):
    spec = importlib.util.spec_from_file_location("exported", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def model_class(module):
    [found] = [value for value in vars(module).values()
               if isinstance(value, type) and issubclass(value, torch.nn.Module) and value.__module__ == "exported"]
    return found


def as_tuple(outputs):
    return outputs if isinstance(outputs, tuple) else (outputs,)


def parameter_count(model):
    """By storage, whatever the names."""
    return sum({p.data_ptr(): p.numel() for p in model.parameters()}.values())


class Case:
    def __init__(self, folder, case):
        self.case = case
        self.module = load_module(folder / case["file"])
        self.weights = (folder / case["file"]).with_suffix(".safetensors")
        self.features = torch.tensor(case["features"]).reshape(case["batch"], *case["feature_shape"])
        self.targets = torch.tensor(case["targets"]).reshape(case["batch"], *case["target_shape"]) if case[
            "targets"] else None

    def model(self):
        model = model_class(self.module)()
        model.load_state_dict(load_file(self.weights))
        return model

    def check_values(self, what, model, dtype=torch.float32):
        features = self.features.to(dtype)
        targets = None if self.targets is None else self.targets.to(dtype)
        model.eval()
        with torch.no_grad():
            outputs = model(features)
            loss = self.module.loss(outputs, targets, features)
        assert loss.dtype == dtype, f"{what}: the loss is {loss.dtype}"
        assert len(as_tuple(outputs)) == len(self.case["outputs"]), f"{what}: {len(as_tuple(outputs))} outputs"
        for output, expected in zip(as_tuple(outputs), self.case["outputs"]):
            shape = [self.case["batch"], *expected["shape"]]
            assert list(output.shape) == shape, f"{what}: {expected['name']} is {list(output.shape)}, not {shape}"
            fail_unless_near(f"{what}: {expected['name']}", output, expected["values"])
        fail_unless_near(f"{what}: loss", loss, self.case["loss"])
        assert parameter_count(model) == self.case["parameter_count"], f"{what}: {parameter_count(model)} parameters"
        assert len(list(model.parameters())) == len({p.data_ptr() for p in model.parameters()}), f"{what}: twice"

    def check_training(self, what, model):
        training = self.case["training"]
        if training is None:
            return
        if all(p.grad_fn is None and not p.requires_grad for p in model.parameters()):
            return
        losses = self.module.train(model, self.features, self.targets, epochs=STEPS, batch_size=self.case["batch"])
        fail_unless_near(f"{what}: training", losses, training["losses"])

    def run(self):
        model = self.model()
        self.check_values("loaded", model)
        copied = copy.deepcopy(model)
        self.check_values("deepcopy", copied)
        self.check_values("float64", copy.deepcopy(model).to(torch.float64), torch.float64)
        with tempfile.TemporaryDirectory() as folder:
            saved = Path(folder) / "saved.safetensors"
            save_file(model.state_dict(), saved)  # refuses memory that two names share
            loaded = model_class(self.module)()
            loaded.load_state_dict(load_file(saved))
        self.check_values("saved and loaded", loaded)
        self.check_training("training", model)
        # A copy's parameters are its own, and tied as the original's are.
        self.check_values("deepcopy after the original's training", copied)
        self.check_training("training of the deepcopy", copied)


def main(folder):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    warnings.filterwarnings("ignore", message=".*non-contiguous.*")
    passed = failed = 0
    for path in sorted(Path(folder).iterdir(), key=lambda p: int(p.name)):
        case = json.loads((path / "case.json").read_text())
        if "refused" in case:
            continue
        try:
            Case(path, case).run()
            passed += 1
        except Exception as error:
            failed += 1
            print(f"{case['name']} ({path}): {type(error).__name__}: {error}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
