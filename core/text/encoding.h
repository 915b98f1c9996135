// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/error/result.h"

namespace ligature {

/// How a text file's bytes are characters.
enum class TextEncoding { Utf8, Utf16LittleEndian, Utf16BigEndian, Windows1251, Windows1252 };

/// "UTF-8", "Windows-1251".
[[nodiscard]] std::string toString(TextEncoding encoding);

struct TextEncodingChoice {
    std::string value; ///< as files have it: "auto", "utf-8"
    std::string label; ///< as people read it
};

/// What a user may declare, "auto" first.
[[nodiscard]] std::span<const TextEncodingChoice> textEncodingChoices();

/// How much of a text's bytes there are.
enum class TextExtent {
    Whole,
    Head, ///< cut off somewhere: half a character at the end is left out
};

struct DecodedText {
    std::string_view original;                 ///< where the bytes are UTF-8: they themselves
    std::optional<std::string> converted = {}; ///< where they are not
    TextEncoding encoding = TextEncoding::Utf8;

    /// Valid UTF-8 without a byte order mark.
    [[nodiscard]] std::string_view text() const { return converted ? std::string_view(*converted) : original; }
};

/// A text file's text. "auto" takes UTF-8 where the bytes are that; UTF-16 by its byte order mark, or where nearly
/// every other byte is zero; and one of the Windows code pages where only one of the two makes words of the bytes (a
/// Russian word has Cyrillic letters alone, a Western one has Latin letters beside its accented ones), or where both
/// give the same text. Errors: those of checkedUtf8(); bytes that the declared encoding has no characters for.
/// @param bytes have to outlive what is given
/// @param declared a value of textEncodingChoices()
/// @param where names the file in errors
/// @param otherwise the mend where it is no text at all: "choose a CSV file"
[[nodiscard]] Result<DecodedText> decodeText(std::string_view bytes, std::string_view declared, TextExtent extent,
                                             const std::string& where, const std::string& otherwise);

} // namespace ligature
