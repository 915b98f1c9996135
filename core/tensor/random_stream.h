// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string_view>

namespace ligature {

/// A named stream of random bits: the seed and the name decide all of them, so the tied network and its twin see the
/// same batches and the same dropout masks, and adding a layer does not shift anybody else's numbers.
/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Satisfies UniformRandomBitGenerator.
class RandomStream {
public:
    using result_type = std::uint64_t;

    /// @param name what the numbers are for: "init", "order", "dropout"
    /// @param indices what tells apart streams of one name: a parameter's id, an epoch, a layer's id and a step
    RandomStream(std::uint64_t seed, std::string_view name, std::initializer_list<std::uint64_t> indices = {});

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
    result_type operator()()
    {
        m_state += 0x9e3779b97f4a7c15ULL;
        return mix(m_state);
    }

    /// The next number in [0, 1), with 53 random bits.
    double uniform() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }
    /// The next standard normal number (Box and Muller 1958; one of the pair is dropped, for a stateless stream).
    double normal();

private:
    static constexpr std::uint64_t mix(std::uint64_t z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    std::uint64_t m_state;
};

} // namespace ligature
