// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <set>
#include <vector>

#include <QString>

#include "core/retying/suggestions.h"
#include "ui/document/document.h"

/// Edits of ties that are asked about before they are done: what they are called, what they do, and whose values they
/// may keep. Menus and the inspector offer them, the tie dialog shows what they would do.
namespace ligature {

struct TieStep {
    QString text;    ///< the undo step's name: "Tie decoder.weight to W"
    QString label;   ///< in a list of several: "W, transposed"
    QString explain; ///< a sentence
    QString first;   ///< whose values Kept::First keeps; empty: there is nothing to choose
    QString second;
    std::function<Result<TrainedNetwork>(const TrainedNetwork&, Kept)> edit;
};

/// One undo step.
Result<void> perform(Document& document, const TieStep& step, Kept kept = Kept::First);

[[nodiscard]] TieStep untieStep(const Document& document, const Slot& slot);
[[nodiscard]] TieStep untieAllStep(const Document& document, ParameterId parameter);
/// Every shared parameter that the slot can read, through each view of one step that fits; empty where none does.
[[nodiscard]] std::vector<TieStep> tieToSteps(const Document& document, const Slot& slot);
[[nodiscard]] TieStep tieToStep(const Document& document, const Slot& slot, ParameterId parameter, const View& view);
/// Layer B uses what layer A uses.
[[nodiscard]] TieStep shareLayerStep(const Document& document, LayerId a, LayerId b);
/// All that the layer can be used again at: the other layers that are alike, and a new one.
[[nodiscard]] std::vector<TieStep> useAgainSteps(const Document& document, LayerId layer);
[[nodiscard]] TieStep tieBranchesStep(const Document& document, const std::set<LayerId>& selection);
[[nodiscard]] TieStep suggestionStep(const std::vector<TieSuggestion>& chosen);

} // namespace ligature
