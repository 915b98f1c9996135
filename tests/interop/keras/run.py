# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs exported Keras models: run.py FOLDER, see README.md. Compared are predictions, the loss, count_params, and
the losses of 20 steps, in the middle of which the model is saved and loaded."""

import os
import sys
import tempfile
import warnings
from pathlib import Path

os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cases import Case, expect, expect_near, main, need

need("keras", "tensorflow", "safetensors")

import keras
import numpy as np
import tensorflow

# All is small: more threads only wait for each other.
tensorflow.config.threading.set_intra_op_parallelism_threads(1)
tensorflow.config.threading.set_inter_op_parallelism_threads(1)
# Of variables that no gradient reaches, as where a tie stops its own.
warnings.filterwarnings("ignore", message="Gradients do not exist")


def outputs_of(model, features):
    outputs = model(features)
    return [np.asarray(o) for o in (outputs if isinstance(outputs, (tuple, list)) else [outputs])]


def check(case: Case):
    module = case.module()
    hidden = [v.name for v in module.load_model().variables if hasattr(keras.Model, v.name)]
    expect(not hidden, f"the variables {hidden} hide what a model has")
    model = module.load_model()
    case.expect_outputs(outputs_of(model, case.features))
    expect_near("loss", model.compute_loss(case.features, case.targets, model(case.features), training=False), case.loss)
    storages = {id(variable) for variable in model.variables}
    expect(len(storages) == len(module.TENSORS), f"{len(storages)} variables for {len(module.TENSORS)} storages")
    expect(model.count_params() == case.parameter_count + case.state_count, f"count_params is {model.count_params()}")

    losses = case.training_losses or []
    # As a graph in some cases, by fit and as people run it; tracing takes long.
    model.compile(optimizer=module.make_optimizer(), run_eagerly=not case.in_graph)
    model.optimizer.build(model.trainable_variables)
    before = train(model, case, len(losses) // 2)
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        loaded = keras.saving.load_model(f"{folder}/model.keras")
    storages = {id(variable) for variable in loaded.variables}
    expect(len(storages) == len(module.TENSORS), f"{len(storages)} variables after loading")
    expect(loaded.count_params() == model.count_params(), f"count_params is {loaded.count_params()} after loading")
    for own, other in zip(outputs_of(model, case.features), outputs_of(loaded, case.features)):
        expect(np.array_equal(own, other), "the loaded model predicts something else")
    loaded.run_eagerly = not case.in_graph
    # The loaded model goes on where the other stopped, the optimizer's state with it.
    expect_near("losses", before + train(loaded, case, len(losses) - len(before)), losses)


def train(model, case, steps):
    if case.in_graph and steps > 0:
        return model.fit(case.features, case.targets, batch_size=case.batch, epochs=steps, shuffle=False,
                         verbose=0).history["loss"]
    return [model.train_on_batch(case.features, case.targets) for _ in range(steps)]


main(check)
