# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs exported TensorFlow models: run.py FOLDER, see README.md. Compared are predictions, the loss, how many variables
there are and how large, the losses of 20 steps, and what tf.saved_model.save wrote and load read."""

import os
import sys
import tempfile
from pathlib import Path

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cases import Case, expect, expect_near, main, need

need("tensorflow", "safetensors")

import numpy as np
import tensorflow as tf

# All is small: more threads only wait for each other.
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)


def arrays(outputs):
    return [np.asarray(output) for output in (outputs if isinstance(outputs, (tuple, list)) else [outputs])]


def check(case: Case):
    module = case.module()
    kind = next(value for value in vars(module).values() if isinstance(value, type) and hasattr(value, "predict"))
    model = kind()
    case.expect_outputs(arrays(model(case.features)))
    expect_near("loss", model.loss(case.features, case.targets), case.loss)
    storages = {variable.ref() for variable in model.variables}
    expect(len(storages) == len(module.TENSORS), f"{len(storages)} variables for {len(module.TENSORS)} storages")
    elements = case.parameter_count + case.state_count
    count = sum(int(np.prod(variable.shape)) for variable in model.variables)
    expect(count == elements, f"{count} elements instead of {elements}")

    if case.training_losses is not None:
        optimizer = module.make_optimizer(model)
        step = tf.function(module.train_step) if case.in_graph else module.train_step
        losses = [float(step(model, optimizer, case.features, case.targets)) for _ in case.training_losses]
        expect_near("losses", losses, case.training_losses)

    if case.in_graph or case.folder.name.endswith("5"):
        check_saved(case, model, elements)


def check_saved(case, model, elements):
    before = arrays(model(case.features))
    with tempfile.TemporaryDirectory() as folder:
        tf.saved_model.save(model, folder)
        loaded = tf.saved_model.load(folder)
        written = [(name, shape) for name, shape in tf.train.list_variables(f"{folder}/variables/variables")
                   if "VARIABLE_VALUE" in name]
    for own, other in zip(before, arrays(loaded.predict(case.features))):
        expect_near("the loaded model's prediction", other, own)
    count = sum(int(np.prod(shape)) for _, shape in written)
    expect(count == elements, f"{count} elements are in the file, instead of {elements}")
    storages = {value.ref() for value in vars(loaded).values() if isinstance(value, tf.Variable)}
    expect(len(storages) == len(model.variables), f"{len(storages)} variables after loading")


main(check)
