// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ligature {

/// What a word begins with that stands behind white space: so the text can be put together again.
inline constexpr std::string_view wordMark = "\xe2\x96\x81"; // ▁

/// A word with its mark, and how often a text has it.
struct CountedWord {
    std::string text;
    std::int64_t count = 0;
};

/// A vocabulary of parts of words (byte-pair encoding: Sennrich, Haddow and Birch 2016, of characters): the unknown
/// token, the characters, then each pair of tokens that was the most frequent when it became one. Reading a word joins
/// the pairs in that order. A plain value.
class BytePairs {
public:
    /// Joins pairs until there are `size` tokens or no pair comes twice; of several that are as frequent the one whose
    /// tokens are older. Where there are more characters than `size`, the rarest are unknown.
    [[nodiscard]] static BytePairs train(const std::vector<CountedWord>& words, std::size_t size);
    /// One that was trained, by its tokens alone: the two that each was made of are what the ones before it read it as.
    /// @param tokens distinct, the unknown one first
    explicit BytePairs(std::vector<std::string> tokens);

    [[nodiscard]] const std::vector<std::string>& tokens() const { return m_tokens; }
    /// A word as places among the tokens.
    [[nodiscard]] std::vector<std::int32_t> read(std::string_view word) const;

private:
    std::vector<std::string> m_tokens;
    std::unordered_map<std::string, std::int32_t> m_places; ///< of the characters
    /// Two tokens, the first in the upper half, and what they become; of a lower place earlier.
    std::unordered_map<std::uint64_t, std::int32_t> m_pairs;
};

} // namespace ligature
