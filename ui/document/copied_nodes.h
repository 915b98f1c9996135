// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/project/fragment_text.h"
#include "ui/document/selection.h"

namespace ligature {

[[nodiscard]] CopiedNodes copyNodes(const Project& project, const SelectedItems& items);

/// Adds them to the project under new ids.
/// @param at where the top left corner of them all comes to be; nothing: a little beside where they were, clear of
///           what was pasted there before
/// @return what is now to be selected
SelectedItems pasteNodes(Project& project, const CopiedNodes& nodes, PastedTies ties,
                         std::optional<CanvasPosition> at = {});

} // namespace ligature
