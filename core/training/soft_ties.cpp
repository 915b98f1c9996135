// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/soft_ties.h"

#include <algorithm>
#include <limits>
#include <map>

#include "core/program/initial_values.h"
#include "core/views/view.h"

namespace ligature {

namespace {

/// The copies of each parameter that has several, by what they are copies of.
std::map<ParameterId, std::vector<ParameterId>> copiesOf(const DerivedNetwork& made)
{
    std::map<ParameterId, std::vector<ParameterId>> copies;
    for (const auto& [id, source] : made.sources) {
        const auto parameter = made.network.parameters.find(id);
        if (made.is_soft && parameter != made.network.parameters.end() && parameter->second.trainable)
            copies[source.parameter].push_back(id);
    }
    // One copy alone is pulled where its view reads entries more than once, which ties the places it reads them at.
    std::erase_if(copies, [&made](const auto& entry) {
        return entry.second.size() < 2 && !repeats(made.sources.at(entry.second.front()).view);
    });
    return copies;
}

/// Indices in the order in which the parameter's values lie in memory.
template <typename Value>
std::vector<Value> inMemoryOrder(std::vector<Value> values, const GraphParameter& parameter)
{
    if (!parameter.stored_transposed || values.empty())
        return values;
    const auto rows = static_cast<std::size_t>(parameter.shape[0]);
    const auto columns = static_cast<std::size_t>(parameter.shape[1]);
    std::vector<Value> moved(values.size());
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column)
            moved[column * rows + row] = values[row * columns + column];
    }
    return moved;
}

} // namespace

SoftTies::SoftTies(const DerivedNetwork& made, const OperationGraph& drawn, const Program<float>& program)
{
    for (const auto& [source, ids] : copiesOf(made)) {
        const auto read_from = std::ranges::find(drawn.parameters, source, &GraphParameter::id);
        if (read_from == drawn.parameters.end())
            continue;
        Group group;
        const auto size = static_cast<std::size_t>(read_from->shape.elementCount());
        group.weight.resize(size);
        group.nearest.resize(size);
        for (const ParameterId id : ids) {
            const auto own = std::ranges::find_if(
                program.parameters(), [id](const auto& parameter) { return parameter.description.id == id; });
            if (own == program.parameters().end())
                continue;
            LinearRead places = read(made.sources.at(id).view, read_from->shape);
            Copy& copy = group.copies.emplace_back();
            copy.parameter = static_cast<std::size_t>(own - program.parameters().begin());
            copy.index = inMemoryOrder(std::move(places.index), own->description);
            copy.coefficient = inMemoryOrder(std::vector<float>(places.coefficient.begin(), places.coefficient.end()),
                                             own->description);
            for (std::size_t i = 0; i < copy.index.size(); ++i) {
                group.weight[static_cast<std::size_t>(copy.index[i])] += copy.factor(i) * copy.factor(i);
            }
        }
        m_groups.push_back(std::move(group));
    }
}

namespace {

float shareOf(const ProgramParameter<float>& parameter, double learning_rate, double strength)
{
    const double rate = learning_rate * parameter.description.learning_rate_factor * strength;
    return static_cast<float>(rate / (1 + rate));
}

} // namespace

void SoftTies::mixGradients(std::span<ProgramParameter<float>> parameters, double learning_rate, double strength)
{
    if (strength <= 0)
        return;
    for (Group& group : m_groups) {
        std::ranges::fill(group.nearest, 0.0F);
        for (const Copy& copy : group.copies) {
            const std::span<const float> gradient = parameters[copy.parameter].gradient;
            for (std::size_t i = 0; i < gradient.size(); ++i) // None, where it does not lead to a loss.
                group.nearest[static_cast<std::size_t>(copy.index[i])] += copy.factor(i) * gradient[i];
        }
        for (const Copy& copy : group.copies) {
            ProgramParameter<float>& parameter = parameters[copy.parameter];
            const float share = shareOf(parameter, learning_rate, strength);
            const std::span<float> gradient = parameter.gradient;
            for (std::size_t i = 0; i < gradient.size(); ++i) {
                const float of_all = copy.factor(i) * group.nearest[static_cast<std::size_t>(copy.index[i])];
                gradient[i] += share * (of_all - gradient[i]);
            }
        }
    }
}

void SoftTies::pull(std::span<ProgramParameter<float>> parameters, double learning_rate, double strength)
{
    if (strength <= 0)
        return;
    for (Group& group : m_groups) {
        std::ranges::fill(group.nearest, 0.0F);
        for (const Copy& copy : group.copies) {
            const float* const values = parameters[copy.parameter].values.data();
            for (std::size_t i = 0; i < copy.index.size(); ++i)
                group.nearest[static_cast<std::size_t>(copy.index[i])] += copy.factor(i) * values[i];
        }
        for (std::size_t i = 0; i < group.nearest.size(); ++i)
            group.nearest[i] = group.weight[i] > 0 ? group.nearest[i] / group.weight[i] : 0;
        for (const Copy& copy : group.copies) {
            ProgramParameter<float>& parameter = parameters[copy.parameter];
            const float mixed = shareOf(parameter, learning_rate, strength);
            const float share = mixed / (1 + mixed);
            float* const values = parameter.values.data();
            for (std::size_t i = 0; i < copy.index.size(); ++i) {
                const float nearest = copy.factor(i) * group.nearest[static_cast<std::size_t>(copy.index[i])];
                values[i] += share * (nearest - values[i]);
            }
        }
    }
}

std::int64_t SoftTies::bytesNeeded(const DerivedNetwork& made, const OperationGraph& graph)
{
    std::int64_t bytes = 0;
    for (const auto& [source, ids] : copiesOf(made)) {
        for (const ParameterId id : ids) {
            const auto own = std::ranges::find(graph.parameters, id, &GraphParameter::id);
            // Index and coefficient of each value, twice while they are made; weight and nearest are no larger.
            if (own != graph.parameters.end() &&
                __builtin_add_overflow(bytes, Shape{own->shape.elementCount(), 40}.elementCount(), &bytes))
                return std::numeric_limits<std::int64_t>::max();
        }
    }
    return bytes;
}

} // namespace ligature
