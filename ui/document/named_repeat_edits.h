// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>

#include "core/error/result.h"
#include "core/tying/repeat_account.h"
#include "ui/document/document.h"

/// The edits of repeats that canvas, outline, inspector and menus make, each one undo step with a name, and what is
/// said of repeats.
namespace ligature {

/// Whether the layers can be repeated, and why not: what repeatPorts() wants, and that they give the shape that they
/// take.
[[nodiscard]] Result<void> canRepeat(const Document& document, const std::set<LayerId>& layers);
/// "Repeat 3 layers 4 times".
Result<RepeatId> repeatLayers(Document& document, const std::set<LayerId>& layers, std::int64_t count, bool shared);
/// The layers stay.
Result<void> removeRepeats(Document& document, const std::set<RepeatId>& repeats);

Result<void> addToRepeat(Document& document, RepeatId repeat, const std::set<LayerId>& layers);
Result<void> takeOutOfRepeats(Document& document, const std::set<LayerId>& layers);

Result<void> renameRepeat(Document& document, RepeatId repeat, const QString& name);
/// @param merge_key see Document::edit()
Result<void> setRepeatCount(Document& document, RepeatId repeat, std::int64_t count, const QString& merge_key = {});
Result<void> setRepeatShared(Document& document, RepeatId repeat, bool shared);

/// "Applied 4 times in a row: each pass takes what the one before gives."
[[nodiscard]] QString passesText(std::int64_t count);
/// What sharing saves, or would save: "All passes share one set of parameters: 33,472 instead of 66,944."
[[nodiscard]] QString sharingText(std::int64_t count, bool shared, const RepeatAccount& account);
[[nodiscard]] RepeatAccount accountOf(const Document& document, RepeatId repeat);

} // namespace ligature
