// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/csv/number.h"

namespace ligature {

/// The different texts of a column, numbered.
class Categories {
public:
    /// @param notation how numbers are written in the column
    explicit Categories(const NumberNotation& notation) : m_notation(notation) {}

    /// @param spellings each once
    /// Sorted: as numbers if all are, by their bytes otherwise. Spellings of one number are one category, named by the
    /// shortest. Beside texts only whole numbers are so ("0" and "0.0"): "1.1" and "1.10" may be versions there.
    void number(const std::vector<std::string_view>& spellings);

    /// Of each of the spellings, its category.
    [[nodiscard]] const std::vector<std::size_t>& ranks() const { return m_ranks; }
    [[nodiscard]] const std::vector<std::string>& names() const { return m_names; }

private:
    NumberNotation m_notation;
    std::vector<std::size_t> m_ranks;
    std::vector<std::string> m_names;
};

} // namespace ligature
