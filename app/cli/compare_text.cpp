// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compare_text.h"

#include "app/cli/number_text.h"
#include "app/cli/text_table.h"
#include "core/data/summary.h"
#include "core/text/number_text.h"

namespace ligature::cli {

namespace {

std::string figureText(const ArmFigure& figure)
{
    const statistics::Summary& summary = figure.summary;
    if (!summary.mean)
        return "–";
    return realText(*summary.mean) + (summary.deviation ? " ± " + realText(*summary.deviation) : "");
}

std::string placeText(const Experiment& experiment, const GroupFigures& group)
{
    std::string text;
    for (std::size_t i = 0; i < group.values.size(); ++i)
        text.append(text.empty() ? "" : ", ").append(experiment.axes()[i]).append(" = ").append(group.values[i]);
    if (experiment.settings().fractions.size() > 1)
        text.append(text.empty() ? "" : ", ")
            .append(numbers::percent(group.group.fraction, group.group.fraction < 0.01 ? 2 : 0))
            .append(" of the training samples");
    return text;
}

std::string tableText(const ExperimentFigures& figures, const GroupFigures& group)
{
    TextTable table(2);
    table.alignRight({1, 2, 3, 4, 5, 6, 7});
    const bool has_metric = !figures.metric.name.empty();
    const bool has_test = !group.arms.front().test_loss.name.empty();
    std::vector<std::string> head = {"", "parameters", "weights", "validation loss"};
    if (has_metric)
        head.push_back(figures.metric.name);
    if (has_test)
        head.emplace_back("test loss");
    head.insert(head.end(), {"learning rate", "ms a step"});
    table.addRow(head);
    for (const ArmFigures& arm : group.arms) {
        std::vector<std::string> row = {arm.title, groupedText(arm.counts.parameters),
                                        bytesText(arm.counts.weight_bytes), figureText(arm.val_loss)};
        if (has_metric)
            row.push_back(figureText(arm.metric));
        if (has_test)
            row.push_back(figureText(arm.test_loss));
        row.push_back(realText(arm.learning_rate) + (arm.is_tuned ? " (tuned)" : ""));
        const auto& step = arm.times.seconds_per_step.median;
        row.push_back(step ? realText(1000 * *step) : "–");
        table.addRow(row);
    }
    return table.text();
}

} // namespace

std::string comparisonText(const Experiment& experiment, const ExperimentFigures& figures)
{
    std::string text = experiment.project().name + ": " + countText(experiment.arms().size(), "arm", "arms") + " × " +
                       countText(experiment.seeds().size(), "seed", "seeds");
    if (!figures.folds.empty())
        text += " × " + std::to_string(experiment.settings().folds) + " folds";
    if (figures.groups.size() > 1)
        text += " × " + countText(figures.groups.size(), "setting", "settings");
    text += ", mean ± standard deviation\n";
    for (const GroupFigures& group : figures.groups) {
        text += "\n";
        if (const std::string place = placeText(experiment, group); !place.empty())
            text += place + "\n";
        text += tableText(figures, group) + "\n" + group.verdict + "\n";
        for (const ArmFigures& arm : group.arms) {
            const ArmFigure& decisive = figures.is_by_metric ? arm.metric : arm.val_loss;
            if (!decisive.comparison || decisive.comparison->evidence.empty())
                continue;
            const std::string& checked = decisive.comparison->checked;
            text += decisive.comparison->evidence + (checked.empty() ? "" : " " + checked) + "\n";
        }
    }
    if (experiment.settings().tuning_trials == 0)
        text +=
            "\nThe learning rates were not tuned: each arm trained with the one that is set (--tune N tunes them).\n";
    if (!figures.folds.empty())
        text += "\nFolds of one seed train on samples that they share, so that the intervals are those of Nadeau and "
                "Bengio (2003), wider than of as many independent runs; sign flips and bootstrap, which ask for "
                "independence, are left out.\n";
    if (figures.done < figures.runs)
        text += "\n" + groupedText(figures.runs - figures.done) + " of " + groupedText(figures.runs) +
                " runs are not through; all figures are of those that are.\n";
    return text;
}

} // namespace ligature::cli
