// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <set>

#include "core/error/result.h"
#include "core/network/remedy.h"
#include "ui/document/document.h"

/// The edits that inspector, outline and menus make, each one undo step with a name. Ids that are gone are an error.
namespace ligature {

Result<void> renameLayer(Document& document, LayerId layer, const QString& name);
Result<void> renameParameter(Document& document, ParameterId parameter, const QString& name);

/// "Set encoder's output features to 32".
/// @param merge_key see Document::edit()
Result<void> setAttribute(Document& document, const std::set<LayerId>& layers, const AttributeSpec& spec,
                          const AttributeValue& value, const QString& merge_key = {});

/// Changes parameters, shared or private, in a step of that text.
/// @param merge_key see Document::edit()
Result<void> editParameters(Document& document, const std::set<ParameterId>& parameters, const QString& text,
                            const std::function<void(Parameter&)>& change, const QString& merge_key = {});

/// Makes the slot's private parameter a shared node below its layer.
Result<void> shareSlot(Document& document, const Slot& slot);
/// Gives each slot a private parameter again.
Result<void> untieSlots(Document& document, const std::set<Slot>& slots);
Result<void> setView(Document& document, const Slot& slot, const View& view);
/// @param factor multiplies what these uses add to the parameter's gradient
Result<void> setGradientFactor(Document& document, const std::set<Slot>& slots, double factor);

/// As it is, or transposed where the slot can read the parameter only so, by their shapes; an error says why neither
/// fits.
[[nodiscard]] Result<View> viewThatFits(const Document& document, ParameterId parameter, const Slot& slot);

Result<void> setProjectName(Document& document, const QString& name);
Result<void> setProjectDescription(Document& document, const QString& description);

/// Applies what mends a finding; one undo step. Where the person is to choose data, the document asks for them.
Result<void> applyRemedy(Document& document, const Remedy& remedy);

} // namespace ligature
