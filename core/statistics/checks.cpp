// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/checks.h"

#include "core/statistics/verdict_figures.h"

namespace ligature::statistics {

namespace {

std::string answerWords(Answer answer, const VerdictSubject& subject)
{
    switch (answer) {
    case Answer::Better: return "better";
    case Answer::Worse: return "worse";
    case Answer::AsGoodAs: return "as good as " + subject.baseline;
    case Answer::Undecided:
    case Answer::TooFewSeeds: break;
    }
    return "undecided";
}

} // namespace

Checks checks(const PairedDifference& difference, const Verdict& verdict, std::uint64_t seed)
{
    Checks result;
    if (verdict.answer == Answer::TooFewSeeds || difference.overlap > 0)
        return result;
    result.sign_flip = signFlipTest(difference.differences, seed);
    const double left = 1 - difference.level;
    if (result.sign_flip && difference.p)
        result.sign_flip_disagrees = (result.sign_flip->p < left) != (*difference.p < left);
    if (difference.pairs < fewest_bootstrapped)
        return result;
    result.bootstrap = bootstrapInterval(difference.differences, difference.level, seed);
    if (result.bootstrap) {
        const OpenAnswers open = openAnswers(*result.bootstrap, verdict.absolute_margin, difference.direction);
        result.bootstrap_disagrees = answer(open) != verdict.answer;
    }
    return result;
}

std::string checksSentences(const Checks& checks, const PairedDifference& difference, const Verdict& verdict,
                            const VerdictSubject& subject, const numbers::Style& style)
{
    if (!checks.sign_flip || !difference.p || !difference.mean)
        return {};
    std::string text = checks.sign_flip_disagrees ? "Sign flips disagree (" + pText(checks.sign_flip->p, style) +
                                                        ", beside " + pText(*difference.p, style) + " of t)."
                                                  : "Sign flips agree (" + pText(checks.sign_flip->p, style) + ").";
    if (!checks.bootstrap)
        return text;
    const VerdictFigures figures(difference, verdict, subject, style);
    const OpenAnswers open = openAnswers(*checks.bootstrap, verdict.absolute_margin, difference.direction);
    const std::string says =
        checks.bootstrap_disagrees ? " says " + answerWords(answer(open), subject) + " instead" : " agrees";
    return text + " The bootstrap" + says + " (" + levelText(difference.level, style) + " interval " +
           figures.interval(*checks.bootstrap) + ").";
}

} // namespace ligature::statistics
