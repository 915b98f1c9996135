// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/number_text.h"
#include "app/cli/text_table.h"
#include "app/cli/trained_options.h"
#include "app/cli/verb.h"
#include "core/inference/evaluation.h"
#include "core/training/losses.h"

namespace ligature::cli {

namespace {

struct EvaluateOptions : TrainedOptions {
    std::string part = "all";
    bool json = false;
};

/// JSON has no infinities and no NaN: the library writes null for them.
std::string evaluationJson(const EvaluateOptions& options, const TrainedInput& input,
                           const std::vector<Evaluation>& evaluations, const std::vector<LossDescription>& losses)
{
    using Json = nlohmann::ordered_json;
    Json arms = Json::array();
    for (std::size_t i = 0; i < evaluations.size(); ++i) {
        const Evaluation& of_arm = evaluations[i];
        Json arm = {{"variant", toString(input.arms[i].arm)},
                    {"seed", input.arms[i].training.seed},
                    {"loss", of_arm.loss},
                    {"metric", of_arm.metric}};
        for (std::size_t loss = 0; loss < of_arm.losses.size(); ++loss)
            arm["losses"][losses[loss].name] = {{"loss", of_arm.losses[loss].val_loss},
                                                {"metric", of_arm.losses[loss].metric}};
        arms.push_back(std::move(arm));
    }
    const Json json = {{"data", input.dataset.name},
                       {"part", options.part},
                       {"samples", evaluations.front().samples},
                       {"metric_name", metricOf(losses).name},
                       {"arms", std::move(arms)}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string evaluationText(const EvaluateOptions& options, const TrainedInput& input,
                           const std::vector<Evaluation>& evaluations, const std::vector<LossDescription>& losses)
{
    TextTable table;
    std::vector<std::string> head = {""};
    std::vector<std::string> loss = {"loss"};
    std::vector<std::string> metric = {metricOf(losses).name};
    std::set<std::size_t> right;
    for (std::size_t i = 0; i < evaluations.size(); ++i) {
        head.push_back(toString(input.arms[i].arm));
        loss.push_back(realText(evaluations[i].loss));
        metric.push_back(realText(evaluations[i].metric));
        right.insert(i + 1);
    }
    table.alignRight(right);
    table.addRow(head);
    table.addRow(loss);
    if (!metric.front().empty())
        table.addRow(metric);
    for (std::size_t one = 0; one < evaluations.front().losses.size(); ++one) {
        std::vector<std::string> of_loss = {"loss of " + losses[one].name};
        std::vector<std::string> of_metric = {losses[one].metric.name + " of " + losses[one].name};
        for (const Evaluation& evaluation : evaluations) {
            of_loss.push_back(realText(evaluation.losses[one].val_loss));
            of_metric.push_back(realText(evaluation.losses[one].metric));
        }
        table.addRow(of_loss);
        if (one > 0 && !losses[one].metric.name.empty()) // The first one's is the network's.
            table.addRow(of_metric);
    }
    return table.text() + "\n" + groupedText(evaluations.front().samples) +
           (evaluations.front().samples == 1 ? " sample of " : " samples of ") + input.dataset.name +
           (options.part == "all" ? "" : " (" + options.part + ")") + ".\n";
}

Result<int> printEvaluation(const EvaluateOptions& options)
{
    const Result<TrainedInput> input = readTrainedInput(options, true);
    if (!input)
        return tl::unexpected<Error>(input.error());
    std::vector<Evaluation> evaluations;
    for (const TrainedArm& arm : input->arms) {
        const Result<Evaluation> evaluation = evaluate(arm, input->dataset, *dataPartOf(options.part));
        if (!evaluation)
            return tl::unexpected<Error>(evaluation.error());
        evaluations.push_back(*evaluation);
    }
    const std::vector<LossDescription> losses = lossesOf(input->arms.front().network);
    std::cout << (options.json ? evaluationJson : evaluationText)(options, *input, evaluations, losses);
    return exitDone;
}

} // namespace

Verb addEvaluate(CLI::App& program)
{
    CLI::App* const command =
        program.add_subcommand("evaluate", "Tell the loss and the metric of trained networks on data");
    const auto options = std::make_shared<EvaluateOptions>();
    addTrainedOptions(*command, *options);
    command
        ->add_option("--part", options->part,
                     "Of which samples: training, validation or test, as the training split them by its seed; or all")
        ->type_name("PART")
        ->check(CLI::IsMember({"training", "validation", "test", "all"}).description(""));
    command->add_flag("--json", options->json, "Print one JSON object");
    command->footer("Data are scaled as those that were trained on, and must have their columns and classes.");
    return {command, [options] { return printEvaluation(*options); }};
}

} // namespace ligature::cli
