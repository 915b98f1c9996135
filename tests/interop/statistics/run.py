# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds core/statistics against SciPy and statsmodels: 1,000 random paired tables of many sizes and scales, and tables of
ranks, p values and plans. run.py PROGRAM, PROGRAM being ligature-statistics."""
import json
import subprocess
import sys
import types

try:
    import numpy
    import scipy.integrate
    import scipy.optimize
    import scipy.stats
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.power import TTestPower
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

random = numpy.random.default_rng(20261130)
TOLERANCE = 1e-9


class Comparison:
    def __init__(self):
        self.passed = 0
        self.failures = []
        self.worst = {}

    def near(self, what, where, found, expected, tolerance=TOLERANCE, floor=0.0):
        """Relative; floor: the magnitude below which differences are rounding."""
        found = numpy.atleast_1d(numpy.asarray(found, dtype=float))
        expected = numpy.atleast_1d(numpy.asarray(expected, dtype=float))
        if found.shape != expected.shape:
            self.failures.append(f"{what} of {where}: {found}, not {expected}")
            return
        off = numpy.abs(found - expected) / numpy.maximum(numpy.maximum(numpy.abs(expected), floor), 1e-300)
        off = numpy.where(found == expected, 0, off).max(initial=0)
        self.worst[what] = max(self.worst.get(what, 0), off)
        if off <= tolerance:
            self.passed += 1
        else:
            self.failures.append(f"{what} of {where}: {found}, not {expected}, off by {off:.1e}")


def splitmix(seed, count):
    """The bits of core/statistics/random_draws.h."""
    with numpy.errstate(over="ignore"):
        state = numpy.uint64(seed) + numpy.uint64(0x9E3779B97F4A7C15) * numpy.arange(1, count + 1, dtype=numpy.uint64)
        state = (state ^ (state >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        return state ^ (state >> numpy.uint64(31))


def below(bits, count):
    return (((bits >> numpy.uint64(32)) * numpy.uint64(count)) >> numpy.uint64(32)).astype(numpy.int64)


def some_values(shape, offset, scale, kind):
    if kind == 0:
        values = random.normal(size=shape)
    elif kind == 1:
        values = random.exponential(size=shape)
    else:
        values = random.standard_t(3, size=shape)
    return offset + scale * values


def paired_tables(count):
    tables = []
    for i in range(count):
        size = int(random.choice([2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 16, 17, 20, 30, 50, 100, 300]))
        scale = 10.0 ** random.uniform(-12, 12)
        offset = scale * random.choice([0, 1, 10, 1000]) * random.choice([-1, 1])
        shared = some_values(size, offset, scale, i % 3)
        own = random.choice([0.01, 0.1, 1, 3])
        baseline = shared + some_values(size, 0, own * scale, (i + 1) % 3)
        arm = shared + some_values(size, random.choice([0, 0.1, 1, 5]) * own * scale, own * scale, i % 3)
        if i % 10 == 9:  # Of a few values only, so that there are ties: sums are exact then.
            arm, baseline = (numpy.round(random.uniform(0, 6, size=(2, size)) - 0.4)).tolist()
            arm, baseline = numpy.array(arm), numpy.array(baseline)
        tables.append({"arm": arm.tolist(), "baseline": baseline.tolist(),
                       "level": float(random.choice([0.8, 0.9, 0.95, 0.99])), "seed": i, "resample": i % 25 == 0 and size <= 100})
    return tables


def noncentrality(probability, t, degrees):
    """The root of SciPy's noncentral t, which has no value in the far tails: 1 there below t, 0 above."""
    def above(tried):
        found = scipy.stats.nct.cdf(t, degrees, tried)
        return (float(tried < t) if numpy.isnan(found) else found) - probability

    spread = (1 + t * t / (2 * degrees)) ** 0.5
    low = high = t - scipy.stats.norm.ppf(probability) * spread
    while above(low) < 0:
        low -= spread / 4
    while above(high) > 0:
        high += spread / 4
    return scipy.optimize.brentq(above, low, high, xtol=1e-13, rtol=1e-14) if low < high else low


def reference_bootstrap(differences, level, seed):
    """SciPy's BCa interval of the same resamples."""
    size = len(differences)
    mean = differences.mean()
    residuals = differences - mean
    drawn = below(splitmix(seed, 9999 * size), size).reshape(9999, size)
    times = numpy.zeros((9999, size))
    numpy.add.at(times, (numpy.arange(9999)[:, None], drawn), 1)
    means = times @ residuals / size
    means[numpy.abs(means) <= 1e-14 * numpy.abs(residuals).mean() * 2.3] = 0
    # Of the residuals, whose mean is 0 but for rounding: to SciPy it is 0 indeed.
    result = scipy.stats.bootstrap((residuals,), lambda x, axis: numpy.where(
        numpy.asarray(x).shape[-1] == size, 0.0, numpy.mean(x, axis=axis)), n_resamples=0, method="BCa",
        confidence_level=level, bootstrap_result=types.SimpleNamespace(bootstrap_distribution=means))
    return mean + numpy.array(result.confidence_interval)


