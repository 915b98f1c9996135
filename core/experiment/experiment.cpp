// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/attributes/value_text.h"
#include "core/network/analysis.h"
#include "core/network/repeat.h"
#include "core/optimization/optimizer.h"
#include "core/optimization/training_rows.h"
#include "core/project/experiment_axis.h"
#include "core/tensor/random_stream.h"
#include "core/training/batch_order.h"
#include "core/training/compiled_project.h"
#include "core/training/losses.h"
#include "core/training/split.h"
#include "core/tying/account.h"
#include "core/tying/arm.h"

namespace ligature {

namespace {

/// The seeds that tune start so far above the first one that no number of compared ones reaches them.
constexpr std::uint64_t firstTuningSeed = 1'000'000'000;
/// Between one tried learning rate and the next.
constexpr double rateStep = 3.1622776601683795; // the square root of 10
constexpr const char* learningRate = "learning_rate";
/// Of the training samples that can be set.
constexpr double leastShare = 1e-9;
/// What files and results hold exactly.
constexpr std::uint64_t greatestSeed = (std::uint64_t{1} << 53) - 1;

AttributeValue drawnValue(const ExperimentAxis& axis, RandomStream random, AttributeKind kind)
{
    const double place = random.uniform();
    if (!axis.range)
        return axis.values[static_cast<std::size_t>(place * static_cast<double>(axis.values.size()))];
    const DrawRange& range = *axis.range;
    const double value = range.is_logarithmic
                             ? std::exp(std::log(range.from) + place * (std::log(range.to) - std::log(range.from)))
                             : range.from + place * (range.to - range.from);
    if (kind == AttributeKind::Integer)
        return static_cast<std::int64_t>(std::llround(value));
    return std::clamp(value, range.from, range.to);
}

tl::unexpected<Error> tooManyPoints()
{
    return fail("experiment", "its values make more than " + std::to_string(mostPoints) + " points",
                "vary less, or draw points by chance");
}

/// The value of each axis at each point.
Result<std::vector<std::vector<AttributeValue>>> combinations(const Project& project)
{
    const ExperimentPlan& plan = project.experiment;
    std::vector<std::vector<AttributeValue>> points;
    if (plan.axes.empty())
        return std::vector<std::vector<AttributeValue>>{{}};
    std::vector<AttributeSpec> specs;
    for (const ExperimentAxis& axis : plan.axes) {
        const auto spec = specOf(axis.target, project);
        if (!spec)
            return tl::unexpected(spec.error());
        specs.push_back(*spec);
        const std::string name = targetName(axis.target, project.network);
        if (axis.range && plan.combination != AxisCombination::Random)
            return fail(name, "only random draws have a range", "list its values, or combine by chance");
        if (!axis.range && axis.values.empty())
            return fail(name, "it has no values", "list at least one");
        if (std::ranges::count(plan.axes, axis.target, &ExperimentAxis::target) > 1)
            return fail(name, "it is varied twice", "list all its values in one place");
    }
    if (plan.combination == AxisCombination::Random) {
        for (std::int64_t draw = 0; draw < plan.draws; ++draw) {
            std::vector<AttributeValue> point;
            for (std::size_t i = 0; i < plan.axes.size(); ++i) {
                const RandomStream random(project.training.seed, "experiment", {i, static_cast<std::uint64_t>(draw)});
                point.push_back(drawnValue(plan.axes[i], random, specs[i].kind));
            }
            points.push_back(std::move(point));
        }
        return points;
    }
    if (plan.combination == AxisCombination::List) {
        for (const ExperimentAxis& axis : plan.axes) {
            if (axis.values.size() != plan.axes.front().values.size())
                return fail(targetName(axis.target, project.network),
                            "it has " + std::to_string(axis.values.size()) + " values, and " +
                                targetName(plan.axes.front().target, project.network) + " has " +
                                std::to_string(plan.axes.front().values.size()),
                            "give each as many, or combine each with each");
        }
        if (plan.axes.front().values.size() > static_cast<std::size_t>(mostPoints))
            return tooManyPoints();
        for (std::size_t i = 0; i < plan.axes.front().values.size(); ++i) {
            std::vector<AttributeValue>& point = points.emplace_back();
            for (const ExperimentAxis& axis : plan.axes)
                point.push_back(axis.values[i]);
        }
        return points;
    }
    std::int64_t count = 1;
    for (const ExperimentAxis& axis : plan.axes) {
        count *= static_cast<std::int64_t>(axis.values.size());
        if (count > mostPoints)
            return tooManyPoints();
    }
    for (std::int64_t index = 0; index < count; ++index) {
        std::vector<AttributeValue>& point = points.emplace_back();
        std::int64_t block = count;
        for (const ExperimentAxis& axis : plan.axes) {
            const auto size = static_cast<std::int64_t>(axis.values.size());
            block /= size;
            point.push_back(axis.values[static_cast<std::size_t>(index / block % size)]);
        }
    }
    return points;
}

std::string placeOf(const ExperimentPoint& point, const std::vector<std::string>& axes)
{
    std::string place = "experiment";
    for (std::size_t i = 0; i < axes.size(); ++i)
        place.append(i == 0 ? " at " : ", ").append(axes[i]).append(" = ").append(point.values[i]);
    return place;
}

Result<std::vector<ExperimentPoint>> pointsOf(const Project& project)
{
    const auto values = combinations(project);
    if (!values)
        return tl::unexpected(values.error());
    const std::vector<ExperimentAxis>& axes = project.experiment.axes;
    std::vector<ExperimentPoint> points;
    std::set<std::vector<std::string>> there;
    for (const std::vector<AttributeValue>& point : *values) {
        ExperimentPoint made{project, {}};
        // What decides which settings there are comes first.
        std::vector<std::size_t> order(axes.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::ranges::stable_partition(order, [&axes](std::size_t i) {
            const auto* const setting = std::get_if<SettingTarget>(&axes[i].target);
            return setting && (setting->name == "optimizer" || setting->name == "schedule");
        });
        for (const std::size_t i : order) {
            if (const auto set = setTarget(made.project, axes[i].target, point[i]); !set)
                return tl::unexpected(set.error());
        }
        for (const AttributeValue& value : point)
            made.values.push_back(valueText(value));
        if (!there.insert(made.values).second) {
            if (project.experiment.combination == AxisCombination::Random)
                continue;
            std::vector<std::string> names;
            for (const ExperimentAxis& axis : axes)
                names.push_back(targetName(axis.target, project.network));
            return fail(placeOf(made, names), "it is there twice", "give each value once");
        }
        points.push_back(std::move(made));
    }
    return points;
}

double learningRateOf(const TrainingSettings& settings)
{
    const OptimizerType* const type = findOptimizerType(settings.optimizer);
    return withDefaults(type->attributes(), settings.optimizer_attributes).get<double>(learningRate);
}

/// Rates cannot be tried around the one that is set.
Result<void> checkTuning(const Project& project)
{
    if (project.experiment.tuning_trials == 0)
        return {};
    for (const ExperimentAxis& axis : project.experiment.axes) {
        if (axis.target == AxisTarget(SettingTarget{learningRate}))
            return fail("experiment", "the learning rate is varied and tuned too", "leave out one of them");
    }
    if (learningRateOf(project.training) <= 0)
        return fail("experiment", "its learning rate is 0, and none can be tried around it",
                    "set one above 0, or do not tune it");
    return {};
}

/// Samples that are wanted and not there.
Result<void> checkSplits(const TrainingSettings& settings, const Dataset& dataset, const std::string& where)
{
    for (TrainingSettings one = settings; one.folds > 1 && one.fold <= one.folds; ++one.fold) {
        const SplitSizes sizes = splitSizesOf(dataset, one);
        if (sizes.validation < 1 || sizes.training < 1)
            return fail(where,
                        "fold " + std::to_string(one.fold) + " of " + std::to_string(one.folds) + " has no sample to " +
                            (sizes.validation < 1 ? "compare" : "train") + " on",
                        "deal into fewer folds");
    }
    if (BatchOrder::validationCount(dataset, settings) < 1)
        return fail(where, "there are no validation samples to compare on",
                    settings.validation_fraction > 0 ? "set a larger validation split" : "set a validation split");
    if (settings.test_fraction > 0 && BatchOrder::testCount(dataset, settings) < 1)
        return fail(where, "its test split keeps no sample", "set a larger one, or 0 for none");
    return {};
}

} // namespace

ArmId baselineOf(const ExperimentPlan& plan, const std::vector<ArmId>& arms)
{
    if (plan.baseline)
        return *plan.baseline;
    if (std::ranges::find(arms, untiedArm) != arms.end())
        return untiedArm;
    return arms.back() == arms.front() ? arms.front() : arms[1];
}

Result<Experiment> Experiment::plan(Project project, std::shared_ptr<const Dataset> dataset)
{
    Experiment experiment;
    const ExperimentPlan& plan = project.experiment;
    experiment.m_arms = plan.arms.empty() ? project.training.arms : plan.arms;
    if (const auto valid = checkArms(experiment.m_arms, project.network, "experiment"); !valid)
        return tl::unexpected(valid.error());
    if (experiment.m_arms.size() < 2)
        return fail("experiment", "one arm alone is compared with nothing", "add another arm, such as untied");
    experiment.m_baseline = baselineOf(plan, experiment.m_arms);
    if (std::ranges::find(experiment.m_arms, experiment.m_baseline) == experiment.m_arms.end())
        return fail("experiment", "its baseline \"" + toString(experiment.m_baseline) + "\" is none of its arms",
                    "add it to the arms, or choose one of them");
    if (const auto valid = validate(experimentSettingSpecs(), experimentSettings(plan), "experiment"); !valid)
        return tl::unexpected(valid.error());
    if (plan.measure == ExperimentMeasure::Metric && metricOf(lossesOf(project.network)).name.empty())
        return fail("experiment", "the network has no metric to compare by", "compare by the loss");
    const auto furthest = static_cast<std::uint64_t>(plan.seeds) + (plan.tuning_trials > 0 ? firstTuningSeed : 0);
    if (project.training.seed > greatestSeed - furthest)
        return fail("experiment",
                    "its seeds would go beyond " + std::to_string(greatestSeed) + ", the greatest that there is",
                    "set a smaller first seed");
    if (const auto valid = checkTuning(project); !valid)
        return tl::unexpected(valid.error());
    if (plan.fractions.empty())
        return fail("experiment", "it has no share of the training samples", "give at least one, such as 1");
    for (std::size_t i = 0; i < plan.fractions.size(); ++i) {
        if (!(plan.fractions[i] >= leastShare && plan.fractions[i] <= 1))
            return fail("experiment", "a share of the training samples is not above 0 and at most 1",
                        "give shares such as 0.1,0.3,1");
        if (std::find(plan.fractions.begin(), plan.fractions.begin() + static_cast<std::ptrdiff_t>(i),
                      plan.fractions[i]) != plan.fractions.begin() + static_cast<std::ptrdiff_t>(i))
            return fail("experiment", "a share of the training samples is there twice", "give each once");
    }
    auto points = pointsOf(project);
    if (!points)
        return tl::unexpected(points.error());
    experiment.m_points = std::move(*points);
    for (const ExperimentAxis& axis : plan.axes)
        experiment.m_axes.push_back(targetName(axis.target, project.network));
    const auto each =
        static_cast<std::int64_t>(experiment.m_points.size() * plan.fractions.size() * experiment.m_arms.size()) *
        (plan.seeds * std::max<std::int64_t>(1, plan.folds) + plan.tuning_trials * tuningSeeds);
    if (each > mostRuns)
        return fail("experiment", "it would be more than " + std::to_string(mostRuns) + " runs", "vary less");
    if (plan.folds == 1)
        return fail("experiment", "one fold leaves nothing to train on", "deal into 2 at least, or 0 for none");
    for (ExperimentPoint& point : experiment.m_points) {
        if (plan.folds > 0) {
            point.project.training.folds = plan.folds;
            point.project.training.fold = 1;
        }
        const std::string where = placeOf(point, experiment.m_axes);
        if (const auto valid = checkSplits(point.project.training, *dataset, where); !valid)
            return tl::unexpected(valid.error());
        Project tried = point.project;
        tried.training.arms = experiment.m_arms;
        const auto compiled = compileForTraining(tried, *dataset);
        if (!compiled) {
            Error error = errorOf(tried.network, compiled.error().front(), project.name);
            if (!experiment.m_axes.empty())
                error.where = where + ", " + error.where;
            return tl::unexpected(error);
        }
        for (const CompiledArm& arm : compiled->arms)
            point.arms[arm.id] = armIdentity(arm, *compiled);
    }
    experiment.m_data_hash = hashOf(*dataset);
    experiment.m_project = std::move(project);
    experiment.m_dataset = std::move(dataset);
    return experiment;
}

std::vector<ExperimentGroup> Experiment::groups() const
{
    std::vector<ExperimentGroup> groups;
    for (std::size_t point = 0; point < m_points.size(); ++point) {
        for (const double fraction : settings().fractions)
            groups.push_back({point, fraction});
    }
    return groups;
}

std::vector<std::uint64_t> Experiment::seeds() const
{
    std::vector<std::uint64_t> seeds;
    for (std::int64_t i = 0; i < settings().seeds; ++i)
        seeds.push_back(m_project.training.seed + static_cast<std::uint64_t>(i));
    return seeds;
}

std::vector<Experiment::Pair> Experiment::pairs() const
{
    std::vector<Pair> pairs;
    for (const std::uint64_t seed : seeds()) {
        for (std::int64_t fold = std::min<std::int64_t>(1, settings().folds); fold <= settings().folds; ++fold)
            pairs.push_back({seed, fold});
    }
    return pairs;
}

double Experiment::overlap() const
{
    return settings().folds > 1 ? 1 / static_cast<double>(settings().folds - 1) : 0;
}

std::vector<double> Experiment::triedRates(const ExperimentGroup& group) const
{
    const double set = setRate(group);
    const OptimizerType* const type = findOptimizerType(m_points[group.point].project.training.optimizer);
    const std::vector<AttributeSpec> specs = type->attributes();
    const double greatest = std::ranges::find(specs, learningRate, &AttributeSpec::name)->maximum;
    const auto trials = static_cast<int>(settings().tuning_trials);
    const auto rate = [set](int place) { return set * std::pow(rateStep, place); };
    // The one that is set is in the middle; of an even number there is one more below it. Near the ends of what can be
    // set, more are on its other side.
    int first = -(trials / 2);
    while (first + trials > 1 && rate(first + trials - 1) > greatest)
        --first;
    while (first < 0 && rate(first) < std::numeric_limits<double>::min())
        ++first;
    std::vector<double> rates;
    for (int i = 0; i < trials; ++i)
        rates.push_back(rate(first + i));
    return rates;
}

double Experiment::setRate(const ExperimentGroup& group) const
{
    return learningRateOf(m_points[group.point].project.training);
}

std::vector<PlannedRun> Experiment::tuningRuns() const
{
    std::vector<PlannedRun> runs;
    for (std::int64_t i = 0; settings().tuning_trials > 0 && i < tuningSeeds; ++i) {
        const std::uint64_t seed = m_project.training.seed + firstTuningSeed + static_cast<std::uint64_t>(i);
        for (const ExperimentGroup& group : groups()) {
            for (const double rate : triedRates(group)) {
                for (const ArmId& arm : m_arms)
                    runs.push_back({group, arm, seed, rate, std::min<std::int64_t>(1, settings().folds)});
            }
        }
    }
    return runs;
}

std::vector<PlannedRun> Experiment::comparedRuns(const TunedRates& rates) const
{
    std::vector<PlannedRun> runs;
    for (const Pair& pair : pairs()) {
        for (const ExperimentGroup& group : groups()) {
            for (const ArmId& arm : m_arms) {
                const auto rate = rates.find({group, arm});
                runs.push_back({group, arm, pair.seed, rate == rates.end() ? std::nullopt : std::optional(rate->second),
                                pair.fold});
            }
        }
    }
    return runs;
}

Project Experiment::projectOf(const ExperimentGroup& group) const
{
    Project project = m_points[group.point].project;
    project.training.training_fraction = std::max(leastShare, project.training.training_fraction * group.fraction);
    return project;
}

Project Experiment::projectOf(const PlannedRun& run) const
{
    Project project = projectOf(run.group);
    project.training.arms = {run.arm};
    project.training.seed = run.seed;
    if (run.fold > 0)
        project.training.fold = run.fold;
    // Written out, so that a default that changes is another run.
    project.training.optimizer_attributes.set(learningRate, run.learning_rate.value_or(setRate(run.group)));
    return project;
}

std::string Experiment::keyOf(const PlannedRun& run) const
{
    return runKey(run.arm, m_points[run.group.point].arms.at(run.arm), projectOf(run).training, m_data_hash);
}

std::string Experiment::groupKeyOf(const PlannedRun& run) const
{
    TrainingSettings settings = projectOf(run).training;
    settings.seed = 0;
    settings.fold = 0;
    return runKey(run.arm, m_points[run.group.point].arms.at(run.arm), settings, m_data_hash);
}

void Experiment::describe(const PlannedRun& run, RunResult& result) const
{
    Project project = projectOf(run);
    project.training.training_fraction = 1; // RunResult::fraction has it.
    result.values = m_points[run.group.point].values;
    result.group = groupKeyOf(run);
    for (auto& [label, text] : trainingRows(project.training))
        result.settings.push_back({std::move(label), std::move(text)});
    const std::vector<ExperimentAxis>& axes = settings().axes;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto spec = specOf(axes[i].target, project);
        const bool is_setting = spec && std::holds_alternative<SettingTarget>(axes[i].target);
        const std::string& name = is_setting ? spec->label : m_axes[i];
        if (std::ranges::find(result.settings, name, &RunSetting::name) == result.settings.end())
            result.settings.push_back({name, result.values[i]});
    }
    result.metric_name = metricOf(lossesOf(project.network)).name;
    const Expansion expansion = expand(project.network);
    if (const Result<DerivedNetwork> made = makeArm(run.arm, expansion.network))
        result.parameters = accountOf(made->network, project.training).tied.parameters;
}

std::int64_t Experiment::stepsOf(const PlannedRun& run) const
{
    TrainingSettings settings = m_points[run.group.point].project.training;
    settings.training_fraction = std::max(leastShare, settings.training_fraction * run.group.fraction);
    settings.fold = std::max<std::int64_t>(settings.fold, run.fold);
    const std::int64_t samples = BatchOrder::trainingCount(*m_dataset, settings);
    return (samples + samplesAStep(settings) - 1) / samplesAStep(settings) * settings.epochs;
}

} // namespace ligature
