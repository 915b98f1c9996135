// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include <unistd.h>

#include "app/cli/data_options.h"
#include "app/cli/interruption.h"
#include "app/cli/project_options.h"
#include "app/cli/training_display.h"
#include "app/cli/training_loop.h"
#include "app/cli/verb.h"
#include "core/files/writable_folder.h"
#include "core/optimization/schedule.h"
#include "core/project/experiment_axis.h"
#include "core/project/project_file.h"
#include "core/report/training_folder.h"
#include "core/tying/arm.h"

namespace ligature::cli {

namespace {

struct TrainOptions {
    std::string project;
    std::string variant;
    std::vector<std::string> arms;
    std::string schedule;
    std::vector<std::string> settings;
    std::optional<std::int64_t> seed;
    std::optional<std::int64_t> epochs;
    std::optional<std::string> split;
    std::optional<std::int64_t> folds;
    std::optional<std::int64_t> fold;
    std::optional<double> gradient_clipping;
    std::optional<std::int64_t> steps;
    std::optional<int> threads;
    std::string data;
    std::vector<std::string> data_options;
    std::string out;
    std::string resume;
    bool json = false;
    std::int64_t every = 1;
    bool uses = false;
    bool step_log = false;
    bool event_files = false;
    double checkpoint_interval = 30;
    std::int64_t uses_every = defaultWatchInterval;
};

/// --set NAME=VALUE.
Result<void> setByText(Project& project, const std::string& text)
{
    const Result<ExperimentAxis> axis = axisFromText(text, project);
    if (!axis)
        return fail("--set " + axis.error().where, axis.error().what, axis.error().mend);
    if (axis->values.size() != 1 || axis->range)
        return fail("--set " + text, "it is not one value", "name one; ligature-cli compare --vary tries several");
    return setTarget(project, axis->target, axis->values.front());
}

/// The project with what the call says instead.
Result<Project> loadWithOptions(const TrainOptions& options)
{
    Result<Project> project = loadProject(options.project);
    if (!project)
        return project;
    TrainingSettings& training = project->training;
    if (options.variant == "both")
        training.arms = {tiedArm, untiedArm};
    else if (!options.variant.empty())
        training.arms = {ArmId(options.variant)};
    if (!options.arms.empty()) {
        training.arms.clear();
        for (const std::string& word : options.arms)
            training.arms.emplace_back(word);
        if (const auto valid = checkArms(training.arms, project->network, "--arms"); !valid)
            return tl::unexpected<Error>(valid.error());
    }
    if (!options.schedule.empty() && options.schedule != training.schedule) {
        training.schedule = options.schedule;
        training.schedule_attributes = {};
    }
    for (const Result<void>& set :
         {overrideSetting(training, "--seed", "seed", options.seed),
          overrideSetting(training, "--epochs", "epochs", options.epochs),
          overrideSetting(training, "--split", "split", options.split),
          overrideSetting(training, "--folds", "folds", options.folds),
          overrideSetting(training, "--fold", "fold", options.fold),
          overrideSetting(training, "--gradient-clipping", "gradient_clipping", options.gradient_clipping)}) {
        if (!set)
            return tl::unexpected<Error>(set.error());
    }
    for (const std::string& setting : options.settings) {
        if (const auto set = setByText(*project, setting); !set)
            return tl::unexpected<Error>(set.error());
    }
    if (const auto set = setData(*project, options.data, options.data_options); !set)
        return tl::unexpected<Error>(set.error());
    return project;
}

std::unique_ptr<TrainingDisplay> makeDisplay(const TrainOptions& options, const Project& project)
{
    if (options.json)
        return jsonDisplay(project.training.seed, options.every, namesOfSeveralLosses(project.network));
    const std::vector<ArmId>& variants = project.training.arms;
    if (isatty(STDERR_FILENO) && isatty(STDOUT_FILENO))
        return barDisplay(variants);
    return plainDisplay(variants, project.network);
}

void printPlaces(const std::filesystem::path& folder, const Trainer& trainer)
{
    std::cout << "Report:  " << (folder / reportFileName).string() << "\nWeights:";
    const char* separator = " ";
    for (const ArmId variant : trainer.variants()) {
        std::cout << separator << (folder / weightsFileName(variant)).string();
        separator = ", ";
    }
    std::cout << '\n';
}

Result<int> train(const TrainOptions& options)
{
    const Result<Project> project = loadWithOptions(options);
    if (!project)
        return tl::unexpected<Error>(project.error());
    const std::unique_ptr<TrainingDisplay> display = makeDisplay(options, *project);
    display->prepare("Loading the data");
    Result<Dataset> loaded = loadDataset(project->data, std::filesystem::absolute(options.project).parent_path());
    if (!loaded)
        return tl::unexpected<Error>(loaded.error());
    printRemarks(*loaded);
    const auto dataset = std::make_shared<const Dataset>(std::move(*loaded));

    const auto variantCount = static_cast<unsigned>(project->training.arms.size());
    const int threads = options.threads.value_or(
        static_cast<int>(std::max(1U, std::min(variantCount, std::thread::hardware_concurrency()))));
    const Result<std::unique_ptr<Trainer>> trainer = options.resume.empty()
                                                         ? Trainer::create(*project, dataset, threads)
                                                         : Trainer::resume(*project, dataset, options.resume, threads);
    if (!trainer)
        return tl::unexpected(options.resume.empty() ? inFile(trainer.error(), options.project) : trainer.error());
    const std::string folder = options.out.empty() ? options.resume : options.out;
    if (options.step_log && folder.empty())
        return fail("--step-log", "there is no folder to write it to", "add --out DIR");
    if (options.event_files && folder.empty())
        return fail("--tensorboard", "there is no folder to write to", "add --out DIR");
    if (!folder.empty()) {
        if (const auto prepared = makeWritableFolder(folder); !prepared)
            return tl::unexpected<Error>(prepared.error());
    }

    if (options.uses) {
        if (const auto watching = (*trainer)->watchUses(options.uses_every); !watching)
            return tl::unexpected<Error>(watching.error());
        if (!options.json && (*trainer)->watchedUses().empty())
            std::cout << "No trainable parameter has two uses, so there is nothing for --uses to watch.\n";
    }
    TrainingLoop loop(*project, dataset->name, **trainer, threads, folder);
    if (!options.resume.empty()) {
        if (const auto read = loop.continueHistory(options.resume); !read)
            return tl::unexpected<Error>(read.error());
    }
    loop.setCheckpointInterval(options.checkpoint_interval);
    if (options.event_files)
        loop.writeEventFiles();
    // One that was begun goes on: with steps left out it would be of no use.
    std::error_code none;
    const bool goes_on =
        !options.resume.empty() && std::filesystem::exists(std::filesystem::path(folder) / stepLogFileName, none);
    if (options.step_log || goes_on) {
        if (const auto logging = loop.logSteps(); !logging)
            return tl::unexpected<Error>(logging.error());
    }
    const Interruption interruption;
    const Result<TrainingEnd> end = loop.run(options.steps, interruption.stop(), *display);
    if (!end)
        return tl::unexpected<Error>(end.error());
    if (!folder.empty() && !options.json)
        printPlaces(folder, **trainer);
    if (*end == TrainingEnd::Diverged) {
        const Divergence& divergence = *loop.divergence();
        const std::string layer = divergence.layer.empty() ? "" : ", layer " + divergence.layer;
        return fail(options.project + layer, divergence.what, divergence.mend, ErrorKind::Work);
    }
    if (const auto finite = (*trainer)->checkWeights(); !finite)
        return fail(options.project + ", " + finite.error().where, finite.error().what, finite.error().mend,
                    ErrorKind::Work);
    return interruption.signal() == 0 ? exitDone : signalExitBase + interruption.signal();
}

} // namespace

Verb addTrain(CLI::App& program)
{
    CLI::App* const command =
        program.add_subcommand("train", "Train a project's network, tied, untied or both in lockstep");
    const auto options = std::make_shared<TrainOptions>();
    command->add_option("PROJECT", options->project, "The project file")->required()->type_name("");
    CLI::Option* const variant =
        command->add_option("--variant", options->variant, "tied, untied or both, instead of the project's choice")
            ->type_name("NAME")
            ->check(CLI::IsMember({"tied", "untied", "both"}).description(""));
    command
        ->add_option("--arms", options->arms,
                     "Any arms side by side, separated by commas: " + armNames() +
                         ", or the project's own (instead of --variant)")
        ->type_name("NAMES")
        ->delimiter(',')
        ->excludes(variant);
    std::vector<std::string> schedules;
    std::string listed;
    for (const ScheduleType* const type : scheduleTypes()) {
        schedules.push_back(type->name());
        listed += (listed.empty() ? "" : ", ") + type->name();
    }
    command
        ->add_option("--schedule", options->schedule,
                     "How the learning rate changes: " + listed +
                         "; with the project's settings for it, or else the usual ones")
        ->type_name("NAME")
        ->check(CLI::IsMember(schedules).description(""));
    command->add_option("--seed", options->seed, "Seed of initial values, order, split and dropout")->type_name("N");
    command->add_option("--epochs", options->epochs, "How often to go through the data")->type_name("N");
    command
        ->add_option(
            "--split", options->split,
            "random, stratified (each part has the classes' shares) or grouped (by --data-option group=COLUMN)")
        ->type_name("NAME");
    command->add_option("--folds", options->folds, "Deal the samples into N folds, one of which is for validation")
        ->type_name("N");
    command->add_option("--fold", options->fold, "Which fold that is, from 1 (1)")->type_name("N");
    command
        ->add_option("--set", options->settings,
                     "Any setting, or an attribute of the optimizer, of a layer or of a use, such as patience=5, "
                     "learning_rate=0.01 or hidden.out_features=32; may be given several times")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    command
        ->add_option("--gradient-clipping", options->gradient_clipping,
                     "The largest norm of all gradients together; 0 for none")
        ->type_name("NORM");
    command->add_option("--steps", options->steps, "Stop after so many updates of this call, also in an epoch")
        ->type_name("N")
        ->check(CLI::Validator(CLI::NonNegativeNumber).description(""));
    command
        ->add_option("--threads", options->threads, "Threads to train with; two and more train both variants at once")
        ->type_name("N")
        ->check(CLI::Range(1, largestThreadCount).description(""));
    addDataOptions(*command, options->data, options->data_options);
    command->add_option("--out", options->out, "Write weights, checkpoints, history.csv and report.html here")
        ->type_name("DIR");
    command
        ->add_option("--resume", options->resume,
                     "Go on from what an earlier call wrote there; goes to --out, or there")
        ->type_name("DIR");
    CLI::Option* const json = command->add_flag("--json", options->json, "Print one JSON object a line");
    command->add_option("--every", options->every, "With --json: print every Nth step only")
        ->type_name("N")
        ->check(CLI::Range(std::int64_t{1}, std::numeric_limits<std::int64_t>::max()).description(""))
        ->needs(json);
    command
        ->add_option("--checkpoint-interval", options->checkpoint_interval,
                     "Write what is trained after so many seconds each (30), for a kill to take no more")
        ->type_name("SECONDS")
        ->check(CLI::Range(0.001, 1e9).description(""));
    command->add_flag("--step-log", options->step_log,
                      "Write every step to steps.csv in DIR as it is made; history.csv of a long training keeps the "
                      "extremes only");
    command->add_flag("--tensorboard", options->event_files,
                      "Write the curves to DIR/tensorboard as well, a run for each arm, for TensorBoard to show");
    CLI::Option* const uses = command->add_flag(
        "--uses", options->uses,
        "Watch what each use of a shared parameter adds to its gradient; told in uses.csv, the report and --json");
    command
        ->add_option("--uses-every", options->uses_every,
                     "With --uses: at every Nth step (" + std::to_string(defaultWatchInterval) + ")")
        ->type_name("N")
        ->check(CLI::Range(std::int64_t{1}, std::numeric_limits<std::int64_t>::max()).description(""))
        ->needs(uses);
    command->footer(
        "DIR is of one moment at all times: after a kill or on a full disk, what was written last is whole, and "
        "--resume goes on from it. Ctrl-C stops after the step, writes what is trained and exits with 130; --resume "
        "goes on from there.");
    return {command, [options] { return train(*options); }};
}

} // namespace ligature::cli
