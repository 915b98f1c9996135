// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text/tokens.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_map>

#include "core/data/text/byte_pairs.h"
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
        m_is_apart = m_at == 0;
        if (m_level != TextLevel::Character) {
            const std::size_t begin = m_at;
            while (m_at < m_text.size() && isSpace(codePoint(rest())))
                m_at += utf8Length(rest());
            m_is_apart = m_is_apart || m_at > begin;
        }
        if (m_at == m_text.size())
            return {};
        const std::size_t begin = m_at;
        bool letter = isLetter(codePoint(rest()));
        m_at += utf8Length(rest());
        while (m_level != TextLevel::Character && letter && m_at < m_text.size())
            letter = extendWord();
        return m_text.substr(begin, m_at - begin);
    }

    /// Whether the last one begins the text or stands behind white space.
    [[nodiscard]] bool isApart() const { return m_is_apart; }

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
    bool m_is_apart = false;
};

std::string place(std::string_view text, const char* at, const std::string& where)
{
    const auto line = std::count(text.data(), at, '\n') + 1;
    return where + ", line " + std::to_string(line);
}

/// A text as indices into its different words, in the order in which they come first.
struct CutText {
    std::vector<std::int32_t> words;
    std::vector<std::string_view> different;
    std::vector<bool> is_apart; ///< of the different ones, where that tells words apart
    std::vector<std::int64_t> counts;
};

Result<CutText> cut(std::string_view text, TextLevel level, std::size_t most, const std::string& where)
{
    CutText result;
    std::array<std::unordered_map<std::string_view, std::int32_t>, 2> known;
    Cutter cutter(text, level);
    for (std::string_view token = cutter.next(); !token.empty(); token = cutter.next()) {
        if (token.size() > longestWord)
            return fail(place(text, token.data(), where),
                        "there is a word of " + std::to_string(token.size()) + " bytes",
                        "choose a text in words, or cut it into characters");
        const bool is_apart = level == TextLevel::Subword && cutter.isApart();
        const auto [found, is_new] =
            known[is_apart ? 1 : 0].try_emplace(token, static_cast<std::int32_t>(result.different.size()));
        if (is_new) {
            if (result.different.size() == mostDifferentWords)
                return fail(where, "there are more than " + std::to_string(mostDifferentWords) + " different words",
                            "choose a text in a language, or cut it into characters");
            result.different.push_back(token);
            result.is_apart.push_back(is_apart);
            result.counts.push_back(0);
        }
        ++result.counts[static_cast<std::size_t>(found->second)];
        if (result.words.size() < most)
            result.words.push_back(found->second);
    }
    return result;
}

/// The vocabulary of whole words, or characters.
std::vector<std::string> mostFrequent(const CutText& text, std::size_t size)
{
    std::vector<std::size_t> order(text.different.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return text.counts[a] != text.counts[b] ? text.counts[a] > text.counts[b]
                                                : text.different[a] < text.different[b];
    });
    std::vector<std::string> vocabulary = {std::string(unknownToken)};
    for (const std::size_t word : order) {
        if (vocabulary.size() >= size)
            break;
        vocabulary.emplace_back(text.different[word]);
    }
    return vocabulary;
}

TokenizedText asWholes(CutText text, std::vector<std::string> vocabulary)
{
    std::unordered_map<std::string_view, std::int32_t> places;
    for (std::size_t i = 1; i < vocabulary.size(); ++i)
        places.emplace(vocabulary[i], static_cast<std::int32_t>(i));
    std::vector<std::int32_t> of_word(text.different.size()); // 0: unknown
    for (std::size_t word = 0; word < of_word.size(); ++word) {
        if (const auto found = places.find(text.different[word]); found != places.end())
            of_word[word] = found->second;
    }
    for (std::int32_t& token : text.words)
        token = of_word[static_cast<std::size_t>(token)];
    return {std::move(text.words), std::move(vocabulary)};
}

TokenizedText asParts(const CutText& text, std::size_t size, std::size_t most, const std::vector<std::string>& given)
{
    std::vector<CountedWord> words;
    for (std::size_t word = 0; word < text.different.size(); ++word)
        words.push_back(
            {std::string(text.is_apart[word] ? wordMark : "") + std::string(text.different[word]), text.counts[word]});
    const BytePairs pairs = given.empty() ? BytePairs::train(words, size) : BytePairs(given);
    std::vector<std::vector<std::int32_t>> of_word;
    of_word.reserve(words.size());
    for (const CountedWord& word : words)
        of_word.push_back(pairs.read(word.text));
    TokenizedText result{{}, pairs.tokens()};
    for (const std::int32_t word : text.words) {
        for (const std::int32_t token : of_word[static_cast<std::size_t>(word)]) {
            if (result.tokens.size() < most)
                result.tokens.push_back(token);
        }
    }
    return result;
}

} // namespace

Result<TokenizedText> tokenize(std::string_view text, TextLevel level, std::size_t vocabulary_size,
                               std::size_t most_tokens, const std::string& where, const std::vector<std::string>& given)
{
    // A growing list is there twice for a moment; the samples are two floats a token.
    const std::size_t bound = std::min(most_tokens, text.size());
    if (const auto room = checkMemory(bound * (2 * sizeof(std::int32_t) + 2 * sizeof(float)), where); !room)
        return tl::unexpected(room.error());
    auto words = cut(text, level, most_tokens, where);
    if (!words)
        return tl::unexpected(words.error());
    if (level == TextLevel::Subword)
        return asParts(*words, vocabulary_size, most_tokens, given);
    std::vector<std::string> vocabulary = given.empty() ? mostFrequent(*words, vocabulary_size) : given;
    return asWholes(std::move(*words), std::move(vocabulary));
}

} // namespace ligature
