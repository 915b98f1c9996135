// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstddef>

#include "core/attributes/attributes.h"
#include "core/data/byte_source.h"
#include "core/data/csv/layout.h"
#include "core/data/csv/samples.h"
#include "core/data/data_format.h"
#include "core/data/data_path.h"
#include "core/text/encoding.h"
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
    choices.group = options.get<std::string>("group");
    choices.other_delimiter = options.get<std::string>("other_delimiter");
    choices.decimal = options.get<std::string>("decimal");
    choices.thousands = options.get<std::string>("thousands");
    choices.missing_numbers = options.get<std::string>("missing_numbers");
    choices.missing_texts = options.get<std::string>("missing_texts");
    choices.missing_markers = options.get<std::string>("missing_markers");
    choices.encoding = options.get<std::string>("encoding");
    choices.comments = options.get<std::string>("comments");
    choices.skip_lines = options.get<std::int64_t>("skip_lines");
    return choices;
}

AttributeSpec choice(std::string name, std::string label, std::string help, std::vector<AttributeChoice> choices)
{
    std::string first = choices.front().value;
    return {.name = std::move(name),
            .label = std::move(label),
            .kind = AttributeKind::Choice,
            .default_value = std::move(first),
            .help = std::move(help),
            .choices = std::move(choices)};
}

AttributeSpec text(std::string name, std::string label, std::string help, std::string value = {})
{
    return {.name = std::move(name),
            .label = std::move(label),
            .kind = AttributeKind::Text,
            .default_value = std::move(value),
            .help = std::move(help)};
}

AttributeSpec rare(AttributeSpec spec)
{
    spec.is_rare = true;
    return spec;
}

std::vector<AttributeSpec> csvOptions()
{
    std::vector<AttributeChoice> encodings;
    for (const TextEncodingChoice& encoding : textEncodingChoices())
        encodings.push_back({encoding.value, encoding.label});
    constexpr double most_skipped = 1'000'000;
    return {
        {.name = "path",
         .label = "File",
         .kind = AttributeKind::Path,
         .default_value = std::string(),
         .help = "The CSV file."},
        choice("header", "Header",
               "Whether the first line names the columns; by itself: where none of its cells is a number and it is "
               "unlike the lines below it.",
               {{"auto", "Detect"}, {"yes", "The first line"}, {"no", "None"}}),
        choice("delimiter", "Delimiter", "What separates the cells of a line.",
               {{"auto", "Detect"},
                {"comma", "Comma"},
                {"semicolon", "Semicolon"},
                {"tab", "Tab"},
                {"space", "Spaces or tabs"},
                {"bar", "Bar |"},
                {"colon", "Colon"},
                {"other", "Another one"}}),
        text("targets", "Target columns",
             "Names of columns, or their numbers from 1, separated by commas; none for data without targets."),
        choice("target_kind", "Targets are",
               "By itself: a single target column of texts is a class, numbers are values; choose classes where "
               "classes are written as numbers.",
               {{"auto", "Detect"}, {"class", "Classes"}, {"values", "Values"}}),
        text("ignored", "Ignored columns",
             "Columns to leave out, listed as the targets are: row numbers, names, dates."),
        rare(text("group", "Group column",
                  "The column that tells which samples belong together, by its name or its number from 1: patients, "
                  "speakers, days. It is no feature; a split by groups never parts them.")),
        choice("missing_numbers", "Missing numbers",
               "What is done where a number is missing; with the mean or the median of its column, lines without "
               "their target are left out.",
               {{"refuse", "Refuse"}, {"leave_out", "Leave the line out"}, {"mean", "Mean"}, {"median", "Median"}}),
        choice("missing_texts", "Missing texts", "What is done where a category or a class is missing.",
               {{"refuse", "Refuse"}, {"leave_out", "Leave the line out"}, {"category", "A category of its own"}}),
        rare(text("missing_markers", "Missing are",
                  "Texts that stand for a missing value beside the empty cell, separated by commas.",
                  std::string(csvMissingMarkers))),
        rare(choice("decimal", "Decimal mark",
                    "By itself: a comma in a column where some number is one only so, such as 1,5 or 1.234,56.",
                    {{"auto", "Detect"}, {"point", "Point"}, {"comma", "Comma"}})),
        rare(choice("thousands", "Thousands",
                    "What may stand between groups of three digits; by itself: a space, an apostrophe, and of comma "
                    "and point the one that is not the decimal mark.",
                    {{"auto", "Detect"},
                     {"none", "Nothing"},
                     {"comma", "Comma"},
                     {"point", "Point"},
                     {"space", "Space"},
                     {"apostrophe", "Apostrophe"}})),
        rare(text("other_delimiter", "Other delimiter",
                  "One character or several, where the delimiter is another one.")),
        rare(choice("encoding", "Encoding",
                    "How the file's bytes are characters; by itself: UTF-8, UTF-16, or a Windows code page where only "
                    "one makes words.",
                    std::move(encodings))),
        rare(choice("comments", "Comments",
                    "What lines begin with that are left out; by itself: # where the line has not the table's cells.",
                    {{"auto", "Detect #"},
                     {"none", "None"},
                     {"hash", "#"},
                     {"percent", "%"},
                     {"slashes", "//"},
                     {"semicolon", ";"}})),
        rare({.name = "skip_lines",
              .label = "Skip",
              .kind = AttributeKind::Integer,
              .default_value = std::int64_t{0},
              .minimum = 0,
              .maximum = most_skipped,
              .unit = "lines",
              .help = "How many lines at the front are no part of the table; lines with a single cell before it are "
                      "left out by themselves."}),
    };
}

