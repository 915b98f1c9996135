// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/node_catalogue.h"

#include <algorithm>
#include <numeric>

#include <QCoreApplication>
#include <QStringList>

namespace ligature {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("NodeCatalogue", text);
}

NodeEntry entryOf(const LayerType& type)
{
    return {.type = QString::fromStdString(type.name()),
            .title = QString::fromStdString(type.title()),
            .category = type.category(),
            .group = QString::fromStdString(toString(type.category())),
            .summary = QString::fromStdString(type.summary()),
            .help = QString::fromStdString(type.help())};
}

NodeEntry sharedParameterEntry()
{
    return {.type = QLatin1String(sharedParameterType),
            .title = translated("Shared parameter"),
            .category = std::nullopt,
            .group = translated("Parameters"),
            .summary = translated("A tensor that several layers read: one storage, one gradient."),
            .help = translated("Drag from its port to the slots that are to read it. Its shape follows its first use; "
                               "each tie can read it as it is or transposed.")};
}

std::vector<int> range(qsizetype from, qsizetype count)
{
    std::vector<int> positions(static_cast<std::size_t>(count));
    std::iota(positions.begin(), positions.end(), static_cast<int>(from));
    return positions;
}

bool startsWord(const QString& text, qsizetype position)
{
    return position == 0 || !text[position - 1].isLetterOrNumber();
}

/// Where `word` begins a word of the text, or -1.
qsizetype wordStart(const QString& text, const QString& word)
{
    for (qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(word, at + 1, Qt::CaseInsensitive)) {
        if (startsWord(text, at))
            return at;
    }
    return -1;
}

/// "mse" in "Mean squared error".
std::optional<std::vector<int>> initials(const QString& title, const QString& word)
{
    std::vector<int> positions;
    for (qsizetype i = 0; i < title.size() && std::ssize(positions) < word.size(); ++i) {
        if (!title[i].isLetterOrNumber() || !startsWord(title, i))
            continue;
        if (title[i].toLower() != word[std::ssize(positions)].toLower())
            return std::nullopt;
        positions.push_back(static_cast<int>(i));
    }
    if (word.size() < 2 || std::ssize(positions) != word.size())
        return std::nullopt;
    return positions;
}

/// The letters in their order, as close together as the title has them; letters that are strewn over it are chance.
std::optional<std::vector<int>> subsequence(const QString& title, const QString& word)
{
    std::optional<std::vector<int>> best;
    const auto span = [](const std::vector<int>& positions) { return positions.back() - positions.front() + 1; };
    for (qsizetype start = 0; start < title.size(); ++start) {
        if (title[start].toLower() != word[0].toLower())
            continue;
        std::vector<int> positions;
        for (qsizetype i = start; i < title.size() && std::ssize(positions) < word.size(); ++i) {
            if (title[i].toLower() == word[std::ssize(positions)].toLower())
                positions.push_back(static_cast<int>(i));
        }
        if (std::ssize(positions) == word.size() && span(positions) <= 3 * word.size() &&
            (!best || span(positions) < span(*best)))
            best = std::move(positions);
    }
    return best;
}

/// The ranks of the ways to match, best first; within one, a shorter title is the closer answer.
enum Rank {
    Exact = 1000,
    Prefix = 900,
    NamePrefix = 800,
    WordStart = 700,
    Initials = 600,
    Inside = 500,
    Letters = 300,
    SummaryWord = 200
};

std::optional<NodeMatch> matchWord(const NodeEntry& entry, const QString& word)
{
    const int closeness = -static_cast<int>(std::min<qsizetype>(entry.title.size(), 60));
    if (entry.title.compare(word, Qt::CaseInsensitive) == 0)
        return NodeMatch{Exact, range(0, word.size())};
    if (entry.title.startsWith(word, Qt::CaseInsensitive))
        return NodeMatch{Prefix + closeness, range(0, word.size())};
    if (entry.type.startsWith(word, Qt::CaseInsensitive))
        return NodeMatch{NamePrefix + closeness, {}};
    if (const qsizetype at = wordStart(entry.title, word); at >= 0)
        return NodeMatch{WordStart + closeness, range(at, word.size())};
    if (auto positions = initials(entry.title, word))
        return NodeMatch{Initials + closeness, std::move(*positions)};
    if (const qsizetype at = entry.title.indexOf(word, 0, Qt::CaseInsensitive); at >= 0)
        return NodeMatch{Inside + closeness, range(at, word.size())};
    if (auto positions = subsequence(entry.title, word))
        return NodeMatch{Letters - (positions->back() - positions->front()), std::move(*positions)};
    if (word.size() >= 3 && (wordStart(entry.summary, word) >= 0 || wordStart(entry.group, word) >= 0))
        return NodeMatch{SummaryWord, {}};
    return std::nullopt;
}

} // namespace

NodeCatalogue::NodeCatalogue()
{
    // First: it is what the program is for.
    m_entries.push_back(sharedParameterEntry());
    for (const LayerType* const type : layerTypes())
        m_entries.push_back(entryOf(*type));
    // Each category under one heading, in the order of the categories.
    std::ranges::stable_sort(m_entries, {}, &NodeEntry::category);
}

std::vector<int> NodeCatalogue::search(const QString& text) const
{
    std::vector<std::pair<int, int>> found; // score and index
    for (int i = 0; i < static_cast<int>(m_entries.size()); ++i) {
        if (const auto matched = match(m_entries[static_cast<std::size_t>(i)], text))
            found.emplace_back(matched->score, i);
    }
    std::ranges::stable_sort(found, std::greater<>(), &std::pair<int, int>::first);
    std::vector<int> indices;
    indices.reserve(found.size());
    for (const auto& [score, index] : found)
        indices.push_back(index);
    return indices;
}

std::optional<NodeMatch> NodeCatalogue::match(const NodeEntry& entry, const QString& text)
{
    const QString wanted = text.simplified();
    if (wanted.isEmpty())
        return NodeMatch{};
    if (auto whole = matchWord(entry, wanted))
        return whole;
    const QStringList words = wanted.split(QLatin1Char(' '));
    if (words.size() < 2)
        return std::nullopt;
    NodeMatch all{SummaryWord * 2, {}};
    for (const QString& word : words) {
        const auto one = matchWord(entry, word);
        if (!one)
            return std::nullopt;
        all.score = std::min(all.score, one->score);
        all.positions.insert(all.positions.end(), one->positions.begin(), one->positions.end());
    }
    std::ranges::sort(all.positions);
    const auto [first, last] = std::ranges::unique(all.positions);
    all.positions.erase(first, last);
    return all;
}

} // namespace ligature
