# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the figures of a whole experiment against SciPy and NumPy, from the values of each seed that its JSON has: run.py
PROGRAM, PROGRAM being ligature-cli."""
import json
import math
import subprocess
import sys
import tempfile

try:
    import numpy
    import scipy.optimize
    import scipy.stats
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

TOLERANCE = 1e-9
checked = 0
failures = []


def near(what, found, expected, floor=0.0):
    """Relative; floor: the magnitude below which differences are rounding."""
    global checked
    if expected is None or found is None:
        ok = found is None and expected is None
    else:
        off = abs(found - expected)
        ok = off <= TOLERANCE * max(abs(expected), floor)
    checked += 1
    if not ok:
        failures.append(f"{what}: {found}, not {expected}")


def equal(what, found, expected):
    global checked
    checked += 1
    if found != expected:
        failures.append(f"{what}: {found}, not {expected}")


def effect_interval(t, count, level):
    """Those d_z under which so large and so small a t are no less likely than half of what the level leaves."""
    tail = (1 - level) / 2

    def end(share):
        # SciPy has no value in the far tails: 1 there below t, 0 above.
        def above(shift):
            found = scipy.stats.nct.cdf(t, count - 1, shift)
            return (float(shift < t) if numpy.isnan(found) else found) - share

        spread = math.sqrt(1 + t * t / (2 * (count - 1)))
        low = high = t - scipy.stats.norm.ppf(share) * spread
        while above(low) < 0:
            low -= spread / 4
        while above(high) > 0:
            high += spread / 4
        return scipy.optimize.brentq(above, low, high, xtol=1e-13, rtol=1e-14) / math.sqrt(count)
    return [end(1 - tail), end(tail)]


def check_summary(where, figure):
    values = numpy.array([value for value in figure["values"] if value is not None], dtype=float)
    equal(f"{where} count", figure["count"], len(values))
    if len(values):
        near(f"{where} mean", figure["mean"], values.mean())
        near(f"{where} median", figure["median"], float(numpy.median(values)))
        equal(f"{where} range", figure["range"], [values.min(), values.max()])
    if len(values) > 1:
        near(f"{where} deviation", figure["standard_deviation"], values.std(ddof=1), abs(values).max() * 1e-6)


def check_pair(where, figure, baseline, level, margin):
    found = figure["against_baseline"]
    pairs = [(x, y) for x, y in zip(figure["values"], baseline["values"]) if x is not None and y is not None]
    equal(f"{where} pairs", found["pairs"], len(pairs))
    near(f"{where} level", found["level"], level)
    sign = -1 if figure["better"] == "higher" else 1
    wins = losses = ties = 0
    for x, y in zip(figure["values"], baseline["values"]):
        if x is None and y is None:
            ties += 1
        elif x is None or (y is not None and sign * x > sign * y):
            losses += 1
        elif y is None or sign * x < sign * y:
            wins += 1
        else:
            ties += 1
    equal(f"{where} signs", found["signs"], {"wins": wins, "losses": losses, "ties": ties})
    if len(pairs) < 2:
        return None
    x, y = (numpy.array(side) for side in zip(*pairs))
    difference = x - y
    count = len(difference)
    scale = abs(difference).max()
    near(f"{where} difference", found["mean_difference"], difference.mean(), scale * 1e-6)
    near(f"{where} deviation of it", found["standard_deviation"], difference.std(ddof=1), scale * 1e-6)
    if difference.std(ddof=1) == 0:
        equal(f"{where} interval", found["interval"], [difference.mean()] * 2)
        equal(f"{where} p", found["p"], 1.0 if difference.mean() == 0 else 0.0)
        return found["p"]
    oracle = scipy.stats.ttest_rel(x, y)
    interval = scipy.stats.t.interval(level, count - 1, difference.mean(), scipy.stats.sem(difference))
    for end in (0, 1):
        near(f"{where} interval", found["interval"][end], interval[end], scale)
        near(f"{where} relative interval", found["relative_interval"][end], interval[end] / abs(y.mean()),
             scale / abs(y.mean()))
    near(f"{where} relative", found["relative_difference"], difference.mean() / abs(y.mean()), 1e-6)
    near(f"{where} t", found["t"], oracle.statistic, 1e-6)
    near(f"{where} p", found["p"], oracle.pvalue)
    effect = difference.mean() / difference.std(ddof=1)
    near(f"{where} effect", found["effect_size"], effect, 1e-6)
    for end, expected in zip(found["effect_interval"], effect_interval(oracle.statistic, count, level)):
        near(f"{where} interval of the effect", end, expected, 1)
    near(f"{where} pairing", found["pairing_worth"],
         (x.var(ddof=1) + y.var(ddof=1)) / difference.var(ddof=1))
    # The exact sign-flip test, all 2^n of them by numpy.
    if 6 <= count <= 16:
        flips = 1 - 2 * ((numpy.arange(2 ** count)[:, None] >> numpy.arange(count)) & 1)
        sums = abs(flips @ difference)
        near(f"{where} permutation", found["checks"]["sign_flip_p"],
             float((sums >= abs(difference.sum()) * (1 - 1e-12)).mean()))
    # Worse is above 0, whatever the direction.
    low, high = sorted(sign * end / abs(y.mean()) for end in interval)
    verdict = ("too_few_seeds" if count < 6 else "worse" if low > margin else "better" if high < -margin
               else "as_good_as" if -margin <= low and high <= margin else "undecided")
    equal(f"{where} verdict", found["verdict"], verdict)
    return found["p"]


def holm(p_values):
    order = numpy.argsort(p_values, kind="stable")
    adjusted = numpy.empty(len(p_values))
    highest = 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[at]))
        adjusted[at] = highest
    return adjusted


def check_experiment(figures):
    baseline_name = figures["baseline"]
    for place, group in enumerate(figures["groups"]):
        arms = {arm["arm"]: arm for arm in group["arms"]}
        baseline = arms.pop(baseline_name)
        level = 1 - 0.05 / len(arms)
        for name, figure in baseline["figures"].items():
            check_summary(f"group {place}, {baseline_name}, {name}", figure)
            p_values = []
            for arm in arms.values():
                where = f"group {place}, {arm['arm']}, {name}"
                check_summary(where, arm["figures"][name])
                p_values.append(check_pair(where, arm["figures"][name], figure, level, figures["margin"]))
            if None not in p_values:
                for arm, expected in zip(arms.values(), holm(p_values)):
                    near(f"group {place}, {arm['arm']}, {name} Holm",
                         arm["figures"][name]["against_baseline"]["adjusted_p"], expected)
        # Where the target is: what each arm reaches on average.
        means = [arm["figures"]["validation_loss"]["mean"] for arm in group["arms"]]
        near(f"group {place} target", group["target_loss"], max(mean for mean in means if mean is not None))


def main():
    with tempfile.TemporaryDirectory() as folder:
        for example, options in (
                ("tied-autoencoder-digits", ["--seeds", "10", "--epochs", "3", "--fractions", "0.2,1",
                                             "--test-fraction", "0.1",
                                             "--arms", "tied,untied,untied-own-start,narrowed"]),
                ("digits-classifier", ["--seeds", "24", "--epochs", "1", "--vary", "learning_rate=0.001,0.003",
                                       "--arms", "tied,untied-own-start"])):
            project = f"{folder}/{example}.ligature"
            subprocess.run([sys.argv[1], "examples", example, "-o", project], check=True)
            done = subprocess.run([sys.argv[1], "compare", project, "--json", *options], capture_output=True, text=True)
            if done.returncode != 0:
                failures.append(done.stderr)
                continue
            check_experiment(json.loads(done.stdout))
    for failure in failures[:20]:
        print(failure)
    print(f"{checked} figures beside SciPy's and NumPy's, {len(failures)} wrong")
    return 1 if failures or checked < 1000 else 0


sys.exit(main())
