// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/error/result.h"

namespace ligature {

/// What the function gives, a Result; an error where the memory for it was not there. For work at whose end somebody is
/// told, so that no allocation that fails ends the program.
/// @param where what needed it, in the error
template <typename Function>
auto withinMemory(const std::string& where, Function function) -> decltype(function())
{
    const auto none = [&where] {
        return fail(where, "there is not enough memory for it", "close other programs, or make the network smaller",
                    ErrorKind::Work);
    };
    try {
        return function();
    } catch (const std::bad_alloc&) {
        return none();
    } catch (const std::length_error&) {
        return none();
    }
}

} // namespace ligature
