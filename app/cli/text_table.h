// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace ligature::cli {

/// Columns of text for a terminal, as wide as their longest cell, two spaces apart. Counts characters of UTF-8.
class TextTable {
public:
    explicit TextTable(std::size_t indent = 0) : m_indent(indent) {}

    void addRow(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }
    /// Numbers end at the column's right.
    void alignRight(std::set<std::size_t> columns) { m_right = std::move(columns); }
    [[nodiscard]] std::string text() const;

private:
    std::size_t m_indent;
    std::vector<std::vector<std::string>> m_rows;
    std::set<std::size_t> m_right;
};

/// How many columns of a terminal the text takes.
[[nodiscard]] std::size_t displayWidth(const std::string& text);

} // namespace ligature::cli
