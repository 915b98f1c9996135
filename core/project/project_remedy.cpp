// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_remedy.h"

#include <utility>

namespace ligature {

Remedy settingsRemedy(std::string title, std::function<void(TrainingSettings&)> edit)
{
    return {std::move(title), Remedy::ProjectEdit([edit = std::move(edit)](Project& project) {
                edit(project.training);
                return Result<void>();
            })};
}

Remedy dataRemedy(std::string title, std::function<void(DataSource&)> edit)
{
    return {std::move(title), Remedy::ProjectEdit([edit = std::move(edit)](Project& project) {
                edit(project.data);
                return Result<void>();
            })};
}

Remedy chooseData()
{
    return {"Choose data…", Remedy::ChooseData{}};
}

bool asksForData(const Remedy& remedy)
{
    return std::holds_alternative<Remedy::ChooseData>(remedy.edit);
}

Result<void> applyRemedy(Project& project, const Remedy& remedy)
{
    if (const auto* const edit = std::get_if<Remedy::ProjectEdit>(&remedy.edit))
        return (*edit)(project);
    if (asksForData(remedy))
        return {};
    Result<Network> network = remedied(project.network, remedy);
    if (!network)
        return tl::unexpected(std::move(network.error()));
    project.network = std::move(*network);
    return {};
}

} // namespace ligature
