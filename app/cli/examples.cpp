// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/examples.h"

#include <filesystem>
#include <iostream>
#include <memory>

#include "app/cli/text_table.h"
#include "app/cli/verb.h"
#include "core/files/atomic_file.h"
#include "core/files/writable_folder.h"

namespace ligature::cli {

namespace {

struct ExamplesOptions {
    std::string name;
    std::string output;
    bool original = false; ///< the network as the collection wrote it
};

Result<int> listExamples()
{
    TextTable table;
    for (const Example& example : examples())
        table.addRow({std::string(example.name), std::string(example.title)});
    std::cout << table.text();
    return exitDone;
}

Result<int> writeExample(const ExamplesOptions& options)
{
    const Example* const example = findExample(options.name);
    if (!example)
        return fail(options.name, "there is no example of this name", "ligature-cli examples lists them");
    if (options.original && example->original.empty())
        return tl::unexpected<Error>(loadOriginal(options.name).error());
    if (options.output.empty())
        return fail("examples " + options.name, "it is not said where to write the project to", "add -o PROJECT");
    const std::filesystem::path folder = std::filesystem::absolute(options.output).parent_path();
    if (const auto writable = checkWritableFolder(folder); !writable)
        return tl::unexpected<Error>(writable.error());
    return writeFileAtomically(options.output, options.original ? example->original : example->json).map([] {
        return exitDone;
    });
}

} // namespace

Verb addExamples(CLI::App& program)
{
    CLI::App* const command = program.add_subcommand("examples", "List the built-in examples, or write one out");
    const auto options = std::make_shared<ExamplesOptions>();
    CLI::Option* const name = command->add_option("NAME", options->name, "The example to write");
    command->add_option("-o,--output", options->output, "The project file to write; one that is there is replaced")
        ->type_name("PROJECT")
        ->needs(name);
    command->add_flag("--original", options->original, "Write the network as it was written before it was mended")
        ->needs(name);
    return {command, [options] { return options->name.empty() ? listExamples() : writeExample(*options); }};
}

} // namespace ligature::cli
