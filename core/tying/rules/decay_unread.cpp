// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/optimization/optimizer.h"
#include "core/tying/linter.h"

namespace ligature {

namespace {

/// Weight decay moves a whole parameter, also the entries that no use reads: they shrink to 0 with nothing to hold
/// them.
class DecayUnread final : public LintRule {
public:
    std::string name() const override { return "decay-unread"; }

    void check(const LintContext& context, std::vector<Diagnostic>& found) const override
    {
        if (decayOf(context.training) == 0)
            return;
        for (const auto& [id, uses] : context.uses) {
            const auto parameter = context.network.parameters.find(id);
            if (parameter == context.network.parameters.end() || !parameter->second.trainable ||
                parameter->second.weight_decay_factor == 0)
                continue;
            const std::int64_t unread = unreadEntries(context, id, uses);
            if (unread == 0)
                continue;
            const std::int64_t all = context.analysis.parameters.at(id).shape.elementCount();
            found.push_back({Severity::Warning,
                             name(),
                             {},
                             id,
                             "No use reads " + std::to_string(unread) + " of the " + std::to_string(all) +
                                 " entries of \"" + parameterName(context.network, id) +
                                 "\", and weight decay shrinks them all the same.",
                             "Set its decay factor to 0, or let a use read them."});
        }
    }

private:
    /// Beyond it the entries are only counted, not looked at.
    static constexpr std::int64_t largestLookedAt = std::int64_t{1} << 20;

    static double decayOf(const TrainingSettings& training)
    {
        const OptimizerType* const type = findOptimizerType(training.optimizer);
        if (type == nullptr)
            return 0;
        const Attributes attributes = withDefaults(type->attributes(), training.optimizer_attributes);
        const auto decay = attributes.values().find("weight_decay");
        const double* const value = decay == attributes.values().end() ? nullptr : std::get_if<double>(&decay->second);
        return value == nullptr ? 0 : *value;
    }

    static std::int64_t unreadEntries(const LintContext& context, ParameterId id, const std::vector<Slot>& uses)
    {
        const auto known = context.analysis.parameters.find(id);
        if (known == context.analysis.parameters.end())
            return 0;
        const Shape& shape = known->second.shape;
        const std::int64_t count = shape.elementCount();
        std::int64_t reads = 0;
        for (const Slot& use : uses) {
            const View& view = context.network.ties.at(use).view;
            const auto seen = outputShape(view, shape);
            if (!seen)
                return 0; // An error that says so itself.
            if (view.empty())
                return 0;
            reads += std::min(seen->elementCount(), count);
        }
        if (count > largestLookedAt || reads > 4 * largestLookedAt)
            return std::max<std::int64_t>(0, count - reads);
        std::vector<bool> read_entries(static_cast<std::size_t>(count), false);
        for (const Slot& use : uses) {
            for (const std::int64_t entry : read(context.network.ties.at(use).view, shape).index)
                read_entries[static_cast<std::size_t>(entry)] = true;
        }
        return std::ranges::count(read_entries, false);
    }
};

} // namespace

const LintRule& decayUnreadRule()
{
    static const DecayUnread rule;
    return rule;
}

} // namespace ligature
