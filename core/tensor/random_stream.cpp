// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/random_stream.h"

#include <cmath>
#include <numbers>

namespace ligature {

RandomStream::RandomStream(std::uint64_t seed, std::string_view name, std::initializer_list<std::uint64_t> indices)
    : m_state(mix(seed + 0x9e3779b97f4a7c15ULL))
{
    for (const char c : name)
        m_state = (m_state ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    for (const std::uint64_t index : indices)
        m_state = mix(m_state ^ mix(index + 0x632be59bd9b4e019ULL));
}

double RandomStream::normal()
{
    const double radius = std::sqrt(-2.0 * std::log1p(-uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

} // namespace ligature
