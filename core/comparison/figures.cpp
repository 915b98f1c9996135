// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/experiment/experiment_queue.h"
#include "core/network/repeat.h"
#include "core/optimization/optimizer.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/statistics/multiple.h"
#include "core/statistics/verdict_words.h"
#include "core/training/batch_order.h"
#include "core/training/losses.h"
#include "core/training/optimizer_state.h"
#include "core/tying/arm.h"

namespace ligature {

namespace {

using statistics::MetricDirection;

constexpr double level = 0.95;
/// Of the bootstrap, and of the sign-flip test where its assignments are too many to try all.
constexpr std::uint64_t resamplingSeed = 1;

MetricDirection directionOf(const MetricSpec& metric)
{
    return metric.direction == MetricSpec::Direction::HigherIsBetter ? MetricDirection::HigherIsBetter
                                                                     : MetricDirection::LowerIsBetter;
}

std::string inSentence(std::string name)
{
    if (!name.empty() && name.front() >= 'a' && name.front() <= 'z')
        name.front() = static_cast<char>(name.front() - 'a' + 'A');
    return name;
}

/// @param start what stands for a run that diverged
template <typename Figure, typename Start>
ArmFigure figure(ArmRuns runs, std::string name, MetricDirection direction, Figure of, Start start)
{
    ArmFigure made;
    made.name = std::move(name);
    made.direction = direction;
    std::vector<double> through;
    std::vector<double> with_diverged;
    for (const RunResult* const run : runs) {
        made.values.push_back(run != nullptr ? of(*run) : notMeasured);
        if (run == nullptr)
            continue;
        through.push_back(made.values.back());
        made.diverged += run->divergence ? 1 : 0;
        with_diverged.push_back(run->divergence ? start(*run) : made.values.back());
    }
    made.summary = statistics::summary(through);
    const bool is_complete = std::ranges::all_of(with_diverged, [](double value) { return std::isfinite(value); });
    if (made.diverged > 0 && is_complete)
        made.mean_with_diverged = statistics::summary(with_diverged).mean;
    return made;
}

template <typename Figure>
ArmFigure figure(ArmRuns runs, std::string name, MetricDirection direction, Figure of)
{
    return figure(runs, std::move(name), direction, of, [](const RunResult&) { return notMeasured; });
}

std::vector<const RunResult*> pointersTo(const std::vector<std::optional<RunResult>>& runs)
{
    std::vector<const RunResult*> pointers;
    for (const auto& run : runs)
        pointers.push_back(run ? &*run : nullptr);
    return pointers;
}

double bestValLoss(const RunResult& run)
{
    double best = notMeasured;
    for (const MetricEvent& epoch : run.epochs) {
        if (std::isfinite(epoch.val_loss) && !(best <= epoch.val_loss))
            best = epoch.val_loss;
    }
    return run.divergence ? notMeasured : best;
}

double stepsTo(const RunResult& run, const std::optional<double>& target)
{
    for (const MetricEvent& epoch : run.epochs) {
        if (target && epoch.val_loss <= *target)
            return static_cast<double>(epoch.step);
    }
    return notMeasured;
}

/// The network of an arm at a point and what it takes.
void describe(ArmFigures& arm, const Project& project, const Dataset& dataset)
{
    const Expansion expansion = expand(project.network);
    const Result<DerivedNetwork> made = makeArm(arm.arm, expansion.network);
    if (!made)
        return;
    arm.title = armTitle(arm.arm, project.network);
    arm.counts = accountOf(made->network, project.training).tied;
    const auto graph = lower(made->network);
    if (!graph)
        return;
    const std::int64_t batch =
        std::min(project.training.batch_size, BatchOrder::trainingCount(dataset, project.training));
    arm.memory_bytes =
        Program<float>::bytesNeeded(*graph, batch) + 2 * OptimizerState<float>::bytesNeeded(*graph, project.training);
}

Result<FigureComparison> compare(const ArmFigure& arm, const ArmFigure& baseline, const Experiment& experiment,
                                 const statistics::VerdictSubject& names, std::int64_t comparisons,
                                 const std::vector<std::optional<RunResult>>& arm_runs,
                                 const std::vector<std::optional<RunResult>>& baseline_runs)
{
    std::vector<double> x;
    std::vector<double> y;
    statistics::VerdictSubject subject = names;
    subject.metric = arm.name;
    const std::vector<Experiment::Pair> pairs = experiment.pairs();
    if (experiment.overlap() > 0)
        subject.pair = "fold";
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (!arm_runs[i] || !baseline_runs[i])
            continue;
        x.push_back(arm.values[i]);
        y.push_back(baseline.values[i]);
        const std::string fold = pairs[i].fold > 0 ? std::to_string(pairs[i].fold) + " of seed " : "";
        subject.seeds.push_back(fold + std::to_string(pairs[i].seed));
    }
    FigureComparison comparison;
    const auto difference = statistics::pairedDifference(
        x, y,
        {.level = statistics::bonferroniLevel(level, static_cast<std::size_t>(comparisons)),
         .direction = arm.direction,
         .diverged_as = {},
         .overlap = experiment.overlap()});
    if (!difference)
        return tl::unexpected(difference.error());
    comparison.difference = *difference;
    const auto verdict = statistics::verdict(comparison.difference, {.amount = experiment.settings().margin});
    if (!verdict)
        return tl::unexpected(verdict.error());
    comparison.verdict = *verdict;
    comparison.checks = statistics::checks(comparison.difference, comparison.verdict, resamplingSeed);
    comparison.sentence = statistics::verdictSentences(comparison.difference, comparison.verdict, subject);
    comparison.evidence = statistics::evidenceSentences(comparison.difference, subject);
    comparison.checked =
        statistics::checksSentences(comparison.checks, comparison.difference, comparison.verdict, subject);
    return comparison;
}

/// Pointers to the figures of an arm that are compared.
constexpr std::array comparedFigures = {&ArmFigures::val_loss,      &ArmFigures::metric,
                                        &ArmFigures::test_loss,     &ArmFigures::test_metric,
                                        &ArmFigures::train_loss,    &ArmFigures::generalisation_gap,
                                        &ArmFigures::best_val_loss, &ArmFigures::steps_to_target};

void fillFigures(ArmFigures& arm, const MetricSpec& metric)
{
    const std::vector<const RunResult*> runs = pointersTo(arm.runs);
    const auto lower_is_better = MetricDirection::LowerIsBetter;
    arm.val_loss = valLossFigure(runs);
    arm.train_loss = figure(
        runs, "Training loss", lower_is_better, [](const RunResult& run) { return run.trainLoss(); },
        [](const RunResult& run) { return run.atStart(&MetricEvent::train_loss); });
    arm.generalisation_gap = gapFigure(runs);
    arm.best_val_loss = figure(runs, "Best validation loss", lower_is_better, bestValLoss,
                               [](const RunResult& run) { return run.atStart(&MetricEvent::val_loss); });
    arm.metric = metricFigure(runs, metric);
    arm.test_loss = testLossFigure(runs);
    if (!arm.test_loss.name.empty() && !metric.name.empty())
        arm.test_metric = figure(runs, "Test " + metric.name, directionOf(metric),
                                 [](const RunResult& run) { return run.test ? run.test->metric : notMeasured; });
}

void fillTimes(ArmFigures& arm, const std::optional<double>& target)
{
    std::vector<double> seconds;
    std::vector<double> per_step;
    std::vector<double> to_target;
    for (const auto& run : arm.runs) {
        if (!run)
            continue;
        seconds.push_back(run->seconds);
        per_step.push_back(run->seconds_per_step);
        const double steps = stepsTo(*run, target);
        if (std::isfinite(steps) && run->steps > 0)
            to_target.push_back(run->seconds * steps / static_cast<double>(run->steps));
    }
    arm.times = {statistics::summary(seconds), statistics::summary(per_step), statistics::summary(to_target)};
}

/// Holm's p of one figure over the arms of a group.
void adjust(GroupFigures& group, ArmFigure ArmFigures::*figure)
{
    std::vector<std::optional<double>> p;
    std::vector<FigureComparison*> compared;
    for (ArmFigures& arm : group.arms) {
        auto& comparison = (arm.*figure).comparison;
        if (!comparison)
            continue;
        p.push_back(comparison->difference.p);
        compared.push_back(&*comparison);
    }
    const std::vector<std::optional<double>> adjusted = statistics::holmAdjusted(p);
    for (std::size_t i = 0; i < compared.size(); ++i)
        compared[i]->adjusted_p = adjusted[i];
}

Result<GroupFigures> groupFigures(const Experiment& experiment, const RunStore& store, const ExperimentGroup& place,
                                  const TunedRates& rates, ExperimentFigures& all)
{
    GroupFigures group{place, experiment.points()[place.point].values, {}, {}, {}};
    const Project project = experiment.projectOf(place);
    std::size_t baseline = 0;
    for (const ArmId& id : experiment.arms()) {
        if (id == experiment.baseline())
            baseline = group.arms.size();
        ArmFigures& arm = group.arms.emplace_back();
        arm.arm = id;
        describe(arm, project, *experiment.dataset());
        PlannedRun run{place, id, 0, {}, 0};
        if (const auto rate = rates.find({place, id}); rate != rates.end()) {
            run.learning_rate = rate->second;
            arm.is_tuned = true;
        }
        arm.learning_rate = experiment.projectOf(run).training.optimizer_attributes.get<double>("learning_rate");
        for (const Experiment::Pair& pair : experiment.pairs()) {
            run.seed = pair.seed;
            run.fold = pair.fold;
            // Without its rates, nothing of a tuned experiment is compared yet.
            const bool is_untuned = experiment.settings().tuning_trials > 0 && !arm.is_tuned;
            auto found = is_untuned ? Result<std::optional<RunResult>>() : store.find(experiment.keyOf(run));
            if (!found)
                return tl::unexpected(found.error());
            all.done += *found ? 1 : 0;
            arm.runs.push_back(std::move(*found));
        }
        fillFigures(arm, all.metric);
        if (arm.val_loss.summary.mean)
            group.target_loss = std::max(group.target_loss.value_or(-std::numeric_limits<double>::infinity()),
                                         *arm.val_loss.summary.mean);
    }
    for (ArmFigures& arm : group.arms) {
        arm.steps_to_target = figure(pointersTo(arm.runs), "Steps to the target loss", MetricDirection::LowerIsBetter,
                                     [&](const RunResult& run) { return stepsTo(run, group.target_loss); });
        fillTimes(arm, group.target_loss);
    }
    const ArmFigures& of_baseline = group.arms[baseline];
    for (ArmFigures& arm : group.arms) {
        if (arm.arm == of_baseline.arm)
            continue;
        const statistics::VerdictSubject names{.arm = arm.title, .baseline = of_baseline.title};
        arm.storage =
            statistics::storageSentence({arm.counts.parameters, arm.counts.weight_bytes},
                                        {of_baseline.counts.parameters, of_baseline.counts.weight_bytes}, names);
        for (const auto member : comparedFigures) {
            if ((arm.*member).name.empty())
                continue;
            auto compared = compare(arm.*member, of_baseline.*member, experiment, names, all.comparisons, arm.runs,
                                    of_baseline.runs);
            if (!compared)
                return tl::unexpected(compared.error());
            (arm.*member).comparison = std::move(*compared);
        }
        const ArmFigure& decisive = all.is_by_metric ? arm.metric : arm.val_loss;
        group.verdict += (group.verdict.empty() ? "" : "\n") + arm.storage + " " + decisive.comparison->sentence;
    }
    for (const auto member : comparedFigures)
        adjust(group, member);
    return group;
}

} // namespace

