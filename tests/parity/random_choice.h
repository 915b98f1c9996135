// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/tensor/random_stream.h"

namespace ligature::parity {

/// What a random network is drawn with.
class Choice {
public:
    Choice(std::uint64_t seed, std::string_view name) : m_random(seed, name) {}

    bool chance(double probability) { return m_random.uniform() < probability; }
    /// From `low` to `high`, both included.
    int integer(std::int64_t low, std::int64_t high)
    {
        return static_cast<int>(low +
                                static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(high - low + 1)));
    }
    double real(double low, double high) { return low + (high - low) * m_random.uniform(); }
    double normal() { return m_random.normal(); }
    template <typename T>
    T of(const std::vector<T>& all)
    {
        return all[static_cast<std::size_t>(integer(0, static_cast<std::int64_t>(all.size()) - 1))];
    }

    /// Valid values for some of the specs, small ones where they are numbers.
    Attributes attributes(std::span<const AttributeSpec> specs);

private:
    AttributeValue value(const AttributeSpec& spec);

    RandomStream m_random;
};

} // namespace ligature::parity
