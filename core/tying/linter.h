// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/network/analysis.h"
#include "core/optimization/training_settings.h"

/// What may be meant otherwise in how a network is tied: findings with a reason and a mend, that keep nothing from
/// training.
namespace ligature {

/// What a loss is before any training, with its layer; nothing where that cannot be told. It may take a moment.
using StartLoss = std::function<std::optional<double>(LayerId)>;

/// What a rule looks at. All of it outlives the rule's call.
struct LintContext {
    const Network& network;
    const Analysis& analysis;
    const TrainingSettings& training;
    std::map<ParameterId, std::vector<Slot>> uses; ///< in the order of the slots
    const StartLoss& start_loss;                   ///< empty: there is only what shapes tell
};

/// One thing to look for: one file of core/tying/rules/ and one line in its list. Thread-safe; quick enough to run
/// after every edit.
class LintRule {
public:
    virtual ~LintRule() = default;
    [[nodiscard]] virtual std::string name() const = 0; ///< the code of its findings: "bias-untied"
    virtual void check(const LintContext& context, std::vector<Diagnostic>& found) const = 0;
};

/// All of them, in the order in which their findings are told.
[[nodiscard]] std::span<const LintRule* const> lintRules();
[[nodiscard]] const LintRule* findLintRule(std::string_view name);

/// What all rules find.
[[nodiscard]] std::vector<Diagnostic> lint(const Network& network, const Analysis& analysis,
                                           const TrainingSettings& training, const StartLoss& start_loss = {});

/// analyse(), with what the linter finds after its own diagnostics.
[[nodiscard]] Analysis examine(const Network& network, const TrainingSettings& training,
                               const StartLoss& start_loss = {});

} // namespace ligature
