// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/run_table.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/comparison/run_columns.h"
#include "core/text/number_text.h"
#include "core/tying/arm.h"

namespace ligature {

namespace {

constexpr double differenceLevel = 0.95;
constexpr double smallestBaseline = 1e-12; ///< of which shares are told, beside a difference

/// Runs of versions that did not write RunResult::group have a mean together where all that they say is the same.
std::string groupOf(const RunResult& run)
{
    if (!run.group.empty()) // What chose a learning rate is in no mean of what is compared.
        return run.is_tuning ? "tuning/" + run.group : run.group;
    std::string key = "earlier/" + toString(run.arm) + "/" + numbers::exact(run.fraction) + "/" +
                      numbers::exact(run.learning_rate) + "/" + std::to_string(run.total_steps) + "/" +
                      std::to_string(run.training_samples) + "/" + std::to_string(run.validation_samples);
    for (const std::string& value : run.values)
        key += "/" + value;
    return key;
}

/// Trained and measured on the same samples, from the same draws.
bool isPair(const RunResult& a, const RunResult& b)
{
    return a.seed == b.seed && a.fold == b.fold;
}

bool hasPairOf(const RunGroup& group, const RunResult& run)
{
    return std::ranges::any_of(group.runs, [&run](const StoredRun& other) { return isPair(*other.result, run); });
}

/// PairingSettings::overlap of runs over folds: as many as the runs name.
double overlapOf(const RunGroup& group)
{
    std::int64_t folds = 0;
    for (const StoredRun& run : group.runs)
        folds = std::max(folds, run.result->fold);
    return folds > 1 ? 1.0 / static_cast<double>(folds - 1) : 0;
}

void addRun(std::map<std::string, RunGroup>& groups, const StoredRun& run)
{
    std::string key = groupOf(*run.result);
    // The same seed a second time: the runs are of two networks, of which they tell nothing.
    for (int number = 2; run.result->group.empty() && groups.contains(key) && hasPairOf(groups.at(key), *run.result);
         ++number)
        key = groupOf(*run.result) + "#" + std::to_string(number);
    RunGroup& group = groups[key];
    if (group.runs.empty()) {
        group.key = key;
        group.arm = run.result->arm;
        group.fraction = run.result->fraction;
        group.settings = run.result->settings;
        if (group.settings.empty() && std::isfinite(run.result->learning_rate))
            group.settings = {{"Learning rate", numbers::readable(run.result->learning_rate)}};
        group.parameters = run.result->parameters;
        group.is_tuning = run.result->is_tuning;
    }
    group.written = std::max(group.written, run.written);
    group.runs.push_back(run);
}

/// The arms of the comparison, with or without runs by now.
void addPlanned(std::map<std::string, RunGroup>& groups, const RunTableSource& source)
{
    for (std::size_t i = 0; i < source.figures->groups.size(); ++i) {
        const GroupFigures& figures = source.figures->groups[i];
        for (std::size_t j = 0; j < figures.arms.size(); ++j) {
            const ArmFigures& arm = figures.arms[j];
            const PlannedRun planned{figures.group, arm.arm, 0,
                                     arm.is_tuned ? std::optional(arm.learning_rate) : std::nullopt};
            const std::string own_key = source.experiment->groupKeyOf(planned);
            std::string key = own_key;
            // What an axis does not concern is trained once, and stands at each of its settings.
            for (int number = 2; groups.contains(key) && groups.at(key).place; ++number)
                key = own_key + "/" + std::to_string(number);
            const bool stands_again = key != own_key;
            if (stands_again) {
                groups[key].runs = groups.at(own_key).runs;
                groups[key].written = groups.at(own_key).written;
            }
            RunGroup& group = groups[key];
            group.place = {i, j};
            group.planned = source.figures->seeds.size();
            group.arm = arm.arm;
            group.title = arm.title;
            group.is_tuning = false;
            group.parameters = arm.counts.parameters;
            const ArmFigure& decisive = source.figures->is_by_metric ? arm.metric : arm.val_loss;
            if (decisive.comparison) {
                group.verdict = decisive.comparison->verdict.answer;
                group.verdict_words = decisive.comparison->sentence + " " + decisive.comparison->evidence;
            }
            if (!group.runs.empty() && !stands_again)
                continue;
            RunResult described;
            source.experiment->describe(planned, described);
            group.key = key;
            group.settings = std::move(described.settings);
            group.fraction = source.experiment->projectOf(planned).training.training_fraction;
        }
    }
}

void fillFigures(RunGroup& group, const MetricSpec& metric)
{
    std::ranges::sort(group.runs, [](const StoredRun& a, const StoredRun& b) {
        return std::tuple(a.result->seed, a.result->fold, a.key) < std::tuple(b.result->seed, b.result->fold, b.key);
    });
    const std::vector<const RunResult*> runs = group.results();
    group.val_loss = valLossFigure(runs);
    group.gap = gapFigure(runs);
    group.test_loss = testLossFigure(runs);
    if (std::ranges::all_of(runs, [&metric](const RunResult* run) {
            return run->metric_name.empty() || run->metric_name == metric.name;
        }))
        group.metric = metricFigure(runs, metric);
    std::vector<double> per_step;
    for (const RunResult* const run : runs)
        per_step.push_back(run->seconds_per_step);
    group.seconds_per_step = statistics::summary(per_step);
}

RunDifference::Sign signOf(double difference, statistics::MetricDirection direction)
{
    const double cost = statistics::cost(difference, direction);
    return cost < 0 ? RunDifference::Sign::Better : cost > 0 ? RunDifference::Sign::Worse : RunDifference::Sign::Same;
}

std::optional<RunDifference> differenceFrom(const std::optional<double>& mean, const std::optional<double>& baseline,
                                            statistics::MetricDirection direction)
{
    if (!mean || !baseline || !std::isfinite(*mean) || !std::isfinite(*baseline))
        return std::nullopt;
    RunDifference difference;
    difference.absolute = *mean - *baseline;
    if (std::abs(*baseline) > smallestBaseline * std::abs(*difference.absolute))
        difference.relative = *difference.absolute / std::abs(*baseline);
    difference.sign = signOf(*difference.absolute, direction);
    return difference;
}

/// Paired by the seeds that both have; of two lists without a common one the difference of the means.
std::optional<RunDifference> differenceBetween(const RunGroup& group, const RunGroup& baseline, bool is_by_metric)
{
    const ArmFigure& figure = group.measured(is_by_metric);
    const ArmFigure& other = baseline.measured(is_by_metric);
    if (figure.name.empty() || other.name.empty())
        return std::nullopt;
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t i = 0; i < group.runs.size(); ++i) {
        for (std::size_t j = 0; j < baseline.runs.size(); ++j) {
            if (!isPair(*group.runs[i].result, *baseline.runs[j].result))
                continue;
            x.push_back(figure.values[i]);
            y.push_back(other.values[j]);
            break;
        }
    }
    const auto paired = statistics::pairedDifference(
        x, y, {.level = differenceLevel, .direction = figure.direction, .overlap = overlapOf(group)});
    if (!paired || paired->pairs == 0)
        return differenceFrom(figure.summary.mean, other.summary.mean, figure.direction);
    auto difference = differenceFrom(paired->arm_mean, paired->baseline_mean, figure.direction);
    if (!difference)
        return difference;
    difference->absolute = paired->mean;
    difference->sign = signOf(*paired->mean, figure.direction);
    difference->interval = paired->interval;
    difference->pairs = paired->pairs;
    return difference;
}

const RunGroup* findGroup(const RunTable& table, const std::string& key)
{
    const auto found = std::ranges::find(table.groups, key, &RunGroup::key);
    return found == table.groups.end() ? nullptr : &*found;
}

/// What a row is held against.
const RunGroup* baselineOf(const RunTable& table, const RunGroup& group)
{
    if (!table.baseline.empty())
        return findGroup(table, table.baseline);
    if (!group.place)
        return nullptr;
    const auto found = std::ranges::find_if(table.groups, [&](const RunGroup& other) {
        return other.place && other.place->first == group.place->first && other.is_baseline;
    });
    return found == table.groups.end() ? nullptr : &*found;
}

void compareAll(RunTable& table, const RunTableSource& source)
{
    for (RunGroup& group : table.groups)
        group.is_baseline = table.baseline.empty() ? group.place && group.arm == source.experiment->baseline()
                                                   : group.key == table.baseline;
    for (RunGroup& group : table.groups) {
        const RunGroup* const baseline = baselineOf(table, group);
        if (baseline != nullptr && baseline != &group)
            group.difference = differenceBetween(group, *baseline, table.is_by_metric);
    }
}

/// Before those of the comparison comes nothing, behind them what is newest; tuning is last.
bool comesBefore(const RunGroup& a, const RunGroup& b)
{
    if (a.place.has_value() != b.place.has_value())
        return a.place.has_value();
    if (a.place)
        return *a.place < *b.place;
    if (a.is_tuning != b.is_tuning)
        return b.is_tuning;
    if (a.written != b.written)
        return a.written > b.written;
    return std::pair(a.title, a.key) < std::pair(b.title, b.key);
}

} // namespace

