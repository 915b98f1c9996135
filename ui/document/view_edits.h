// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "core/error/result.h"
#include "ui/document/document.h"

/// The edits of the chain of views through which a slot reads its parameter, each one undo step with a name. A chain
/// that does not fit is taken, and diagnosed; what no chain can hold is an error, and changes nothing.
namespace ligature {

Result<void> addViewStep(Document& document, const Slot& slot, const ViewStep& step);
Result<void> removeViewStep(Document& document, const Slot& slot, std::size_t at);
/// @param to its place afterwards
Result<void> moveViewStep(Document& document, const Slot& slot, std::size_t at, std::size_t to);
/// An error, too, where the step could read what it is given and could not with that value.
/// @param merge_key see Document::edit()
Result<void> setViewAttribute(Document& document, const Slot& slot, std::size_t at, const std::string& name,
                              const AttributeValue& value, const QString& merge_key = {});

/// @param shape nothing: it follows its first use
Result<void> setParameterShape(Document& document, ParameterId parameter, const std::optional<Shape>& shape);

} // namespace ligature
