# SPDX-License-Identifier: GPL-3.0-or-later
"""elsewhere.py LIGATURE_CLI: exports projects as folders and trains them there with torchrun, in two gloo processes with
half of each batch: the losses are those of the app's one process, and a run that is killed goes on where it was."""

import csv
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import torch
    from safetensors.torch import load_file
except ImportError as missing:
    print(f"SKIPPED: nothing is trained elsewhere, for {missing}; ./dev test installs it")
    sys.exit(1 if os.environ.get("CI") else 77)

KILLED_STEP = 61  # within an epoch, and between two checkpoints


def run(command, expected=0, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=100, **options)
    if done.returncode != expected and expected is not None:
        sys.exit(f"{' '.join(map(str, command))} exited with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done


def torchrun(folder, script, *arguments, expected=0):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as logs:
        # Its default redirection is one that PyTorch 1.13 cannot read with Python 3.11.
        return run([sys.executable, "-m", "torch.distributed.run", "--nnodes=1", "--node_rank=0", "--nproc_per_node=2",
                    "--master_addr=127.0.0.1", f"--master_port={port}", "--redirects=1", "--tee=1", "--log_dir", logs,
                    script, *arguments],
                   expected, cwd=folder, env={**os.environ, "GLOO_SOCKET_IFNAME": "lo", "OMP_NUM_THREADS": "1"})


def train_until_killed():
    """What torchrun starts instead of train.py: a process that dies without a warning."""
    sys.path.insert(0, os.getcwd())
    import train

    whole_step = train.Training.take_step

    def take_step(training):
        if training.step == KILLED_STEP and training.processes.rank == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole_step(training)

    train.Training.take_step = take_step
    train.main()


class Elsewhere:
    """A project, trained in the app and exported to be trained elsewhere."""

    def __init__(self, cli, folder, name, epochs, change):
        self.name, self.epochs, self.cli = name, epochs, cli
        self.project = folder / f"{name}.ligature"
        self.exported = folder / f"{name} elsewhere"
        run([cli, "examples", name, "-o", self.project])
        project = json.loads(self.project.read_text())
        change(project)
        self.project.write_text(json.dumps(project))
        run([cli, "export", self.project, "--format", "pytorch", "-o", self.exported])
        lines = run([cli, "train", self.project, "--variant", "tied", "--epochs", epochs, "--json"]).stdout.splitlines()
        self.events = [json.loads(line) for line in lines]

    def train(self, out, script="train.py", expected=0):
        torchrun(self.exported, script, "--out", out, "--epochs", self.epochs, "--checkpoint-every", 25, expected=expected)
        history = out / "history.csv"
        return list(csv.DictReader(history.open())) if history.exists() else []

    def check_losses(self, history):
        steps = {e["step"]: e["train_loss"] for e in self.events if e["event"] == "step"}
        epochs = {e["epoch"]: e["val_loss"] for e in self.events if e["event"] == "epoch"}
        assert len(history) == len(steps), f"{self.name}: {len(history)} steps, not {len(steps)}"
        apart = 0.0
        for row in history:
            expected = steps[int(row["step"])]
            apart = max(apart, abs(float(row["train_loss"]) - expected) / abs(expected))
            if row["val_loss"]:
                expected = epochs.pop(int(row["epoch"]))
                apart = max(apart, abs(float(row["val_loss"]) - expected) / abs(expected))
        assert list(epochs) == [0], f"{self.name}: epochs {list(epochs)} were not validated"
        assert apart <= 1e-4, f"{self.name}: losses are {apart:.3g} apart"
        print(f"{self.name}: {len(history)} steps in two processes, losses at most {apart:.2g} apart from the app's")

    def check_weights(self, out):
        """Each storage once, under the project's names."""
        trained = {name: list(tensor.shape) for name, tensor in load_file(out / "trained.safetensors").items()}
        info = json.loads(run([self.cli, "info", self.project, "--json"]).stdout)
        expected = {storage["name"]: storage["shape"] for storage in info["parameters"] + info["state"]}
        assert trained == expected, f"{self.name}: {trained}, not {expected}"


def small_clipped_batches(project):
    project["training"]["batch_size"] = 40
    project["training"]["gradient_clipping"] = 0.05
    # Each epoch but the first is one without enough improvement.
    project["training"]["schedule"] = {
        "type": "on_plateau", "attributes": {"factor": 0.5, "patience": 0, "threshold": 0.9}}


def normalized_with_a_last_batch_of_one(project):
    """Batch normalization, and 1438 samples of which no two processes can share the last batch."""
    project["training"]["batch_size"] = 479
    project["training"]["schedule"] = {"type": "cosine", "attributes": {"warmup_steps": 3}}
    network = project["network"]
    [layer] = [layer for layer in network["layers"] if layer["name"] == "relu1"]
    layer["type"] = "batch_norm"
    for slot in ("bias", "running_mean", "running_var", "weight"):
        parameter = {"id": network["next_id"]}
        if slot.startswith("running"):
            parameter |= {"trainable": False, "state": True}
        parameter["initializer"] = {"type": "zeros" if slot in ("bias", "running_mean") else "ones"}
        network["parameters"].append(parameter)
        network["ties"].append({"layer": layer["id"], "slot": slot, "parameter": network["next_id"]})
        network["next_id"] += 1
    network["ties"].sort(key=lambda tie: (tie["layer"], tie["slot"]))


def main(cli):
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        tied = Elsewhere(cli, folder, "tied-autoencoder-digits", 3, small_clipped_batches)
        whole = tied.train(folder / "whole")
        tied.check_losses(whole)
        tied.check_weights(folder / "whole")
        cut = tied.train(folder / "cut", Path(__file__).resolve(), expected=1)
        assert len(cut) == 50, f"the killed run left {len(cut)} steps"
        assert not (folder / "cut" / "trained.safetensors").exists()
        again = tied.train(folder / "cut")
        assert again == whole, "the run that was killed and went on has other losses"
        weights = [load_file(folder / out / "trained.safetensors") for out in ("whole", "cut")]
        for name, tensor in weights[0].items():
            assert torch.equal(tensor, weights[1][name]), f"the run that was killed and went on has another {name}"
        print(f"killed at step {KILLED_STEP}, it went on from step {len(cut)} to the same losses and weights")
        normalized = Elsewhere(cli, folder, "cnn-shared-kernels", 2, normalized_with_a_last_batch_of_one)
        normalized.check_losses(normalized.train(folder / "normalized"))
        normalized.check_weights(folder / "normalized")


if __name__ == "__main__":
    if "RANK" in os.environ:
        train_until_killed()
    else:
        main(sys.argv[1])
