// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>

#include "core/text/number_text.h"
#include "core/tying/arm.h"

namespace ligature {

namespace {

constexpr double differenceLevel = 0.95;
constexpr double smallestBaseline = 1e-12; ///< of which shares are told, beside a difference

/// Runs of versions that did not write RunResult::group have a mean together where all that they say is the same.
std::string groupOf(const RunResult& run)
{
    if (!run.group.empty())
        return run.group;
    std::string key = "earlier/" + toString(run.arm) + "/" + numbers::exact(run.fraction) + "/" +
                      numbers::exact(run.learning_rate) + "/" + std::to_string(run.total_steps) + "/" +
                      std::to_string(run.training_samples) + "/" + std::to_string(run.validation_samples);
    for (const std::string& value : run.values)
        key += "/" + value;
    return key;
}

bool hasSeed(const RunGroup& group, std::uint64_t seed)
{
    return std::ranges::any_of(group.runs, [seed](const StoredRun& run) { return run.result->seed == seed; });
}

void addRun(std::map<std::string, RunGroup>& groups, const StoredRun& run)
{
    std::string key = groupOf(*run.result);
    // The same seed a second time: the runs are of two networks, of which they tell nothing.
    for (int number = 2; run.result->group.empty() && groups.contains(key) && hasSeed(groups.at(key), run.result->seed);
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
            RunGroup& group = groups[source.experiment->groupKeyOf(planned)];
            group.place = {i, j};
            group.planned = source.figures->seeds.size();
            group.arm = arm.arm;
            group.title = arm.title;
            group.is_tuning = false;
            group.parameters = arm.counts.parameters;
            const ArmFigure& decisive = source.figures->is_by_metric ? arm.metric : arm.val_loss;
            if (decisive.comparison)
                group.verdict = decisive.comparison->verdict.answer;
            if (!group.runs.empty())
                continue;
            RunResult described;
            source.experiment->describe(planned, described);
            group.key = described.group;
            group.settings = std::move(described.settings);
            group.fraction = source.experiment->projectOf(planned).training.training_fraction;
        }
    }
}

void fillFigures(RunGroup& group, const MetricSpec& metric)
{
    std::ranges::sort(group.runs, [](const StoredRun& a, const StoredRun& b) {
        return std::pair(a.result->seed, a.key) < std::pair(b.result->seed, b.key);
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
            if (group.runs[i].result->seed != baseline.runs[j].result->seed)
                continue;
            x.push_back(figure.values[i]);
            y.push_back(other.values[j]);
            break;
        }
    }
    const auto paired = statistics::pairedDifference(x, y, {.level = differenceLevel, .direction = figure.direction});
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

std::optional<double> numberIn(const std::string& text)
{
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = error == std::errc() && end == text.data() + text.size() && std::isfinite(number);
    return is_number ? std::optional(number) : std::nullopt;
}

const std::string& settingOf(const RunGroup& group, const std::string& name)
{
    static const std::string nothing;
    const auto found = std::ranges::find(group.settings, name, &RunSetting::name);
    return found == group.settings.end() ? nothing : found->text;
}

/// Settings that are not the same in all of them, in the order in which people read them.
std::vector<std::string> differingSettings(const std::vector<const RunGroup*>& groups)
{
    std::vector<std::string> names;
    for (const RunGroup* const group : groups) {
        for (const RunSetting& setting : group->settings) {
            if (std::ranges::find(names, setting.name) == names.end())
                names.push_back(setting.name);
        }
    }
    std::erase_if(names, [&groups](const std::string& name) {
        return std::ranges::all_of(
            groups, [&](const RunGroup* group) { return settingOf(*group, name) == settingOf(*groups.front(), name); });
    });
    return names;
}

bool differInSamples(const std::vector<const RunGroup*>& groups)
{
    return std::ranges::any_of(groups,
                               [&](const RunGroup* group) { return group->fraction != groups.front()->fraction; });
}

std::vector<const RunGroup*> all(const RunTable& table)
{
    std::vector<const RunGroup*> groups;
    for (const RunGroup& group : table.groups)
        groups.push_back(&group);
    return groups;
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
        table.baseline_name = distinctName(*pinned, all(table));
    }
    compareAll(table, source);
    return table;
}

std::optional<RunDifference> differenceOf(const RunTable& table, const RunGroup& group, const RunResult& run)
{
    const RunGroup* const baseline = baselineOf(table, group);
    if (baseline == nullptr || baseline == &group)
        return std::nullopt;
    const auto other = std::ranges::find_if(
        baseline->runs, [&run](const StoredRun& stored) { return stored.result->seed == run.seed; });
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

std::string distinctName(const RunGroup& group, const std::vector<const RunGroup*>& among)
{
    std::string name = group.title;
    for (const std::string& setting : differingSettings(among)) {
        const std::string& text = settingOf(group, setting);
        if (!text.empty())
            name += ", " + (numberIn(text) ? setting + " " : std::string()) + text;
    }
    if (differInSamples(among))
        name += ", " + numbers::percent(group.fraction, group.fraction < 0.1 ? 1 : 0) + " of the samples";
    return name;
}

std::vector<RunColumn> columnsOf(const RunTable& table)
{
    using Kind = RunColumn::Kind;
    const std::vector<const RunGroup*> groups = all(table);
    std::vector<RunColumn> columns = {{Kind::Name}};
    if (groups.empty())
        return columns;
    const auto any = [&groups](const auto& has) {
        return std::ranges::any_of(groups, [&](const RunGroup* group) { return has(*group); });
    };
    for (const std::string& setting : differingSettings(groups))
        columns.push_back({Kind::Setting, setting});
    if (differInSamples(groups))
        columns.push_back({Kind::Samples});
    if (any([](const RunGroup& group) { return group.parameters > 0; }))
        columns.push_back({Kind::Parameters});
    columns.push_back({Kind::ValLoss});
    if (any([](const RunGroup& group) { return !group.metric.name.empty(); }))
        columns.push_back({Kind::Metric});
    if (any([](const RunGroup& group) { return group.difference || group.is_baseline; }))
        columns.push_back({Kind::Difference});
    if (any([](const RunGroup& group) { return group.place.has_value(); }))
        columns.push_back({Kind::Verdict});
    columns.push_back({Kind::Runs});
    columns.push_back({Kind::Tags});
    columns.push_back({Kind::Note});
    if (any([](const RunGroup& group) { return !group.test_loss.name.empty(); }))
        columns.push_back({Kind::TestLoss});
    columns.push_back({Kind::Gap});
    columns.push_back({Kind::StepTime});
    if (any([](const RunGroup& group) { return group.written > 0; }))
        columns.push_back({Kind::Trained});
    return columns;
}

RunCell cellOf(const RunGroup& group, const RunColumn& column)
{
    const auto number = [](const std::optional<double>& value) {
        return value && std::isfinite(*value) ? RunCell{*value} : RunCell();
    };
    switch (column.kind) {
    case RunColumn::Kind::Name: return {{}, group.title};
    case RunColumn::Kind::Setting: {
        const std::string& text = settingOf(group, column.setting);
        return {numberIn(text), text};
    }
    case RunColumn::Kind::Samples: return {group.fraction};
    case RunColumn::Kind::Runs: return {static_cast<double>(group.runs.size())};
    case RunColumn::Kind::Parameters:
        return group.parameters > 0 ? RunCell{static_cast<double>(group.parameters)} : RunCell();
    case RunColumn::Kind::ValLoss: return number(group.val_loss.summary.mean);
    case RunColumn::Kind::Metric: return number(group.metric.summary.mean);
    case RunColumn::Kind::Difference:
        if (!group.difference)
            return {};
        return number(group.difference->relative ? group.difference->relative : group.difference->absolute);
    case RunColumn::Kind::Verdict: return group.verdict ? RunCell{static_cast<double>(*group.verdict)} : RunCell();
    case RunColumn::Kind::TestLoss: return number(group.test_loss.summary.mean);
    case RunColumn::Kind::Gap: return number(group.gap.summary.mean);
    case RunColumn::Kind::StepTime: return number(group.seconds_per_step.median);
    case RunColumn::Kind::Trained: return group.written > 0 ? RunCell{static_cast<double>(group.written)} : RunCell();
    case RunColumn::Kind::Tags: return {{}, tagsText(group.note.tags)};
    case RunColumn::Kind::Note: return {{}, group.note.note};
    }
    return {};
}

std::vector<std::size_t> sortedGroups(const RunTable& table, const RunColumn& column, bool is_descending)
{
    std::vector<RunCell> cells;
    for (const RunGroup& group : table.groups)
        cells.push_back(cellOf(group, column));
    const auto isLess = [](const RunCell& a, const RunCell& b) {
        if (a.number && b.number)
            return *a.number < *b.number;
        // Numbers stand before words.
        if (a.number.has_value() != b.number.has_value())
            return a.number.has_value();
        return a.text < b.text;
    };
    std::vector<std::size_t> order(table.groups.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        if (cells[a].isEmpty() || cells[b].isEmpty())
            return !cells[a].isEmpty() && cells[b].isEmpty();
        return is_descending ? isLess(cells[b], cells[a]) : isLess(cells[a], cells[b]);
    });
    return order;
}

} // namespace ligature
