// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/edits.h"
#include "core/project/project.h"
#include "ui/document/selection.h"

namespace ligature {

/// What copying takes along: the chosen layers and shared parameters with what links and ties them, and where they
/// were on the canvas (colours are given anew).
struct CopiedNodes {
    Fragment fragment;
    Canvas canvas;
    bool operator==(const CopiedNodes&) const = default;
};

[[nodiscard]] CopiedNodes copyNodes(const Project& project, const SelectedItems& items);

/// Adds them to the project under new ids.
/// @param at where the top left corner of them all comes to be; nothing: a little beside where they were, clear of
///           what was pasted there before
/// @return what is now to be selected
SelectedItems pasteNodes(Project& project, const CopiedNodes& nodes, PastedTies ties,
                         std::optional<CanvasPosition> at = {});

} // namespace ligature
