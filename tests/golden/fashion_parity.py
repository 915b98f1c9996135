# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the two Fashion-MNIST examples with ligature-cli and with PyTorch, three seeds each, and compares where they get.

usage: fashion_parity.py LIGATURE_CLI [--seeds N]   (with a Python that has torch; Debian's is /usr/bin/python3)

Settings are read from the examples, so both train the same network with the same initializers, optimizer, batches and
epochs; the draws (split, order, first values) are each one's own. A measure agrees when the means over the seeds differ
by no more than the seeds spread it, which is the larger of the two ranges. Exits with 1 where one does not.
"""

import argparse
import gzip
import json
import math
import pathlib
import statistics
import subprocess
import sys

import numpy
import torch
from torch import nn
from torch.nn import functional

EXAMPLES = pathlib.Path(__file__).parents[2] / "resources" / "examples"


class TiedAutoencoder(nn.Module):
    """784-256-784; the decoder reads the encoder's weight transposed."""

    loss_name, metric_name = "mean squared error", "mean absolute error"

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(256, 784))
        self.encoder_bias = nn.Parameter(torch.empty(256))
        self.decoder_bias = nn.Parameter(torch.empty(784))
        nn.init.xavier_uniform_(self.weight)
        nn.init.uniform_(self.encoder_bias, -1 / math.sqrt(784), 1 / math.sqrt(784))
        nn.init.uniform_(self.decoder_bias, -1 / math.sqrt(256), 1 / math.sqrt(256))

    def measure(self, x, _):
        code = functional.relu(functional.linear(x, self.weight, self.encoder_bias))
        output = functional.linear(code, self.weight.t(), self.decoder_bias)
        return functional.mse_loss(output, x), functional.l1_loss(output, x)


class Classifier(nn.Module):
    """784-128-10, initialised as nn.Linear is."""

    loss_name, metric_name = "cross-entropy", "accuracy"

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def measure(self, x, t):
        scores = self.output(functional.relu(self.hidden(x)))
        return functional.cross_entropy(scores, t), (scores.argmax(dim=1) == t).float().mean()


PROJECTS = {"tied-autoencoder-fashion": TiedAutoencoder, "fashion-classifier": Classifier}
MEASURES = ["train_loss", "val_loss", "metric"]


def read_idx(path):
    with gzip.open(path) as file:
        data = file.read()
    rank = data[3]
    shape = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], "big") for i in range(rank)]
    return numpy.frombuffer(data, dtype=numpy.uint8, offset=4 + 4 * rank).reshape(shape)


def load(project):
    options = project["data"]["options"]
    images = read_idx(options["images"]).reshape(-1, 784).astype(numpy.float32) / 255
    return torch.from_numpy(images), torch.from_numpy(read_idx(options["labels"]).astype(numpy.int64))


def train_in_pytorch(model_type, project, features, labels, seed):
    settings = project["training"]
    torch.manual_seed(seed)
    model = model_type()
    attributes = settings["optimizer"]["attributes"]
    assert settings["optimizer"]["type"] == "adam" and set(attributes) == {"learning_rate"}
    optimizer = torch.optim.Adam(model.parameters(), lr=attributes["learning_rate"])
    order = torch.randperm(len(features))
    kept = int(len(features) * settings["validation_fraction"])
    validation, training = order[:kept], order[kept:]
    for _ in range(settings["epochs"]):
        total = 0.0
        for rows in training[torch.randperm(len(training))].split(settings["batch_size"]):
            optimizer.zero_grad()
            loss, _ = model.measure(features[rows], labels[rows])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
    with torch.no_grad():
        val_loss, metric = model.measure(features[validation], labels[validation])
    return {"train_loss": total / len(training), "val_loss": val_loss.item(), "metric": metric.item()}


def train_in_ligature(program, path, seed):
    call = [program, "train", str(path), "--variant", "tied", "--seed", str(seed), "--json", "--every", "1000000"]
    lines = subprocess.run(call, check=True, capture_output=True, text=True).stdout.splitlines()
    last = [event for event in map(json.loads, lines) if event["event"] == "epoch"][-1]
    return {measure: last[measure] for measure in MEASURES}


def show(values):
    return f"{statistics.mean(values):.5f} ({min(values):.5f} to {max(values):.5f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", metavar="LIGATURE_CLI")
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    failed = False
    print("| project | measure | Ligature: mean (range) | PyTorch: mean (range) | means differ by | seeds spread |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, model_type in PROJECTS.items():
        path = EXAMPLES / f"{name}.ligature"
        project = json.loads(path.read_text())
        features, labels = load(project)
        seeds = range(1, arguments.seeds + 1)
        ours = [train_in_ligature(arguments.program, path, seed) for seed in seeds]
        theirs = [train_in_pytorch(model_type, project, features, labels, seed) for seed in seeds]
        titles = {"train_loss": f"training {model_type.loss_name}", "val_loss": f"validation {model_type.loss_name}",
                  "metric": f"validation {model_type.metric_name}"}
        for measure in MEASURES:
            a = [run[measure] for run in ours]
            b = [run[measure] for run in theirs]
            difference = abs(statistics.mean(a) - statistics.mean(b))
            spread = max(max(a) - min(a), max(b) - min(b))
            failed = failed or not difference <= spread
            print(f"| {name} | {titles[measure]} | {show(a)} | {show(b)} | {difference:.5f} | {spread:.5f} |", flush=True)
    if failed:
        sys.exit("fashion_parity.py: a measure differs by more than the seeds spread it")


if __name__ == "__main__":
    main()
