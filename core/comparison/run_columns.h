// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/comparison/run_table.h"

/// What a table of runs shows of its rows, and in which order. Pure functions.
namespace ligature {

/// The name of a row where it stands among others: its arm, and those of its settings in which they differ.
[[nodiscard]] std::string distinctName(const RunGroup& group, const std::vector<const RunGroup*>& among);

struct RunColumn {
    enum class Kind {
        Name,
        Setting, ///< one of RunGroup::settings
        Samples,
        Runs,
        Parameters,
        ValLoss,
        Metric,
        Difference,
        Verdict,
        TestLoss,
        Gap,
        StepTime,
        Trained,
        Tags,
        Note
    };
    Kind kind = Kind::Name;
    std::string setting = {}; ///< its name
    bool operator==(const RunColumn&) const = default;
};

/// Those in which these rows say something: settings, shares and the metric only where they differ or are there.
[[nodiscard]] std::vector<RunColumn> columnsOf(const RunTable& table);

/// What a column says of a row: for sorting a number or a text; neither where there is nothing.
struct RunCell {
    std::optional<double> number = {};
    std::string text = {};
    [[nodiscard]] bool isEmpty() const { return !number && text.empty(); }
};
[[nodiscard]] RunCell cellOf(const RunGroup& group, const RunColumn& column);

/// The places of the groups in that order: equal ones stay, and those without a value come last in either.
[[nodiscard]] std::vector<std::size_t> sortedGroups(const RunTable& table, const RunColumn& column, bool is_descending);

} // namespace ligature
