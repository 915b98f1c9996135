// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trained_state.h"

#include <algorithm>

#include "core/training/variant_run.h"

namespace ligature {

const std::vector<float>& TrainedParameter::stateVector(std::string_view name) const
{
    static const std::vector<float> none;
    const auto found = std::ranges::find(state, name, &TrainedVector::name);
    return found == state.end() ? none : found->values;
}

bool TrainedState::operator==(const TrainedState& other) const
{
    return step == other.step && epoch_loss == other.epoch_loss && epoch_losses == other.epoch_losses &&
           epoch_unmeasured == other.epoch_unmeasured && schedule == other.schedule &&
           std::ranges::equal(parameters, other.parameters, [](const auto& a, const auto& b) {
               return a.first == b.first && (a.second == b.second || *a.second == *b.second);
           });
}

const ParameterState<float>* VariantRun::optimizerStateOf(const ProgramParameter<float>& parameter) const
{
    const auto found = std::ranges::find_if(m_optimizer.states(), [&](const ParameterState<float>& state) {
        return state.values.data() == parameter.values.data() && !state.values.empty();
    });
    return found == m_optimizer.states().end() ? nullptr : &*found;
}

TrainedState VariantRun::state() const
{
    TrainedState now;
    now.step = m_step;
    now.epoch_loss = m_epoch_loss;
    now.epoch_losses = m_epoch_losses;
    now.epoch_unmeasured = m_epoch_unmeasured;
    now.schedule = m_learning_rate.state();
    for (const ProgramParameter<float>& parameter : m_program.parameters()) {
        const GraphParameter& description = parameter.description;
        const auto ordered = [&](std::span<const float> memory) {
            std::vector<float> values(memory.size());
            if (!memory.empty())
                fetch(memory, description, std::span<float>(values));
            return values;
        };
        auto trained = std::make_shared<TrainedParameter>();
        trained->shape = description.shape;
        trained->values = ordered(parameter.values);
        if (const ParameterState<float>* const kept = optimizerStateOf(parameter)) {
            for (std::size_t i = 0; i < kept->state.size(); ++i) {
                const OptimizerVector& vector = m_optimizer.vectorsOf(*kept)[i];
                const std::span<const float> memory = kept->state[i];
                trained->state.push_back({vector.name, vector.kind,
                                          isOfParameterShape(vector.kind)
                                              ? ordered(memory)
                                              : std::vector<float>(memory.begin(), memory.end())});
            }
        }
        now.parameters[description.id] = std::move(trained);
    }
    return now;
}

CheckpointSubject VariantRun::checkpointSubject() const
{
    CheckpointSubject subject{m_variant,
                              m_settings,
                              m_order.training().size(),
                              m_order.validation().size(),
                              m_total_steps,
                              m_epoch_losses.size(),
                              {},
                              identityOf(*m_dataset)};
    for (const ProgramParameter<float>& parameter : m_program.parameters()) {
        const ParameterState<float>* const kept = optimizerStateOf(parameter);
        CheckpointParameter& one = subject.parameters.emplace_back();
        one = {parameter.description.id, parameter.description.name, parameter.description.shape, {}};
        for (std::size_t i = 0; kept != nullptr && i < kept->state.size(); ++i) {
            const OptimizerVector& vector = m_optimizer.vectorsOf(*kept)[i];
            one.vectors.push_back({vector.name, vector.kind, kept->state[i].size()});
        }
    }
    return subject;
}

Result<void> VariantRun::restore(const TrainedState& state)
{
    if (state.step < 0 || state.step > m_total_steps)
        return fail({}, "its step is not one of this training", "ask for more epochs, or start anew");
    for (const ProgramParameter<float>& parameter : m_program.parameters()) {
        const GraphParameter& description = parameter.description;
        const auto found = state.parameters.find(description.id);
        if (found == state.parameters.end())
            return fail(description.name, "there is no trained value for it", "train anew");
        if (found->second->shape != description.shape || found->second->values.size() != parameter.values.size()) {
            return fail(description.name,
                        "its trained value is " + found->second->shape.toString() + " instead of " +
                            description.shape.toString(),
                        "train anew");
        }
        if (const auto finite = checkFinite(description.name, description.shape, found->second->values, {}); !finite)
            return finite;
    }
    for (ProgramParameter<float>& parameter : m_program.parameters()) {
        const GraphParameter& description = parameter.description;
        const TrainedParameter& trained = *state.parameters.at(description.id);
        // A vector that was not kept, by another optimizer or while the parameter was frozen, begins at 0.
        const auto put = [&](const std::vector<float>& from, std::span<float> to) {
            if (from.size() == to.size() && !to.empty())
                store(std::span<const float>(from), description, to);
            else
                std::ranges::fill(to, 0.0F);
        };
        put(trained.values, parameter.values);
        if (const ParameterState<float>* const kept = optimizerStateOf(parameter)) {
            for (std::size_t i = 0; i < kept->state.size(); ++i) {
                const OptimizerVector& vector = m_optimizer.vectorsOf(*kept)[i];
                const std::vector<float>& from = trained.stateVector(vector.name);
                if (isOfParameterShape(vector.kind))
                    put(from, kept->state[i]);
                else if (from.size() == kept->state[i].size())
                    std::ranges::copy(from, kept->state[i].begin());
                else
                    std::ranges::fill(kept->state[i], 0.0F);
            }
        }
    }
    m_step = state.step;
    m_first_step = state.step;
    m_optimizer.setStepCount(state.step);
    m_learning_rate.setState(state.schedule);
    m_epoch_loss = state.epoch_loss;
    m_epoch_unmeasured = state.epoch_unmeasured;
    if (state.epoch_losses.size() == m_epoch_losses.size())
        m_epoch_losses = state.epoch_losses;
    return {};
}

} // namespace ligature
