// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <iostream>
#include <memory>

#include "app/cli/text_table.h"
#include "app/cli/verb.h"
#include "core/files/atomic_file.h"
#include "core/files/writable_folder.h"
#include "core/import/import_file.h"
#include "core/import/write_import.h"
#include "core/project/project_file.h"

namespace ligature::cli {

namespace {

struct ImportOptions {
    std::string file;
    std::string project;
};

/// What was written, and what can be done with it.
void tell(const WrittenImport& written)
{
    const std::string folder = written.weights.string();
    std::cout << "The values are in " << folder << ": export --weights " << folder << " takes them";
    if (!written.no_checkpoint)
        std::cout << ", train --resume " << folder << " trains on from them.\n";
    else
        std::cout << ". They cannot be trained on from yet: " << written.no_checkpoint->oneLine() << '\n';
}

Result<int> writeModel(const ImportedModel& model, const ImportOptions& options)
{
    if (const auto possible = checkReplaceable(options.project); !possible)
        return tl::unexpected<Error>(possible.error());
    const Result<WrittenImport> written = writeImportedModel(model, options.project);
    if (!written)
        return tl::unexpected<Error>(written.error());
    std::cout << "Wrote the project " << options.project << ".\n";
    for (const std::string& note : model.notes)
        std::cout << note << '\n';
    tell(*written);
    return exitDone;
}

Result<int> writeWeights(const WeightFile& file, const ImportOptions& options)
{
    const Result<Project> project = loadProject(options.project);
    if (!project)
        return tl::unexpected<Error>(project.error());
    const Result<WeightMapping> mapping = mapWeights(*project, file);
    if (!mapping)
        return tl::unexpected<Error>(inFile(mapping.error(), options.project));
    const Result<Weights> weights = mapping->weights(options.file);
    if (!weights)
        return tl::unexpected<Error>(weights.error());
    const Result<WrittenImport> written = writeImportedWeights(*project, *weights, options.project);
    if (!written)
        return tl::unexpected<Error>(written.error());
    TextTable table;
    for (const MappedParameter& parameter : mapping->parameters) {
        for (const MappedTensor& tensor : parameter.tensors)
            table.addRow({parameter.name, parameter.shape.toString(), tensor.name, "by " + toString(tensor.by)});
    }
    std::cout << table.text();
    if (!mapping->unused.empty())
        std::cout << "Nothing takes " << toString(std::span(mapping->unused)) << ".\n";
    for (const std::string& note : mapping->notes)
        std::cout << note << '\n';
    for (const EqualParameters& pair : mapping->equal)
        std::cout << toString(pair) << '\n';
    tell(*written);
    return exitDone;
}

Result<int> importFile(const ImportOptions& options)
{
    const std::filesystem::path folder = std::filesystem::absolute(options.project).parent_path();
    if (const auto writable = checkWritableFolder(folder); !writable)
        return tl::unexpected<Error>(writable.error());
    const Result<ImportFile> file = readImportFile(options.file);
    if (!file)
        return tl::unexpected<Error>(file.error());
    if (const auto* const model = std::get_if<ImportedModel>(&*file))
        return writeModel(*model, options);
    return writeWeights(std::get<WeightFile>(*file), options);
}

} // namespace

Verb addImport(CLI::App& program)
{
    CLI::App* const command =
        program.add_subcommand("import", "Read an ONNX model, or weights into a project's parameters");
    const auto options = std::make_shared<ImportOptions>();
    command->add_option("FILE", options->file, "A .onnx model, or weights: .safetensors or .npz")
        ->required()
        ->type_name("");
    command
        ->add_option(
            "-o,--output", options->project,
            "The project: for weights it is there already; a model is written to it, and replaces what is there")
        ->required()
        ->type_name("PROJECT");
    command->footer(
        "A model that Ligature exported becomes the project that it came from; any other is mapped by its operators, "
        "an "
        "initializer that is read twice becoming a shared parameter. Weights go to the parameters of their names, else "
        "to those that alone have their shape. The values go to the folder imported in NAME.runs beside NAME.ligature: "
        "export --weights takes it, and train --resume trains on from it. On an error nothing is changed.");
    return {command, [options] { return importFile(*options); }};
}

} // namespace ligature::cli
