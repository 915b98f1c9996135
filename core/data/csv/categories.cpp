// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/categories.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace ligature {

void Categories::number(const std::vector<std::string_view>& spellings)
{
    std::vector<double> values;
    for (const std::string_view spelling : spellings) {
        const CsvNumber number = readNumber(spelling, m_notation);
        if (number.kind == NumberKind::Finite)
            values.push_back(number.value);
    }
    const bool all_numbers = values.size() == spellings.size();
    std::vector<std::size_t> order(spellings.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // The shortest of one number's spellings first: it is the name.
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        if (!all_numbers)
            return spellings[a] < spellings[b];
        return std::tuple(values[a], spellings[a].size(), spellings[a]) <
               std::tuple(values[b], spellings[b].size(), spellings[b]);
    });
    m_ranks.assign(spellings.size(), 0);
    m_names.clear();
    std::map<std::string, std::size_t> ranks;
    for (const std::size_t i : order) {
        // A double does not tell two numbers of many digits apart.
        const auto [same, is_new] = ranks.emplace(
            all_numbers ? exactNumberKey(spellings[i], m_notation) : std::string(spellings[i]), m_names.size());
        if (is_new)
            m_names.emplace_back(spellings[i]);
        m_ranks[i] = same->second;
    }
}

} // namespace ligature
