// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/missing.h"

#include <algorithm>

#include "core/data/csv/text.h"

namespace ligature {

namespace {

char smallLetter(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

MissingRule::MissingRule(std::string_view markers, MissingNumbers numbers, MissingTexts texts)
    : m_numbers(numbers), m_texts(texts)
{
    while (!markers.empty()) {
        const std::size_t comma = std::min(markers.find(','), markers.size());
        std::string marker(withoutSpaces(markers.substr(0, comma)));
        markers.remove_prefix(std::min(comma + 1, markers.size()));
        if (marker.empty())
            continue;
        std::ranges::transform(marker, marker.begin(), smallLetter);
        if (marker == "-") // As word processors write it.
            m_markers.insert(m_markers.end(), {"\xe2\x88\x92", "\xe2\x80\x93", "\xe2\x80\x94"});
        m_markers.push_back(std::move(marker));
    }
    for (const std::string& marker : m_markers) {
        m_longest = std::max(m_longest, marker.size());
        m_first[static_cast<unsigned char>(marker.front())] = true;
    }
}

bool MissingRule::isMissing(std::string_view cell) const
{
    if (!cell.empty() && static_cast<unsigned char>(cell.front()) > ' ' &&
        (cell.size() > m_longest + 8 || !m_first[static_cast<unsigned char>(smallLetter(cell.front()))]))
        return false;
    cell = withoutSpaces(cell); // Quoted cells keep theirs.
    return cell.empty() || std::ranges::any_of(m_markers, [&](const std::string& marker) {
               return std::ranges::equal(cell, marker, {}, smallLetter);
           });
}

} // namespace ligature
