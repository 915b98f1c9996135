# SPDX-License-Identifier: GPL-3.0-or-later
"""TensorBoard's own reader finds in the event files what history.csv and comparison.json have."""
import csv
import json
import math
import os
import subprocess
import sys
import tempfile

try:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
except ImportError:
    print("TensorBoard is not installed")
    sys.exit(1 if os.environ.get("CI") else 77)

program = sys.argv[1]
checked = 0


def call(*arguments):
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def curves(folder):
    # Every scalar, and no record left out for its checksum.
    reader = EventAccumulator(folder, size_guidance={"scalars": 0})
    reader.Reload()
    return {tag: [(event.step, event.value) for event in reader.Scalars(tag)] for tag in reader.Tags()["scalars"]}


def expect(found, wanted, what):
    global checked
    assert len(found) == len(wanted), f"{what}: {len(found)} instead of {len(wanted)}"
    for (step, value), (wanted_step, wanted_value) in zip(found, wanted):
        assert step == wanted_step, f"{what}: step {step} instead of {wanted_step}"
        same = value == wanted_value or math.isclose(value, wanted_value, rel_tol=1e-6)
        assert same, f"{what}, step {step}: {value} instead of {wanted_value}"
        checked += 1


with tempfile.TemporaryDirectory() as folder:
    project = os.path.join(folder, "a.ligature")
    call("examples", "digits-classifier", "-o", project)
    run = os.path.join(folder, "run")
    call("train", project, "--epochs", "3", "--schedule", "cosine", "--out", run, "--tensorboard")
    with open(os.path.join(run, "history.csv")) as file:
        rows = list(csv.DictReader(file))
    for arm in {row["variant"] for row in rows}:
        found = curves(os.path.join(run, "tensorboard", arm))
        own = [row for row in rows if row["variant"] == arm]
        for tag, event, column in (
            ("loss/step", "step", "train_loss"),
            ("loss/train", "epoch", "train_loss"),
            ("loss/validation", "epoch", "val_loss"),
            ("metric/accuracy", "epoch", "metric"),
        ):
            wanted = [(int(row["step"]), float(row[column])) for row in own if row["event"] == event]
            expect(found[tag], wanted, f"{arm}, {tag}")
        assert len(found["learning_rate"]) == 4, found["learning_rate"]

    # A training that does not ask for them leaves none of the one before.
    call("train", project, "--epochs", "1", "--out", run)
    left = [name for _, _, names in os.walk(os.path.join(run, "tensorboard")) for name in names]
    assert not left, left

    board = os.path.join(folder, "board")
    answer = os.path.join(folder, "exp")
    call("compare", project, "--arms", "tied,untied-own-start", "--seeds", "2", "--epochs", "2", "--fractions", "0.5,1",
         "--out", answer, "--tensorboard", board)
    with open(os.path.join(answer, "comparison.json")) as file:
        groups = json.load(file)["groups"]
    for group in groups:
        for arm in group["arms"]:
            for seed, loss in zip((1, 2), arm["figures"]["validation_loss"]["values"]):
                found = curves(os.path.join(board, f"fraction={group['fraction']:g}", f"{arm['arm']}-seed-{seed}"))
                assert math.isclose(found["loss/validation"][-1][1], loss, rel_tol=1e-6)
                checked += 1

print(f"{checked} values as TensorBoard reads them")
