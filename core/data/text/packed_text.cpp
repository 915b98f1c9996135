// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text/packed_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace ligature {

namespace {

constexpr std::string_view magic = "EC02Compressed Data File";
constexpr std::size_t windowSizeAt = 0x54;
constexpr std::size_t windowCountAt = 0x58;
constexpr std::size_t tableAt = 0x5c;
constexpr std::uint32_t largestWindow = 1U << 20;

std::uint32_t bigEndian(std::string_view bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

tl::unexpected<Error> damaged(const std::string& where)
{
    return fail(where, "the packed text is damaged", "install the package that it came from again");
}

/// Codes of a growing number of bits, least bit first. They come in groups of eight, and what is left of a group is
/// skipped where the number of bits changes.
class CodeReader {
public:
    explicit CodeReader(std::string_view bytes) : m_bytes(bytes) {}

    std::optional<std::uint32_t> next()
    {
        const std::size_t bit = m_group * 8 + m_in_group * m_width;
        if (bit + m_width > m_bytes.size() * 8)
            return {};
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 3 && bit / 8 + i < m_bytes.size(); ++i)
            value |= static_cast<std::uint32_t>(static_cast<unsigned char>(m_bytes[bit / 8 + i])) << (8 * i);
        if (++m_in_group == 8) {
            m_group += m_width;
            m_in_group = 0;
        }
        return value >> (bit % 8) & ((1U << m_width) - 1);
    }

    [[nodiscard]] std::size_t width() const { return m_width; }
    void setWidth(std::size_t width)
    {
        if (m_in_group > 0)
            m_group += m_width;
        m_in_group = 0;
        m_width = width;
    }

private:
    std::string_view m_bytes;
    std::size_t m_group = 0; ///< the byte at which the group begins
    std::size_t m_in_group = 0;
    std::size_t m_width = 9;
};

/// The decoder of Unix compress with codes of 9 to 16 bits, of which 256 clears the table.
class CompressDecoder {
public:
    /// Appends what a window unpacks to, at most `limit` bytes; false where it is damaged.
    bool unpack(std::string_view packed, std::size_t limit, std::string& into)
    {
        CodeReader reader(packed);
        std::size_t left = limit;
        std::optional<std::uint32_t> previous;
        m_used = firstFree;
        while (true) {
            if (m_used >= 1U << reader.width() && reader.width() < mostBits)
                reader.setWidth(reader.width() + 1);
            const auto code = reader.next();
            if (!code)
                return true;
            if (*code == clear) {
                reader.setWidth(9);
                m_used = firstFree;
                previous.reset();
                continue;
            }
            if (!known(*code) && !(previous && *code == m_used))
                return false;
            // A code that is about to be made is the previous text and its own first byte.
            const std::size_t begin = into.size();
            append(known(*code) ? *code : *previous, into);
            if (!known(*code))
                into.push_back(into[begin]);
            if (into.size() - begin > left)
                return false;
            left -= into.size() - begin;
            if (previous && m_used < m_prefix.size()) {
                m_prefix[m_used] = static_cast<std::uint16_t>(*previous);
                m_last[m_used] = into[begin];
                ++m_used;
            }
            previous = code;
        }
    }

private:
    static constexpr std::uint32_t clear = 256;
    static constexpr std::uint32_t firstFree = 257;
    static constexpr std::size_t mostBits = 16;

    bool known(std::uint32_t code) const { return code < 256 || (code >= firstFree && code < m_used); }

    void append(std::uint32_t code, std::string& into)
    {
        m_stack.clear();
        for (; code >= 256; code = m_prefix[code])
            m_stack.push_back(m_last[code]);
        into.push_back(static_cast<char>(code));
        into.append(m_stack.rbegin(), m_stack.rend());
    }

    std::array<std::uint16_t, 1U << mostBits> m_prefix{};
    std::array<char, 1U << mostBits> m_last{};
    std::uint32_t m_used = firstFree;
    std::string m_stack;
};

/// "Ge1:1": letters or digits, a colon between digits.
bool isReference(std::string_view word)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const std::size_t colon = word.find(':');
    return colon != std::string_view::npos && colon > 0 && colon + 1 < word.size() && isDigit(word[colon - 1]) &&
           std::ranges::all_of(word.substr(colon + 1), isDigit);
}

} // namespace

bool isPackedText(std::string_view bytes)
{
    return bytes.starts_with(magic);
}

Result<std::string> unpackText(std::string_view bytes, std::uint64_t limit, const std::string& where)
{
    if (bytes.size() < tableAt)
        return damaged(where);
    const std::uint32_t window = bigEndian(bytes, windowSizeAt);
    const std::size_t count = bigEndian(bytes, windowCountAt);
    if (window == 0 || window > largestWindow || count > (bytes.size() - tableAt) / 4)
        return damaged(where);
    const auto begin = [&](std::size_t i) -> std::size_t {
        return i == count ? bytes.size() : bigEndian(bytes, tableAt + 4 * i);
    };
    CompressDecoder decoder;
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        if (begin(i) < tableAt + 4 * count || begin(i) > begin(i + 1) || begin(i + 1) > bytes.size() ||
            !decoder.unpack(bytes.substr(begin(i), begin(i + 1) - begin(i)), window, text))
            return damaged(where);
        if (text.size() > limit)
            return fail(where, "it unpacks to too much text", "choose a smaller one");
    }
    return text;
}

std::string withoutReferences(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
        std::string_view line = text.substr(0, length);
        const std::size_t space = line.find(' ');
        if (space != std::string_view::npos && isReference(line.substr(0, space)))
            line.remove_prefix(space + 1);
        result.append(line);
        text.remove_prefix(length);
    }
    return result;
}

} // namespace ligature
