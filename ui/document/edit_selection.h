// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error/result.h"
#include "ui/document/copied_nodes.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"

/// What canvas, outline and menus do to the selection, each one undo step.
namespace ligature {

enum class Gap {
    Leave, ///< what fed a removed layer feeds nothing
    Close, ///< it feeds what the removed layer fed
};

/// Removes nodes and links; a selected tie is untied, a selected repeat removed, and its layers stay unless they are
/// selected too. A repeat that the removal of some of its layers leaves without a way in or out ends. The selection is
/// empty then.
Result<void> deleteSelection(Document& document, Selection& selection, Gap gap = Gap::Leave);

/// Selects the copies. Ties to parameters that are not selected along are kept or copied, as asked.
Result<void> duplicateSelection(Document& document, Selection& selection, PastedTies ties);

/// Pastes and selects what was pasted.
/// @param at the top left corner of it all; nothing: beside where it was copied from
Result<void> paste(Document& document, Selection& selection, const CopiedNodes& nodes, PastedTies ties,
                   std::optional<CanvasPosition> at = {});

/// All layers and shared parameters.
void selectAll(const Document& document, Selection& selection);

/// Every slot that reads the parameter, as ties.
void selectUses(const Document& document, Selection& selection, ParameterId parameter);

} // namespace ligature
