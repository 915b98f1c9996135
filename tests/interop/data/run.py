# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py LIGATURE_DATASET: arrays that NumPy saves and pictures that Pillow saves are read to the values that NumPy and
Pillow read of them."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import numpy
    from PIL import Image
except ImportError as missing:
    print(f"SKIPPED: no data are read by others, for {missing}; ./dev test installs it")
    sys.exit(1 if os.environ.get("CI") else 77)

PROGRAM = sys.argv[1]
TYPES = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "b1"]


def load(path, *options):
    done = subprocess.run([PROGRAM, path, *options], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{path}: {done.stdout}{done.stderr}"
    return json.loads(done.stdout)


def check(what, found, features, labels=None):
    assert found["samples"] == len(features), what
    assert found["feature_shape"] == list(features.shape[1:] or (1,)), f"{what}: {found['feature_shape']}"
    ours = numpy.array(found["features"], "f4").reshape(features.shape)
    assert numpy.array_equal(ours, features.astype("f4")), f"{what}: other features"
    if labels is None:
        return
    names = numpy.array(found["class_names"])[numpy.array(found["targets"], int)]
    assert list(names) == [str(label) for label in labels], f"{what}: other classes"


def arrays(folder):
    """Every type of number, in both orders of bytes and of axes."""
    random = numpy.random.default_rng(1)
    count = 0
    for kind in TYPES:
        for order in "<>":
            for layout in "CF":
                for shape in [(7,), (7, 3), (7, 2, 3), (7, 2, 3, 2)]:
                    drawn = random.integers(0, 2, shape) if kind == "b1" else random.normal(0, 40, shape)
                    with numpy.errstate(invalid="ignore"):
                        values = numpy.array(drawn.astype(kind), order + kind, order=layout)
                    labels = random.integers(-2, 3, 7).astype(order + "i8")
                    folder.mkdir()
                    numpy.save(folder / "x.npy", values)
                    numpy.save(folder / "y.npy", labels)
                    what = f"{order}{kind} {layout} {shape}"
                    check(what, load(folder / "x.npy"), values, labels)
                    for save in [numpy.savez, numpy.savez_compressed]:
                        save(folder / "data.npz", x_train=values, y_train=labels, other=numpy.array(["a", "b"]))
                        check(f"{what} {save.__name__}", load(folder / "data.npz"), values, labels)
                    for file in folder.iterdir():
                        file.unlink()
                    folder.rmdir()
                    count += 3
    return count


def scaled(folder):
    """Doubles and whole numbers of 64 bits keep the digits that floats do not have until they are scaled."""
    folder.mkdir()
    random = numpy.random.default_rng(2)
    for values in [random.normal(0, 1, (50, 3)) + 1e9, random.integers(2**60, 2**60 + 1000, (50, 3))]:
        numpy.save(folder / "features.npy", values)
        found = numpy.array(load(folder / "features.npy", "scaling=standardize")["features"]).reshape(values.shape)
        exact = (values - values[0]).astype("f8")
        expected = (exact - exact.mean(0)) / exact.std(0)
        assert numpy.abs(found - expected).max() < 1e-6, f"{values.dtype}: {numpy.abs(found - expected).max()}"
    # An image's pixels in doubles, and targets of several numbers.
    numpy.savez(folder / "named.npz", a=values, b=random.normal(0, 1, (50, 2)))
    found = load(folder / "named.npz", "features=a", "targets=b")
    assert found["target_kind"] == 3 and len(found["targets"]) == 100, found["target_kind"]
    return 3


def picture(random, mode, size):
    shape = (size[1], size[0]) + {"L": (), "P": (), "1": (), "LA": (2,), "RGB": (3,), "RGBA": (4,)}[mode]
    smooth = numpy.kron(random.integers(0, 256, (size[1] // 4 + 1, size[0] // 4 + 1) + shape[2:]),
                        numpy.ones((4, 4) + (1,) * len(shape[2:]), int))[:size[1], :size[0]].astype("u1")
    if mode in "P1":
        return Image.fromarray(smooth, "L").convert("RGB" if mode == "P" else "L").convert(mode)
    return Image.fromarray(smooth, mode)


def images(folder):
    random = numpy.random.default_rng(3)
    count = 0
    endings = [("png", mode) for mode in ["L", "LA", "P", "RGB", "RGBA", "1"]] + [("jpg", "L"), ("jpeg", "RGB")]
    for ending, mode in endings:
        for colours in ["grey", "rgb"]:
            for width, height in [(0, 0), (12, 9), (40, 50)]:
                root = folder / f"{ending}-{mode}-{colours}-{width}"
                expected, labels = [], []
                for name in ["b class", "a", "ü"]:
                    (root / name).mkdir(parents=True)
                    for i in range(2):
                        picture(random, mode, (29, 23)).save(root / name / f"{i}.{ending}")
                for name in sorted(os.listdir(root), key=os.fsencode):
                    for i in range(2):
                        with Image.open(root / name / f"{i}.{ending}") as opened:
                            image = opened.convert("RGB").convert("L" if colours == "grey" else "RGB")
                            if ending != "png" and colours == "grey":
                                opened.seek(0)
                                again = Image.open(root / name / f"{i}.{ending}")
                                again.draft("L", again.size)  # the picture's own luma, as JPEG has it
                                image = again.convert("L")
                            if width:
                                image = image.resize((width, height), Image.BILINEAR)
                        pixels = numpy.array(image)
                        expected.append(pixels if pixels.ndim == 2 else pixels.transpose(2, 0, 1))
                        labels.append(name)
                expected = numpy.array(expected, "f4")
                found = load(root, f"colours={colours}", f"width={width}", f"height={height}")
                what = f"{ending} {mode} {colours} {width}"
                assert found["feature_shape"] == list(expected.shape[1:]), f"{what}: {found['feature_shape']}"
                ours = numpy.array(found["features"], "f4").reshape(expected.shape)
                # Pillow rounds the weights of its resizing to whole numbers, twice.
                apart = numpy.abs(ours - expected).max()
                assert apart <= (1 if width or ending != "png" else 0), f"{what}: {apart} levels apart"
                names = [found["class_names"][int(target)] for target in found["targets"]]
                assert names == labels, f"{what}: {names}"
                count += 1
    return count


def main():
    with tempfile.TemporaryDirectory() as folder:
        counts = [f"{work(Path(folder) / work.__name__)} of {work.__name__}" for work in [arrays, scaled, images]]
    print(", ".join(counts) + " as NumPy and Pillow read them")


main()
