// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/statistics/interval.h"
#include "core/statistics/paired_difference.h"
#include "core/statistics/verdict.h"
#include "core/statistics/verdict_words.h"
#include "core/text/number_text.h"

namespace ligature::statistics {

/// "+1.20", "-0.05", "0.00"; "+1.200e-12" of so many decimals or digits that nobody counts them.
[[nodiscard]] std::string signedFixed(double value, int decimals, const numbers::Style& style);
/// "95 %", "98.33 %".
[[nodiscard]] std::string levelText(double level, const numbers::Style& style);

/// "p = 0.012", "p < 0.0001".
[[nodiscard]] std::string pText(double p, const numbers::Style& style);

/// How the figures of one verdict are written: in percent of the baseline's mean, or where that is 0 in the metric's
/// unit; with as many decimals as verdictSentences() promises. The difference has a mean.
class VerdictFigures {
public:
    VerdictFigures(const PairedDifference& difference, const Verdict& verdict, const VerdictSubject& subject,
                   const numbers::Style& style);

    [[nodiscard]] std::string mean() const;
    /// "+0.9 to +1.5 %", of an interval in the metric's unit.
    [[nodiscard]] std::string interval(const Interval& interval) const;
    [[nodiscard]] bool hasMargin() const { return m_margin > 0; }
    /// "0.5 %"; "0.002 nats (0.2 %)" where it was given so.
    [[nodiscard]] const std::string& margin() const { return m_margin_text; }

private:
    [[nodiscard]] double shown(double value) const;
    [[nodiscard]] std::string figure(double value) const;
    [[nodiscard]] int decimals(const Interval& interval, int least) const;
    [[nodiscard]] bool keepsSides(const Interval& interval, int decimals) const;

    numbers::Style m_style;
    double m_mean = 0;
    double m_baseline = 0; ///< the magnitude that figures are shares of; 0 where they are not
    double m_margin = 0;   ///< as shown
    int m_decimals = 0;
    std::string m_unit;
    std::string m_margin_text;
};

} // namespace ligature::statistics
