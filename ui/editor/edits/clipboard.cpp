// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/edits/clipboard.h"

#include <QMimeData>

#include "core/project/project_file.h"

namespace ligature {

std::unique_ptr<QMimeData> toMimeData(const CopiedNodes& nodes)
{
    Project project;
    project.network = nodes.fragment.network;
    project.canvas = nodes.canvas;
    // Colours are given anew when nodes are pasted, so that in the clipboard they can tell which parameters were chosen
    // themselves and which came along with a layer that uses them.
    project.canvas.colours.clear();
    for (const ParameterId parameter : nodes.fragment.chosen_parameters)
        project.canvas.colours[parameter] = 0;
    auto data = std::make_unique<QMimeData>();
    data->setData(QLatin1String(copiedNodesMimeType), QByteArray::fromStdString(writeProject(project)));
    return data;
}

std::optional<CopiedNodes> fromMimeData(const QMimeData& data)
{
    if (!data.hasFormat(QLatin1String(copiedNodesMimeType)))
        return std::nullopt;
    const Result<Project> project =
        readProject(data.data(QLatin1String(copiedNodesMimeType)).toStdString(), "the clipboard");
    if (!project)
        return std::nullopt;
    CopiedNodes nodes{{project->network, {}}, project->canvas};
    for (const auto& [parameter, colour] : project->canvas.colours)
        nodes.fragment.chosen_parameters.insert(parameter);
    nodes.canvas.colours.clear();
    return nodes;
}

} // namespace ligature
