// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retying/follow.h"

#include <algorithm>

#include "core/memory/memory_limit.h"
#include "core/network/analysis.h"
#include "core/network/repeat.h"
#include "core/retying/trained_values.h"
#include "core/training/losses.h"
#include "core/tying/arm.h"

namespace ligature {

namespace {

using Trained = std::shared_ptr<const TrainedParameter>;

/// The state of one network read by the slots of another.
class Follower {
public:
    /// @param same the parameters whose ids mean the same in both: a twin gives new ones to the copies of each use
    Follower(Network before, const TrainedState& state, Network after, const Network& same)
        : m_before(std::move(before)), m_state(state), m_after(std::move(after)), m_same(same),
          m_analysis(analyse(m_after)), m_uses(usesByParameter(m_after))
    {
    }

    Result<TrainedState> run()
    {
        TrainedState followed;
        followed.step = m_state.step;
        followed.epoch_loss = m_state.epoch_loss;
        followed.epoch_losses = m_state.epoch_losses;
        followed.rate_changes = m_state.rate_changes;
        followed.schedule = m_state.schedule;
        followed.epoch_unmeasured = m_state.epoch_unmeasured;
        followed.best_epoch = m_state.best_epoch;
        followed.best_loss = m_state.best_loss;
        followed.patience_from = m_state.patience_from;
        for (const auto& [id, parameter] : m_after.parameters) {
            const auto known = m_analysis.parameters.find(id);
            if (known == m_analysis.parameters.end()) {
                // No program has it, because nothing uses it or what is missing is still to be drawn.
                if (Trained present = withoutShape(id))
                    followed.parameters[id] = std::move(present);
                continue;
            }
            const Shape& shape = known->second.shape;
            Trained trained = isSame(id) ? find(id, shape) : nullptr;
            for (const Slot& use : m_uses[id]) {
                if (trained == nullptr)
                    trained = readBefore(use, m_after.ties.at(use).view, shape);
            }
            if (trained == nullptr && m_uses[id].empty()) {
                trained = untouched(shape);
                if (trained == nullptr)
                    continue; // No program could hold it either.
            }
            if (trained == nullptr) {
                return fail(parameterName(m_after, id), "nothing that was trained can be read for it",
                            "train the network anew");
            }
            followed.parameters[id] = std::move(trained);
        }
        if (followed.best_epoch > 0 &&
            !readsTheSame()) { // Another network is as good as it is, and not as the best of this one was.
            followed.best_epoch = 0;
            followed.best_loss = 0;
            followed.patience_from = m_state.step;
        }
        return followed;
    }

private:
    /// Whether each slot reads after the edit what it read before: then the network is the same function of its data.
    bool readsTheSame() const
    {
        return std::ranges::all_of(m_after.ties, [this](const auto& entry) {
            const auto& [use, tie] = entry;
            const auto before = m_before.ties.find(use);
            if (before == m_before.ties.end())
                return false;
            if (isSame(tie.parameter))
                return before->second.parameter == tie.parameter && before->second.view == tie.view;
            return m_uses.at(tie.parameter).size() == 1; // A copy of its own.
        });
    }

    bool isSame(ParameterId id) const { return m_same.parameters.contains(id) && m_before.parameters.contains(id); }

    /// What it had, of whatever shape.
    Trained withoutShape(ParameterId id)
    {
        if (isSame(id)) {
            const auto found = m_state.parameters.find(id);
            return found == m_state.parameters.end() ? nullptr : found->second;
        }
        for (const Slot& use : m_uses[id]) {
            const auto tie = m_before.ties.find(use);
            const auto found =
                tie == m_before.ties.end() ? m_state.parameters.end() : m_state.parameters.find(tie->second.parameter);
            if (found != m_state.parameters.end() && tie->second.view == m_after.ties.at(use).view)
                return found->second;
        }
        return nullptr;
    }

    /// Of a parameter that nothing uses: whatever it is, nothing reads it. Nothing where it is larger than the memory
    /// that is free: a parameter may be drawn of any size.
    static Trained untouched(const Shape& shape)
    {
        if (!checkMemory(static_cast<std::uint64_t>(shape.elementCount()) * sizeof(float), {}))
            return nullptr;
        TrainedParameter zero{shape, {}, {}};
        zero.values.resize(static_cast<std::size_t>(shape.elementCount()));
        return std::make_shared<const TrainedParameter>(std::move(zero));
    }

    /// Nothing where it is not there or of another shape.
    Trained find(ParameterId id, const Shape& shape) const
    {
        const auto found = m_state.parameters.find(id);
        return found == m_state.parameters.end() || found->second->shape != shape ? nullptr : found->second;
    }

