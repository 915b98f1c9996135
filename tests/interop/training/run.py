# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds what settings make of a training against PyTorch, which starts from the same weights and sees the same samples:
run.py PROGRAM, PROGRAM being ligature-cli. The network is one matrix, read as it is and transposed, and its twin; each
step learns from all samples, so that their order is nothing but rounding."""
import csv
import pathlib
import random
import subprocess
import sys
import tempfile

try:
    import torch
    from safetensors.torch import load_file
    from torch.optim.swa_utils import AveragedModel
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

PROGRAM = sys.argv[1]
SAMPLES, WIDTH, EPOCHS = 32, 10, 30
TOLERANCE = 2e-4
torch.set_num_threads(1)
checked, failures = 0, []


def ligature(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{arguments}: {done.stdout}{done.stderr}")
    return done.stdout


class Autoencoder(torch.nn.Module):
    """Whatever the file has: one matrix for both layers, or two."""

    def __init__(self, weights):
        super().__init__()
        self.weights = torch.nn.ParameterDict({name.replace(".", "_"): torch.nn.Parameter(value.double())
                                               for name, value in weights.items()})

    def forward(self, x):
        first, *second = self.weights.values()
        hidden = torch.relu(x @ first.T if first.shape[1] == WIDTH else x @ first)
        return hidden @ (second[0].T if second else first)


def train(model, x, y, rate, accumulation, l1, decay, patience, momentum):
    """The weights that PyTorch's own loop keeps, and of which epoch they are."""
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=momentum)
    average = None
    if decay > 0:
        average = AveragedModel(model, avg_fn=lambda mean, value, count: decay * mean + (1 - decay) * value)
        average.n_averaged += 1  # Begins with the first values, as Keras' moving average does.
    best, best_epoch, kept = float("inf"), 0, None
    for epoch in range(1, EPOCHS + 1):
        optimizer.zero_grad()
        seen = 0.0
        for part in range(accumulation):
            size = SAMPLES // accumulation
            rows = slice(part * size, (part + 1) * size)
            loss = torch.nn.functional.mse_loss(model(x[rows]), y[rows])
            seen += loss.item() / accumulation
            (loss / accumulation).backward()
        if l1 > 0:
            (l1 * sum(value.abs().sum() for value in model.parameters())).backward()
        optimizer.step()
        if average is not None:
            average.update_parameters(model)
        shown = average.module if average is not None else model
        if patience and seen < best:
            best, best_epoch = seen, epoch
            kept = {name: value.detach().clone() for name, value in shown.weights.items()}
        if patience and epoch - best_epoch >= patience:
            break
    shown = average.module if average is not None else model
    return kept or {name: value.detach() for name, value in shown.weights.items()}, best_epoch


# Title, and what differs from a plain step.
CASES = [
    ("plain", {}),
    ("four batches a step", {"gradient_accumulation": 4}),
    ("thirty-two batches a step", {"gradient_accumulation": 32}),
    ("an L1 penalty", {"l1_penalty": 0.01}),
    ("a moving average", {"weight_average": 0.9}),
    ("early stopping at a rate that is too large", {"patience": 3, "learning_rate": 1.6}),
    ("early stopping that never comes", {"patience": 1000}),
    ("all of them", {"gradient_accumulation": 2, "l1_penalty": 0.003, "weight_average": 0.5, "patience": 4,
                     "learning_rate": 1.2}),
]


def run(folder):
    global checked
    draw = random.Random(7)
    factors = [[draw.gauss(0, 1) for _ in range(3)] for _ in range(SAMPLES)]
    mixture = [[draw.gauss(0, 0.6) for _ in range(3)] for _ in range(WIDTH)]
    rows = [[round(sum(f * m for f, m in zip(factor, mix)), 4) for mix in mixture] for factor in factors]
    data = folder / "samples.csv"
    with open(data, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([f"x{i}" for i in range(WIDTH)] + [f"y{i}" for i in range(WIDTH)])
        writer.writerows(row + row for row in rows)
    x = torch.tensor(rows, dtype=torch.float64)
    project = folder / "autoencoder.ligature"
    ligature("examples", "seed-unnumbered-1-transposed-pair", "-o", project)
    for title, settings in CASES:
        case = {"gradient_accumulation": 1, "l1_penalty": 0, "weight_average": 0, "patience": 0, "learning_rate": 0.2,
                **settings}
        options = ["--variant", "both", "--data", data, "--data-option", "scaling=none", "--data-option",
                   "targets=" + ",".join(f"y{i}" for i in range(WIDTH)), "--set", "optimizer=sgd",
                   "--set", "momentum=0.5", "--set", "validation_fraction=0", "--epochs", EPOCHS, "--set",
                   f"batch_size={SAMPLES // case['gradient_accumulation']}"]
        for name, value in case.items():
            options += ["--set", f"{name}={value}"]
        start, end = folder / "start", folder / "end"
        ligature("train", project, *options, "--steps", 0, "--out", start)
        told = ligature("train", project, *options, "--out", end)
        for arm, other in (("tied", "untied"), ("untied", "tied")):
            model = Autoencoder(load_file(start / f"{arm}.safetensors"))
            expected, epoch = train(model, x, x, case["learning_rate"], case["gradient_accumulation"],
                                    case["l1_penalty"], case["weight_average"], case["patience"], 0.5)
            found = load_file(end / f"{arm}.safetensors")
            for name, value in expected.items():
                there = next(tensor for key, tensor in found.items() if key.replace(".", "_") == name).double()
                off = ((there - value).abs().max() / value.abs().max()).item()
                checked += 1
                if not off < TOLERANCE:
                    failures.append(f"{title}, {arm}: {name} is off by {off}")
            if case["patience"]:
                line = next((line for line in told.splitlines() if line.startswith("weights of epoch")), "")
                checked += 1
                if str(epoch) not in line.split()[3:]:
                    failures.append(f"{title}, {arm}: kept is epoch {epoch}, told is '{line}'")


with tempfile.TemporaryDirectory() as name:
    run(pathlib.Path(name))
for failure in failures:
    print(failure)
print(f"{checked - len(failures)} passed, {len(failures)} failed")
sys.exit(1 if failures or checked < 30 else 0)