ArmFigure valLossFigure(ArmRuns runs)
{
    return figure(
        runs, "Validation loss", MetricDirection::LowerIsBetter, [](const RunResult& run) { return run.valLoss(); },
        [](const RunResult& run) { return run.atStart(&MetricEvent::val_loss); });
}

ArmFigure metricFigure(ArmRuns runs, const MetricSpec& metric)
{
    if (metric.name.empty())
        return {};
    return figure(
        runs, inSentence(metric.name), directionOf(metric), [](const RunResult& run) { return run.metric(); },
        [](const RunResult& run) { return run.atStart(&MetricEvent::metric); });
}

ArmFigure gapFigure(ArmRuns runs)
{
    return figure(runs, "Generalisation gap", MetricDirection::LowerIsBetter,
                  [](const RunResult& run) { return run.valLoss() - run.trainLoss(); });
}

ArmFigure testLossFigure(ArmRuns runs)
{
    if (std::ranges::none_of(runs, [](const RunResult* run) { return run != nullptr && run->test; }))
        return {};
    return figure(runs, "Test loss", MetricDirection::LowerIsBetter,
                  [](const RunResult& run) { return run.test ? run.test->val_loss : notMeasured; });
}

std::vector<const ArmFigure*> ArmFigures::figures() const
{
    std::vector<const ArmFigure*> all;
    for (const auto member : comparedFigures) {
        if (!(this->*member).name.empty())
            all.push_back(&(this->*member));
    }
    return all;
}

