# SPDX-License-Identifier: GPL-3.0-or-later
"""Times the training step beside PyTorch eager, one thread each, in turns, and prints the ratios.

usage: step_against_pytorch.py BENCH_STEP   (the built bench_step; run with the Python that has torch)

Each round times ours, then PyTorch's; the ratio is the median of the rounds' ratios, so that a machine whose speed
drifts does not tilt it.
"""

import json
import os
import statistics
import subprocess
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import torch  # noqa: E402  (after the thread counts)
from torch import nn  # noqa: E402
from torch.nn import functional  # noqa: E402

ROUNDS = 5
# The ratio that the project promises, where it promises one.
TARGETS = {"64-32-10/32": 10.0, "784-512-512-10/128": 1.0, "cnn-16-32-28x28/64": 1.0,
           "tied-lm-10000-128/20": 1.0, "lstm-128-256/20": 1.0}


class Perceptron(nn.Module):
    def __init__(self, *sizes):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def loss(self, x, t):
        for layer in self.layers[:-1]:
            x = functional.relu(layer(x))
        return functional.cross_entropy(self.layers[-1](x), t)


class Autoencoder(nn.Module):
    def __init__(self, features, hidden, tied):
        super().__init__()
        self.encoder = nn.Linear(features, hidden)
        self.bias = nn.Parameter(torch.zeros(features))
        self.decoder = None if tied else nn.Parameter(torch.randn(features, hidden) * 0.03)

    def loss(self, x, _):
        weight = self.encoder.weight.t() if self.decoder is None else self.decoder
        return functional.mse_loss(functional.linear(torch.tanh(self.encoder(x)), weight, self.bias), x)


class Convolutional(nn.Module):
    """Channels first, as PyTorch's tensors are unless one asks."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(32 * 7 * 7, 10))

    def loss(self, x, t):
        return functional.cross_entropy(self.layers(x.view(-1, 1, 28, 28)), t)


class LanguageModel(nn.Module):
    """An LSTM whose output layer reads the embedding's weight."""

    words, steps = 10000, 35

    def __init__(self, width):
        super().__init__()
        self.embedding = nn.Embedding(self.words, width)
        nn.init.normal_(self.embedding.weight, std=0.02)
        self.lstm = nn.LSTM(width, width, batch_first=True)
        self.bias = nn.Parameter(torch.zeros(self.words))

    def data(self, batch):
        return torch.randint(0, self.words, (2, batch, self.steps)).unbind()

    def loss(self, x, t):
        states, _ = self.lstm(self.embedding(x))
        scores = functional.linear(states, self.embedding.weight, self.bias)
        return functional.cross_entropy(scores.view(-1, self.words), t.view(-1))


class LSTMClassifier(nn.Module):
    def __init__(self, features, hidden):
        super().__init__()
        self.features = features
        self.lstm = nn.LSTM(features, hidden, batch_first=True)
        self.scores = nn.Linear(hidden, 10)

    def loss(self, x, t):
        states, _ = self.lstm(x.view(x.shape[0], -1, self.features))
        return functional.cross_entropy(self.scores(states[:, -1]), t)


WORKLOADS = {
    "64-32-10/32": lambda: (Perceptron(64, 32, 10), 64, 32),
    "784-512-512-10/32": lambda: (Perceptron(784, 512, 512, 10), 784, 32),
    "784-512-512-10/128": lambda: (Perceptron(784, 512, 512, 10), 784, 128),
    "tied-784-256-784/128": lambda: (Autoencoder(784, 256, True), 784, 128),
    "untied-784-256-784/128": lambda: (Autoencoder(784, 256, False), 784, 128),
    "cnn-16-32-28x28/64": lambda: (Convolutional(), 784, 64),
    "tied-lm-10000-128/20": lambda: (LanguageModel(128), 35, 20),
    "lstm-128-256/20": lambda: (LSTMClassifier(128, 256), 35 * 128, 20),
}
OPTIMIZERS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}


def microseconds_of_pytorch(step):
    step()
    begin = time.perf_counter()
    step()
    count = max(3, int(0.3 / (time.perf_counter() - begin)))
    samples = []
    for _ in range(5):
        begin = time.perf_counter()
        for _ in range(count // 5 + 1):
            step()
        samples.append((time.perf_counter() - begin) / (count // 5 + 1))
    return statistics.median(samples) * 1e6


def microseconds_of_ligature(program, name):
    out = subprocess.run(
        [program, f"--benchmark_filter=^{name}/", "--benchmark_format=json", "--benchmark_min_time=0.3"],
        check=True, capture_output=True, text=True).stdout
    return json.loads(out)["benchmarks"][0]["us_per_step"]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    torch.set_num_threads(1)
    torch.manual_seed(1)
    print(f"PyTorch {torch.__version__}, one thread; microseconds a step, medians of {ROUNDS} rounds")
    print(f"{'network / batch / optimizer':34} {'Ligature':>10} {'PyTorch':>10} {'ratio':>7}  promised")
    for workload, make in WORKLOADS.items():
        for optimizer, make_optimizer in OPTIMIZERS.items():
            model, features, batch = make()
            update = make_optimizer(model.parameters(), lr=1e-4)
            x, t = torch.randn(batch, features), torch.randint(0, 10, (batch,))
            if isinstance(model, LanguageModel):
                x, t = model.data(batch)

            def step():
                update.zero_grad()
                model.loss(x, t).backward()
                update.step()

            name = f"{workload}/{optimizer}"
            ours, theirs = [], []
            for _ in range(ROUNDS):
                ours.append(microseconds_of_ligature(sys.argv[1], name))
                theirs.append(microseconds_of_pytorch(step))
            ratio = statistics.median(b / a for a, b in zip(ours, theirs))
            promised = TARGETS.get(workload)
            verdict = "" if promised is None else f"{promised:g}: {'kept' if ratio >= promised else 'MISSED'}"
            print(f"{name:34} {statistics.median(ours):10.1f} {statistics.median(theirs):10.1f} {ratio:7.2f}  {verdict}",
                  flush=True)


main()
