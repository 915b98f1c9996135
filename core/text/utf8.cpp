// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace ligature {

namespace {

/// Eight plain characters at once: no control character, nothing above ASCII.
bool isPlain(const char* eight)
{
    constexpr std::uint64_t high_bits = 0x8080808080808080;
    constexpr std::uint64_t spaces = 0x2020202020202020;
    std::uint64_t word = 0;
    std::memcpy(&word, eight, sizeof word);
    // Subtracting a space from each byte borrows into its high bit exactly where a byte is below it (for the lowest
    // such byte; which one does not matter here).
    return ((word | (word - spaces)) & high_bits) == 0;
}

bool isAllowedControl(unsigned char c)
{
    return c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

tl::unexpected<Error> notText(std::string_view text, std::size_t offset, const std::string& where,
                              const std::string& what, const std::string& mend)
{
    const std::string_view before = text.substr(0, offset);
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    const std::size_t newline = before.rfind('\n');
    const std::size_t byte = newline == std::string_view::npos ? offset + 1 : offset - newline;
    return fail(where + ", line " + std::to_string(line) + ", byte " + std::to_string(byte), what, mend);
}

} // namespace

std::size_t utf8Length(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80)
        return 1;
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80)
            return 0;
    }
    // Overlong forms, surrogates, and what lies above the last code point.
    const unsigned char second = byte(1);
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) || (lead == 0xf0 && second < 0x90) ||
        (lead == 0xf4 && second > 0x8f))
        return 0;
    return length;
}

Result<std::string_view> checkedUtf8(std::string_view bytes, const std::string& where, const std::string& otherwise)
{
    if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"))
        return fail(where, "the text is UTF-16", "save it as UTF-8");
    if (bytes.starts_with("\xef\xbb\xbf"))
        bytes.remove_prefix(3);
    std::size_t i = 0;
    while (i < bytes.size()) {
        if (i + 8 <= bytes.size() && isPlain(bytes.data() + i)) {
            i += 8;
            continue;
        }
        const auto c = static_cast<unsigned char>(bytes[i]);
        if (c < 0x20 && !isAllowedControl(c))
            return notText(bytes, i, where, "this is not text: it holds a byte of value " + std::to_string(c),
                           otherwise);
        const std::size_t length = utf8Length(bytes.substr(i, 4));
        if (length == 0)
            return notText(bytes, i, where, "the text is not valid UTF-8", "save it as UTF-8");
        i += length;
    }
    return bytes;
}

} // namespace ligature
