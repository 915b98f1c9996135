// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/rate_range_test.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "core/training/trainer.h"

namespace ligature {

namespace {

constexpr double smoothing = 0.95;
/// The loss at which nothing more is to be learnt of greater rates, of the least one.
constexpr double muchWorse = 4;
/// What the first and the last trials say is of too few others: as in PyTorch Lightning's suggestion.
constexpr std::size_t skippedAtBegin = 10;
constexpr std::size_t skippedAtEnd = 1;

Result<RateTrials> testArm(const Project& project, const std::shared_ptr<const Dataset>& dataset,
                           const RateRange& range, const std::stop_token& stop,
                           const std::function<void(std::int64_t)>& told)
{
    auto made = Trainer::create(project, dataset, 1, stop);
    if (!made)
        return tl::unexpected(made.error());
    Trainer& trainer = **made;
    RateTrials found{.arm = project.training.arms.front(), .trials = {}, .suggested = {}};
    (void)trainer.measureStart(stop, {});
    double mean = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::int64_t i = 0; i < range.steps; ++i) {
        if (stop.stop_requested())
            return fail(project.name, "the search for a learning rate was stopped", {}, ErrorKind::Work);
        const double share = static_cast<double>(i) / static_cast<double>(std::max<std::int64_t>(1, range.steps - 1));
        const double rate = range.least * std::pow(range.greatest / range.least, share);
        trainer.scaleRate(rate / range.least);
        trainer.advance(1, std::chrono::hours(1), stop);
        for (const MetricEvent& event : trainer.takeEvents()) {
            if (event.kind != MetricEvent::Kind::Step)
                continue;
            mean = smoothing * mean + (1 - smoothing) * event.train_loss;
            const double smoothed = mean / (1 - std::pow(smoothing, static_cast<double>(i + 1)));
            found.trials.push_back({rate, event.train_loss, smoothed});
        }
        if (told)
            told(i + 1);
        if (trainer.divergence() || found.trials.empty())
            break;
        least = std::min(least, found.trials.back().smoothed);
        const bool is_enough = found.trials.size() > skippedAtBegin + skippedAtEnd + 1;
        if (is_enough && !(found.trials.back().smoothed <= muchWorse * least))
            break;
    }
    found.suggested = suggestedRate(found.trials);
    return found;
}

} // namespace

std::optional<double> suggestedRate(std::span<const RateTrial> trials)
{
    while (!trials.empty() && !std::isfinite(trials.back().smoothed))
        trials = trials.first(trials.size() - 1);
    std::optional<double> best;
    double steepest = 0;
    for (std::size_t i = skippedAtBegin; i + skippedAtEnd + 1 < trials.size(); ++i) {
        const double run = std::log(trials[i + 1].rate) - std::log(trials[i - 1].rate);
        const double slope = (trials[i + 1].smoothed - trials[i - 1].smoothed) / run;
        if (slope < steepest) {
            steepest = slope;
            best = trials[i].rate;
        }
    }
    return best;
}

Result<std::vector<RateTrials>> testRates(const Project& project, std::shared_ptr<const Dataset> dataset,
                                          const RateRange& range, const std::stop_token& stop,
                                          const std::function<void(double)>& told)
{
    if (!(range.least > 0) || !(range.greatest > range.least) || !std::isfinite(range.greatest) || range.steps < 1)
        return fail("the rates to try", "they do not grow from one above 0", "give a least rate and a greater one");
    std::vector<RateTrials> found;
    const auto arms = static_cast<double>(project.training.arms.size());
    for (const ArmId& arm : project.training.arms) {
        Project one = project;
        one.training.arms = {arm};
        one.training.optimizer_attributes.set("learning_rate", range.least);
        one.training.schedule = std::string(constantSchedule);
        one.training.schedule_attributes = {};
        one.training.patience = 0;
        one.training.weight_average = 0;
        one.training.epochs = range.steps; // Enough, however few steps an epoch has.
        auto trials = testArm(one, dataset, range, stop, [&](std::int64_t steps) {
            const double of_arm = static_cast<double>(steps) / static_cast<double>(range.steps);
            if (told)
                told((static_cast<double>(found.size()) + of_arm) / arms);
        });
        if (!trials)
            return tl::unexpected(trials.error());
        found.push_back(std::move(*trials));
    }
    return found;
}

} // namespace ligature
