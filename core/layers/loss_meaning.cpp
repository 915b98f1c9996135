// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/loss_meaning.h"

#include <cmath>

namespace ligature {

MetricSpec accuracyMetric()
{
    return {"accuracy", MetricSpec::Direction::HigherIsBetter, true};
}

MetricSpec absoluteErrorMetric()
{
    return {"mean absolute error", MetricSpec::Direction::LowerIsBetter, false};
}

MetricSpec perplexityMetric()
{
    return {"perplexity", MetricSpec::Direction::LowerIsBetter, false};
}

std::optional<double> guessedLoss(const LossMeaning& meaning, const Shape& prediction)
{
    switch (meaning.guess) {
    case LossMeaning::Guess::Unknown: return std::nullopt;
    case LossMeaning::Guess::LogTwo: return std::log(2.0);
    case LossMeaning::Guess::LogClasses: break;
    }
    if (prediction.rank() == 0)
        return std::nullopt;
    return std::log(static_cast<double>(prediction[prediction.rank() - 1]));
}

} // namespace ligature
