// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text/tokens.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "core/memory/memory_limit.h"
#include "core/text/utf8.h"

namespace ligature {

namespace {

constexpr std::size_t longestWord = 1000;
constexpr std::size_t mostDifferentWords = 4'000'000;

/// The code point of the valid sequence at the front.
std::uint32_t codePoint(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
    switch (utf8Length(text)) {
    case 2: return (byte(0) & 0x1fU) << 6 | (byte(1) & 0x3fU);
    case 3: return (byte(0) & 0x0fU) << 12 | (byte(1) & 0x3fU) << 6 | (byte(2) & 0x3fU);
    case 4: return (byte(0) & 0x07U) << 18 | (byte(1) & 0x3fU) << 12 | (byte(2) & 0x3fU) << 6 | (byte(3) & 0x3fU);
    default: return byte(0);
    }
}

bool isSpace(std::uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || (c >= 0x2000 && c <= 0x200b) ||
           c == 0x2028 || c == 0x2029 || c == 0x3000;
}

bool isLetter(std::uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    // The signs of Latin-1, general punctuation to arrows and mathematics, and East Asian punctuation.
    const bool latin_sign = c < 0xc0 && c != 0xaa && c != 0xb5 && c != 0xba;
    return !latin_sign && c != 0xd7 && c != 0xf7 && !(c >= 0x2000 && c <= 0x2bff) && !(c >= 0x3000 && c <= 0x303f);
}

bool isApostrophe(std::uint32_t c)
{
    return c == '\'' || c == 0x2019;
}

/// Walks through a text token by token.
class Cutter {
public:
    Cutter(std::string_view text, TextLevel level) : m_text(text), m_level(level) {}

    /// The next token; empty at the end.
    std::string_view next()
    {
        if (m_level == TextLevel::Word) {
            while (m_at < m_text.size() && isSpace(codePoint(rest())))
                m_at += utf8Length(rest());
        }
        if (m_at == m_text.size())
            return {};
        const std::size_t begin = m_at;
        bool letter = isLetter(codePoint(rest()));
        m_at += utf8Length(rest());
        while (m_level == TextLevel::Word && letter && m_at < m_text.size())
            letter = extendWord();
        return m_text.substr(begin, m_at - begin);
    }

private:
    std::string_view rest() const { return m_text.substr(m_at); }

    bool extendWord()
    {
        const std::size_t length = utf8Length(rest());
        const std::uint32_t c = codePoint(rest());
        if (isLetter(c)) {
            m_at += length;
            return true;
        }
        const std::size_t after = m_at + length;
        if (isApostrophe(c) && after < m_text.size() && isLetter(codePoint(m_text.substr(after)))) {
            m_at = after;
            return true;
        }
        return false;
    }

    std::string_view m_text;
    TextLevel m_level;
    std::size_t m_at = 0;
};

std::string place(std::string_view text, const char* at, const std::string& where)
{
    const auto line = std::count(text.data(), at, '\n') + 1;
    return where + ", line " + std::to_string(line);
}

} // namespace

Result<TokenizedText> tokenize(std::string_view text, TextLevel level, std::size_t vocabulary_size,
                               std::size_t most_tokens, const std::string& where)
{
    // A growing list is there twice for a moment; the samples are two floats a token.
    const std::size_t bound = std::min(most_tokens, text.size());
    if (const auto room = checkMemory(bound * (2 * sizeof(std::int32_t) + 2 * sizeof(float)), where); !room)
        return tl::unexpected(room.error());
    TokenizedText result;
    std::unordered_map<std::string_view, std::int32_t> known;
    std::vector<std::string_view> words;
    std::vector<std::int64_t> counts;
    Cutter cutter(text, level);
    for (std::string_view token = cutter.next(); !token.empty(); token = cutter.next()) {
        if (token.size() > longestWord)
            return fail(place(text, token.data(), where),
                        "there is a word of " + std::to_string(token.size()) + " bytes",
                        "choose a text in words, or cut it into characters");
        const auto [found, is_new] = known.try_emplace(token, static_cast<std::int32_t>(words.size()));
        if (is_new) {
            if (words.size() == mostDifferentWords)
                return fail(where, "there are more than " + std::to_string(mostDifferentWords) + " different words",
                            "choose a text in a language, or cut it into characters");
            words.push_back(token);
            counts.push_back(0);
        }
        ++counts[static_cast<std::size_t>(found->second)];
        if (result.tokens.size() < most_tokens)
            result.tokens.push_back(found->second);
    }

    std::vector<std::int32_t> order(words.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, [&](std::int32_t a, std::int32_t b) {
        const auto i = static_cast<std::size_t>(a);
        const auto j = static_cast<std::size_t>(b);
        return counts[i] != counts[j] ? counts[i] > counts[j] : words[i] < words[j];
    });
    std::vector<std::int32_t> places(words.size()); // 0: unknown
    result.vocabulary.emplace_back(unknownToken);
    for (const std::int32_t word : order) {
        if (result.vocabulary.size() >= vocabulary_size)
            break;
        places[static_cast<std::size_t>(word)] = static_cast<std::int32_t>(result.vocabulary.size());
        result.vocabulary.emplace_back(words[static_cast<std::size_t>(word)]);
    }
    for (std::int32_t& token : result.tokens)
        token = places[static_cast<std::size_t>(token)];
    return result;
}

} // namespace ligature
