// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace ligature::statistics {

/// A stream of random bits that is the same on every machine: SplitMix64 (Steele, Lea and Flood 2014), a counter that
/// is mixed. The distributions of the C++ library are each library's own.
class RandomDraws {
public:
    explicit RandomDraws(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t bits()
    {
        m_state += 0x9e3779b97f4a7c15U;
        std::uint64_t mixed = m_state;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
        return mixed ^ (mixed >> 31U);
    }

    /// One of 0 to count - 1, of a count below 2^32; each is as likely as 1 / count, to within 2^-32.
    std::uint64_t below(std::uint64_t count) { return ((bits() >> 32U) * count) >> 32U; }

private:
    std::uint64_t m_state;
};

} // namespace ligature::statistics
