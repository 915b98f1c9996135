# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains a Fashion-MNIST example with ligature-cli, then with PyTorch from the same first values on the same batches.

usage: same_start.py LIGATURE_CLI   (with a Python that has torch; Debian's is /usr/bin/python3)

What is left between the two is rounding, which grows from step to step as it does between any two orders of addition:
losses must agree to 1e-6 at the first step, to 1e-4 at the eleventh, and to 2e-3 over the whole first epoch. Exits with
1 where they do not.
"""

import json
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy
import torch

import fashion_parity

MASK = (1 << 64) - 1
# Our parameters' names by PyTorch's.
NAMES = {
    "tied-autoencoder-fashion": {"weight": "W", "encoder_bias": "encoder.bias", "decoder_bias": "decoder.bias"},
    "fashion-classifier": {name: name for name in ("hidden.weight", "hidden.bias", "output.weight", "output.bias")},
}


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def shuffle(values, seed, name, *indices):
    """In place, as core/training/batch_order.cpp does with the stream of core/tensor/random_stream.h."""
    state = mix((seed + 0x9E3779B97F4A7C15) & MASK)
    for character in name:
        state = ((state ^ ord(character)) * 0x100000001B3) & MASK
    for index in indices:
        state = mix(state ^ mix((index + 0x632BE59BD9B4E019) & MASK))
    for i in range(len(values), 1, -1):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        j = int((mix(state) >> 11) * 2.0**-53 * i)
        values[i - 1], values[j] = values[j], values[i - 1]


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        first, last = (8 + length + offset for offset in entry["data_offsets"])
        tensors[name] = torch.from_numpy(numpy.frombuffer(data[first:last], dtype="<f4").reshape(entry["shape"]).copy())
    return tensors


def losses_of_ligature(program, path):
    call = [program, "train", str(path), "--variant", "tied", "--epochs", "1", "--json"]
    lines = subprocess.run(call, check=True, capture_output=True, text=True).stdout.splitlines()
    return [event["train_loss"] for event in map(json.loads, lines) if event["event"] == "step"]


def losses_of_pytorch(program, path, name):
    project = json.loads(path.read_text())
    settings = project["training"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "train", str(path), "--variant", "tied", "--steps", "0", "--out", folder, "--json"],
                       check=True, capture_output=True)
        start = read_safetensors(pathlib.Path(folder) / "tied.safetensors")
    model = fashion_parity.PROJECTS[name]()
    with torch.no_grad():
        for parameter, value in model.named_parameters():
            value.copy_(start[NAMES[name][parameter]])
    features, labels = fashion_parity.load(project)
    samples = list(range(len(features)))
    shuffle(samples, settings["seed"], "split")
    training = sorted(samples[int(len(samples) * settings["validation_fraction"]):])
    shuffle(training, settings["seed"], "order", 0)
    optimizer = torch.optim.Adam(model.parameters(), lr=settings["optimizer"]["attributes"]["learning_rate"])
    losses = []
    for rows in torch.tensor(training).split(settings["batch_size"]):
        optimizer.zero_grad()
        loss, _ = model.measure(features[rows], labels[rows])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def main():
    program = sys.argv[1]
    torch.set_num_threads(1)
    failed = False
    print("| project | first step | eleventh step | mean of the first epoch |")
    print("| --- | --- | --- | --- |")
    for name in fashion_parity.PROJECTS:
        path = fashion_parity.EXAMPLES / f"{name}.ligature"
        ours, theirs = losses_of_ligature(program, path), losses_of_pytorch(program, path, name)
        assert len(ours) == len(theirs)

        def off(a, b):
            return abs(a - b) / abs(b)

        differences = [off(ours[0], theirs[0]), off(ours[10], theirs[10]), off(sum(ours), sum(theirs))]
        failed = failed or any(not d <= limit for d, limit in zip(differences, (1e-6, 1e-4, 2e-3)))
        print(f"| {name} | " + " | ".join(f"{d:.1e}" for d in differences) + " |", flush=True)
    if failed:
        sys.exit("same_start.py: training leaves PyTorch's path")


if __name__ == "__main__":
    main()
