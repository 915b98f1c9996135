// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>
#include <string>

#include "app/cli/trained_options.h"
#include "app/cli/verb.h"
#include "core/files/atomic_file.h"
#include "core/inference/predictions_csv.h"

namespace ligature::cli {

namespace {

struct PredictOptions : TrainedOptions {
    std::string output;
};

Result<int> predictToCsv(const PredictOptions& options)
{
    if (!options.output.empty()) {
        if (const auto writable = checkReplaceable(options.output); !writable)
            return tl::unexpected<Error>(writable.error());
    }
    const Result<TrainedInput> input = readTrainedInput(options, false);
    if (!input)
        return tl::unexpected<Error>(input.error());
    if (input->arms.size() > 1) {
        std::string words;
        for (const TrainedArm& arm : input->arms)
            words += (words.empty() ? "" : ", ") + toString(arm.arm);
        return fail(options.weights,
                    input->arms.size() == 2 ? "this folder holds both variants" : "this folder holds several variants",
                    "add --variant and one of these: " + words);
    }
    const Result<Predictions> predictions = predict(input->arms.front(), input->dataset);
    if (!predictions)
        return tl::unexpected<Error>(predictions.error());
    const Result<std::string> csv = predictionsCsv(*predictions, input->dataset.name);
    if (!csv)
        return tl::unexpected<Error>(csv.error());
    if (options.output.empty()) {
        std::cout << *csv;
        return exitDone;
    }
    return writeFileAtomically(options.output, *csv).map([] { return exitDone; });
}

} // namespace

Verb addPredict(CLI::App& program)
{
    CLI::App* const command = program.add_subcommand("predict", "Write what a trained network predicts as CSV");
    const auto options = std::make_shared<PredictOptions>();
    addTrainedOptions(*command, *options);
    command
        ->add_option("-o,--output", options->output,
                     "The CSV file to write, all of it or nothing; without it, standard output")
        ->type_name("FILE");
    command->footer("A row a sample, numbered from 1. Of a class its name and the probability of each; of a text the "
                    "tokens that follow; otherwise the values. The columns are named as in the data; a picture's "
                    "file stands in one of its own. The data need no targets. They are scaled as those that were "
                    "trained on.");
    return {command, [options] { return predictToCsv(*options); }};
}

} // namespace ligature::cli
