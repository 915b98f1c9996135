# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py FOLDER: runs each case's model.py with scikit-learn; see tests/interop/README.md."""

import importlib.util
import json
import sys
import tempfile
import warnings
from pathlib import Path

try:
    import numpy as np
    from sklearn.base import BaseEstimator
    from sklearn.utils.validation import validate_data  # noqa: F401, from 1.6 on
    from threadpoolctl import threadpool_limits

    from estimator_checks import CHECKS
except ImportError as error:
    print(f"SKIPPED: scikit-learn's exports are not run, for {error}; ./dev test installs it")
    sys.exit(77)

STEPS = 20


def fail_unless_near(what, ours, expected, tolerance=1e-5):
    ours = np.asarray(ours, dtype=np.float64).ravel()
    expected = np.asarray(expected, dtype=np.float64).ravel()
    assert ours.shape == expected.shape, f"{what}: {len(ours)} numbers, not {len(expected)}"
    largest = max(1.0, np.abs(expected).max()) if len(expected) else 1.0
    apart = np.abs(ours - expected).max() if len(expected) else 0.0
    assert apart <= tolerance * largest, f"{what}: {apart:.3g} apart, of {largest:.3g}"  # also where it is NaN


def load_module(file, name="exported"):
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where pickle looks
    spec.loader.exec_module(module)
    return module


def estimator_class(module):
    """The one whose parameters are written down."""
    [found] = [value for value in vars(module).values()
               if isinstance(value, type) and issubclass(value, BaseEstimator) and hasattr(value, "PARAMETERS")]
    return found


def parameter_count(model):
    """By array, whatever the names; running statistics are none."""
    arrays = {id(array): array for key, array in model.parameters_.items()
              if model.PARAMETERS[key]["name"].rsplit(".", 1)[-1] not in ("running_mean", "running_var")}
    return sum(array.size for array in arrays.values())


class Case:
    def __init__(self, folder, case):
        self.case = case
        self.module = load_module(folder / case["file"])
        self.estimator = estimator_class(self.module)
        self.weights = (folder / case["file"]).with_suffix(".safetensors")
        self.features = np.array(case["features"], np.float32).reshape(case["batch"], -1)
        self.targets = np.array(case["targets"], np.float32).reshape(case["batch"], -1) if case["targets"] else None
        self.y = None if self.targets is None else self.targets
        if hasattr(self.estimator, "CLASSES"):
            self.y = self.targets.ravel().astype(int)
        elif self.targets is not None and self.targets.shape[1] == 1:
            self.y = self.targets.ravel()

    def check_values(self, what, model, expected):
        outputs = model._outputs(self.features)
        assert len(outputs) == len(expected["outputs"]), f"{what}: {len(outputs)} outputs"
        for output, wanted in zip(outputs, expected["outputs"]):
            shape = (self.case["batch"], *wanted["shape"])
            assert output.shape == shape, f"{what}: {wanted['name']} is {output.shape}, not {shape}"
            fail_unless_near(f"{what}: {wanted['name']}", output, wanted["values"])
        fail_unless_near(f"{what}: loss", model._loss_of(self.features, self.targets), expected["loss"])
        count = parameter_count(model)
        assert count == self.case["parameter_count"], f"{what}: {count} parameters"

    def check_public(self, model):
        """What a user calls gives the same as what is checked above."""
        outputs = model._outputs(self.features)
        predicted = model.predict(self.features)
        if hasattr(model, "CLASSES"):
            scores = outputs[model.OUTPUT]
            expected = scores.argmax(axis=1) if scores.shape[1] > 1 else scores.ravel() > 0
            assert (predicted == expected).all(), "predict gives other classes"
            fail_unless_near("predict_proba", model.predict_proba(self.features).sum(axis=1),
                             np.ones(len(self.features)))
        elif hasattr(model, "CODE_SHAPE"):
            code = model.transform(self.features)
            fail_unless_near("inverse_transform", model.inverse_transform(code), predicted)
            fail_unless_near("predict", predicted, outputs[0])
        elif hasattr(model, "OUTPUT"):
            fail_unless_near("predict", predicted, outputs[model.OUTPUT])
        else:
            rows = [output.reshape(len(output), -1) for output in outputs]
            fail_unless_near("predict", predicted, np.concatenate(rows, axis=1))
            fail_unless_near("score", -model.score(self.features, self.y), self.case["loss"])

    def check_changed(self):
        """Half of a shared parameter, read back from a file, is half of it for each of its uses."""
        changed = self.case["changed"]
        if changed is None:
            return
        model = self.estimator.from_weights(self.weights)
        for key, tensor in model.PARAMETERS.items():
            if tensor["name"] == changed["parameter"]:
                model.parameters_[key] *= np.float32(changed["factor"])
        with tempfile.TemporaryDirectory() as folder:
            saved = Path(folder) / "saved.safetensors"
            model.save_weights(saved)
            self.check_values("changed, saved and loaded", self.estimator.from_weights(saved), changed)

    def check_training(self, dtype):
        training = self.case["training"]
        if training is None:
            return
        model = self.estimator(weights=self.weights, epochs=STEPS, batch_size=self.case["batch"], random_state=0)
        before = {key: array.copy() for key, array in self.estimator.from_weights(self.weights).parameters_.items()}
        model.fit(self.features.astype(dtype), self.y)
        assert all(array.dtype == dtype for array in model.parameters_.values()), f"not all are {dtype.__name__}"
        fail_unless_near(f"training in {dtype.__name__}", model.loss_curve_, training["losses"])
        for key, tensor in model.PARAMETERS.items():
            if not tensor.get("trainable", True) and "running_" not in tensor["name"]:
                fail_unless_near(f"frozen {tensor['name']}", model.parameters_[key], before[key], 0)

    def run(self):
        model = self.estimator.from_weights(self.weights)
        self.check_values("loaded", model, self.case)
        self.check_public(model)
        self.check_changed()
        for dtype in (np.float32, np.float64):
            self.check_training(dtype)
        CHECKS.get(self.case["name"], lambda estimator: None)(self.estimator)


def main(folder):
    warnings.filterwarnings("ignore", category=RuntimeWarning)
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
    with threadpool_limits(1):
        sys.exit(main(sys.argv[1]))
