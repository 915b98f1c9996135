// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <iostream>
#include <memory>

#include "app/cli/data_options.h"
#include "app/cli/number_text.h"
#include "app/cli/text_table.h"
#include "app/cli/verb.h"
#include "core/project/project_file.h"
#include "core/training/gradient_check.h"
#include "core/training/trainer.h"

namespace ligature::cli {

namespace {

void printGradients(const GradientCheck& check)
{
    TextTable table(2);
    table.alignRight({1, 2, 3});
    table.addRow({"", "entries", "gradient norm", "relative error", ""});
    for (const GradientCheckRow& row : check.rows) {
        table.addRow({row.name, groupedText(row.checked), scientificText(row.gradient_norm),
                      scientificText(row.relative_error),
                      row.relative_error < GradientCheck::tolerance ? "ok" : "WRONG"});
    }
    std::cout << "Gradients against central differences, in double precision (relative error under "
              << scientificText(GradientCheck::tolerance) << ")\n"
              << table.text();
}

void printTwins(const TwinCheck& twins)
{
    std::cout << "\nThe untied twin at step 0\n  tied loss " << exactText(twins.tied_loss) << ", untied loss "
              << exactText(twins.untied_loss) << ": " << (twins.identical ? "equal to the last bit" : "DIFFERENT")
              << '\n';
}

Result<int> check(const std::string& file)
{
    Result<Project> project = loadProject(file);
    if (!project)
        return tl::unexpected<Error>(project.error());
    Result<Dataset> loaded = loadDataset(project->data, std::filesystem::absolute(file).parent_path());
    if (!loaded)
        return tl::unexpected<Error>(loaded.error());
    printRemarks(*loaded);
    const auto dataset = std::make_shared<const Dataset>(std::move(*loaded));
    const Result<GradientCheck> gradients = checkGradients(*project, *dataset);
    if (!gradients)
        return tl::unexpected(inFile(gradients.error(), file));
    project->training.arms = {tiedArm, untiedArm};
    const Result<std::unique_ptr<Trainer>> trainer = Trainer::create(*project, dataset);
    if (!trainer)
        return tl::unexpected(inFile(trainer.error(), file));
    const TwinCheck twins = (*trainer)->twinCheck().value();

    printGradients(*gradients);
    printTwins(twins);
    if (!gradients->passed())
        return fail(file, "a gradient does not agree with central differences", "see the table", ErrorKind::Work);
    if (!twins.identical)
        return fail(file, "the untied twin does not start from the tied network's loss", {}, ErrorKind::Work);
    return exitDone;
}

} // namespace

Verb addCheck(CLI::App& program)
{
    CLI::App* const command =
        program.add_subcommand("check", "Check gradients against central differences, and the twin at step 0");
    const auto file = std::make_shared<std::string>();
    command->add_option("PROJECT", *file, "The project file")->required()->type_name("");
    return {command, [file] { return check(*file); }};
}

} // namespace ligature::cli
