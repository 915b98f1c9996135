// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/data_format.h"

#include <new>
#include <system_error>

#include "core/data/conform.h"
#include "core/data/scaling.h"
#include "core/data/summary.h"

namespace ligature {

namespace {

Result<const DataFormat*> formatOf(const DataSource& source)
{
    const DataFormat* const format = findDataFormat(source.format);
    if (format != nullptr)
        return format;
    std::string names;
    for (const DataFormat* const known : dataFormats())
        names += (names.empty() ? "" : ", ") + known->name();
    return fail("data", "there is no data format \"" + source.format + "\"", "choose one of " + names);
}

Result<Dataset> loadUnscaled(const DataSource& source, const LoadContext& context)
{
    const auto format = formatOf(source);
    if (!format)
        return tl::unexpected(format.error());
    if (const auto known = checkScaling(source.scaling); !known)
        return tl::unexpected(known.error());
    const auto specs = (*format)->options();
    if (const auto valid = validate(specs, source.options, "data"); !valid)
        return tl::unexpected(valid.error());
    auto dataset = (*format)->load(withDefaults(specs, source.options), context);
    if (dataset && source.scaling == "none")
        remarkLostDigits(*dataset);
    return dataset;
}

Result<Dataset> scaled(Result<Dataset> dataset, const Result<void>& how)
{
    if (!how)
        return tl::unexpected(how.error());
    dataset->exact = {};
    return dataset;
}

/// A limit that the system sets to the program (ulimit -v) shows only when an allocation fails.
template <typename Load>
Result<Dataset> withinMemory(Load load)
{
    try {
        return load();
    } catch (const std::bad_alloc&) {
        return fail("data", "there is not enough memory to load it", "close other programs, or take fewer samples",
                    ErrorKind::Work);
    }
}

} // namespace

bool DataFormat::matches(const std::filesystem::path& /*file*/) const
{
    return false;
}

Attributes DataFormat::optionsFor(const std::filesystem::path& /*file*/) const
{
    return {};
}

Attributes DataFormat::withRole(const Attributes& options, const std::vector<std::string>& /*names*/,
                                std::size_t /*column*/, ColumnRole /*role*/) const
{
    return options;
}

Attributes DataFormat::without(const Attributes& options, const std::string& /*column*/) const
{
    return options;
}

Attributes DataFormat::withoutTargets(const Attributes& options) const
{
    return options;
}

Result<DataPreview> DataFormat::preview(const Attributes& options, const LoadContext& context, int rows) const
{
    const auto dataset = load(options, context);
    if (!dataset)
        return tl::unexpected(dataset.error());
    return previewOf(*dataset, rows);
}

Result<Dataset> loadDataset(const DataSource& source, const LoadContext& context)
{
    return withinMemory([&]() -> Result<Dataset> {
        auto dataset = loadUnscaled(source, context);
        if (!dataset)
            return dataset;
        const auto how = scaleFeatures(*dataset, source.scaling);
        return scaled(std::move(dataset), how);
    });
}

Result<Dataset> loadDatasetLike(const DataIdentity& trained, const DataSource& source, const LoadContext& context)
{
    return withinMemory([&]() -> Result<Dataset> {
        LoadContext like = context;
        like.vocabulary = trained.classes;
        auto dataset = loadUnscaled(source, like);
        if (!dataset)
            return dataset;
        conform(*dataset, trained);
        const bool is_known = source.scaling == trained.scaling && !trained.scaling_lines.empty();
        if (!is_known && source.scaling != "none")
            dataset->remarks.emplace_back("they are scaled by their own values, since nothing says how the data that "
                                          "were trained on are scaled");
        // Which columns are others is told better than how many there are.
        const auto difference = is_known ? featureDifference(trained, identityOf(*dataset)) : std::nullopt;
        if (difference)
            return fail(dataset->name, *difference, "choose data such as were trained on");
        const auto how = is_known ? scaleFeaturesBy(*dataset, source.scaling, trained.scaling_lines)
                                  : scaleFeatures(*dataset, source.scaling);
        return scaled(std::move(dataset), how);
    });
}

Result<DataSource> dataSourceFor(const std::filesystem::path& file)
{
    std::error_code error;
    std::filesystem::path absolute = std::filesystem::absolute(file, error);
    if (error)
        absolute = file;
    std::string filters;
    for (const DataFormat* const format : dataFormats()) {
        if (format->matches(absolute))
            return DataSource{format->name(), format->optionsFor(absolute), "none"};
        if (!format->fileFilter().empty())
            filters += (filters.empty() ? "" : ", ") + format->fileFilter();
    }
    return fail(file.string(), "the file's name does not tell what kind of data it holds",
                "name it as one of these: " + filters);
}

} // namespace ligature