Result<ExperimentFigures> figuresOf(const Experiment& experiment, const RunStore& store)
{
    const auto rates = tunedRates(experiment, store);
    if (!rates)
        return tl::unexpected(rates.error());
    ExperimentFigures figures;
    for (const Experiment::Pair& pair : experiment.pairs()) {
        figures.seeds.push_back(pair.seed);
        if (pair.fold > 0)
            figures.folds.push_back(pair.fold);
    }
    figures.metric = metricOf(lossesOf(experiment.project().network));
    figures.is_by_metric = experiment.settings().measure == ExperimentMeasure::Metric && !figures.metric.name.empty();
    figures.measure = figures.is_by_metric ? inSentence(figures.metric.name) : "Validation loss";
    figures.comparisons = static_cast<std::int64_t>(experiment.arms().size()) - 1;
    const std::vector<ExperimentGroup> groups = experiment.groups();
    figures.runs = static_cast<std::int64_t>(groups.size() * figures.seeds.size() * experiment.arms().size());
    for (const ExperimentGroup& group : groups) {
        auto made = groupFigures(experiment, store, group, (*rates).value_or(TunedRates()), figures);
        if (!made)
            return tl::unexpected(made.error());
        figures.groups.push_back(std::move(*made));
    }
    return figures;
}

} // namespace ligature
