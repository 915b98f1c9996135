// SPDX-License-Identifier: 0BSD
/// SplitMix64's mixing of a whole number.
inline std::uint64_t hash_of(std::uint64_t z)
{
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return z ^ z >> 31;
}
