// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/divergence.h"

#include <charconv>
#include <cmath>

#include "core/project/project_remedy.h"
#include "core/text/number_text.h"

namespace ligature {

namespace {

std::string inLayer(const VariantRun::NonFinite& cause)
{
    return cause.layer.empty() ? "" : ", first in " + cause.layer;
}

/// A tenth of it, as people write it.
Remedy lowerRate(const VariantRun& run)
{
    const TrainingSettings& settings = run.settings();
    const Attributes attributes =
        withDefaults(findOptimizerType(settings.optimizer)->attributes(), settings.optimizer_attributes);
    const std::string text =
        numbers::significant(attributes.get<double>("learning_rate") / 10, 2, {}, numbers::Zeros::Drop);
    double rate = 0;
    std::from_chars(text.data(), text.data() + text.size(), rate);
    return settingsRemedy("Make the learning rate " + numbers::readable(rate), [rate](TrainingSettings& changed) {
        changed.optimizer_attributes.set("learning_rate", rate);
    });
}

/// Nothing where they are scaled already.
std::optional<Remedy> scaleData(const VariantRun& run)
{
    if (run.dataset().scaling != "none")
        return std::nullopt;
    return dataRemedy("Standardize the data", [](DataSource& source) { source.scaling = "standardize"; });
}

/// What no update came before is no fault of the learning rate.
Divergence beforeAnyUpdate(const VariantRun& run, const VariantRun::NonFinite& cause, const std::string& loss)
{
    const std::string name = toString(run.variant());
    Divergence told{
        run.variant(),
        cause.step,
        cause.layer,
        "The " + loss + " of the " + name + " network is not finite before any update" + inLayer(cause) +
            ": the weights that it starts from, or the data, are too large. Scale the data, or let the weights "
            "start smaller.",
        "the " + name + " variant's " + loss +
            " is not finite before any update: the weights that it starts from, or the data, are too large",
        "scale the data, or let the weights start smaller"};
    told.remedy = scaleData(run);
    return told;
}

} // namespace

Divergence divergenceOfStep(const VariantRun& run)
{
    const VariantRun::NonFinite& cause = *run.nonFinite();
    if (cause.is_before_any_update)
        return beforeAnyUpdate(run, cause, "loss");
    const std::string name = toString(run.variant());
    return {run.variant(),
            cause.step,
            cause.layer,
            "The loss of the " + name + " network was not finite at step " + std::to_string(cause.step) +
                inLayer(cause) + "; the last good weights are kept. Try a lower learning rate.",
            "the " + name + " variant's loss was not finite at step " + std::to_string(cause.step) +
                "; the weights are the last good ones",
            "lower the learning rate, or scale the data",
            lowerRate(run)};
}

std::optional<Divergence> divergenceOfEnds(const std::vector<MetricEvent>& ends)
{
    for (const MetricEvent& end : ends) {
        if (!std::isinf(end.val_loss))
            continue;
        const std::string name = toString(end.variant);
        const std::string after = "after step " + std::to_string(end.step);
        return Divergence{end.variant,
                          end.step,
                          {},
                          "The last validation loss of the " + name + " network was not finite, " + after + ".",
                          "the " + name + " variant's last validation loss was not finite, " + after,
                          "begin anew with a lower learning rate, or scale the data"};
    }
    return std::nullopt;
}

Divergence divergenceOfMeasure(const VariantRun& run)
{
    const VariantRun::NonFinite cause = *run.nonFiniteMeasure();
    const std::string loss = run.order().validation().empty() ? "training loss" : "validation loss";
    if (cause.is_before_any_update)
        return beforeAnyUpdate(run, cause, loss);
    const std::string name = toString(run.variant());
    const std::string after = "after step " + std::to_string(cause.step);
    return {run.variant(),
            cause.step,
            cause.layer,
            "The last " + loss + " of the " + name + " network was not finite, " + after + inLayer(cause) +
                "; the weights are those that were measured. Try a lower learning rate, or look at the data.",
            "the " + name + " variant's last " + loss + " was not finite, " + after +
                "; the weights are those that were measured",
            "lower the learning rate, scale the data, or look for a sample that is far from the others",
            lowerRate(run)};
}

} // namespace ligature
