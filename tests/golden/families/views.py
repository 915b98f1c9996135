# SPDX-License-Identifier: GPL-3.0-or-later
"""How a tie reads its parameter: every view, alone and in chains, beside a plain use of the same parameter."""

import torch

from networks import chain, dense, image

MASK = (1 << 64) - 1


def along(a):
    return a.get("axis", 0)


def sliced(w, a):
    axis = along(a) % w.dim()
    start, stop, step = a.get("start", 0), a.get("stop", 0), a.get("step", 1)
    return w[(slice(None),) * axis + (slice(start, stop if stop != 0 else None, step),)]


def broadcast(w, a):
    if a.get("new_axis", True):
        w = w.unsqueeze(along(a))
    extents = [-1] * w.dim()
    extents[along(a)] = a.get("extent", 2)
    return w.expand(extents)


def tiled(w, a):
    repeats = [1] * w.dim()
    repeats[along(a)] = a.get("times", 2)
    return w.repeat(repeats)


def mixed(z):
    """SplitMix64's, on Python's whole numbers."""
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def hashed(w, a):
    start = mixed(a.get("seed", 0) + 1)
    count = 1
    for extent in a["shape"]:
        count *= extent
    hashes = [mixed((start + i * 0x9E3779B97F4A7C15) & MASK) for i in range(count)]
    read = w.reshape(-1)[torch.tensor([(h >> 1) % w.numel() for h in hashes])]
    if a.get("signs", True):
        read = read * torch.tensor([1 - 2 * (h % 2) for h in hashes], dtype=w.dtype)
    return read.reshape(a["shape"])


