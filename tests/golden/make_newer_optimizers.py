# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes newer_optimizers.json: what make_golden.py writes of optimizers that Debian's torch lacks.

usage: make_newer_optimizers.py [FOLDER]   (with a Python that has torch 2.9 or newer and lion-pytorch)

torch.optim.Muon rounds to bfloat16 in its Newton-Schulz iteration, whatever the weights are; here it does not, so that
double and float can be compared. Parameters that it does not take, those that are no matrices, go to torch.optim.AdamW.
Lion, which torch.optim has not, is lion-pytorch's.
"""

import pathlib
import sys

import torch
from lion_pytorch import Lion

import make_golden

torch.Tensor.bfloat16 = torch.Tensor.clone  # A copy it must be: what it gives is changed in place.

OPTIMIZERS = [
    ("adafactor", {}),
    ("adafactor", {"learning_rate": 0.5, "weight_decay": 0.02}),
    ("adafactor", {"learning_rate": 0.2, "beta2_decay": -0.5, "eps1": 1e-3, "eps2": 0.5, "d": 1.5}),
    ("lion", {}),
    ("lion", {"learning_rate": 0.003, "weight_decay": 0.5}),
    ("lion", {"learning_rate": 0.003, "beta1": 0.8, "beta2": 0.9}),
    ("muon", {}),
    ("muon", {"learning_rate": 0.02, "weight_decay": 0.5}),
    ("muon", {"learning_rate": 0.02, "momentum": 0.8, "nesterov": False, "ns_steps": 3}),
    ("muon", {"learning_rate": 0.02, "adjust_lr_fn": "match_rms_adamw", "eps": 1e-3}),
]
FACTORED = [
    ("adafactor", {"learning_rate": 0.5, "weight_decay": 0.02}),
    ("lion", {"learning_rate": 0.003, "weight_decay": 0.5}),
    ("muon", {"learning_rate": 0.02, "weight_decay": 0.5}),
]


class Several:
    """Optimizers that step as one."""

    def __init__(self, optimizers):
        self.optimizers = optimizers

    def zero_grad(self):
        for optimizer in self.optimizers:
            optimizer.zero_grad()

    def step(self):
        for optimizer in self.optimizers:
            optimizer.step()


def adafactor(groups, rate, others):
    others = dict(others)
    eps = (others.pop("eps1", 0.0) or None, others.pop("eps2", 1e-3))
    return torch.optim.Adafactor(groups, lr=rate, eps=eps, **others)


def lion(groups, rate, others):
    return Lion(groups, lr=rate, betas=(others.get("beta1", 0.9), others.get("beta2", 0.99)))


def muon(groups, rate, others):
    matrices = [group for group in groups if group["params"][0].dim() == 2]
    rest = [group for group in groups if group["params"][0].dim() != 2]
    return Several([torch.optim.Muon(matrices, lr=rate, **others), torch.optim.AdamW(rest, lr=rate)])


def main():
    make_golden.NEWER.update(adafactor=adafactor, lion=lion, muon=muon)
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    make_golden.write(folder / "newer_optimizers.json", make_golden.make_optimizers(OPTIMIZERS, FACTORED, []))


if __name__ == "__main__":
    main()
