// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/error/result.h"
#include "core/network/network.h"

/// Names are for people and for exported files, so they are unique: layers among layers, shared parameters among shared
/// parameters, and no shared parameter is named as a private one ("dense.weight") is.
namespace ligature {

/// The longest name of a layer or a parameter, in bytes.
inline constexpr std::size_t longestName = 100;

/// The one name that no parameter can have: in files of weights it is that of what is no tensor.
inline constexpr std::string_view reservedParameterName = "__metadata__";

/// An error where a name is empty, too long, or has a control character or a '.'.
[[nodiscard]] Result<void> checkName(const std::string& name);

/// The wish when it is free, or with the first free number after it.
[[nodiscard]] std::string uniqueLayerName(const Network& network, const std::string& wish);
[[nodiscard]] std::string uniqueParameterName(const Network& network, const std::string& wish);

[[nodiscard]] std::string uniqueRepeatName(const Network& network, const std::string& wish);

/// An error where checkName() has one, or where the name is another's.
[[nodiscard]] Result<void> checkLayerName(const Network& network, LayerId layer, const std::string& name);
[[nodiscard]] Result<void> checkParameterName(const Network& network, ParameterId parameter, const std::string& name);

} // namespace ligature