def masked(w, a):
    rows, columns = w.shape[-2:]
    pattern, diagonal, blocks = a.get("pattern", "lower"), a.get("diagonal", 0), a.get("blocks", 2)
    if pattern == "blocks":
        each = torch.ones(rows // blocks, columns // blocks, dtype=w.dtype)
        return w * torch.block_diag(*[each] * blocks)
    return w.tril(diagonal) if pattern == "lower" else w.triu(diagonal)


def circulant(w, a):
    """By rolling, not by indices."""
    return torch.stack([torch.roll(w, j, 0) for j in range(w.shape[0])], dim=1)


VIEWS = {
    "permute": lambda w, a: w.permute(a.get("axes", [1, 0])),
    "slice": sliced,
    "index": lambda w, a: w.select(along(a), a.get("position", 0)),
    "reshape": lambda w, a: w.reshape(a.get("shape", [-1])),
    "scale": lambda w, a: w * a.get("factor", 0.5),
    "broadcast": broadcast,
    "tile": tiled,
    "flip": lambda w, a: torch.flip(w, [along(a)]),
    "rotate90": lambda w, a: torch.rot90(w, a.get("turns", 1), [-2, -1]),
    "gather": lambda w, a: w.index_select(along(a), torch.tensor(a.get("positions", [0]))),
    "mask": masked,
    "hash": hashed,
    "circulant": circulant,
}


def weight(view, features, outputs, shape):
    """features -> a Dense layer that reads W through the view -> outputs."""
    network = chain(image(features), dense("layer", outputs), output_shape=[outputs],
                    shared={"W": [["layer", "weight", view]]})
    network["shapes"] = {"W": shape}
    return network


def twice(first, second, features, hidden, outputs, shape):
    """Two Dense layers in a row that read W each through its own view."""
    network = chain(image(features), dense("first", hidden), ("between", "tanh", {}), dense("second", outputs),
                    output_shape=[outputs],
                    shared={"W": [["first", "weight", first], ["second", "weight", second]]})
    network["shapes"] = {"W": shape}
    return network


def scales(shape, features, *views):
    """A Scale layer for each view of the vector s, one after the other."""
    layers = [(f"scale{i}", "scale", {"per": "layer"} if one else {}) for i, (one, view) in enumerate(views)]
    network = chain(image(features), *layers, output_shape=[features],
                    shared={"s": [[f"scale{i}", "scale", view] for i, (one, view) in enumerate(views)]})
    network["shapes"] = {"s": shape}
    return network


def cases():
    def step(kind, **attributes):
        return [kind, attributes]

    yield "permute of a matrix", [], weight([step("permute", axes=[1, 0])], 5, 3, [5, 3]), 1
    yield "permute of three axes, reshaped", [], weight(
        [step("permute", axes=[2, 0, 1]), step("reshape", shape=[4, 6])], 6, 4, [2, 3, 4]), 1
    yield "a slice of rows that lies in place", [], weight([step("slice", start=2, stop=5)], 8, 3, [7, 8]), 1
    yield "a slice of rows that must be copied", [], weight([step("slice", start=1, stop=4)], 5, 3, [7, 5]), 1
    yield "a slice of columns with a step", [], weight(
        [step("slice", axis=1, start=1, stop=-1, step=2)], 3, 4, [4, 8]), 1
    yield "a slice from the end of the last axis", [], weight([step("slice", axis=-1, start=-3)], 3, 4, [4, 8]), 1
    yield "overlapping slices of rows", [], twice(
        [step("slice", start=0, stop=3)], [step("slice", start=2, stop=5)], 3, 3, 3, [6, 3]), 1
    yield "overlapping slices that lie in place", [], twice(
        [step("slice", start=0, stop=16)], [step("slice", start=4, stop=20)], 16, 16, 16, [24, 16]), 0.5
    yield "slices in place, one of them transposed", [], twice(
        [step("slice", start=0, stop=8)], [step("slice", start=4, stop=12), step("transpose")], 4, 8, 4,
        [12, 4]), 1
    yield "a whole weight and a part of it", [], twice([], [step("slice", stop=4)], 6, 6, 4, [6, 6]), 1
    yield "numbers out of a vector, one of them twice", [], scales(
        [4], 3, (True, [step("index", position=1)]), (True, [step("index", position=-1)]),
        (True, [step("index", position=1)])), 1
    yield "rows of a matrix", [], scales(
        [3, 16], 16, (False, [step("index", position=1)]), (False, [step("index", position=2)])), 1
    yield "a column of a matrix", [], scales([3, 5], 3, (False, [step("index", axis=1, position=3)])), 1
    yield "reshape of a vector into a matrix", [], weight([step("reshape", shape=[3, -1])], 4, 3, [12]), 1
    yield "a flat slice of a reshaped matrix", [], weight(
        [step("reshape", shape=[-1]), step("slice", start=4, stop=16), step("reshape", shape=[3, 4])], 4, 3,
        [5, 4]), 1
    yield "reshape of a transposed matrix", [], weight(
        [step("transpose"), step("reshape", shape=[3, 4])], 4, 3, [6, 2]), 1
    yield "scaled beside plain", [], twice([], [step("scale", factor=0.25)], 4, 4, 4, [4, 4]), 1
    yield "scaled by a number that is not exact, transposed", [], weight(
        [step("scale", factor=-0.3), step("transpose")], 5, 3, [5, 3]), 1
    yield "broadcast to every row", [], weight([step("broadcast", extent=3)], 5, 3, [5]), 1
    yield "broadcast to every column", [], weight([step("broadcast", axis=-1, extent=5)], 5, 3, [3]), 1
    yield "broadcast of an axis of extent 1", [], weight(
        [step("broadcast", axis=0, extent=3, new_axis=False)], 5, 3, [1, 5]), 1
    yield "broadcast of one number", [], scales([], 4, (False, [step("broadcast", extent=4)])), 1
    yield "tile of a vector to twice its length", [], scales([5], 10, (False, [step("tile", times=2)])), 1
    yield "tile along the second axis", [], weight([step("tile", axis=1, times=3)], 6, 4, [4, 2]), 1
    yield "flip of rows and of columns", [], twice(
        [step("flip")], [step("flip", axis=-1)], 4, 4, 4, [4, 4]), 1
    for turns in (1, 2, 3, -1):
        shape = [3, 5] if turns == 2 else [5, 3]
        yield f"rotated by {turns} quarter turns", [], weight([step("rotate90", turns=turns)], 5, 3, shape), 1
    yield "a rotated stack of kernels", [], weight(
        [step("rotate90", turns=1), step("reshape", shape=[4, 9])], 9, 4, [4, 3, 3]), 1
    yield "hashed with signs", [], weight([step("hash", shape=[4, 6], seed=7)], 6, 4, [5]), 1
    yield "hashed without signs out of a matrix", [], weight(
        [step("hash", shape=[4, 6], seed=123456789, signs=False)], 6, 4, [2, 4]), 1
    yield "hashed twice out of one storage", [], twice(
        [step("hash", shape=[6, 5], seed=1)], [step("hash", shape=[3, 6], seed=2)], 5, 6, 3, [11]), 1
    yield "hashed, then scaled and transposed", [], weight(
        [step("hash", shape=[4, 6]), step("scale", factor=-1.5), step("transpose")], 4, 6, [7]), 1
    yield "circulant", [], weight([step("circulant")], 5, 5, [5]), 1
    yield "circulant of a slice beside a plain row", [], twice(
        [step("slice", start=1, stop=5), step("circulant")],
        [step("reshape", shape=[2, 4]), step("scale", factor=2.0)], 4, 4, 2, [8]), 1
    yield "rows gathered, one of them three times", [], weight(
        [step("gather", positions=[2, 0, 2, 2])], 3, 4, [3, 3]), 1
    yield "columns gathered from the last axis", [], weight(
        [step("gather", axis=-1, positions=[1, 0, 0, 3, 1])], 5, 3, [3, 4]), 1
    yield "numbers gathered out of a vector", [], scales([3], 4, (False, [step("gather", positions=[2, 1, 0, 2])])), 1
    yield "a lower triangle", [], weight([step("mask")], 5, 4, [4, 5]), 1
    yield "an upper triangle above the diagonal, transposed", [], weight(
        [step("mask", pattern="upper", diagonal=1), step("transpose")], 4, 5, [4, 5]), 1
    yield "a band of two triangles beside the plain matrix", [], twice(
        [step("mask", diagonal=1), step("mask", pattern="upper", diagonal=-1)], [], 4, 4, 4, [4, 4]), 1
    yield "blocks along the diagonal", [], weight([step("mask", pattern="blocks", blocks=3)], 6, 3, [3, 6]), 1
