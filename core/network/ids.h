// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>

namespace ligature {

/// The identity of a layer, a parameter or a repeat inside one network: never reused, never a name. 0 is nobody.
template <typename Tag>
struct Id {
    std::uint64_t value = 0;
    explicit operator bool() const { return value != 0; }
    auto operator<=>(const Id&) const = default;
};

using LayerId = Id<struct LayerTag>;
using ParameterId = Id<struct ParameterTag>;
using RepeatId = Id<struct RepeatTag>;

} // namespace ligature
