// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace ligature {

/// What stands for a value that is not there: the empty cell, and these texts in capitals or small letters.
inline constexpr std::string_view csvMissingMarkers = "?, -, NA, N/A, #N/A, nan, null";

/// What is done with missing numbers, by the option's names.
enum class MissingNumbers { Refuse, LeaveOut, Mean, Median };
/// The same for categories and classes.
enum class MissingTexts { Refuse, LeaveOut, Category };

/// One rule for numbers, categories and classes: which cells are missing values, and what is done with them.
class MissingRule {
public:
    /// @param markers separated by commas, beside the empty cell
    explicit MissingRule(std::string_view markers = csvMissingMarkers, MissingNumbers numbers = MissingNumbers::Refuse,
                         MissingTexts texts = MissingTexts::Refuse);

    [[nodiscard]] bool isMissing(std::string_view cell) const;
    [[nodiscard]] MissingNumbers numbers() const { return m_numbers; }
    [[nodiscard]] MissingTexts texts() const { return m_texts; }

private:
    std::vector<std::string> m_markers; ///< in small letters
    std::size_t m_longest = 0;
    std::array<bool, 256> m_first{}; ///< which bytes one begins with
    MissingNumbers m_numbers;
    MissingTexts m_texts;
};

} // namespace ligature