def reference_sign_flip(differences, seed):
    """SciPy's permutation test where it is exact; else the same draws."""
    size = len(differences)
    if size <= 16:
        # A row a case, for SciPy is slow in starting.
        return scipy.stats.permutation_test((differences,), lambda x, axis: numpy.mean(x, axis=axis),
                                            permutation_type="samples", n_resamples=numpy.inf, vectorized=True).pvalue
    words = -(-size // 64)
    bits = splitmix(seed, 99999 * words).reshape(99999, words)
    flipped = numpy.stack([(bits[:, i // 64] >> numpy.uint64(i % 64)) & numpy.uint64(1) for i in range(size)], axis=1)
    sums = (1 - 2 * flipped.astype(float)) @ differences
    seen, tolerance = differences.sum(), 100 * 2.3e-16 * numpy.abs(differences).sum()
    counts = (sums <= seen + tolerance).sum(), (sums >= seen - tolerance).sum()
    return min(1, 2 * (min(counts) + 1) / 100000)


def violation(arm, baseline):
    """Of ascending rows: by the quantile functions at the middle of each of size^2 stretches."""
    difference = arm - baseline
    everything = (difference**2).sum(axis=-1)
    return numpy.where(everything > 0, (numpy.maximum(difference, 0)**2).sum(axis=-1) /
                       numpy.where(everything > 0, everything, 1), 0.5)


def reference_order(arm, baseline, level, seed):
    """deep-significance's bound, from the same resamples."""
    size = len(arm)
    arm, baseline = numpy.sort(arm), numpy.sort(baseline)
    seen = violation(arm, baseline)
    drawn = below(splitmix(seed, 2000 * size), size).reshape(1000, 2, size)
    ratios = violation(numpy.sort(arm[drawn[:, 0]]), numpy.sort(baseline[drawn[:, 1]]))
    factor = numpy.sqrt(size * size / (size + size))
    sigma = numpy.std(factor * (ratios - seen))
    return seen, numpy.clip(seen - sigma / factor * scipy.stats.norm.ppf(1 - level), 0, 1)


def compare_pairs(tables, figures, comparison):
    for i, (table, found) in enumerate(zip(tables, figures)):
        where = f"table {i}"
        arm, baseline, level = numpy.array(table["arm"]), numpy.array(table["baseline"]), table["level"]
        size = len(arm)
        difference = arm - baseline
        scale = numpy.abs(difference).max()
        near = comparison.near
        summary = found["summary"]
        near("mean of an arm", where, summary["mean"], arm.mean(), floor=numpy.abs(arm).max())
        near("deviation of an arm", where, summary["deviation"], arm.std(ddof=1))
        near("median", where, summary["median"], numpy.median(arm), floor=numpy.abs(arm).max() * 1e-6)
        near("interquartile mean", where, summary["interquartile_mean"], scipy.stats.trim_mean(arm, 0.25),
             floor=numpy.abs(arm).max())
        near("mean difference", where, found["mean"], difference.mean(), floor=scale * 1e-6)
        if difference.std() == 0:
            continue
        reference = scipy.stats.ttest_rel(arm, baseline)
        near("deviation", where, found["deviation"], difference.std(ddof=1))
        near("standard error", where, found["standard_error"], scipy.stats.sem(difference))
        near("t", where, found["t"], reference.statistic, floor=1e-5)
        near("p", where, found["p"], reference.pvalue)
        interval = reference.confidence_interval(level)
        near("interval", where, found["interval"], [interval.low, interval.high], floor=scale * 1e-5)
        near("effect", where, found["effect"], difference.mean() / difference.std(ddof=1), floor=1e-5)
        t, tail = float(reference.statistic), (1 - level) / 2
        near("effect's interval", where, found["effect_interval"],
             [noncentrality(1 - tail, t, size - 1) / size**0.5, noncentrality(tail, t, size - 1) / size**0.5], floor=0.01)
        near("pairing's worth", where, found["pairing_worth"],
             (arm.var(ddof=1) + baseline.var(ddof=1)) / difference.var(ddof=1))
        if "sign_flip" in found and (size <= 10 or table["resample"]):
            near("sign flips", where, found["sign_flip"], reference_sign_flip(difference, table["seed"]))
        if table["resample"]:
            near("bootstrap", where, found["bootstrap"], reference_bootstrap(difference, level, table["seed"]),
                 floor=scale * 1e-3)
            near("stochastic order", where, [found["violation"], found["least_epsilon"]],
                 reference_order(arm, baseline, level, table["seed"]), floor=1e-3)


def compare_ranks(tables, figures, comparison):
    for i, (table, found) in enumerate(zip(tables, figures)):
        where = f"rank table {i}"
        arms = table["arms"]
        values = numpy.array(table["values"]).reshape(-1, arms)
        ranks = scipy.stats.rankdata(values, axis=1).mean(axis=0)
        reference = scipy.stats.friedmanchisquare(*values.T)
        comparison.near("average ranks", where, found["average_ranks"], ranks)
        comparison.near("Friedman's statistic", where, found["statistic"], reference.statistic, floor=1e-3)
        comparison.near("Friedman's p", where, found["p"], reference.pvalue)
        unit = (arms * (arms + 1) / (12 * len(values))) ** 0.5
        quantile = scipy.stats.studentized_range.ppf(table["level"], arms, numpy.inf)
        comparison.near("critical difference", where, found["critical_difference"], quantile * unit)
        if i % 5 == 0:
            distances = numpy.abs(ranks[:, None] - ranks[None, :]).ravel() / unit
            expected = scipy.stats.studentized_range.sf(distances, arms, numpy.inf)
            comparison.near("Nemenyi's p", where, found["pair_p"], expected, floor=1e-3)


def reference_power(plan, seeds):
    """That of statsmodels; where it has none, for SciPy's noncentral t has none near 1, by integration."""
    effect, degrees = abs(plan["effect"]), seeds - 1
    found = TTestPower().power(effect, seeds, plan["significance"])
    if not numpy.isnan(found):
        return found
    critical = scipy.stats.t.isf(plan["significance"] / 2, degrees)
    missed = scipy.integrate.quad(
        lambda s: scipy.stats.norm.cdf(critical * s - effect * seeds**0.5) * scipy.stats.chi.pdf(
            s, degrees, scale=degrees**-0.5), 0, 10, points=[1], epsabs=1e-13, limit=200)[0]
    return 1 - missed


def main():
    tables = {"pairs": paired_tables(1000), "ranks": [], "holm": [], "power": []}
    for i in range(60):
        arms, sets = int(random.integers(3, 12)), int(random.integers(2, 30))
        values = random.normal(size=(sets, arms)) + numpy.linspace(0, random.choice([0, 1, 3]), arms)
        values = numpy.round(values, 0 if i % 2 else 6)
        if (values == values[:, :1]).all():
            continue
        tables["ranks"].append({"arms": arms, "values": values.ravel().tolist(),
                                "level": float(random.choice([0.9, 0.95, 0.99]))})
    for i in range(40):  # statsmodels collects garbage each time.
        tables["holm"].append((random.uniform(size=int(random.integers(1, 20))) ** random.choice([1, 3, 8])).tolist())
    for i in range(200):
        tables["power"].append({"effect": float(10 ** random.uniform(-1.3, 0.7)) * float(random.choice([-1, 1])),
                                "seeds": int(random.integers(2, 200)), "power": float(random.choice([0.5, 0.8, 0.95])),
                                "significance": float(random.choice([0.01, 0.05, 0.1]))})

    program = subprocess.run([sys.argv[1]], input=json.dumps(tables), capture_output=True, text=True, check=True)
    figures = json.loads(program.stdout)
    for name, given in tables.items():
        assert len(figures[name]) == len(given), name

    comparison = Comparison()
    compare_pairs(tables["pairs"], figures["pairs"], comparison)
    compare_ranks(tables["ranks"], figures["ranks"], comparison)
    for i, (given, found) in enumerate(zip(tables["holm"], figures["holm"])):
        comparison.near("Holm", f"list {i}", found, multipletests(given, method="holm")[1])
    for i, (plan, found) in enumerate(zip(tables["power"], figures["power"])):
        where = f"plan {i}"
        comparison.near("power", where, found["power"], reference_power(plan, plan["seeds"]))
        # The count is the least whose power is enough.
        enough = reference_power(plan, found["count"]) >= plan["power"]
        fewer = found["count"] > 2 and reference_power(plan, found["count"] - 1) >= plan["power"]
        comparison.near("seeds", where, [found["enough"], enough, fewer], [1, 1, 0])

    for what, off in comparison.worst.items():
        print(f"{what}: off by at most {off:.1e}")
    for failure in comparison.failures[:20]:
        print(failure)
    print(f"{comparison.passed} passed, {len(comparison.failures)} failed")
    sys.exit(1 if comparison.failures else 0)


main()
