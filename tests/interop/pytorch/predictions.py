# SPDX-License-Identifier: GPL-3.0-or-later
"""predictions.py LIGATURE_CLI: what `predict` writes and `evaluate` tells of trained networks is what PyTorch computes of
the same weights, exported; and evaluate's figures of the validation part are the last epoch's of the training."""

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import numpy
    import torch
    from safetensors.torch import load_file
except ImportError as missing:
    print(f"SKIPPED: no predictions are compared, for {missing}; ./dev test installs it")
    sys.exit(1 if os.environ.get("CI") else 77)

sys.path.insert(0, str(Path(__file__).parent))
from run import as_tuple, load_module, model_class  # noqa: E402

CLI = sys.argv[1]


def cli(*arguments):
    done = subprocess.run([CLI, *map(str, arguments)], capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, f"{arguments}: {done.stderr}"
    return done.stdout


def near(what, ours, expected, tolerance=1e-5):
    ours, expected = numpy.array(ours, "f8"), numpy.array(expected, "f8")
    assert ours.shape == expected.shape, f"{what}: {ours.shape}, not {expected.shape}"
    apart = numpy.abs(ours - expected).max() / max(1, numpy.abs(expected).max())
    assert apart < tolerance, f"{what}: {apart:.3g} apart"


class Trained:
    """A project that was trained on arrays which both sides know."""

    def __init__(self, folder, example, features, targets, *options):
        folder.mkdir()
        self.folder = folder
        self.project = folder / "project.ligature"
        cli("examples", example, "-o", self.project)
        numpy.save(folder / "x.npy", features)
        self.data = ["--data", folder / "x.npy", *options]
        if targets is not None:
            numpy.save(folder / "y.npy", targets)
        cli("train", self.project, *self.data, "--variant", "both", "--epochs", 3, "--seed", 7, "--out", folder / "run")
        self.features = torch.tensor(features.astype("f4"))

    def rows(self, variant, *options):
        file = self.folder / f"{variant}.csv"
        cli("predict", self.project, *self.data, *options, "--weights", self.folder / "run", "--variant", variant, "-o",
            file)
        with file.open(newline="") as opened:
            header, *rows = csv.reader(opened)
        assert [row[0] for row in rows] == [str(i + 1) for i in range(len(self.features))], "the samples' numbers"
        return header, rows

    def outputs(self, variant, features):
        target = self.folder / variant / "model.py"
        target.parent.mkdir(exist_ok=True)
        cli("export", self.project, "--format", "pytorch", "--weights", self.folder / "run", "--variant", variant, "-o",
            target)
        self.module = load_module(target)
        model = model_class(self.module)()
        model.load_state_dict(load_file(target.with_suffix(".safetensors")))
        model.eval()
        with torch.no_grad():
            return [output.numpy() for output in as_tuple(model(features))]

    def check_history(self):
        """Equal to the last bit: the texts are."""
        told = json.loads(cli("evaluate", self.project, *self.data, "--weights", self.folder / "run", "--part",
                              "validation", "--json"))
        with (self.folder / "run/history.csv").open(newline="") as opened:
            epochs = [row for row in csv.DictReader(opened) if row["event"] == "epoch"]
        for arm in told["arms"]:
            last = [row for row in epochs if row["variant"] == arm["variant"]][-1]
            assert arm["seed"] == 7
            assert arm["loss"] == float(last["val_loss"]), f"{arm['loss']!r} and {last['val_loss']}"
            assert arm["metric"] == float(last["metric"]), f"{arm['metric']!r} and {last['metric']}"
        assert len(told["arms"]) == 2

    def evaluation(self, variant):
        return json.loads(cli("evaluate", self.project, *self.data, "--weights", self.folder / "run", "--variant",
                              variant, "--json"))["arms"][0]


def classifier(folder):
    random = numpy.random.default_rng(1)
    labels = random.integers(0, 10, 300)
    pixels = (random.integers(0, 9, (300, 64)) + labels[:, None] * (numpy.arange(64) % 10 == labels[:, None])).astype("u1")
    trained = Trained(folder, "digits-classifier", pixels, labels)
    scaled = torch.tensor((pixels.astype("f8") - pixels.min()) / float(pixels.max() - pixels.min())).float()
    for variant in ["tied", "untied"]:
        header, rows = trained.rows(variant)
        assert header == ["sample", "class", *(f"class={i}" for i in range(10))], header
        [scores] = trained.outputs(variant, scaled)
        near("probabilities", [list(map(float, row[2:])) for row in rows], torch.softmax(torch.tensor(scores), 1))
        assert [int(row[1]) for row in rows] == scores.argmax(1).tolist(), "classes"
        told = trained.evaluation(variant)
        loss = torch.nn.functional.cross_entropy(torch.tensor(scores), torch.tensor(labels)).item()
        near("loss", told["loss"], loss)
        near("accuracy", told["metric"], (scores.argmax(1) == labels).mean())
    trained.check_history()
    # One sample of another file, without targets: scaled as the data that were trained on.
    numpy.save(folder / "one.npy", pixels[:1])
    alone = cli("predict", trained.project, "--weights", folder / "run", "--variant", "tied", "--data", folder / "one.npy")
    assert alone.splitlines()[1].split(",") == trained.rows("tied")[1][0], "one sample alone"
    return 2


def autoencoder(folder):
    random = numpy.random.default_rng(2)
    trained = Trained(folder, "tied-autoencoder-digits", random.integers(0, 17, (200, 64)).astype("u1"), None)
    scaled = torch.tensor(numpy.load(folder / "x.npy") / 16.0).float()
    for variant in ["tied", "untied"]:
        header, rows = trained.rows(variant)
        assert header == ["sample", *(str(i + 1) for i in range(64))], header
        [outputs] = trained.outputs(variant, scaled)
        near("reconstruction", [list(map(float, row[1:])) for row in rows], outputs)
        near("loss", trained.evaluation(variant)["loss"], ((outputs - scaled.numpy()) ** 2).mean())
    trained.check_history()
    return 2


def several(folder):
    random = numpy.random.default_rng(3)
    labels = random.integers(0, 10, 200)
    trained = Trained(folder, "multi-task-digits", random.integers(0, 17, (200, 64)).astype("u1"), labels)
    scaled = torch.tensor(numpy.load(folder / "x.npy") / 16.0).float()
    header, rows = trained.rows("tied")
    assert header[1:3] == ["classify.class", "classify.class=0"] and header[12] == "draw.1", header[:13]
    scores, drawn = trained.outputs("tied", scaled)
    near("classes", [list(map(float, row[2:12])) for row in rows], torch.softmax(torch.tensor(scores), 1))
    near("values", [list(map(float, row[12:])) for row in rows], drawn)
    trained.check_history()
    return 1


def language_model(folder):
    folder.mkdir()
    words = [f"w{i * i % 17}" for i in range(1200)]
    (folder / "words.text").write_text(" ".join(words))
    project = folder / "project.ligature"
    cli("examples", "tied-embedding-language-model", "-o", project)
    text = re.sub(r'"num_embeddings": \d+', '"num_embeddings": 32', project.read_text())
    project.write_text(re.sub(r'"out_features": 10000', '"out_features": 32', text))
    data = ["--data", folder / "words.text"]
    cli("train", project, *data, "--epochs", 2, "--variant", "tied", "--out", folder / "run")
    header, *rows = csv.reader(cli("predict", project, *data, "--weights", folder / "run").splitlines())
    assert header == ["sample", *(f"next {i + 1}" for i in range(32))], header
    cli("export", project, "--format", "pytorch", "--weights", folder / "run", "-o", folder / "model.py")
    model = model_class(load_module(folder / "model.py"))()
    model.load_state_dict(load_file(folder / "model.safetensors"))
    model.eval()
    # The vocabulary is in the checkpoint.
    raw = (folder / "run/tied.checkpoint.safetensors").read_bytes()
    metadata = json.loads(raw[8:8 + int.from_bytes(raw[:8], "little")])["__metadata__"]
    vocabulary = json.loads(metadata["data.classes"])
    tokens = torch.tensor([vocabulary.index(word) for word in words])
    samples = (len(words) - 1) // 32
    with torch.no_grad():
        scores = as_tuple(model(tokens[:samples * 32].reshape(samples, 32).float()))[0]
    expected = [[vocabulary[i] for i in row] for row in scores.argmax(-1).tolist()]
    assert [row[1:] for row in rows] == expected, "next tokens"
    return 1


def main():
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        count = sum(work(Path(folder) / work.__name__) for work in [classifier, autoencoder, several, language_model])
    print(f"{count} networks predict what PyTorch predicts")


main()
