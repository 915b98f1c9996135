// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstddef>

#include "core/data/byte_source.h"
#include "core/data/csv/samples.h"
#include "core/data/data_format.h"
#include "core/data/data_path.h"
#include "core/memory/memory_limit.h"
#include "core/text/number_text.h"

namespace ligature {

namespace {

CsvChoices choicesOf(const Attributes& options)
{
    CsvChoices choices;
    choices.header = options.get<std::string>("header");
    choices.delimiter = options.get<std::string>("delimiter");
    choices.targets = options.get<std::string>("targets");
    choices.target_kind = options.get<std::string>("target_kind");
    choices.ignored = options.get<std::string>("ignored");
    return choices;
}

class CsvFormat final : public DataFormat {
public:
    std::string name() const override { return "csv"; }
    std::string title() const override { return "CSV file"; }
    std::string help() const override
    {
        return "A text file with one sample a line. Columns of numbers are taken as they are; a feature column of "
               "texts becomes one feature for each of its texts (\"colour=red\"), 0 or 1. The file may be gzipped.";
    }

    std::vector<AttributeSpec> options() const override
    {
        std::vector<AttributeSpec> specs;
        specs.push_back({.name = "path",
                         .label = "File",
                         .kind = AttributeKind::Path,
                         .default_value = std::string(),
                         .unit = {},
                         .help = "The CSV file, in UTF-8."});
        specs.push_back({.name = "header",
                         .label = "Header",
                         .kind = AttributeKind::Choice,
                         .default_value = std::string("auto"),
                         .unit = {},
                         .help = "Whether the first line names the columns; by itself: where none of its cells is a "
                                 "number and it is unlike the lines below it.",
                         .choices = {{"auto", "Detect"}, {"yes", "The first line"}, {"no", "None"}}});
        specs.push_back({.name = "delimiter",
                         .label = "Delimiter",
                         .kind = AttributeKind::Choice,
                         .default_value = std::string("auto"),
                         .unit = {},
                         .help = "What separates the cells of a line.",
                         .choices = {{"auto", "Detect"},
                                     {"comma", "Comma"},
                                     {"semicolon", "Semicolon"},
                                     {"tab", "Tab"},
                                     {"space", "Spaces or tabs"}}});
        specs.push_back({.name = "targets",
                         .label = "Target columns",
                         .kind = AttributeKind::Text,
                         .default_value = std::string(),
                         .unit = {},
                         .help = "Names of columns, or their numbers from 1, separated by commas; none for data "
                                 "without targets."});
        specs.push_back({.name = "target_kind",
                         .label = "Targets are",
                         .kind = AttributeKind::Choice,
                         .default_value = std::string("auto"),
                         .unit = {},
                         .help = "By itself: a single target column of texts is a class, numbers are values; choose "
                                 "classes where classes are written as numbers.",
                         .choices = {{"auto", "Detect"}, {"class", "Classes"}, {"values", "Values"}}});
        specs.push_back({.name = "ignored",
                         .label = "Ignored columns",
                         .kind = AttributeKind::Text,
                         .default_value = std::string(),
                         .unit = {},
                         .help = "Columns to leave out, listed as the targets are: row numbers, names, dates."});
        return specs;
    }

    bool matches(const std::filesystem::path& file) const override
    {
        const std::string ending = nameWithoutGzip(file).extension().string();
        return ending == ".csv" || ending == ".tsv" || ending == ".txt";
    }
    Attributes optionsFor(const std::filesystem::path& file) const override { return {{"path", file.string()}}; }
    std::string fileFilter() const override { return "CSV (*.csv *.tsv *.txt *.csv.gz *.tsv.gz *.txt.gz)"; }

    Result<Dataset> load(const Attributes& options, const LoadContext& context) const override
    {
        const auto& path = options.get<std::string>("path");
        const auto file = openDataFile(path, context);
        if (!file)
            return tl::unexpected(file.error());
        const auto bytes = readAll(*file->source, csvLargestFile, path);
        if (!bytes)
            return tl::unexpected(bytes.error());
        auto dataset = datasetFromCsv(*bytes, choicesOf(options), path);
        if (dataset)
            dataset->name = std::filesystem::path(path).filename().string();
        return dataset;
    }

    Result<DataPreview> preview(const Attributes& options, const std::filesystem::path& base, int rows) const override
    {
        const auto& path = options.get<std::string>("path");
        const auto file = openDataFile(path, base);
        if (!file)
            return tl::unexpected(file.error());
        const auto head = readHead(*file->source, path);
        if (!head)
            return tl::unexpected(head.error());
        return previewCsv(head->bytes, head->extent, choicesOf(options), rows, path);
    }

private:
    struct Head {
        std::string bytes; ///< whole lines, where the file goes on
        CsvExtent extent = CsvExtent::Whole;
    };

    /// The first megabyte, or as much as holds the first lines where they are long.
    static Result<Head> readHead(ByteSource& source, const std::string& where)
    {
        constexpr std::size_t step = 1U << 20;
        constexpr std::size_t most = 64 * step;
        std::string bytes;
        while (bytes.size() < most) {
            const auto more = readFirst(source, step);
            if (!more)
                return tl::unexpected(more.error());
            bytes += *more;
            if (more->size() < step)
                return Head{std::move(bytes), CsvExtent::Whole};
            const auto line_ends = std::count_if(bytes.begin(), bytes.end(), isLineEnd);
            if (line_ends > 2) {
                bytes.resize(bytes.find_last_of("\r\n") + 1);
                return Head{std::move(bytes), CsvExtent::Head};
            }
        }
        return fail(where, "its first lines are longer than " + numbers::bytes(most),
                    "choose a file with one sample a line");
    }

    static bool isLineEnd(char c) { return c == '\n' || c == '\r'; }
};

} // namespace

const DataFormat& csvFormat()
{
    static const CsvFormat format;
    return format;
}

} // namespace ligature
