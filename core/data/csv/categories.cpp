// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/categories.h"

#include <algorithm>
#include <map>
#include <utility>

namespace ligature {

namespace {

/// "12", "-0", "+1", "1.00": neither grouped, nor with an exponent, a mark or a fraction.
bool isPlainWhole(std::string_view spelling)
{
    if (spelling.starts_with('+') || spelling.starts_with('-'))
        spelling.remove_prefix(1);
    const std::size_t whole = std::min(spelling.find_first_not_of("0123456789"), spelling.size());
    const std::string_view fraction = spelling.substr(whole);
    return whole > 0 && (fraction.empty() || ((fraction.front() == '.' || fraction.front() == ',') &&
                                              fraction.find_first_not_of('0', 1) == std::string_view::npos));
}

} // namespace

void Categories::number(const std::vector<std::string_view>& spellings)
{
    std::vector<CsvNumber> numbers;
    for (const std::string_view spelling : spellings)
        numbers.push_back(readNumber(spelling, m_notation));
    const bool all_numbers =
        std::ranges::all_of(numbers, [](const CsvNumber& number) { return number.kind == NumberKind::Finite; });
    // A double does not tell two numbers of many digits apart.
    const auto key = [&](std::size_t i) {
        const bool is_number = numbers[i].kind == NumberKind::Finite && (all_numbers || isPlainWhole(spellings[i]));
        return std::pair(is_number, is_number ? exactNumberKey(spellings[i], m_notation) : std::string(spellings[i]));
    };
    const auto isBetterName = [&](std::size_t a, std::size_t b) {
        return std::pair(spellings[a].size(), spellings[a]) < std::pair(spellings[b].size(), spellings[b]);
    };
    std::map<std::pair<bool, std::string>, std::size_t> found; // by its key, which spelling names a category
    std::vector<decltype(found)::iterator> categories(spellings.size());
    for (std::size_t i = 0; i < spellings.size(); ++i) {
        categories[i] = found.emplace(key(i), i).first;
        if (isBetterName(i, categories[i]->second))
            categories[i]->second = i;
    }
    std::vector<std::size_t> order;
    for (const auto& category : found)
        order.push_back(category.second);
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        if (!all_numbers || numbers[a].value == numbers[b].value)
            return all_numbers ? isBetterName(a, b) : spellings[a] < spellings[b];
        return numbers[a].value < numbers[b].value;
    });
    std::vector<std::size_t> rank_of(spellings.size());
    m_names.clear();
    for (const std::size_t i : order) {
        rank_of[i] = m_names.size();
        m_names.emplace_back(spellings[i]);
    }
    m_ranks.clear();
    for (const auto& category : categories)
        m_ranks.push_back(rank_of[category->second]);
}

} // namespace ligature
