// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

#include "app/cli/verb.h"
#include "core/export/write_export.h"
#include "core/files/writable_folder.h"
#include "core/project/project_file.h"
#include "core/report/training_folder.h"
#include "core/report/untrained.h"
#include "core/tying/arm.h"

namespace ligature::cli {

namespace {

struct ExportOptions {
    std::string project;
    std::string format;
    std::string weights;
    std::string variant;
    std::string output;
    std::set<std::string> flags; ///< boolean options of formats that are asked for
};

/// The boolean options of all formats, by name.
std::map<std::string, AttributeSpec> flagSpecs()
{
    std::map<std::string, AttributeSpec> specs;
    for (const Exporter* const exporter : exporters()) {
        for (const AttributeSpec& spec : exporter->options()) {
            if (spec.kind == AttributeKind::Boolean)
                specs.emplace(spec.name, spec);
        }
    }
    return specs;
}

/// The format's options as they were asked for.
Result<Attributes> optionsOf(const Exporter& exporter, const std::set<std::string>& flags)
{
    const std::vector<AttributeSpec> specs = exporter.options();
    Attributes attributes;
    for (const std::string& flag : flags) {
        if (std::ranges::find(specs, flag, &AttributeSpec::name) == specs.end())
            return fail("--" + flag, "the format " + exporter.name() + " has no such option", "leave it out");
        attributes.set(flag, true);
    }
    return attributes;
}

std::string formatNames()
{
    std::string names;
    for (const Exporter* const exporter : exporters())
        names += (names.empty() ? "" : ", ") + exporter->name();
    return names;
}

std::string wordsOf(const std::vector<ArmId>& arms)
{
    std::string words;
    for (const ArmId& arm : arms)
        words += (words.empty() ? "" : ", ") + toString(arm);
    return words;
}

/// The arm that was asked for, or the only one that the folder holds.
Result<ArmId> chooseVariant(const ExportOptions& options, const Network& network)
{
    if (!options.variant.empty()) {
        const ArmId arm(options.variant);
        const auto known = checkArms(std::span(&arm, 1), network, "--variant");
        return known ? Result<ArmId>(arm) : tl::unexpected(known.error());
    }
    if (options.weights.empty())
        return tiedArm;
    const std::vector<ArmId> trained = trainedVariants(options.weights);
    if (trained.empty())
        return fail(options.weights, "this folder holds no trained weights", "train with --out " + options.weights);
    if (trained.size() > 1)
        return fail(options.weights,
                    trained.size() == 2 ? "this folder holds both variants" : "this folder holds several variants",
                    "add --variant and one of these: " + wordsOf(trained));
    return trained.front();
}

Result<int> exportWeights(const ExportOptions& options)
{
    const Exporter* const exporter = findExporter(options.format);
    if (!exporter)
        return fail("--format " + options.format, "there is no such format", "these are: " + formatNames());
    const Result<Project> project = loadProject(options.project);
    if (!project)
        return tl::unexpected<Error>(project.error());
    const Result<ArmId> variant = chooseVariant(options, project->network);
    if (!variant)
        return tl::unexpected<Error>(variant.error());
    if (const auto writable = checkWritableFolder(std::filesystem::absolute(options.output).parent_path()); !writable)
        return tl::unexpected<Error>(writable.error());
    const Result<Attributes> format_options = optionsOf(*exporter, options.flags);
    if (!format_options)
        return tl::unexpected<Error>(format_options.error());
    Result<ExportRequest> request =
        options.weights.empty() ? untrained(*project, *variant) : readTrained(options.weights, *project, *variant);
    if (!request)
        return tl::unexpected<Error>(request.error());
    request->options = *format_options;
    request->data_folder = std::filesystem::absolute(options.project).parent_path();
    return writeExport(*exporter, *request, options.output).map([](const auto&) { return exitDone; });
}

} // namespace

Verb addExport(CLI::App& program)
{
    CLI::App* const command =
        program.add_subcommand("export", "Take a network to other systems: its weights, or code and weights");
    const auto options = std::make_shared<ExportOptions>();
    command->add_option("PROJECT", options->project, "The project file")->required()->type_name("");
    command->add_option("--format", options->format, "One of " + formatNames())->required()->type_name("F");
    command
        ->add_option("--weights", options->weights,
                     "What train --out wrote; without it, the values that a training would start from")
        ->type_name("DIR");
    command
        ->add_option("--variant", options->variant,
                     "tied, untied or another arm (see train --arms); needed only where DIR holds several")
        ->type_name("NAME");
    command->add_option("-o,--output", options->output, "The file to write, or the folder; what is there is replaced")
        ->required()
        ->type_name("PATH");
    for (const auto& [name, spec] : flagSpecs()) {
        command->add_flag_callback(
            "--" + name, [options, flag = name] { options->flags.insert(flag); }, spec.help);
    }
    return {command, [options] { return exportWeights(*options); }};
}

} // namespace ligature::cli
