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
           epoch_unmeasured == other.epoch_unmeasured && schedule == other.schedule && best_epoch == other.best_epoch &&
           rate_changes == other.rate_changes && best_loss == other.best_loss && patience_from == other.patience_from &&
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
    now.rate_changes = m_learning_rate.changes();
    now.best_epoch = m_kept.bestEpoch();
    now.best_loss = now.best_epoch > 0 ? m_kept.bestLoss() : 0;
    now.patience_from = m_kept.patienceFrom() * m_order.stepsPerEpoch();
    for (std::size_t place = 0; place < m_program.parameters().size(); ++place) {
        const ProgramParameter<float>& parameter = m_program.parameters()[place];
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
        const auto keep = [&](const char* name, std::span<const float> memory) {
            if (!memory.empty())
                trained->state.push_back({name, StateKind::Value, ordered(memory)});
        };
        keep(KeptWeights::averageName, m_kept.averageOf(place));
        if (now.best_epoch > 0)
            keep(KeptWeights::bestName, m_kept.bestOf(place));
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
    for (std::size_t place = 0; place < m_program.parameters().size(); ++place) {
        const ProgramParameter<float>& parameter = m_program.parameters()[place];
        const ParameterState<float>* const kept = optimizerStateOf(parameter);
        CheckpointParameter& one = subject.parameters.emplace_back();
        one = {parameter.description.id, parameter.description.name, parameter.description.shape, {}};
        for (std::size_t i = 0; kept != nullptr && i < kept->state.size(); ++i) {
            const OptimizerVector& vector = m_optimizer.vectorsOf(*kept)[i];
            one.vectors.push_back({vector.name, vector.kind, kept->state[i].size()});
        }
        if (!m_kept.averageOf(place).empty())
            one.vectors.push_back({KeptWeights::averageName, StateKind::Value, parameter.values.size()});
        if (!m_kept.bestOf(place).empty())
            one.vectors.push_back({KeptWeights::bestName, StateKind::Value, parameter.values.size()});
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
    bool has_best = state.best_epoch > 0;
    for (std::size_t place = 0; place < m_program.parameters().size(); ++place) {
        ProgramParameter<float>& parameter = m_program.parameters()[place];
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
        const std::vector<float>& average = trained.stateVector(KeptWeights::averageName);
        put(average.empty() ? trained.values : average, m_kept.averageOf(place));
        const std::vector<float>& best = trained.stateVector(KeptWeights::bestName);
        has_best = has_best && best.size() == m_kept.bestOf(place).size() && (!best.empty() || trained.values.empty());
        if (has_best)
            put(best, m_kept.bestOf(place));
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
    m_kept.setBest(has_best ? state.best_epoch : 0,
                   has_best ? state.best_loss : std::numeric_limits<double>::infinity());
    m_kept.setPatienceFrom(state.patience_from / m_order.stepsPerEpoch());
    m_step = state.step;
    m_first_step = state.step;
    m_optimizer.setStepCount(state.step);
    m_learning_rate.setState(state.schedule);
    m_learning_rate.setChanges(state.rate_changes);
    m_epoch_loss = state.epoch_loss;
    m_epoch_unmeasured = state.epoch_unmeasured;
    if (state.epoch_losses.size() == m_epoch_losses.size())
        m_epoch_losses = state.epoch_losses;
    return {};
}

} // namespace ligature
