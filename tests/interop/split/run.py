# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py LIGATURE_SPLIT: stratified parts have the classes' shares as scikit-learn's have, stratified folds have of each
class the numbers of its StratifiedKFold, and folds by groups the sizes of its GroupKFold; no group is ever parted."""

import json
import os
import subprocess
import sys

try:
    import numpy
    from sklearn.model_selection import GroupKFold, StratifiedKFold, StratifiedShuffleSplit
except ImportError as missing:
    print(f"SKIPPED: no splits are compared, for {missing}; ./dev test installs it")
    sys.exit(1 if os.environ.get("CI") else 77)


def split(cases):
    usual = {"fold": 1, "folds": 0, "validation_fraction": 0.0, "test_fraction": 0.0, "training_fraction": 1.0}
    lines = [json.dumps({**usual, **case}) for case in cases]
    done = subprocess.run([sys.argv[1]], input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    return [{part: numpy.array(samples, int) for part, samples in json.loads(line).items()}
            for line in done.stdout.splitlines()]


def counts(classes, samples):
    return numpy.bincount(classes[samples], minlength=classes.max() + 1)


def main():
    random = numpy.random.default_rng(5)
    checked = 0
    for table in range(60):
        n = int(random.integers(30, 400))
        kinds = int(random.integers(2, 9))
        classes = random.choice(kinds, n, p=random.dirichlet(numpy.ones(kinds) * 2))
        classes = numpy.unique(classes, return_inverse=True)[1]
        groups = random.integers(0, int(random.integers(6, 40)), n)
        share = float(random.choice([0.1, 0.2, 0.25, 0.5]))
        folds = int(random.integers(2, 6))
        given = {"classes": classes.tolist(), "groups": groups.tolist(), "seed": table}
        asked = [{**given, "split": "stratified", "validation_fraction": share}]
        asked += [{**given, "split": kind, "folds": folds, "fold": fold + 1}
                  for kind in ["stratified", "grouped"] for fold in range(folds)]
        asked += [{**given, "split": "grouped", "validation_fraction": share, "test_fraction": 0.2}]
        shared, *rest = split(asked)
        by_class, by_group, parts = rest[:folds], rest[folds:2 * folds], rest[-1]

        size = int(n * share)
        exact = counts(classes, numpy.arange(n)) * size / n
        ours = counts(classes, shared["validation"])
        assert ours.sum() == size and numpy.abs(ours - exact).max() < 1, f"{table}: {ours} for {exact}"
        if min(counts(classes, numpy.arange(n))) > 1 and size >= classes.max() + 1 and n - size >= classes.max() + 1:
            _, theirs = next(StratifiedShuffleSplit(1, test_size=size, random_state=table).split(classes, classes))
            assert numpy.abs(ours - counts(classes, theirs)).max() <= 1, f"{table}: {ours}"

        if min(counts(classes, numpy.arange(n))) >= folds:
            theirs = sorted(counts(classes, fold).tolist()
                            for _, fold in StratifiedKFold(folds, shuffle=True, random_state=table).split(classes, classes))
            assert len(by_class) == folds
            for kind in range(classes.max() + 1):
                assert sorted(row[kind] for row in theirs) == sorted(
                    int(counts(classes, fold["validation"])[kind]) for fold in by_class), f"{table}, class {kind}"
            checked += 1
        theirs = sorted(len(fold) for _, fold in GroupKFold(folds).split(classes, groups=groups))
        assert sorted(len(fold["validation"]) for fold in by_group) == theirs, f"{table}: {theirs}"
        for split_in in [*by_group, parts]:
            of = [set(groups[samples]) for samples in split_in.values()]
            assert not (of[0] & of[1] or of[0] & of[2] or of[1] & of[2]), f"{table}: a group is parted"
        for dealt in [by_class, by_group]:
            assert sorted(numpy.concatenate([fold["validation"] for fold in dealt])) == list(range(n)), table
    assert checked > 20
    print(f"60 tables are split as scikit-learn does, {checked} of them into stratified folds")


main()