class CsvFormat final : public DataFormat {
public:
    std::string name() const override { return "csv"; }
    std::string title() const override { return "CSV file"; }
    std::string help() const override
    {
        return "A text file with one sample a line, its cells separated by commas, tabs (TSV) or otherwise. Columns of "
               "numbers are taken as they are; a feature column of texts becomes one feature for each of its texts "
               "(\"colour=red\"), 0 or 1. The file may be gzipped.";
    }

    std::vector<AttributeSpec> options() const override { return csvOptions(); }

    bool matches(const std::filesystem::path& file) const override
    {
        const std::string ending = nameWithoutGzip(file).extension().string();
        return ending == ".csv" || ending == ".tsv" || ending == ".txt";
    }
    Attributes optionsFor(const std::filesystem::path& file) const override { return {{"path", file.string()}}; }
    std::string fileFilter() const override { return "CSV (*.csv *.tsv *.txt *.csv.gz *.tsv.gz *.txt.gz)"; }

    Attributes withRole(const Attributes& options, const std::vector<std::string>& names, std::size_t column,
                        ColumnRole role) const override
    {
        std::vector<ColumnRole> roles = rolesOf(names, choicesOf(withDefaults(csvOptions(), options)));
        if (column >= roles.size())
            return options;
        roles[column] = role;
        Attributes changed = options;
        changed.set("targets", columnList(names, roles, ColumnRole::Target));
        changed.set("ignored", columnList(names, roles, ColumnRole::Ignored));
        const auto group = findColumns(names, withDefaults(csvOptions(), options).get<std::string>("group"), {}, {});
        if (role != ColumnRole::Ignored && group && std::ranges::find(*group, column) != group->end())
            changed.erase("group");
        return changed;
    }

    Attributes withoutTargets(const Attributes& options) const override
    {
        Attributes changed = options;
        changed.set("targets", std::string());
        changed.set("group", std::string());
        return changed;
    }

    Attributes without(const Attributes& options, const std::string& column) const override
    {
        auto ignored = withDefaults(csvOptions(), options).get<std::string>("ignored");
        ignored += (ignored.empty() ? "" : ", ") + columnList({column}, {ColumnRole::Ignored}, ColumnRole::Ignored);
        Attributes changed = options;
        changed.set("ignored", std::move(ignored));
        return changed;
    }

    Result<Dataset> load(const Attributes& options, const LoadContext& context) const override
    {
        const auto& path = options.get<std::string>("path");
        const auto bytes = readDataFile(path, context, csvLargestFile);
        if (!bytes)
            return tl::unexpected(bytes.error());
        auto dataset = datasetFromCsv(*bytes, choicesOf(options), path);
        if (dataset)
            dataset->name = std::filesystem::path(path).filename().string();
        return dataset;
    }

    Result<DataPreview> preview(const Attributes& options, const LoadContext& context, int rows) const override
    {
        const auto& path = options.get<std::string>("path");
        const auto file = openDataFile(path, context);
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
