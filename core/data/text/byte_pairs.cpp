// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text/byte_pairs.h"

#include <algorithm>
#include <map>
#include <queue>
#include <utility>

#include "core/data/text/tokens.h"
#include "core/text/utf8.h"

namespace ligature {

namespace {

using Tokens = std::vector<std::int32_t>;

constexpr std::int64_t leastCount = 2;
constexpr std::size_t longestToken = 1100; ///< a word and its mark

std::uint64_t pairOf(std::int32_t first, std::int32_t second)
{
    return static_cast<std::uint64_t>(first) << 32U | static_cast<std::uint64_t>(second);
}

std::int32_t firstOf(std::uint64_t pair)
{
    return static_cast<std::int32_t>(pair >> 32U);
}

std::int32_t secondOf(std::uint64_t pair)
{
    return static_cast<std::int32_t>(pair & 0xffffffffU);
}

template <typename Give>
void eachCharacter(std::string_view text, Give give)
{
    while (!text.empty()) {
        const std::size_t length = std::max<std::size_t>(1, utf8Length(text));
        give(text.substr(0, length));
        text.remove_prefix(length);
    }
}

/// The characters that there is room for, in the order of their code points, which is that of their bytes.
std::vector<std::string> alphabetOf(const std::vector<CountedWord>& words, std::size_t most)
{
    std::map<std::string, std::int64_t, std::less<>> counts;
    for (const CountedWord& word : words)
        eachCharacter(word.text, [&](std::string_view character) {
            counts.try_emplace(std::string(character), 0).first->second += word.count;
        });
    std::vector<std::pair<std::string, std::int64_t>> characters(counts.begin(), counts.end());
    std::ranges::stable_sort(characters, std::greater<>(), &std::pair<std::string, std::int64_t>::second);
    characters.resize(std::min(characters.size(), most));
    std::vector<std::string> alphabet;
    for (auto& [character, count] : characters)
        alphabet.push_back(std::move(character));
    std::ranges::sort(alphabet);
    return alphabet;
}

/// The words as they are joined, and how often each pair stands in them.
class PairCounts {
public:
    explicit PairCounts(const std::vector<CountedWord>& words, const BytePairs& characters)
    {
        for (const CountedWord& word : words) {
            m_words.push_back({characters.read(word.text), word.count});
            const Tokens& tokens = m_words.back().tokens;
            for (std::size_t i = 0; i + 1 < tokens.size(); ++i)
                add(pairOf(tokens[i], tokens[i + 1]), word.count, m_words.size() - 1);
        }
        for (const auto& [pair, found] : m_pairs)
            m_queue.push({found.count, pair});
    }

    struct Counted {
        std::int64_t count = 0;
        std::uint64_t pair = 0;
        /// The most frequent one first, then the one of older tokens.
        bool operator<(const Counted& other) const
        {
            return count != other.count ? count < other.count : pair > other.pair;
        }
    };

    /// The most frequent pair of two known tokens; of none the count is 0.
    Counted takeMost()
    {
        while (!m_queue.empty()) {
            Counted most = m_queue.top();
            m_queue.pop();
            const auto found = m_pairs.find(most.pair);
            const std::int64_t now = found == m_pairs.end() ? 0 : found->second.count;
            if (now > 0 && now == most.count)
                return most;
            if (now > 0)
                m_queue.push({now, most.pair}); // It was counted before another join took some away.
        }
        return {};
    }

    void join(std::uint64_t pair, std::int32_t into)
    {
        std::vector<std::uint64_t> grown;
        std::vector<std::uint32_t> words = std::move(m_pairs.at(pair).words);
        m_pairs.erase(pair);
        withoutRepeats(words);
        for (const std::uint32_t word : words)
            joinIn(m_words[word].tokens, word, pair, into, grown);
        withoutRepeats(grown);
        for (const std::uint64_t more : grown)
            m_queue.push({m_pairs.at(more).count, more});
    }

private:
    template <typename Value>
    static void withoutRepeats(std::vector<Value>& values)
    {
        std::ranges::sort(values);
        const auto repeats = std::ranges::unique(values);
        values.erase(repeats.begin(), repeats.end());
    }

    struct Word {
        Tokens tokens;
        std::int64_t count = 0;
    };
    struct Found {
        std::int64_t count = 0;
        std::vector<std::uint32_t> words; ///< where it may stand; some twice
    };

