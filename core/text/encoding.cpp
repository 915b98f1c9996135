// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/encoding.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/text/code_pages.h"
#include "core/text/utf8.h"

namespace ligature {

namespace {

constexpr std::string_view littleEndianMark = "\xff\xfe";
constexpr std::string_view bigEndianMark = "\xfe\xff";
constexpr auto declareIt = "save it as UTF-8, or choose its encoding";

void appendUtf8(std::string& text, char32_t c)
{
    const auto tail = [&](int shift) { text.push_back(static_cast<char>(0x80 | (c >> shift & 0x3f))); };
    if (c < 0x80) {
        text.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
        text.push_back(static_cast<char>(0xc0 | c >> 6));
        tail(0);
    } else if (c < 0x10000) {
        text.push_back(static_cast<char>(0xe0 | c >> 12));
        tail(6);
        tail(0);
    } else {
        text.push_back(static_cast<char>(0xf0 | c >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

Result<std::string> fromUtf16(std::string_view bytes, bool is_big_endian, TextExtent extent, const std::string& where)
{
    if (bytes.size() % 2 != 0 && extent == TextExtent::Whole)
        return fail(where, "the UTF-16 text ends within a character", "save it as UTF-8");
    const auto unit = [&](std::size_t i) {
        const auto first = static_cast<unsigned char>(bytes[2 * i]);
        const auto second = static_cast<unsigned char>(bytes[2 * i + 1]);
        return static_cast<char32_t>(is_big_endian ? first << 8 | second : second << 8 | first);
    };
    const std::size_t count = bytes.size() / 2;
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t i = 0; i < count; ++i) {
        const char32_t c = unit(i);
        if (i == 0 && c == 0xfeff)
            continue;
        if (c < 0xd800 || c > 0xdfff) {
            appendUtf8(text, c);
            continue;
        }
        if (i + 1 == count && extent == TextExtent::Head)
            break;
        const char32_t low = i + 1 < count ? unit(i + 1) : 0;
        if (c > 0xdbff || low < 0xdc00 || low > 0xdfff)
            return fail(where + ", byte " + std::to_string(2 * i + 1), "the text is not valid UTF-16",
                        "save it as UTF-8");
        appendUtf8(text, 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
        ++i;
    }
    return text;
}

const CodePage& codePage(TextEncoding encoding)
{
    return encoding == TextEncoding::Windows1251 ? windows1251 : windows1252;
}

char16_t characterOf(const CodePage& page, char byte)
{
    const auto code = static_cast<unsigned char>(byte);
    return code < 0x80 ? code : page[code - 0x80U];
}

Result<std::string> fromCodePage(std::string_view bytes, TextEncoding encoding, const std::string& where)
{
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char16_t c = characterOf(codePage(encoding), bytes[i]);
        if (c == 0 && bytes[i] != 0)
            return fail(where + ", byte " + std::to_string(i + 1),
                        toString(encoding) + " has no character for its value " +
                            std::to_string(static_cast<unsigned char>(bytes[i])),
                        "choose another encoding");
        appendUtf8(text, c);
    }
    return text;
}

/// UTF-16 without a byte order mark: of plain text nearly every other byte is zero.
std::optional<TextEncoding> detectUtf16(std::string_view bytes)
{
    constexpr std::size_t sample = 4096;
    const std::size_t pairs = std::min(bytes.size(), sample) / 2;
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < 2 * pairs; ++i)
        zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
    constexpr std::size_t fewest = 4;
    if (pairs < fewest)
        return std::nullopt;
    const auto most = [&](std::size_t count) { return 10 * count >= 7 * pairs; };
    if (most(zeros[1]) && zeros[0] == 0)
        return TextEncoding::Utf16LittleEndian;
    if (most(zeros[0]) && zeros[1] == 0)
        return TextEncoding::Utf16BigEndian;
    return std::nullopt;
}

bool isAsciiLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isHigh(char c)
{
    return static_cast<unsigned char>(c) >= 0x80;
}

bool isRussian(char16_t c)
{
    return (c >= 0x0410 && c <= 0x044f) || c == 0x0401 || c == 0x0451;
}

/// The accented letters of Western European languages, in Windows-1252.
bool isWesternLetter(char16_t c)
{
    return (c >= 0xc0 && c <= 0xff && c != 0xd7 && c != 0xf7) || c == 0x0152 || c == 0x0153 || c == 0x0160 ||
           c == 0x0161 || c == 0x0178 || c == 0x017d || c == 0x017e;
}

/// What the words of a text that is no UTF-8 say of its code page.
struct Words {
    std::size_t russian = 0; ///< of Cyrillic letters alone, small ones but for the first
    std::size_t western = 0; ///< of Latin letters, a few of them accented
    std::size_t unclear = 0; ///< with a letter from the upper half, and neither
    bool differ = false;     ///< some character is another one in the other code page
};

void addWord(Words& words, std::string_view word)
{
    const auto high = static_cast<std::size_t>(std::count_if(word.begin(), word.end(), isHigh));
    const auto small = [](char c) { return static_cast<unsigned char>(c) >= 0xe0 || c == '\xb8'; };
    if (high == word.size() && high < 3)
        return; // "à" and "и" say nothing
    if (high == word.size() && std::all_of(word.begin() + 1, word.end(), small))
        ++words.russian;
    else if (high < word.size() && 2 * high <= word.size())
        ++words.western;
    else
        ++words.unclear;
}

Words wordsOf(std::string_view bytes)
{
    Words words;
    std::string word;
    for (std::size_t i = 0; i <= bytes.size(); ++i) {
        const char c = i < bytes.size() ? bytes[i] : ' ';
        const char16_t western = characterOf(windows1252, c);
        const char16_t russian = characterOf(windows1251, c);
        if (isHigh(c))
            words.differ = words.differ || western != russian;
        if (isAsciiLetter(c) || (isHigh(c) && (isWesternLetter(western) || isRussian(russian)))) {
            word.push_back(c);
            continue;
        }
        if (std::any_of(word.begin(), word.end(), isHigh))
            addWord(words, word);
        // What is a letter in neither page stands within a word of neither.
        if (isHigh(c) && western != russian && !word.empty())
            ++words.unclear;
        word.clear();
    }
    return words;
}

/// Whether some of the bytes are a UTF-8 character after all: then it is a damaged text, not another encoding.
bool holdsUtf8(std::string_view bytes)
{
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (!isHigh(bytes[i]))
            continue;
        const std::size_t length = utf8Length(bytes.substr(i, 4));
        const bool is_russian_io = length == 2 && bytes[i + 1] == '\xb8';
        if (length > 1 && !is_russian_io)
            return true;
    }
    return false;
}

std::optional<TextEncoding> detectCodePage(std::string_view bytes)
{
    const auto isControl = [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return code < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f';
    };
    if (std::any_of(bytes.begin(), bytes.end(), isControl) || holdsUtf8(bytes))
        return std::nullopt;
    const auto has_all = [&](const CodePage& page) {
        return std::all_of(bytes.begin(), bytes.end(), [&](char c) { return !isHigh(c) || characterOf(page, c) != 0; });
    };
    const Words words = wordsOf(bytes);
    if (!words.differ && has_all(windows1252))
        return TextEncoding::Windows1252;
    // Of Russian words some may be abbreviations.
    const auto certain = [&](std::size_t these, std::size_t others) {
        return these > 0 && others == 0 && 5 * words.unclear <= these;
    };
    if (certain(words.russian, words.western) && has_all(windows1251))
        return TextEncoding::Windows1251;
    if (certain(words.western, words.russian) && words.unclear == 0 && has_all(windows1252))
        return TextEncoding::Windows1252;
    return std::nullopt;
}

std::optional<TextEncoding> declaredEncoding(std::string_view declared, std::string_view bytes)
{
    if (declared == "utf-8")
        return TextEncoding::Utf8;
    if (declared == "windows-1251")
        return TextEncoding::Windows1251;
    if (declared == "windows-1252")
        return TextEncoding::Windows1252;
    if (declared == "utf-16")
        return bytes.starts_with(bigEndianMark) || detectUtf16(bytes) == TextEncoding::Utf16BigEndian
                   ? TextEncoding::Utf16BigEndian
                   : TextEncoding::Utf16LittleEndian;
    if (bytes.starts_with(littleEndianMark))
        return TextEncoding::Utf16LittleEndian;
    if (bytes.starts_with(bigEndianMark))
        return TextEncoding::Utf16BigEndian;
    return detectUtf16(bytes);
}

} // namespace

std::string toString(TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf8: break;
    case TextEncoding::Utf16LittleEndian:
    case TextEncoding::Utf16BigEndian: return "UTF-16";
    case TextEncoding::Windows1251: return "Windows-1251";
    case TextEncoding::Windows1252: return "Windows-1252";
    }
    return "UTF-8";
}

std::span<const TextEncodingChoice> textEncodingChoices()
{
    static const std::array<TextEncodingChoice, 5> choices{{
        {"auto", "Detect"},
        {"utf-8", "UTF-8"},
        {"utf-16", "UTF-16"},
        {"windows-1251", "Windows-1251 (Cyrillic)"},
        {"windows-1252", "Windows-1252 (Western)"},
    }};
    return choices;
}

Result<DecodedText> decodeText(std::string_view bytes, std::string_view declared, TextExtent extent,
                               const std::string& where, const std::string& otherwise)
{
    std::optional<TextEncoding> encoding = declaredEncoding(declared, bytes);
    const auto checked = [&](Result<std::string> text) -> Result<DecodedText> {
        if (!text)
            return tl::unexpected(text.error());
        if (const auto valid = checkedUtf8(*text, where, otherwise); !valid)
            return tl::unexpected(valid.error());
        return DecodedText{{}, std::move(*text), *encoding};
    };
    if (!encoding || *encoding == TextEncoding::Utf8) {
        auto text = checkedUtf8(bytes, where, otherwise);
        if (text)
            return DecodedText{*text};
        if (!encoding)
            encoding = detectCodePage(bytes);
        if (!encoding || *encoding == TextEncoding::Utf8) {
            Error error = text.error();
            if (error.mend == "save it as UTF-8")
                error.mend = declareIt;
            return tl::unexpected(std::move(error));
        }
    }
    if (*encoding == TextEncoding::Windows1251 || *encoding == TextEncoding::Windows1252)
        return checked(fromCodePage(bytes, *encoding, where));
    return checked(fromUtf16(bytes, *encoding == TextEncoding::Utf16BigEndian, extent, where));
}

} // namespace ligature
