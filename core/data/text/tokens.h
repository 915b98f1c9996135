// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/result.h"

namespace ligature {

/// What a text is cut into.
enum class TextLevel {
    Word,      ///< words (letters, digits, an apostrophe inside) and each sign of punctuation; white space separates
    Character, ///< every character, line ends included
    Subword,   ///< parts of words; see byte_pairs.h
};

/// What stands for every token that the vocabulary has no place for.
inline constexpr std::string_view unknownToken = "<unk>";

/// A text as indices into its vocabulary.
struct TokenizedText {
    std::vector<std::int32_t> tokens;
    /// unknownToken first, then by how often they come, then by their bytes; of parts of words as BytePairs has them.
    std::vector<std::string> vocabulary;
};

/// Cuts a text and counts its vocabulary, of which the most frequent stay: with unknownToken at most `vocabulary_size`.
/// Gives out the first `most_tokens`; the vocabulary is that of the whole text.
/// @param text valid UTF-8
/// @param where names the file in errors
/// @param given where it is not empty, the vocabulary, as of another text; unknownToken first
/// Errors: a word longer than any word, more different words than a vocabulary can be counted from, too little memory.
[[nodiscard]] Result<TokenizedText> tokenize(std::string_view text, TextLevel level, std::size_t vocabulary_size,
                                             std::size_t most_tokens, const std::string& where,
                                             const std::vector<std::string>& given = {});

} // namespace ligature
