// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/comparison/run_table.h"

namespace ligature {

/// What a person types to see some rows of a table of runs. All of its terms have to fit:
///   word             somewhere in arm, settings, tags or note; whatever the case
///   "two words"
///   name:word        in that alone: arm, tag, note, seed, or a setting ("optimizer:adam", "batch_size:32")
///   name<0.1         or >, <=, >=, =: loss, metric, gap, test, difference, parameters, runs, seed, or a setting
///   diverged         rows with a run that diverged; baseline, tuning likewise
///   -term            the rows that it does not fit
/// A plain value; rows that it hides keep all their figures.
class RunFilter {
public:
    [[nodiscard]] static RunFilter parse(std::string_view text);

    [[nodiscard]] bool isEmpty() const { return m_terms.empty(); }
    [[nodiscard]] bool fits(const RunGroup& group) const;
    /// What in it cannot be understood, in words; empty where all can. Such a term fits no row.
    [[nodiscard]] const std::string& problem() const { return m_problem; }

private:
    enum class Comparison { None, Contains, Less, Greater, AtMost, AtLeast, Equal };
    struct Term {
        bool is_excluded = false;
        std::string name; ///< empty: a word anywhere
        Comparison comparison = Comparison::None;
        std::string text; ///< in lower case
        std::optional<double> number;
    };

    void addTerm(std::string_view text, bool is_quoted);
    [[nodiscard]] static bool fits(const Term& term, const RunGroup& group);

    std::vector<Term> m_terms;
    std::string m_problem;
};

} // namespace ligature
