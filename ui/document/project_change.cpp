// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/project_change.h"

#include <algorithm>

namespace ligature {

namespace {

template <typename Key, typename Value>
MapDifference<Key, Value> mapDifference(const std::map<Key, Value>& before, const std::map<Key, Value>& after)
{
    MapDifference<Key, Value> result;
    auto old_entry = before.begin();
    auto new_entry = after.begin();
    const auto append = [&](const Key& key, std::optional<Value> was, std::optional<Value> is) {
        result.emplace_hint(result.end(), key, std::pair(std::move(was), std::move(is)));
    };
    while (old_entry != before.end() || new_entry != after.end()) {
        if (new_entry == after.end() || (old_entry != before.end() && old_entry->first < new_entry->first)) {
            append(old_entry->first, old_entry->second, std::nullopt);
            ++old_entry;
        } else if (old_entry == before.end() || new_entry->first < old_entry->first) {
            append(new_entry->first, std::nullopt, new_entry->second);
            ++new_entry;
        } else {
            if (!(old_entry->second == new_entry->second))
                append(old_entry->first, old_entry->second, new_entry->second);
            ++old_entry;
            ++new_entry;
        }
    }
    return result;
}

template <typename Value>
std::optional<std::pair<Value, Value>> valueDifference(const Value& before, const Value& after)
{
    if (before == after)
        return std::nullopt;
    return std::pair(before, after);
}

template <typename Key, typename Value>
void applyMap(const MapDifference<Key, Value>& change, std::map<Key, Value>& map, bool reversed)
{
    for (const auto& [key, values] : change) {
        if (const std::optional<Value>& value = reversed ? values.first : values.second)
            map.insert_or_assign(key, *value);
        else
            map.erase(key);
    }
}

template <typename Value>
void applyValue(const std::optional<std::pair<Value, Value>>& change, Value& value, bool reversed)
{
    if (change)
        value = reversed ? change->first : change->second;
}

template <typename Key, typename Value>
void reverseMap(MapDifference<Key, Value>& change)
{
    for (auto& [key, values] : change)
        std::swap(values.first, values.second);
}

template <typename Value>
void reverseValue(std::optional<std::pair<Value, Value>>& change)
{
    if (change)
        std::swap(change->first, change->second);
}

template <typename Key, typename Value>
void appendMap(MapDifference<Key, Value>& first, const MapDifference<Key, Value>& second)
{
    for (const auto& [key, values] : second) {
        const auto [entry, inserted] = first.emplace(key, values);
        if (inserted)
            continue;
        entry->second.second = values.second;
        if (entry->second.first == entry->second.second)
            first.erase(entry);
    }
}

template <typename Value>
void appendValue(std::optional<std::pair<Value, Value>>& first, const std::optional<std::pair<Value, Value>>& second)
{
    if (!second)
        return;
    if (!first) {
        first = second;
        return;
    }
    first->second = second->second;
    if (first->first == first->second)
        first.reset();
}

} // namespace

bool ProjectChange::empty() const
{
    return !everything && !changesNetwork() && layer_positions.empty() && parameter_positions.empty() &&
           colours.empty() && arms.empty() && !name && !description && !data && !training && !experiment;
}

bool ProjectChange::changesNetwork() const
{
    // An arm that is new is no other network to anything that there was.
    const bool changes_arms =
        std::ranges::any_of(arms, [](const auto& entry) { return entry.second.first.has_value(); });
    return everything || changes_arms || !layers.empty() || !parameters.empty() || !links.empty() || !ties.empty() ||
           !repeats.empty() || next_id.has_value();
}

ProjectChange difference(const Project& before, const Project& after)
{
    ProjectChange change;
    change.layers = mapDifference(before.network.layers, after.network.layers);
    change.parameters = mapDifference(before.network.parameters, after.network.parameters);
    change.links = mapDifference(before.network.links, after.network.links);
    change.ties = mapDifference(before.network.ties, after.network.ties);
    change.repeats = mapDifference(before.network.repeats, after.network.repeats);
    change.arms = mapDifference(before.network.arms, after.network.arms);
    change.layer_positions = mapDifference(before.canvas.layers, after.canvas.layers);
    change.parameter_positions = mapDifference(before.canvas.parameters, after.canvas.parameters);
    change.colours = mapDifference(before.canvas.colours, after.canvas.colours);
    change.next_id = valueDifference(before.network.next_id, after.network.next_id);
    change.name = valueDifference(before.name, after.name);
    change.description = valueDifference(before.description, after.description);
    change.data = valueDifference(before.data, after.data);
    change.training = valueDifference(before.training, after.training);
    change.experiment = valueDifference(before.experiment, after.experiment);
    return change;
}

void apply(const ProjectChange& change, Project& project, bool reversed)
{
    applyMap(change.layers, project.network.layers, reversed);
    applyMap(change.parameters, project.network.parameters, reversed);
    applyMap(change.links, project.network.links, reversed);
    applyMap(change.ties, project.network.ties, reversed);
    applyMap(change.repeats, project.network.repeats, reversed);
    applyMap(change.arms, project.network.arms, reversed);
    applyMap(change.layer_positions, project.canvas.layers, reversed);
    applyMap(change.parameter_positions, project.canvas.parameters, reversed);
    applyMap(change.colours, project.canvas.colours, reversed);
    applyValue(change.next_id, project.network.next_id, reversed);
    applyValue(change.name, project.name, reversed);
    applyValue(change.description, project.description, reversed);
    applyValue(change.data, project.data, reversed);
    applyValue(change.training, project.training, reversed);
    applyValue(change.experiment, project.experiment, reversed);
}

ProjectChange reversed(const ProjectChange& change)
{
    ProjectChange result = change;
    reverseMap(result.layers);
    reverseMap(result.parameters);
    reverseMap(result.links);
    reverseMap(result.ties);
    reverseMap(result.repeats);
    reverseMap(result.arms);
    reverseMap(result.layer_positions);
    reverseMap(result.parameter_positions);
    reverseMap(result.colours);
    reverseValue(result.next_id);
    reverseValue(result.name);
    reverseValue(result.description);
    reverseValue(result.data);
    reverseValue(result.training);
    reverseValue(result.experiment);
    if (result.trained)
        std::swap(result.trained->before, result.trained->after);
    return result;
}

void append(ProjectChange& first, const ProjectChange& second)
{
    appendMap(first.layers, second.layers);
    appendMap(first.parameters, second.parameters);
    appendMap(first.links, second.links);
    appendMap(first.ties, second.ties);
    appendMap(first.repeats, second.repeats);
    appendMap(first.arms, second.arms);
    appendMap(first.layer_positions, second.layer_positions);
    appendMap(first.parameter_positions, second.parameter_positions);
    appendMap(first.colours, second.colours);
    appendValue(first.next_id, second.next_id);
    appendValue(first.name, second.name);
    appendValue(first.description, second.description);
    appendValue(first.data, second.data);
    appendValue(first.training, second.training);
    appendValue(first.experiment, second.experiment);
    if (first.trained && second.trained && first.trained->generation == second.trained->generation)
        first.trained->after = second.trained->after;
    else
        first.trained.reset();
}

} // namespace ligature
