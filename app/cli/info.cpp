// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>

#include "app/cli/info.h"
#include "app/cli/verb.h"
#include "core/project/project_file.h"
#include "core/training/start_loss.h"
#include "core/tying/linter.h"

namespace ligature::cli {

namespace {

struct InfoOptions {
    std::string project;
    bool json = false;
    bool details = false;
};

Result<int> info(const InfoOptions& options)
{
    const Result<Project> project = loadProject(options.project);
    if (!project)
        return tl::unexpected<Error>(project.error());
    const Analysis analysis =
        examine(project->network, project->training, [&](LayerId loss) { return lossAtStart(*project, loss); });
    const Account account = accountOf(project->network, project->training);
    std::cout << (options.json ? infoJson(*project, analysis, account)
                               : infoText(*project, analysis, account, options.details));
    return exitDone;
}

} // namespace

Verb addInfo(CLI::App& program)
{
    CLI::App* const command =
        program.add_subcommand("info", "Tell a project's layers, shapes, parameters and ties, and what they take");
    const auto options = std::make_shared<InfoOptions>();
    command->add_option("PROJECT", options->project, "The project file")->required()->type_name("");
    command->add_flag("--json", options->json, "Print one JSON object");
    command->add_flag("--details", options->details, "List each layer that a finding tells of together with others");
    return {command, [options] { return info(*options); }};
}

} // namespace ligature::cli
