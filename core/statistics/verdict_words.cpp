// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/verdict_words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ligature::statistics {

namespace {

using numbers::Style;

std::string counted(std::size_t count, const std::string& one, const std::string& many, const Style& style)
{
    return numbers::grouped(static_cast<std::int64_t>(count), style) + " " + (count == 1 ? one : many);
}

std::string seeds(std::size_t count, const Style& style)
{
    return counted(count, "seed", "seeds", style);
}

/// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& items, const std::string& last = " and ")
{
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i)
        text += (i == 0 ? "" : i + 1 == items.size() ? last : ", ") + items[i];
    return text;
}

std::string signedFixed(double value, int decimals, const Style& style)
{
    const std::string text = numbers::fixed(value, decimals, style);
    return value > 0 && text.find_first_of("123456789") != std::string::npos ? "+" + text : text;
}

std::string levelText(double level, const Style& style)
{
    return numbers::significant(level * 100, 4, style, numbers::Zeros::Drop) + " %";
}

/// How the figures of one verdict are written: in percent of the baseline or in the metric's unit, with so many
/// decimals.
class Figures {
public:
    Figures(const PairedDifference& difference, const Verdict& verdict, const VerdictSubject& subject,
            const Style& style)
        : m_style(style)
    {
        const bool relative = verdict.relative_mean && (verdict.relative_interval || !difference.interval);
        const std::string unit = subject.unit.empty() ? "" : " " + subject.unit;
        m_unit = relative ? " %" : unit;
        m_mean = relative ? *verdict.relative_mean * 100 : *difference.mean;
        m_interval = {m_mean, m_mean};
        if (difference.interval && relative)
            m_interval = {verdict.relative_interval->low * 100, verdict.relative_interval->high * 100};
        else if (difference.interval)
            m_interval = *difference.interval;

        // As the user gave it: 0.5, not what is left of it after a multiplication and a division.
        const bool relative_margin = verdict.margin.kind == Margin::Kind::Relative;
        const double margin =
            relative ? verdict.absolute_margin / std::abs(*difference.baseline_mean) * 100 : verdict.absolute_margin;
        m_margin = relative && relative_margin ? verdict.margin.amount * 100 : margin;
        m_margin_text = figure(m_margin) + m_unit;
        if (relative && !relative_margin)
            m_margin_text = figure(verdict.margin.amount) + unit + " (" + figure(margin) + m_unit + ")";
        m_decimals = decimals(relative ? 1 : 0);
    }

    [[nodiscard]] std::string mean() const { return signedFixed(m_mean, m_decimals, m_style) + m_unit; }
    [[nodiscard]] std::string interval() const
    {
        return signedFixed(m_interval.low, m_decimals, m_style) + " to " +
               signedFixed(m_interval.high, m_decimals, m_style) + m_unit;
    }
    [[nodiscard]] bool hasMargin() const { return m_margin > 0; }
    [[nodiscard]] const std::string& margin() const { return m_margin_text; }

private:
    [[nodiscard]] std::string figure(double value) const
    {
        constexpr int digits = 4;
        return numbers::significant(value, digits, m_style, numbers::Zeros::Drop);
    }

    /// So many that half the interval's width has a digit, and up to three more where an end would be rounded to the
    /// margin's or over it.
    [[nodiscard]] int decimals(int least) const
    {
        constexpr int most = 12;
        constexpr int more = 3;
        const double half_width = (m_interval.high - m_interval.low) / 2;
        const double smallest = half_width > 0 ? half_width : std::abs(m_mean);
        if (!(smallest > 0))
            return least;
        const int usual = static_cast<int>(std::clamp(std::ceil(-std::log10(smallest)), double(least), double(most)));
        for (int count = usual; count <= usual + more; ++count)
            if (keepsSides(count))
                return count;
        return usual;
    }

