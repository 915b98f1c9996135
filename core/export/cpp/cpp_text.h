// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace ligature {

/// A C++ string literal, of which a compiler makes the same bytes: what is not plain ASCII, and what compilers warn of,
/// is escaped.
[[nodiscard]] std::string cppString(std::string_view text);

/// A C++ literal of the float, which gives the same bits again (but a NaN's payload).
[[nodiscard]] std::string cppFloat(float value);

/// A name for a project's namespace: "Tied autoencoder" -> "tied_autoencoder". One that is a single word gets another,
/// for single words are what the C library has functions of.
[[nodiscard]] std::string cppNamespace(std::string_view project_name);

} // namespace ligature
