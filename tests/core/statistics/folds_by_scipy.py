# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the corrected figures of folds against the formula of Nadeau and Bengio 2003, by NumPy and SciPy.

A line of TABLE is: folds, then what core/statistics says (the interval's ends, t, p, the ends of the effect's interval),
then the arm's values and as many of the baseline's.
"""
import sys

import numpy as np
from scipy import optimize, stats

TOLERANCE = 1e-9


def corrected(arm, baseline, folds):
    """Of test samples for each training sample, 1 / (folds - 1)."""
    difference = np.asarray(arm) - np.asarray(baseline)
    count = len(difference)
    ratio = 1 / (folds - 1)
    error = np.sqrt((1 / count + ratio) * np.var(difference, ddof=1))
    interval = stats.t.interval(0.95, count - 1, loc=np.mean(difference), scale=error)
    t = np.mean(difference) / error
    p = 2 * stats.t.sf(abs(t), count - 1)
    return [*interval, t, p], t, count, np.sqrt(1 / count + ratio)


def end_of_effect(share, t, count, unit):
    def beyond(noncentrality):
        return stats.nct.cdf(t, count - 1, noncentrality) - share

    step = 0.25 if beyond(t) > 0 else -0.25  # The distribution function falls as it grows.
    end = t
    while beyond(end) * step > 0:
        end += step
    return optimize.brentq(beyond, end - step, end, xtol=1e-13, rtol=1e-14) * unit


def main():
    lines = [[float(cell) for cell in line.split(",")] for line in open(sys.argv[1])]
    worst = worst_effect = 0.0
    for number, (folds, *cells) in enumerate(lines):
        told, values = cells[:6], cells[6:]
        half = len(values) // 2
        expected, t, count, unit = corrected(values[:half], values[half:], folds)
        worst = max(worst, max(abs(a - b) / max(1, abs(b)) for a, b in zip(told[:4], expected)))
        if number % 10 == 0 and count >= 5 and abs(t) < 15:  # SciPy takes a while to invert it, and is less exact.
            ends = [end_of_effect(share, t, count, unit) for share in (0.975, 0.025)]
            worst_effect = max(worst_effect, max(abs(a - b) for a, b in zip(told[4:], ends)))
    print(f"{len(lines)} tables, at most {worst:.1e} apart, effects {worst_effect:.1e}")
    sys.exit(0 if worst < TOLERANCE and worst_effect < 1e-6 and len(lines) == 1000 else 1)


main()
