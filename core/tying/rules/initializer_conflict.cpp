// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/declared.h"
#include "core/tying/linter.h"

namespace ligature {

namespace {

std::string titleOf(const Initializer& initializer)
{
    const InitializerType* const type = findInitializerType(initializer.type);
    return type == nullptr ? initializer.type : type->title();
}

/// A parameter that starts as the one of its uses would alone, and not as the other would.
class InitializerConflict final : public LintRule {
public:
    std::string name() const override { return "initializer-conflict"; }

    void check(const LintContext& context, std::vector<Diagnostic>& found) const override
    {
        for (const auto& [id, uses] : context.uses) {
            const auto parameter = context.network.parameters.find(id);
            if (parameter == context.network.parameters.end() || uses.size() < 2 || parameter->second.state)
                continue;
            const Slot* as = nullptr;
            const Slot* unlike = nullptr;
            Initializer alone;
            for (const Slot& use : uses) {
                const auto spec = findSlot(context.network, use);
                if (!spec)
                    continue;
                if (spec->default_initializer == parameter->second.initializer) {
                    as = as == nullptr ? &use : as;
                } else if (unlike == nullptr) {
                    unlike = &use;
                    alone = spec->default_initializer;
                }
            }
            if (as == nullptr || unlike == nullptr)
                continue; // All agree, or somebody has chosen.
            const auto slot = [&](const Slot& of) { return context.network.layers.at(of.layer).name + "." + of.slot; };
            const std::string title = parameterName(context.network, id);
            found.push_back({Severity::Info,
                             name(),
                             {},
                             id,
                             "\"" + title + "\" starts as " + slot(*as) + " would alone (" +
                                 titleOf(parameter->second.initializer) + "), and " + slot(*unlike) +
                                 " alone would start otherwise (" + titleOf(alone) + ").",
                             "Choose the initializer that suits both uses."});
        }
    }
};

} // namespace

const LintRule& initializerConflictRule()
{
    static const InitializerConflict rule;
    return rule;
}

} // namespace ligature
