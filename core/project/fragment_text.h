// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/network/edits.h"
#include "core/project/project.h"

namespace ligature {

/// What copying takes along: the chosen layers and shared parameters with what links and ties them, and where they
/// were on the canvas (colours are given anew).
struct CopiedNodes {
    Fragment fragment;
    Canvas canvas;
    bool operator==(const CopiedNodes&) const = default;
};

/// Copied nodes as JSON in UTF-8, for the clipboard, in the project file's words: "format": "ligature-fragment",
/// "version": 1.
[[nodiscard]] std::string writeFragment(const CopiedNodes& nodes);

/// As strict as readProject(): what another program puts on the clipboard is no more to be trusted than a file.
[[nodiscard]] Result<CopiedNodes> readFragment(std::string_view json);

} // namespace ligature
