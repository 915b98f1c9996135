# SPDX-License-Identifier: 0BSD
"""Trains the network as Ligature would go on with it. Alone: python train.py. In several processes, on the CPU or on a
GPU each: torchrun --nproc_per_node=2 train.py. Each process takes its part of every batch, so the losses are those of one.
Stopped or killed, it goes on from the last checkpoint when it is started again with the same --out."""

import argparse
import json
import os
from pathlib import Path

import torch
import torch.distributed as dist
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch.nn.parallel import DistributedDataParallel

import model as exported
import settings
from data import Data, RandomStream

HERE = Path(__file__).parent


class Processes:
    """Those that torchrun started, or this one alone."""

    def __init__(self):
        on_gpu = torch.cuda.is_available()
        self.is_group = "RANK" in os.environ
        if self.is_group:
            dist.init_process_group("nccl" if on_gpu else "gloo")
        self.rank = dist.get_rank() if self.is_group else 0
        self.count = dist.get_world_size() if self.is_group else 1
        self.device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if on_gpu else torch.device("cpu")
        if on_gpu:
            torch.cuda.set_device(self.device)

    def part(self, samples):
        """This process's part of a batch. One with fewer samples than processes is taken whole by each."""
        if len(samples) < self.count:
            return samples
        return samples[len(samples) * self.rank // self.count:len(samples) * (self.rank + 1) // self.count]

    def mean(self, value, weight):
        """The mean over the samples of all processes, of what each has the mean of, times its share."""
        total = torch.tensor([value * weight, weight], dtype=torch.float64, device=self.device)
        if self.is_group:
            dist.all_reduce(total)
        return (total[0] / total[1]).item()


class Training:
    def __init__(self, options, processes):
        self.options = options
        self.processes = processes
        self.data = Data(processes.device)
        self.network = exported.Network().to(processes.device)
        self.network.load_state_dict(load_file(HERE / "model.safetensors"))
        self.optimizer = exported.make_optimizer(self.network)
        self.schedule = None
        if hasattr(exported, "make_schedule"):
            per_epoch = self.data.steps_per_epoch()
            self.schedule = exported.make_schedule(self.optimizer, options.epochs * per_epoch, per_epoch)
        # One that waits is stepped with the loss at an epoch's end, the others after each update.
        self.schedule_waits = isinstance(self.schedule, torch.optim.lr_scheduler.ReduceLROnPlateau)
        self.parallel = self.network
        if processes.is_group:
            # One parameter in several uses is one gradient here too: it is summed before it is averaged.
            self.parallel = DistributedDataParallel(
                self.network, broadcast_buffers=False, find_unused_parameters=settings.HAS_UNUSED_PARAMETERS)
        self.step = 0
        self.epoch_loss = 0.0  # summed over the epoch's samples so far
        self.history = []  # (step, epoch, train_loss, val_loss), as text
        self.checkpoint = options.out / "checkpoint.safetensors"
        self.resume()

    def resume(self):
        if not self.checkpoint.exists():
            return
        tensors = load_file(self.checkpoint, device=str(self.processes.device))
        self.network.load_state_dict(
            {key.removeprefix("network."): tensor for key, tensor in tensors.items() if key.startswith("network.")})
        state = {}
        for key, tensor in tensors.items():
            if key.startswith("optimizer."):
                _, parameter, name = key.split(".")
                state.setdefault(int(parameter), {})[name] = tensor
        self.optimizer.load_state_dict({**self.optimizer.state_dict(), "state": state})
        with safe_open(self.checkpoint, framework="pt") as file:
            place = file.metadata()
        self.step, self.epoch_loss = int(place["step"]), float(place["epoch_loss"])
        if self.schedule:
            self.schedule.load_state_dict(json.loads(place["schedule"]))
            for group, rate in zip(self.optimizer.param_groups, json.loads(place["rates"])):
                group["lr"] = rate
        # What came after the checkpoint comes again.
        self.history = (self.options.out / "history.csv").read_text().splitlines()[1:self.step + 1]

    def save(self):
        """All that going on takes; a whole file or none."""
        if self.processes.rank != 0:
            return
        tensors = {f"network.{key}": tensor for key, tensor in self.network.state_dict().items()}
        for parameter, state in self.optimizer.state_dict()["state"].items():
            for name, value in state.items():
                if value is not None:
                    tensors[f"optimizer.{parameter}.{name}"] = torch.as_tensor(value)
        tensors = {key: tensor.contiguous() for key, tensor in tensors.items()}
        history = "\n".join(["step,epoch,train_loss,val_loss", *self.history]) + "\n"
        self.replace("history.csv", lambda file: file.write_text(history))
        place = {"step": str(self.step), "epoch_loss": repr(self.epoch_loss)}
        if self.schedule:
            place["schedule"] = json.dumps(self.schedule.state_dict())
            place["rates"] = json.dumps([group["lr"] for group in self.optimizer.param_groups])
        self.replace(self.checkpoint.name, lambda file: save_file(tensors, file, metadata=place))

    def replace(self, name, write):
        unfinished = self.options.out / f"{name}.unfinished"
        write(unfinished)
        os.replace(unfinished, self.options.out / name)

    def loss(self, network, places):
        features, targets = self.data.samples(places)
        return exported.loss(network(features), targets, features)

    def take_step(self):
        batch = self.data.batch(self.step)
        places = self.processes.part(batch)
        # A share of its own for each, or the same whole for all; DistributedDataParallel takes the mean of gradients.
        is_whole = len(batch) < self.processes.count
        share = 1.0 / self.processes.count if is_whole else len(places) / len(batch)
        exported.synchronized = not is_whole
        # Begun anew for every step, so that a run that was stopped drops out what it would have dropped out.
        torch.manual_seed(RandomStream(settings.SEED, "step", self.step, self.processes.rank).state >> 1)
        self.network.train()
        loss = self.loss(self.parallel, places)
        self.optimizer.zero_grad(set_to_none=True)
        (loss * share * self.processes.count).backward()
        if settings.GRADIENT_CLIPPING:
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), settings.GRADIENT_CLIPPING)
        self.optimizer.step()
        if self.schedule and not self.schedule_waits:
            self.schedule.step()
        self.step += 1
        return self.processes.mean(loss.item(), share), len(batch)

    def validate(self):
        if not self.data.validation:
            return None
        places = self.processes.part(self.data.validation)
        self.network.eval()
        total = 0.0
        with torch.no_grad():
            for begin in range(0, len(places), settings.BATCH_SIZE):
                part = places[begin:begin + settings.BATCH_SIZE]
                total += self.loss(self.network, part).item() * len(part)
        return self.processes.mean(total / len(places), len(places))

    def run(self):
        per_epoch = self.data.steps_per_epoch()
        last = self.options.epochs * per_epoch
        every = self.options.checkpoint_every or per_epoch
        while self.step < last:
            epoch = self.step // per_epoch + 1
            loss, samples = self.take_step()
            self.epoch_loss += loss * samples
            validation = ""
            if self.step % per_epoch == 0:
                measured = self.validate()
                validation = "" if measured is None else repr(measured)
                mean = self.epoch_loss / len(self.data.training)
                if self.schedule_waits:
                    self.schedule.step(mean if measured is None else measured)
                if self.processes.rank == 0:
                    print(f"epoch {epoch}: loss {mean:.6g}" + (f", validation {measured:.6g}" if validation else ""),
                          flush=True)
                self.epoch_loss = 0.0
            self.history.append(f"{self.step},{epoch},{loss!r},{validation}")
            if self.step % every == 0 or self.step == last:
                self.save()
        if self.processes.rank == 0:
            self.write_weights()

    def write_weights(self):
        """With the project's names, for `ligature-cli import`."""
        names = getattr(exported.Network, "NAMES", {})
        weights = {names.get(key, key): tensor.contiguous().cpu() for key, tensor in self.network.state_dict().items()}
        for table in settings.TABLES:
            del weights[table]
        with safe_open(HERE / "model.safetensors", framework="pt") as file:
            metadata = file.metadata()
        self.replace("trained.safetensors", lambda file: save_file(weights, file, metadata=metadata))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE / "run", help="checkpoint, history and trained weights")
    parser.add_argument("--epochs", type=int, default=settings.EPOCHS)
    parser.add_argument("--checkpoint-every", type=int, metavar="STEPS", help="default: after every epoch")
    options = parser.parse_args()
    processes = Processes()
    options.out.mkdir(parents=True, exist_ok=True)
    Training(options, processes).run()
    if processes.is_group:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