    void add(std::uint64_t pair, std::int64_t count, std::size_t word)
    {
        if (firstOf(pair) == 0 || secondOf(pair) == 0) // What is unknown is never joined.
            return;
        Found& found = m_pairs[pair];
        found.count += count;
        if (found.words.empty() || found.words.back() != word)
            found.words.push_back(static_cast<std::uint32_t>(word));
    }

    void takeAway(std::uint64_t pair, std::int64_t count)
    {
        if (const auto found = m_pairs.find(pair); found != m_pairs.end())
            found->second.count -= count;
    }

    void joinIn(Tokens& tokens, std::size_t word, std::uint64_t pair, std::int32_t into,
                std::vector<std::uint64_t>& grown)
    {
        const std::int64_t count = m_words[word].count;
        const auto grow = [&](std::int32_t first, std::int32_t second) {
            add(pairOf(first, second), count, word);
            if (first != 0 && second != 0)
                grown.push_back(pairOf(first, second));
        };
        for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
            if (pairOf(tokens[i], tokens[i + 1]) != pair)
                continue;
            if (i > 0) {
                takeAway(pairOf(tokens[i - 1], tokens[i]), count);
                grow(tokens[i - 1], into);
            }
            if (i + 2 < tokens.size()) {
                takeAway(pairOf(tokens[i + 1], tokens[i + 2]), count);
                grow(into, tokens[i + 2]);
            }
            tokens[i] = into;
            tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        }
    }

    std::vector<Word> m_words;
    std::unordered_map<std::uint64_t, Found> m_pairs;
    std::priority_queue<Counted> m_queue;
};

/// Joins pairs, those of the lowest place first, from the left.
void joinAll(Tokens& tokens, const std::unordered_map<std::uint64_t, std::int32_t>& pairs)
{
    while (true) {
        auto best = pairs.end();
        for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
            const auto found = pairs.find(pairOf(tokens[i], tokens[i + 1]));
            if (found != pairs.end() && (best == pairs.end() || found->second < best->second))
                best = found;
        }
        if (best == pairs.end())
            return;
        Tokens joined;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const bool is_pair = i + 1 < tokens.size() && pairOf(tokens[i], tokens[i + 1]) == best->first;
            joined.push_back(is_pair ? best->second : tokens[i]);
            i += is_pair ? 1 : 0;
        }
        tokens = std::move(joined);
    }
}

} // namespace

BytePairs BytePairs::train(const std::vector<CountedWord>& words, std::size_t size)
{
    std::vector<std::string> tokens = {std::string(unknownToken)};
    std::ranges::move(alphabetOf(words, std::max<std::size_t>(size, 2) - 1), std::back_inserter(tokens));
    PairCounts counts(words, BytePairs(tokens));
    std::unordered_map<std::string, std::int32_t> places;
    for (std::size_t i = 0; i < tokens.size(); ++i)
        places.emplace(tokens[i], static_cast<std::int32_t>(i));
    while (tokens.size() < size) {
        const PairCounts::Counted most = counts.takeMost();
        if (most.count < leastCount)
            break;
        const std::string joined = tokens[static_cast<std::size_t>(firstOf(most.pair))] +
                                   tokens[static_cast<std::size_t>(secondOf(most.pair))];
        // Other pairs may have become the same before.
        const auto [place, is_new] = places.emplace(joined, static_cast<std::int32_t>(tokens.size()));
        if (is_new)
            tokens.push_back(joined);
        counts.join(most.pair, place->second);
    }
    return BytePairs(std::move(tokens));
}

BytePairs::BytePairs(std::vector<std::string> tokens) : m_tokens(std::move(tokens))
{
    for (std::size_t i = 1; i < m_tokens.size(); ++i) {
        const auto place = static_cast<std::int32_t>(i);
        if (m_tokens[i].empty() || m_tokens[i].size() > longestToken) // Of no text's.
            continue;
        if (utf8Length(m_tokens[i]) == m_tokens[i].size()) {
            m_places.emplace(m_tokens[i], place);
            continue;
        }
        const Tokens parts = read(m_tokens[i]);
        if (parts.size() == 2)
            m_pairs.emplace(pairOf(parts[0], parts[1]), place);
    }
}

std::vector<std::int32_t> BytePairs::read(std::string_view word) const
{
    Tokens tokens;
    eachCharacter(word, [&](std::string_view character) {
        const auto found = m_places.find(std::string(character));
        tokens.push_back(found == m_places.end() ? 0 : found->second);
    });
    joinAll(tokens, m_pairs);
    return tokens;
}

} // namespace ligature
