// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/optimization/training_rows.h"

/// What the pages that Ligature writes share: each is one HTML file that opens offline. Pure functions.
namespace ligature {

/// A part of a page by its name: "comparison data" stands where the page has {{comparison data}}.
using PagePart = std::pair<std::string_view, std::string_view>;

/// The page with its parts in place, the style and the script that all pages share ("page style", "page script") among
/// them. What is put in is not searched for further places.
[[nodiscard]] std::string filledPage(std::string_view page, std::initializer_list<PagePart> parts);

/// JSON that can stand in a script element: no text in it looks like that element's end. Text that is not UTF-8 is
/// replaced.
[[nodiscard]] std::string pageData(const nlohmann::ordered_json& data);

} // namespace ligature