    /// The parameter of that shape which reads, through the view, as what the slot read before.
    Trained readBefore(const Slot& slot, const View& view, const Shape& shape) const
    {
        const auto tie = m_before.ties.find(slot);
        if (tie == m_before.ties.end())
            return nullptr;
        const auto source = m_state.parameters.find(tie->second.parameter);
        if (source == m_state.parameters.end())
            return nullptr;
        if (tie->second.view == view && source->second->shape == shape)
            return source->second;
        const auto seen_shape = outputShape(tie->second.view, source->second->shape);
        const auto wanted_shape = outputShape(view, shape);
        if (!seen_shape || !wanted_shape || *seen_shape != *wanted_shape)
            return nullptr;
        TrainedParameter seen = readThrough(*source->second, tie->second.view);
        if (view.empty())
            return std::make_shared<const TrainedParameter>(std::move(seen));
        // What the view does not read stays as it is in the source where that has the same shape, and 0 elsewhere.
        const Trained whole = source->second->shape == shape ? source->second : untouched(shape);
        return whole == nullptr ? nullptr
                                : std::make_shared<const TrainedParameter>(writtenThrough(*whole, view, seen));
    }

    Network m_before;
    const TrainedState& m_state;
    Network m_after;
    const Network& m_same;
    Analysis m_analysis;
    std::map<ParameterId, std::vector<Slot>> m_uses; ///< afterwards
};

/// A history has each loss's values in its place.
Result<void> sameLosses(const Network& before, const Network& after)
{
    if (lossesOf(before).size() != lossesOf(after).size())
        return fail({}, "the losses have changed", "train the network anew");
    return {};
}

} // namespace

bool differOnlyInTies(const Network& before, const Network& after)
{
    const auto same_layer = [](const auto& a, const auto& b) {
        return a.first == b.first && a.second.type == b.second.type && a.second.attributes == b.second.attributes;
    };
    return before.links == after.links && before.repeats == after.repeats &&
           before.layers.size() == after.layers.size() &&
           std::equal(before.layers.begin(), before.layers.end(), after.layers.begin(), same_layer);
}

Result<TrainedState> follow(const Network& before, const TrainedState& state, const Network& after)
{
    if (const auto same = sameLosses(before, after); !same)
        return tl::unexpected(same.error());
    const Network was = expand(before).network;
    return Follower(was, state, expand(after).network, was).run();
}

Result<TrainedState> followArm(const Network& before, const ArmId& was, const TrainedState& state, const Network& after,
                               const ArmId& is)
{
    if (const auto same = sameLosses(before, after); !same)
        return tl::unexpected(same.error());
    const Network drawn_before = expand(before).network;
    const Result<DerivedNetwork> arm_was = makeArm(was, drawn_before);
    const Result<DerivedNetwork> arm_is = makeArm(is, expand(after).network);
    if (!arm_was || !arm_is)
        return tl::unexpected(arm_was ? arm_is.error() : arm_was.error());
    return Follower(arm_was->network, state, arm_is->network, drawn_before).run();
}

Result<TrainingState> follow(const Network& before, const TrainingState& state, const Network& after,
                             const TrainedState* tied)
{
    if (const auto same = sameLosses(before, after); !same)
        return tl::unexpected(same.error());
    const Network was = expand(before).network;
    const Network is = expand(after).network;
    TrainingState followed;
    followed.seconds = state.seconds;
    followed.data = state.data;
    for (const auto& [variant, trained] : state.variants) {
        if (variant == tiedArm && tied != nullptr) {
            followed.variants[variant] = *tied;
            continue;
        }
        const Result<DerivedNetwork> arm_was = makeArm(variant, was);
        const Result<DerivedNetwork> arm_is = makeArm(variant, is);
        if (!arm_was || !arm_is)
            return tl::unexpected(arm_was ? arm_is.error() : arm_was.error());
        const auto moved = Follower(arm_was->network, trained, arm_is->network, was).run();
        if (!moved)
            return tl::unexpected(moved.error());
        followed.variants[variant] = *moved;
    }
    return followed;
}

std::vector<TrainedVariant> trainedVariants(const Network& network, const TrainingState& state)
{
    const Network expanded = expand(network).network;
    std::vector<TrainedVariant> variants;
    for (const auto& [variant, trained] : state.variants) {
        Result<DerivedNetwork> arm = makeArm(variant, expanded);
        if (!arm)
            continue; // It is of an arm that this network does not have.
        TrainedVariant made{variant, std::move(arm->network), {}};
        const std::map<ParameterId, std::string> names = parameterNames(made.network);
        for (const auto& [id, parameter] : trained.parameters) {
            const auto name = names.find(id);
            made.weights.parameters.push_back(
                {id, name == names.end() ? std::string() : name->second, parameter->shape, parameter->values});
        }
        variants.push_back(std::move(made));
    }
    return variants;
}

} // namespace ligature
