// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/project_options.h"

#include <filesystem>

#include "app/cli/data_options.h"
#include "core/tying/arm.h"

namespace ligature::cli {

namespace {

/// The file in place of the project's data; where both are of one format, with the project's options for reading it.
Result<DataSource> dataFrom(const std::string& path, const DataSource& own)
{
    const std::filesystem::path file = std::filesystem::absolute(path);
    const DataFormat* const own_format = findDataFormat(own.format);
    Result<DataSource> source = own_format != nullptr && own_format->accepts(file)
                                    ? DataSource{own.format, own_format->optionsFor(file), "none"}
                                    : dataSourceFor(file);
    if (!source)
        return source;
    source->scaling = own.scaling;
    if (source->format != own.format)
        return source;
    Attributes options = own.options;
    for (const AttributeSpec& spec : own_format->options()) {
        if (spec.kind != AttributeKind::Path)
            continue;
        options.erase(spec.name);
        if (source->options.contains(spec.name))
            options.set(spec.name, source->options.values().at(spec.name));
    }
    source->options = options;
    return source;
}

} // namespace

void addDataOptions(CLI::App& command, std::string& data, std::vector<std::string>& data_options,
                    const std::string& help)
{
    command.add_option("--data", data, help)->type_name("PATH");
    command
        .add_option("--data-option", data_options,
                    "An option of how the data are read, such as missing_numbers=mean, decimal=comma or "
                    "scaling=standardize; may be given several times")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
}

Project withWholePaths(Project project, const std::filesystem::path& base)
{
    const DataFormat* const format = findDataFormat(project.data.format);
    for (const AttributeSpec& spec : format == nullptr ? std::vector<AttributeSpec>() : format->options()) {
        if (spec.kind != AttributeKind::Path || !project.data.options.contains(spec.name))
            continue;
        const auto& path = project.data.options.get<std::string>(spec.name);
        if (!path.empty())
            project.data.options.set(spec.name, (base / path).lexically_normal().string());
    }
    return project;
}

Result<void> setData(Project& project, const std::string& data, const std::vector<std::string>& data_options)
{
    if (!data.empty()) {
        const Result<DataSource> source = dataFrom(data, project.data);
        if (!source)
            return tl::unexpected<Error>(source.error());
        project.data = *source;
    }
    return setDataOptions(project.data, data_options);
}

std::string armNames()
{
    std::string names;
    for (const ArmType* const type : armTypes())
        names += (names.empty() ? "" : ", ") + type->name();
    return names;
}

} // namespace ligature::cli
