// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error/result.h"
#include "ui/document/copied_nodes.h"

class QClipboard;
class QMimeData;

/// Copied nodes on the system's clipboard, so that they can be pasted into another document or another Ligature.
namespace ligature {

inline constexpr char fragmentMimeType[] = "application/x-ligature-fragment+json";

/// False, and the clipboard as it was, where neither a layer, a repeat nor a shared parameter is selected.
bool copySelection(const Project& project, const SelectedItems& items, QClipboard& clipboard);

/// Whether there is something to paste (it may still turn out to be damaged).
[[nodiscard]] bool hasCopiedNodes(const QMimeData* data);
/// An error where the clipboard holds nothing of ours, or something damaged.
[[nodiscard]] Result<CopiedNodes> copiedNodes(const QMimeData* data);

} // namespace ligature
