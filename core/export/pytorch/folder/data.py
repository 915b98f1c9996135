# SPDX-License-Identifier: 0BSD
"""The project's data, split and put in order by the seed as Ligature does it: the same batches, one after the other."""

from pathlib import Path

from safetensors.torch import load_file

import settings

MASK = (1 << 64) - 1


def mixed(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


class RandomStream:
    """SplitMix64 (Steele, Lea and Flood 2014), begun by a seed, a name and numbers."""

    def __init__(self, seed, name, *numbers):
        self.state = mixed((seed + 0x9E3779B97F4A7C15) & MASK)
        for byte in name.encode():
            self.state = ((self.state ^ byte) * 0x100000001B3) & MASK
        for number in numbers:
            self.state = mixed(self.state ^ mixed((number + 0x632BE59BD9B4E019) & MASK))

    def uniform(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        return (mixed(self.state) >> 11) * 2.0**-53


def shuffle(values, random):
    """Fisher and Yates, in place."""
    for i in range(len(values), 1, -1):
        j = int(random.uniform() * i)
        values[i - 1], values[j] = values[j], values[i - 1]


class Data:
    """All samples (features and targets, first axis first) and which of them are for training and for validation."""

    def __init__(self, device="cpu"):
        tensors = load_file(Path(__file__).with_name("data.safetensors"), device=str(device))
        self.features = tensors["features"]
        self.targets = tensors.get("targets")
        count = len(self.features)
        if self.targets is not None and len(self.targets) != count:
            raise ValueError(f"data.safetensors has {count} features and {len(self.targets)} targets")
        samples = list(range(count))
        shuffle(samples, RandomStream(settings.SEED, "split"))
        kept = int(count * settings.VALIDATION_FRACTION)
        self.validation = sorted(samples[:kept])
        self.training = sorted(samples[kept:])
        self._epoch = None
        self._order = []

    def steps_per_epoch(self):
        return -(-len(self.training) // settings.BATCH_SIZE)

    def batch(self, step):
        """The samples of a step, counted from 0 over all epochs."""
        epoch, place = divmod(step, self.steps_per_epoch())
        if epoch != self._epoch:
            self._epoch, self._order = epoch, list(self.training)
            shuffle(self._order, RandomStream(settings.SEED, "order", epoch))
        return self._order[place * settings.BATCH_SIZE:(place + 1) * settings.BATCH_SIZE]

    def samples(self, places):
        """Their features, and their targets or None."""
        return self.features[places], None if self.targets is None else self.targets[places]
