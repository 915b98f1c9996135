// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/linter.h"

namespace ligature {

std::vector<Diagnostic> lint(const Network& network, const Analysis& analysis, const TrainingSettings& training,
                             const StartLoss& start_loss)
{
    LintContext context{network, analysis, training, {}, start_loss};
    for (const auto& [slot, tie] : network.ties)
        context.uses[tie.parameter].push_back(slot);
    std::vector<Diagnostic> found;
    for (const LintRule* const rule : lintRules())
        rule->check(context, found);
    return found;
}

Analysis examine(const Network& network, const TrainingSettings& training, const StartLoss& start_loss)
{
    Analysis analysis = analyse(network);
    const std::vector<Diagnostic> found = lint(network, analysis, training, start_loss);
    analysis.diagnostics.insert(analysis.diagnostics.end(), found.begin(), found.end());
    return analysis;
}

} // namespace ligature
