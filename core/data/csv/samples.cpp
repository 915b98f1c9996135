// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/samples.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "core/data/csv/dialect.h"
#include "core/data/csv/text.h"
#include "core/data/scaling.h"
#include "core/data/summary.h"
#include "core/memory/memory_limit.h"
#include "core/text/encoding.h"
#include "core/text/number_text.h"

namespace ligature {

namespace {

/// A table, and what was detected to read it.
struct ReadTable {
    CsvTable table;
    std::vector<std::string> remarks;
    std::string delimiter;
};

Result<ReadTable> readTable(std::string_view bytes, CsvExtent extent, const CsvChoices& choices,
                            const std::string& where)
{
    const auto decoded =
        decodeText(bytes, choices.encoding, extent == CsvExtent::Head ? TextExtent::Head : TextExtent::Whole, where,
                   "choose a CSV file");
    if (!decoded)
        return tl::unexpected(decoded.error());
    const auto dialect = detectDialect(decoded->text(),
                                       {.delimiter = choices.delimiter,
                                        .other_delimiter = choices.other_delimiter,
                                        .comments = choices.comments,
                                        .skip_lines = static_cast<std::size_t>(choices.skip_lines)},
                                       where);
    if (!dialect)
        return tl::unexpected(dialect.error());
    auto table = parseCsv(decoded->text(), *dialect, extent, where);
    if (!table)
        return tl::unexpected(table.error());
    ReadTable result{std::move(*table), {}, dialect->delimiter};
    if (decoded->encoding != TextEncoding::Utf8 && choices.encoding == "auto")
        result.remarks.push_back("the text is read as " + toString(decoded->encoding));
    const auto skipped = dialect->lines_before - static_cast<std::size_t>(choices.skip_lines);
    if (dialect->lines_before > static_cast<std::size_t>(choices.skip_lines))
        result.remarks.push_back(countText(skipped, "line", "lines") + " before the table left out");
    if (result.table.commentCount() > 0)
        result.remarks.push_back(countText(result.table.commentCount(), "comment line", "comment lines") + " left out");
    return result;
}

CsvLayoutChoices layoutChoices(const CsvChoices& choices, const std::string& delimiter)
{
    return {.header = choices.header,
            .decimal = choices.decimal,
            .thousands = choices.thousands,
            .commas_are_free = delimiter == ";" || delimiter == "\t"};
}

/// Which notations were detected that English files do not have.
std::vector<std::string> notationRemarks(const CsvLayout& layout, const CsvColumns& read, const CsvChoices& choices)
{
    std::string commas;
    std::string groups;
    std::string hundredths;
    const auto add = [](std::string& list, const std::string& name) {
        list += (list.empty() ? "" : ", ") + quotedCell(name);
    };
    for (std::size_t column = 0; column < read.columns.size(); ++column) {
        const CsvColumn& one = read.columns[column];
        if (one.role == ColumnRole::Ignored || one.is_category)
            continue;
        if (layout.notations[column].decimal == ',' && choices.decimal == "auto")
            add(commas, one.name);
        if (layout.is_grouped[column])
            add(groups, one.name);
        if (one.mark == "%")
            add(hundredths, one.name);
    }
    std::vector<std::string> remarks;
    if (!commas.empty())
        remarks.push_back("numbers are read with a decimal comma in " + commas);
    if (!groups.empty())
        remarks.push_back("commas are read as between thousands in " + groups);
    if (!hundredths.empty())
        remarks.push_back("per cent is read as hundredths in " + hundredths);
    return remarks;
}

std::int64_t featureCount(const std::vector<CsvColumn>& columns)
{
    std::int64_t count = 0;
    for (const CsvColumn& column : columns) {
        if (column.role == ColumnRole::Feature)
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
        if (column.role == ColumnRole::Target) {
            dataset.target_names.push_back(column.name);
            dataset.class_names = column.categories;
        } else if (column.role == ColumnRole::Feature && !column.is_category) {
            dataset.feature_names.push_back(column.name);
            dataset.feature_columns.push_back({column.name, 1});
        } else if (column.role == ColumnRole::Feature) {
            dataset.feature_columns.push_back({column.name, static_cast<std::int64_t>(column.categories.size())});
            for (const std::string& category : column.categories)
                dataset.feature_names.push_back(column.name + "=" + category);
        }
    }
    dataset.feature_shape = Shape{featureCount(read.columns)};
    if (dataset.target_kind == TargetKind::Values)
        dataset.target_shape = Shape{static_cast<std::int64_t>(dataset.target_names.size())};
    return dataset;
}

/// Which features are numbers that floats round, and their values.
ExactFeatures exactFeatures(const Dataset& dataset, const CsvColumns& read)
{
    ExactFeatures exact;
    std::vector<std::size_t> sources;
    std::size_t feature = 0;
    const std::size_t width = read.columns.size();
    for (std::size_t i = 0; i < width; ++i) {
        const CsvColumn& column = read.columns[i];
        if (column.role != ColumnRole::Feature)
            continue;
        bool is_rounded = column.base != 0;
        for (std::size_t place = i; !is_rounded && !column.is_category && place < read.values.size(); place += width)
            is_rounded = static_cast<double>(static_cast<float>(read.values[place])) != read.values[place];
        if (is_rounded) {
            exact.columns.push_back(feature);
            exact.bases.push_back(column.base);
            sources.push_back(i);
        }
        feature += column.is_category ? column.categories.size() : 1;
    }
    const auto samples = static_cast<std::size_t>(dataset.sample_count);
    exact.values = AlignedArray<double>(samples * sources.size());
    for (std::size_t sample = 0; sample < samples; ++sample) {
        for (std::size_t i = 0; i < sources.size(); ++i)
            exact.values[sample * sources.size() + i] = read.values[sample * width + sources[i]];
    }
    return exact;
}

float rounded(const CsvColumn& column, double value)
{
    return column.base == 0 ? static_cast<float>(value)
                            : static_cast<float>(column.base + static_cast<long double>(value));
}

void fill(Dataset& dataset, const CsvColumns& read)
{
    float* feature = dataset.features.data();
    float* target = dataset.targets.data();
    const double* value = read.values.data();
    for (std::int64_t sample = 0; sample < dataset.sample_count; ++sample) {
        for (const CsvColumn& column : read.columns) {
            if (column.role == ColumnRole::Target) {
                *target++ = rounded(column, *value);
            } else if (column.role == ColumnRole::Feature && !column.is_category) {
                *feature++ = rounded(column, *value);
            } else if (column.role == ColumnRole::Feature) {
                feature[static_cast<std::size_t>(*value)] = 1;
                feature += column.categories.size();
            }
            ++value;
        }
    }
}

/// Targets are never scaled.
void remarkLostTargetDigits(Dataset& dataset, const CsvColumns& read)
{
    const std::size_t width = read.columns.size();
    for (std::size_t i = 0; i < width; ++i) {
        const CsvColumn& column = read.columns[i];
        if (column.role != ColumnRole::Target || column.is_category)
            continue;
        std::uint64_t count = 0;
        long double first = 0;
        for (std::size_t place = i; place < read.values.size(); place += width) {
            const long double value = column.base + static_cast<long double>(read.values[place]);
            if (losesDigits(value) && count++ == 0)
                first = value;
        }
        if (count > 0)
            dataset.remarks.push_back(lostDigitsRemark(column.name, count, first));
    }
}

std::string title(const CsvColumn& column, TargetKind target_kind)
{
    switch (column.role) {
    case ColumnRole::Ignored: return column.name + " (ignored)";
    case ColumnRole::Target:
        if (target_kind == TargetKind::Class)
            return column.name + " (target, " + countText(column.categories.size(), "class", "classes") + ")";
        return column.name + " (target)";
    case ColumnRole::Feature: break;
    }
    if (column.is_category)
        return column.name + " (" + countText(column.categories.size(), "category", "categories") + ")";
    return column.name + (column.mark.empty() ? " (number)" : " (number, " + column.mark + ")");
}

std::vector<PreviewClass> classCounts(const CsvColumns& read)
{
    std::vector<PreviewClass> classes;
    const auto target = std::ranges::find(read.columns, ColumnRole::Target, &CsvColumn::role);
    if (read.target_kind != TargetKind::Class || target == read.columns.end())
        return classes;
    for (const std::string& name : target->categories)
        classes.push_back({name, 0});
    for (auto i = static_cast<std::size_t>(target - read.columns.begin()); i < read.values.size();
         i += read.columns.size())
        ++classes[static_cast<std::size_t>(read.values[i])].count;
    return classes;
}

void addRemarks(std::vector<std::string>& to, std::vector<std::string> more)
{
    std::ranges::move(more, std::back_inserter(to));
}

} // namespace

Result<Dataset> datasetFromCsv(std::string_view bytes, const CsvChoices& choices, const std::string& where)
{
    auto table = readTable(bytes, CsvExtent::Whole, choices, where);
    if (!table)
        return tl::unexpected(table.error());
    const MissingRule missing = missingRule(choices);
    auto layout = layOutCsv(table->table, layoutChoices(choices, table->delimiter), missing, where);
    if (!layout)
        return tl::unexpected(layout.error());
    CsvLayout notations; // outlives the values
    notations.notations = layout->notations;
    notations.is_grouped = layout->is_grouped;
    const auto read = readColumns(table->table, std::move(*layout), choices, missing, where);
    if (!read)
        return tl::unexpected(read.error());
    if (read->problem)
        return tl::unexpected(*read->problem);
    table->table = CsvTable();

    Dataset dataset = describe(*read);
    const auto samples = static_cast<std::uint64_t>(dataset.sample_count);
    const std::uint64_t numbers =
        samples * (static_cast<std::uint64_t>(dataset.feature_shape.elementCount()) + dataset.target_names.size());
    if (const auto room = checkMemory(numbers * sizeof(float) + read->values.size() * sizeof(double), where); !room)
        return tl::unexpected(room.error());
    dataset.features = AlignedArray<float>(samples * static_cast<std::uint64_t>(dataset.feature_shape.elementCount()));
    dataset.targets = AlignedArray<float>(samples * dataset.target_names.size());
    fill(dataset, *read);
    dataset.groups = read->groups;
    dataset.exact = exactFeatures(dataset, *read);
    dataset.remarks = std::move(table->remarks);
    addRemarks(dataset.remarks, notationRemarks(notations, *read, choices));
    addRemarks(dataset.remarks, read->remarks);
    remarkLostTargetDigits(dataset, *read);
    return dataset;
}

Result<DataPreview> previewCsv(std::string_view bytes, CsvExtent extent, const CsvChoices& choices, int rows,
                               const std::string& where)
{
    auto table = readTable(bytes, extent, choices, where);
    if (!table)
        return tl::unexpected(table.error());
    const MissingRule missing = missingRule(choices);
    auto layout = layOutCsv(table->table, layoutChoices(choices, table->delimiter), missing, where);
    if (!layout)
        return tl::unexpected(layout.error());

    DataPreview preview;
    preview.columns = layout->names;
    preview.names = layout->names;
    const std::size_t first = layout->first_row;
    const std::size_t end =
        first + std::min(table->table.rowCount() - first, static_cast<std::size_t>(std::max(rows, 0)));
    for (std::size_t row = first; row < end; ++row) {
        std::vector<std::string>& cells = preview.rows.emplace_back();
        for (std::size_t column = 0; column < table->table.columnCount(); ++column)
            cells.emplace_back(table->table.cell(row, column));
    }
    preview.roles = rolesOf(layout->names, choices);

    CsvLayout notations;
    notations.notations = layout->notations;
    notations.is_grouped = layout->is_grouped;
    const auto read = readColumns(table->table, std::move(*layout), choices, missing, where);
    if (!read || read->problem) {
        preview.note = (read ? *read->problem : read.error()).oneLine();
        return preview;
    }
    for (std::size_t column = 0; column < preview.columns.size(); ++column)
        preview.columns[column] = title(read->columns[column], read->target_kind);
    preview.classes = classCounts(*read);
    preview.note = summary(describe(*read));
    addRemarks(table->remarks, notationRemarks(notations, *read, choices));
    addRemarks(table->remarks, read->remarks);
    for (const std::string& remark : table->remarks)
        preview.note += "; " + remark;
    if (extent == CsvExtent::Head)
        preview.note = "in its first " + numbers::bytes(bytes.size()) + ": " + preview.note;
    return preview;
}

std::vector<ColumnRole> rolesOf(const std::vector<std::string>& names, const CsvChoices& choices)
{
    std::vector<ColumnRole> roles(names.size(), ColumnRole::Feature);
    const auto assign = [&](const std::string& list, ColumnRole role) {
        const auto columns = findColumns(names, list, {}, {});
        for (std::size_t i = 0; columns && i < columns->size(); ++i)
            roles[(*columns)[i]] = role;
    };
    assign(choices.ignored, ColumnRole::Ignored);
    assign(choices.group, ColumnRole::Ignored);
    assign(choices.targets, ColumnRole::Target);
    return roles;
}

std::string columnList(const std::vector<std::string>& names, const std::vector<ColumnRole>& roles, ColumnRole role)
{
    std::string list;
    for (std::size_t column = 0; column < names.size(); ++column) {
        if (roles[column] != role)
            continue;
        std::string name = names[column];
        const bool is_quoted =
            name.find_first_of(",\"\r\n") != std::string::npos || name.starts_with(' ') || name.ends_with(' ');
        for (std::size_t i = 0; is_quoted && i < name.size(); ++i) {
            if (name[i] == '"')
                name.insert(i++, 1, '"');
        }
        list += (list.empty() ? "" : ", ") + (is_quoted ? '"' + name + '"' : name);
    }
    return list;
}

} // namespace ligature
