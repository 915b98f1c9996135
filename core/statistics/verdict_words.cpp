// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/verdict_words.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/verdict_figures.h"

namespace ligature::statistics {

namespace {

using numbers::Style;

std::string counted(std::size_t count, const std::string& one, const std::string& many, const Style& style)
{
    return numbers::grouped(static_cast<std::int64_t>(count), style) + " " + (count == 1 ? one : many);
}

std::string seeds(std::size_t count, const VerdictSubject& subject, const Style& style)
{
    return counted(count, subject.pair, subject.pair + "s", style);
}

/// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& items, const std::string& last = " and ")
{
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i)
        text += (i == 0 ? "" : i + 1 == items.size() ? last : ", ") + items[i];
    return text;
}

std::string undecidedText(const PairedDifference& difference, const Verdict& verdict, const VerdictSubject& subject,
                          const VerdictFigures& figures, const Style& style)
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
        return text + "As the mean stands now, no number of " + subject.pair + "s would decide: " +
               (difference.overlap > 0 ? "they share samples, so that the interval does not shrink that far."
                                       : "it is where the margin ends.");
    const std::size_t more = needed.count - std::min(needed.count, difference.pairs);
    const bool bounded = needed.kind == SeedCount::Kind::Enough;
    return text + (bounded ? "About " : "More than ") +
           counted(more, "more " + subject.pair, "more " + subject.pair + "s", style) +
           " would decide, if mean and spread stay as they are.";
}

std::string answerText(const PairedDifference& difference, const Verdict& verdict, const VerdictSubject& subject,
                       const VerdictFigures& figures, const Style& style)
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
    return "no verdict with fewer than " + seeds(fewest_seeds, subject, style) + "; " +
           numbers::grouped(static_cast<std::int64_t>(verdict.missing_seeds), style) +
           (verdict.missing_seeds == 1 ? " more is needed." : " more are needed.");
}

std::string pairingText(const PairedDifference& difference, const VerdictSubject& subject, const Style& style)
{
    constexpr double most_told = 1'000;
    constexpr double told_whole = 1.95; // Below, a whole number would say nothing.
    if (!difference.pairing_worth)
        return {};
    const double worth = *difference.pairing_worth;
    if (worth > most_told)
        return " Pairing made each " + subject.pair + " worth more than " + numbers::fixed(most_told, 0, style) + ".";
    const std::string text = numbers::fixed(worth, worth < told_whole ? 1 : 0, style);
    return " Pairing made each " + subject.pair + " worth " + text + ".";
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
    return " " + name + " " + subject.without_value + " with " + what + listed(names) + ": left out of the figures, " +
           (one ? "a " : "") + (is_arm ? (one ? "loss" : "losses") : (one ? "win" : "wins")) +
           " in the count of pairs.";
}

/// Of which something diverged, and something stands for it.
std::string divergedMeans(const PairedDifference& difference, const VerdictSubject& subject, const Style& style)
{
    const bool none = difference.arm_diverged.empty() && difference.baseline_diverged.empty();
    if (none || !difference.mean || !difference.arm_mean_with_diverged || !difference.baseline_mean_with_diverged)
        return {};
    const auto figure = [&](const std::optional<double>& mean) { return numbers::significant(*mean, 4, style); };
    return " Mean " + figure(difference.arm_mean) + " beside " + figure(difference.baseline_mean) + " without, " +
           figure(difference.arm_mean_with_diverged) + " beside " + figure(difference.baseline_mean_with_diverged) +
           " with what " + subject.without_value + ".";
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
                                 divergedMeans(difference, subject, style);
    if (!difference.mean) {
        return subject.metric + ": no verdict, as no pair of runs was measured; " +
               seeds(fewest_seeds, subject, style) + " are needed." + diverged;
    }
    const VerdictFigures figures(difference, verdict, subject, style);
    std::string text = subject.metric + " " + figures.mean() + " (";
    if (difference.interval)
        text += levelText(difference.level, style) + " interval " + figures.interval(*difference.interval) + ", ";
    text += seeds(difference.pairs, subject, style) + ", paired): ";
    text += answerText(difference, verdict, subject, figures, style);
    return text + pairingText(difference, subject, style) + diverged;
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
    if (!difference.effect)
        return text + " All differences are the same.";
    text += " Effect size d_z " + signedFixed(*difference.effect, 2, style);
    if (difference.effect_interval) {
        text += " (" + levelText(difference.level, style) + " interval " +
                signedFixed(difference.effect_interval->low, 2, style) + " to " +
                signedFixed(difference.effect_interval->high, 2, style) + ")";
    }
    return text + ", " + pText(*difference.p, style) + ".";
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