    [[nodiscard]] bool keepsSides(int decimals) const
    {
        const double unit = std::pow(10.0, -decimals);
        const auto side = [](double value, double end) { return (value > end) - (value < end); };
        for (const double value : {m_interval.low, m_interval.high}) {
            const double rounded = std::round(value / unit) * unit;
            for (const double end : {-m_margin, 0.0, m_margin}) {
                const double shown = std::abs(rounded - end) < unit / 1000 ? end : rounded;
                if (side(shown, end) != side(value, end))
                    return false;
            }
        }
        return true;
    }

    Style m_style;
    double m_margin = 0;
    double m_mean = 0;
    Interval m_interval;
    int m_decimals = 0;
    std::string m_unit;
    std::string m_margin_text;
};

std::string undecidedText(const PairedDifference& difference, const Verdict& verdict, const VerdictSubject& subject,
                          const Figures& figures, const Style& style)
{
    std::vector<std::string> open;
    if (verdict.may_be.better)
        open.emplace_back("better");
    if (verdict.may_be.as_good_as)
        open.push_back("as good as " + subject.baseline);
    if (verdict.may_be.worse)
        open.emplace_back("worse");
    std::string text = "undecided; it may be " + listed(open, " or ");
    if (figures.hasMargin())
        text += ", with your margin of " + figures.margin();
    text += ". ";
    const SeedCount& needed = verdict.deciding_seeds;
    if (needed.kind == SeedCount::Kind::Never)
        return text + "As the mean stands now, no number of seeds would decide: it is where the margin ends.";
    const std::size_t more = needed.count - std::min(needed.count, difference.pairs);
    const bool bounded = needed.kind == SeedCount::Kind::Enough;
    return text + (bounded ? "About " : "More than ") + counted(more, "more seed", "more seeds", style) +
           " would decide, if mean and spread stay as they are.";
}

std::string answerText(const PairedDifference& difference, const Verdict& verdict, const VerdictSubject& subject,
                       const Figures& figures, const Style& style)
{
    const std::string beyond = figures.hasMargin() ? " by more than your margin of " + figures.margin() + "." : ".";
    switch (verdict.answer) {
    case Answer::Better: return "better" + beyond;
    case Answer::Worse: return "worse" + beyond;
    case Answer::AsGoodAs:
        if (difference.interval == Interval{})
            return "exactly as good as " + subject.baseline + ".";
        return "as good as " + subject.baseline + ", within your margin of " + figures.margin() + ".";
    case Answer::Undecided: return undecidedText(difference, verdict, subject, figures, style);
    case Answer::TooFewSeeds: break;
    }
    return "no verdict with fewer than " + seeds(fewest_seeds, style) + "; " +
           numbers::grouped(static_cast<std::int64_t>(verdict.missing_seeds), style) +
           (verdict.missing_seeds == 1 ? " more is needed." : " more are needed.");
}

std::string pairingText(const PairedDifference& difference, const Style& style)
{
    constexpr double most_told = 1'000;
    constexpr double told_whole = 1.95; // Below, a whole number would say nothing.
    if (!difference.pairing_worth)
        return {};
    const double worth = *difference.pairing_worth;
    if (worth > most_told)
        return " Pairing made each seed worth more than " + numbers::fixed(most_told, 0, style) + ".";
    const std::string text = numbers::fixed(worth, worth < told_whole ? 1 : 0, style);
    return " Pairing made each seed worth " + text + ".";
}

std::string divergedText(const std::vector<std::size_t>& places, const std::string& name, bool is_arm,
                         const VerdictSubject& subject)
{
    if (places.empty())
        return {};
    std::vector<std::string> names;
    for (const std::size_t place : places)
        names.push_back(place < subject.seeds.size() ? subject.seeds[place] : std::to_string(place + 1));
    const bool one = places.size() == 1;
    const std::string what = subject.seeds.empty() ? (one ? "run " : "runs ") : (one ? "seed " : "seeds ");
    return " " + name + " diverged with " + what + listed(names) + ": left out of the figures, " + (one ? "a " : "") +
           (is_arm ? (one ? "loss" : "losses") : (one ? "win" : "wins")) + " in the count of pairs.";
}

