// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

namespace ligature {

/// Which arm of a training it is: a short word of small letters, digits and dashes, as files, the command line and
/// events have it. What the word stands for is an ArmType's (core/tying/arm.h). Copied about with each step's events,
/// so it holds its letters itself and takes no memory elsewhere.
class ArmId {
public:
    static constexpr std::size_t longest = 31;

    /// What is longer than `longest` is cut: ask isArmWord() of a word that a file or a person gives.
    constexpr explicit ArmId(std::string_view word) : m_size(static_cast<unsigned char>(std::min(word.size(), longest)))
    {
        std::copy_n(word.begin(), m_size, m_letters.begin());
    }

    [[nodiscard]] constexpr std::string_view text() const { return {m_letters.data(), m_size}; }
    constexpr auto operator<=>(const ArmId& other) const { return text() <=> other.text(); }
    constexpr bool operator==(const ArmId& other) const { return text() == other.text(); }

private:
    std::array<char, longest> m_letters{};
    unsigned char m_size = 0;
};

inline constexpr ArmId tiedArm{"tied"};     ///< the network as it is drawn
inline constexpr ArmId untiedArm{"untied"}; ///< its untied twin, from the same values

[[nodiscard]] inline std::string toString(const ArmId& arm)
{
    return std::string(arm.text());
}

/// Whether the word can be an arm's.
[[nodiscard]] constexpr bool isArmWord(std::string_view word)
{
    return !word.empty() && word.size() <= ArmId::longest && std::ranges::all_of(word, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

} // namespace ligature
