// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "ui/document/copied_nodes.h"

class QMimeData;

namespace ligature {

/// The MIME type of copied nodes: a project file that holds them alone.
inline constexpr char copiedNodesMimeType[] = "application/x-ligature-nodes+json";

/// Copied nodes as the clipboard holds them, for other documents and other windows too.
[[nodiscard]] std::unique_ptr<QMimeData> toMimeData(const CopiedNodes& nodes);
/// Nothing where there are none, or none that this version can read.
[[nodiscard]] std::optional<CopiedNodes> fromMimeData(const QMimeData& data);

} // namespace ligature
