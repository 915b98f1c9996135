// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/run_columns.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "core/text/number_text.h"

namespace ligature {

namespace {

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