std::vector<const RunResult*> RunGroup::results() const
{
    std::vector<const RunResult*> results;
    for (const StoredRun& run : runs)
        results.push_back(run.result.get());
    return results;
}

std::size_t RunTable::runCount() const
{
    std::size_t count = damaged.size();
    for (const RunGroup& group : groups)
        count += group.runs.size();
    return count;
}

RunTable makeRunTable(const RunTableSource& source)
{
    RunTable table;
    table.metric = source.metric;
    table.is_by_metric = source.is_by_metric && !source.metric.name.empty();
    std::map<std::string, RunGroup> groups;
    for (const StoredRun& run : source.runs) {
        if (run.result != nullptr)
            addRun(groups, run);
        else
            table.damaged.push_back(run);
    }
    if (source.experiment != nullptr && source.figures != nullptr)
        addPlanned(groups, source);
    for (auto& [key, group] : groups) {
        table.earlier += group.place ? 0 : group.runs.size();
        const bool is_pinned = key == source.notes.baseline;
        if (!group.place && !source.has_earlier && !is_pinned)
            continue;
        if (group.title.empty())
            group.title = source.network != nullptr ? armTitle(group.arm, *source.network) : toString(group.arm);
        group.note = source.notes.of(key);
        fillFigures(group, table.metric);
        table.groups.push_back(std::move(group));
    }
    std::ranges::sort(table.groups, comesBefore);
    // A baseline whose runs are gone is none.
    if (const RunGroup* const pinned = findGroup(table, source.notes.baseline)) {
        table.baseline = pinned->key;
        std::vector<const RunGroup*> all;
        for (const RunGroup& group : table.groups)
            all.push_back(&group);
        table.baseline_name = distinctName(*pinned, all);
    }
    compareAll(table, source);
    return table;
}

std::optional<RunDifference> differenceOf(const RunTable& table, const RunGroup& group, const RunResult& run)
{
    const RunGroup* const baseline = baselineOf(table, group);
    if (baseline == nullptr || baseline == &group)
        return std::nullopt;
    const auto other =
        std::ranges::find_if(baseline->runs, [&run](const StoredRun& stored) { return isPair(*stored.result, run); });
    if (other == baseline->runs.end())
        return std::nullopt;
    const auto figure = [&table](const RunResult& of) -> std::optional<double> {
        return table.is_by_metric ? of.metric() : of.valLoss();
    };
    auto difference = differenceFrom(figure(run), figure(*other->result), group.measured(table.is_by_metric).direction);
    if (difference)
        difference->pairs = 1;
    return difference;
}

} // namespace ligature
