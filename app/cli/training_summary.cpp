// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <iterator>

#include "app/cli/number_text.h"
#include "app/cli/text_table.h"
#include "app/cli/training_display.h"
#include "core/data/summary.h"
#include "core/network/repeat.h"
#include "core/tying/account.h"
#include "core/tying/arm.h"

namespace ligature::cli {

namespace {

/// What is measured of each of several losses.
void addLossRows(TextTable& table, std::span<const MetricEvent> ends, const std::vector<LossDescription>& losses)
{
    for (std::size_t i = 0; losses.size() > 1 && i < losses.size(); ++i) {
        const std::string of = " of " + losses[i].name;
        std::vector<std::string> training = {"training loss" + of};
        std::vector<std::string> validation = {"validation loss" + of};
        std::vector<std::string> metric = {losses[i].metric.name + of};
        bool validates = false;
        for (const MetricEvent& end : ends) {
            const LossMeasure measure = i < end.losses.size() ? end.losses[i] : LossMeasure{};
            validates = validates || !std::isnan(measure.val_loss);
            training.push_back(realText(measure.train_loss));
            validation.push_back(realText(measure.val_loss));
            metric.push_back(realText(measure.metric));
        }
        table.addRow(training);
        if (validates)
            table.addRow(validation);
        if (i > 0 && !losses[i].metric.name.empty()) // The first one's is the network's.
            table.addRow(metric);
    }
}

std::int64_t parametersOf(const ArmId& arm, const Account& account, const Project& project)
{
    if (arm == tiedArm)
        return account.tied.parameters;
    if (arm == untiedArm)
        return account.untied.parameters;
    const Result<DerivedNetwork> made = makeArm(arm, expand(project.network).network);
    return made ? accountOf(made->network, project.training).tied.parameters : 0;
}

std::string tableText(std::span<const MetricEvent> ends, const TrainingReport& report)
{
    const Account account = accountOf(report.project.network, report.project.training);
    TextTable table;
    table.alignRight({1, 2, 3, 4});
    std::vector<std::string> head = {""};
    std::vector<std::string> parameters = {"parameters"};
    std::vector<std::string> training = {"training loss"};
    std::vector<std::string> validation = {"validation loss"};
    std::vector<std::string> metric = {metricName(report.project.network)};
    std::vector<std::string> epoch = {"weights of epoch"};
    for (const MetricEvent& end : ends) {
        head.push_back(toString(end.variant));
        parameters.push_back(groupedText(parametersOf(end.variant, account, report.project)));
        training.push_back(realText(end.train_loss));
        validation.push_back(realText(end.val_loss));
        metric.push_back(realText(end.metric));
        epoch.push_back(groupedText(end.epoch));
    }
    table.addRow(head);
    table.addRow(parameters);
    table.addRow(training);
    if (std::ranges::any_of(ends, [](const MetricEvent& end) { return !std::isnan(end.val_loss); }))
        table.addRow(validation);
    if (!metric.front().empty())
        table.addRow(metric);
    if (report.project.training.patience > 0)
        table.addRow(epoch);
    addLossRows(table, ends, lossesOf(report.project.network));
    return table.text();
}

/// A sentence or two for each parameter whose uses were watched, of the last tenth of what was seen.
std::string usesText(const TrainingReport& report)
{
    std::string text;
    for (const WatchedUses& watched : report.watched_uses) {
        std::vector<UseGradients> seen;
        std::ranges::copy_if(report.use_gradients, std::back_inserter(seen),
                             [&](const UseGradients& figures) { return figures.parameter == watched.parameter; });
        if (!seen.empty())
            text += explain(watched, averageOf(std::span(seen).last((seen.size() + 9) / 10))) + "\n";
    }
    return text;
}

} // namespace

std::string toString(TrainingEnd end)
{
    switch (end) {
    case TrainingEnd::Finished: return "finished";
    case TrainingEnd::Stopped: return "stopped";
    case TrainingEnd::Diverged: return "diverged";
    }
    return {};
}

std::string summaryText(TrainingEnd how, std::span<const MetricEvent> ends, const TrainingReport& report)
{
    std::string text = tableText(ends, report) + "\n";
    if (report.twin_check && report.twin_check->identical) {
        text += "Twin check: at step 0 both losses are " + exactText(report.twin_check->tied_loss) +
                ", equal to the last bit.\n";
    } else if (report.twin_check) {
        text += "Twin check FAILED: at step 0 the tied loss is " + exactText(report.twin_check->tied_loss) +
                " and the untied " + exactText(report.twin_check->untied_loss) + ".\n";
    }
    text += usesText(report);
    std::int64_t step = 0;
    double seconds = 0;
    for (const MetricEvent& end : ends) {
        step = std::max(step, end.step);
        seconds = std::max(seconds, end.seconds);
    }
    text += groupedText(step) + (step < report.total_steps ? " of " + groupedText(report.total_steps) : "") +
            " steps in " + durationText(seconds);
    if (how == TrainingEnd::Finished && step < report.total_steps) {
        return text + ": trained no further, for nothing became better in " +
               countText(static_cast<std::uint64_t>(report.project.training.patience), "epoch", "epochs") + ".\n";
    }
    return text + (how == TrainingEnd::Stopped ? "; stopped.\n" : ".\n");
}

} // namespace ligature::cli