/// Of which something diverged, and something stands for it.
std::string divergedMeans(const PairedDifference& difference, const Style& style)
{
    const bool none = difference.arm_diverged.empty() && difference.baseline_diverged.empty();
    if (none || !difference.mean || !difference.arm_mean_with_diverged || !difference.baseline_mean_with_diverged)
        return {};
    const auto figure = [&](const std::optional<double>& mean) { return numbers::significant(*mean, 4, style); };
    return " Mean " + figure(difference.arm_mean) + " beside " + figure(difference.baseline_mean) + " without, " +
           figure(difference.arm_mean_with_diverged) + " beside " + figure(difference.baseline_mean_with_diverged) +
           " with what diverged.";
}

std::string bytesText(std::int64_t count, const Style& style)
{
    constexpr std::int64_t told_exactly = 1'000;
    constexpr std::int64_t told_in_units = 10'000; // By numbers::bytes.
    if (count >= told_exactly && count < told_in_units)
        return numbers::fixed(static_cast<double>(count) / 1000, 1, style) + " kB";
    return numbers::bytes(static_cast<std::uint64_t>(count), style);
}

} // namespace

std::string verdictSentences(const PairedDifference& difference, const Verdict& verdict, const VerdictSubject& subject,
                             const Style& style)
{
    const std::string diverged = divergedText(difference.arm_diverged, subject.arm, true, subject) +
                                 divergedText(difference.baseline_diverged, subject.baseline, false, subject) +
                                 divergedMeans(difference, style);
    if (!difference.mean) {
        return subject.metric + ": no verdict, as no pair of runs was measured; " + seeds(fewest_seeds, style) +
               " are needed." + diverged;
    }
    const Figures figures(difference, verdict, subject, style);
    std::string text = subject.metric + " " + figures.mean() + " (";
    if (difference.interval)
        text += levelText(difference.level, style) + " interval " + figures.interval() + ", ";
    text += seeds(difference.pairs, style) + ", paired): ";
    text += answerText(difference, verdict, subject, figures, style);
    return text + pairingText(difference, style) + diverged;
}

std::string evidenceSentences(const PairedDifference& difference, const VerdictSubject& subject, const Style& style)
{
    const SignCount& signs = difference.signs;
    const std::size_t all = signs.wins + signs.losses + signs.ties;
    if (all == 0)
        return {};
    const auto number = [&](std::size_t count) { return numbers::grouped(static_cast<std::int64_t>(count), style); };
    std::string text = subject.arm + " wins " + number(signs.wins) + " of " + counted(all, "pair", "pairs", style) +
                       " and loses " + number(signs.losses) + ".";
    if (!difference.p)
        return text;
    constexpr double least_told = 1e-4;
    const std::string p =
        *difference.p < least_told ? "p < 0.0001" : "p = " + numbers::significant(*difference.p, 2, style);
    if (!difference.effect)
        return text + " All differences are the same.";
    text += " Effect size d_z " + signedFixed(*difference.effect, 2, style);
    if (difference.effect_interval) {
        text += " (" + levelText(difference.level, style) + " interval " +
                signedFixed(difference.effect_interval->low, 2, style) + " to " +
                signedFixed(difference.effect_interval->high, 2, style) + ")";
    }
    return text + ", " + p + ".";
}

std::string storageSentence(const Storage& arm, const Storage& baseline, const VerdictSubject& subject,
                            const Style& style)
{
    const std::int64_t fewer = baseline.parameters - arm.parameters;
    const std::int64_t less = baseline.bytes - arm.bytes;
    std::string text = subject.arm + ": ";
    if (fewer == 0) {
        text += "as many parameters";
    } else {
        const auto count = static_cast<std::size_t>(std::abs(fewer));
        text += counted(count, "parameter", "parameters", style) + (fewer > 0 ? " fewer" : " more");
        if (baseline.parameters > 0) {
            const double share = static_cast<double>(count) / static_cast<double>(baseline.parameters);
            text += " (" + numbers::percent(share, share < 0.0995 ? 1 : 0, style) + ")";
        }
    }
    text += ", ";
    if (less == 0)
        return text + "as many bytes.";
    return text + bytesText(std::abs(less), style) + (less > 0 ? " less." : " more.");
}

} // namespace ligature::statistics
