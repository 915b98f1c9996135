// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/samples.h"

#include <algorithm>
#include <cstdint>

#include "core/data/csv/text.h"
#include "core/data/summary.h"
#include "core/memory/memory_limit.h"
#include "core/text/number_text.h"

namespace ligature {

namespace {

Result<CsvTable> readTable(std::string_view bytes, CsvExtent extent, const CsvChoices& choices,
                           const std::string& where)
{
    const auto text = checkedCsvText(bytes, where);
    if (!text)
        return tl::unexpected(text.error());
    char delimiter = detectDelimiter(*text);
    if (choices.delimiter == "comma")
        delimiter = ',';
    else if (choices.delimiter == "semicolon")
        delimiter = ';';
    else if (choices.delimiter == "tab")
        delimiter = '\t';
    else if (choices.delimiter == "space")
        delimiter = ' ';
    return parseCsv(*text, delimiter, extent, where);
}

std::int64_t featureCount(const std::vector<CsvColumn>& columns)
{
    std::int64_t count = 0;
    for (const CsvColumn& column : columns) {
        if (column.role == CsvRole::Feature)
            count += column.is_category ? static_cast<std::int64_t>(column.categories.size()) : 1;
    }
    return count;
}

/// Names, shapes and kinds: everything but the values.
Dataset describe(const CsvColumns& read)
{
    Dataset dataset;
    dataset.sample_count = static_cast<std::int64_t>(read.values.size() / read.columns.size());
    dataset.target_kind = read.target_kind;
    for (const CsvColumn& column : read.columns) {
        if (column.role == CsvRole::Target) {
            dataset.target_names.push_back(column.name);
            dataset.class_names = column.categories;
        } else if (column.role == CsvRole::Feature && !column.is_category) {
            dataset.feature_names.push_back(column.name);
        } else if (column.role == CsvRole::Feature) {
            for (const std::string& category : column.categories)
                dataset.feature_names.push_back(column.name + "=" + category);
        }
    }
    dataset.feature_shape = Shape{featureCount(read.columns)};
    if (dataset.target_kind == TargetKind::Values)
        dataset.target_shape = Shape{static_cast<std::int64_t>(dataset.target_names.size())};
    return dataset;
}

void fill(Dataset& dataset, const CsvColumns& read)
{
    float* feature = dataset.features.data();
    float* target = dataset.targets.data();
    const float* value = read.values.data();
    for (std::int64_t sample = 0; sample < dataset.sample_count; ++sample) {
        for (const CsvColumn& column : read.columns) {
            if (column.role == CsvRole::Target) {
                *target++ = *value;
            } else if (column.role == CsvRole::Feature && !column.is_category) {
                *feature++ = *value;
            } else if (column.role == CsvRole::Feature) {
                feature[static_cast<std::size_t>(*value)] = 1;
                feature += column.categories.size();
            }
            ++value;
        }
    }
}

std::string title(const CsvColumn& column, TargetKind target_kind)
{
    switch (column.role) {
    case CsvRole::Ignored: return column.name + " (ignored)";
    case CsvRole::Target:
        if (target_kind == TargetKind::Class)
            return column.name + " (target, " + countText(column.categories.size(), "class", "classes") + ")";
        return column.name + " (target)";
    case CsvRole::Feature: break;
    }
    if (column.is_category)
        return column.name + " (" + countText(column.categories.size(), "category", "categories") + ")";
    return column.name + " (number)";
}

} // namespace

Result<Dataset> datasetFromCsv(std::string_view bytes, const CsvChoices& choices, const std::string& where)
{
    auto table = readTable(bytes, CsvExtent::Whole, choices, where);
    if (!table)
        return tl::unexpected(table.error());
    auto layout = layOutCsv(*table, choices.header, where);
    if (!layout)
        return tl::unexpected(layout.error());
    const auto read = readColumns(*table, std::move(*layout), choices, where);
    if (!read)
        return tl::unexpected(read.error());
    if (read->problem)
        return tl::unexpected(*read->problem);
    *table = CsvTable();

    Dataset dataset = describe(*read);
    const auto samples = static_cast<std::uint64_t>(dataset.sample_count);
    const std::uint64_t numbers =
        samples * (static_cast<std::uint64_t>(dataset.feature_shape.elementCount()) + dataset.target_names.size());
    if (const auto room = checkMemory(numbers * sizeof(float), where); !room)
        return tl::unexpected(room.error());
    dataset.features = AlignedArray<float>(samples * static_cast<std::uint64_t>(dataset.feature_shape.elementCount()));
    dataset.targets = AlignedArray<float>(samples * dataset.target_names.size());
    fill(dataset, *read);
    return dataset;
}

Result<DataPreview> previewCsv(std::string_view bytes, CsvExtent extent, const CsvChoices& choices, int rows,
                               const std::string& where)
{
    const auto table = readTable(bytes, extent, choices, where);
    if (!table)
        return tl::unexpected(table.error());
    auto layout = layOutCsv(*table, choices.header, where);
    if (!layout)
        return tl::unexpected(layout.error());

    DataPreview preview;
    preview.columns = layout->names;
    const std::size_t first = layout->first_row;
    const std::size_t end = first + std::min(table->rowCount() - first, static_cast<std::size_t>(std::max(rows, 0)));
    for (std::size_t row = first; row < end; ++row) {
        std::vector<std::string>& cells = preview.rows.emplace_back();
        for (std::size_t column = 0; column < table->columnCount(); ++column)
            cells.emplace_back(table->cell(row, column));
    }

    const auto read = readColumns(*table, std::move(*layout), choices, where);
    if (!read || read->problem) {
        preview.note = (read ? *read->problem : read.error()).oneLine();
        return preview;
    }
    for (std::size_t column = 0; column < preview.columns.size(); ++column)
        preview.columns[column] = title(read->columns[column], read->target_kind);
    preview.note = summary(describe(*read));
    if (extent == CsvExtent::Head)
        preview.note = "in its first " + numbers::bytes(bytes.size()) + ": " + preview.note;
    return preview;
}

} // namespace ligature
