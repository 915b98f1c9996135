// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/json_value.h"
#include "core/network/network.h"

namespace ligature {

/// The arms that a person made, as the list "arms" of a project file's network.
[[nodiscard]] nlohmann::ordered_json customArmsToJson(const Network& network);

/// The same read back. A change may speak of a parameter or a layer that is gone (makeArm() tells); reported is what no
/// edit makes: a word that no arm can have or that is another's, and a value that the layer's attribute cannot have.
/// @param network its layers are read already
[[nodiscard]] std::map<std::string, CustomArm> readCustomArms(const JsonValue& value, const Network& network);

} // namespace ligature
