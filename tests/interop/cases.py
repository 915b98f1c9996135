# SPDX-License-Identifier: GPL-3.0-or-later
"""The cases of a folder, for systems that Python runs: main(check) calls check(case) for each and counts."""

import importlib.util
import json
import sys
import traceback
from pathlib import Path

import numpy as np

TOLERANCE = 1e-5


def need(*modules):
    """Stops as one that is skipped, where this Python does not have them all."""
    for module in modules:
        if importlib.util.find_spec(module) is None:
            print(f"SKIPPED: there is no {module} here; ./dev test installs it")
            sys.exit(77)


class Different(Exception):
    pass


def expect(holds, otherwise):
    if not holds:
        raise Different(otherwise)


def expect_near(what, values, expected):
    values, expected = np.asarray(values, np.float64), np.asarray(expected, np.float64)
    expect(values.size == expected.size, f"{what}: {values.shape} instead of {expected.shape}")
    off = np.abs(values.reshape(-1) - expected.reshape(-1)).max(initial=0)
    limit = TOLERANCE * max(1.0, np.abs(expected).max(initial=0))
    expect(off <= limit, f"{what}: off by {off:.3g}, allowed are {limit:.3g}")


class Case:
    def __init__(self, folder, data):
        self.folder, self.name = folder, data["name"]
        self.path = folder / data["file"]
        self.batch = data["batch"]
        self.features = np.array(data["features"], np.float32).reshape(self.batch, *data["feature_shape"])
        self.targets = None
        if data["targets"]:
            self.targets = np.array(data["targets"], np.float32).reshape(self.batch, *data["target_shape"])
        self.outputs, self.loss = data["outputs"], data["loss"]
        self.parameter_count, self.state_count = data["parameter_count"], data["state_count"]
        self.in_graph = int(folder.name) % 10 == 0  # A few are run in another way.
        training = data["training"]
        self.training_losses = training and training["losses"]
        self.optimizer = training and training["optimizer"]

    def module(self):
        """The export, loaded as a module of its own."""
        name = f"{self.path.stem}_{self.folder.name}"
        spec = importlib.util.spec_from_file_location(name, self.path)
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def expect_outputs(self, outputs):
        expect(len(outputs) == len(self.outputs), f"{len(outputs)} outputs instead of {len(self.outputs)}")
        for values, expected in zip(outputs, self.outputs):
            shape = (self.batch, *expected["shape"])
            expect(values.shape == shape, f"{expected['name']} is {values.shape} instead of {shape}")
            expect_near(expected["name"], values, expected["values"])


def main(check):
    passed = failed = 0
    folders = sorted((path.parent for path in Path(sys.argv[1]).glob("*/case.json")), key=lambda path: int(path.name))
    for folder in folders:
        data = json.loads((folder / "case.json").read_text())
        if "refused" in data:
            continue
        try:
            check(Case(folder, data))
            passed += 1
        except Different as difference:
            failed += 1
            print(f"{data['name']} ({folder.name}): {difference}")
        except Exception:
            failed += 1
            print(f"{data['name']} ({folder.name}): {traceback.format_exc(limit=-3)}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
