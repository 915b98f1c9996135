// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/data/byte_source.h"
#include "core/data/data_format.h"
#include "core/data/data_path.h"
#include "core/data/summary.h"
#include "core/data/text/packed_text.h"
#include "core/data/text/tokens.h"
#include "core/memory/memory_limit.h"
#include "core/text/encoding.h"

namespace ligature {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largestText = std::uint64_t{1} << 28;
constexpr const char* kingJamesBible = "/usr/lib/bible.data";

std::string nameOf(const std::string& path)
{
    return path == kingJamesBible ? "King James Bible" : fs::path(path).filename().string();
}

Result<std::string> readBytes(const std::string& path, const LoadContext& context)
{
    auto bytes = readDataFile(path, context, largestText);
    std::error_code error;
    if (bytes || path != kingJamesBible || fs::exists(path, error))
        return bytes;
    Error missing = bytes.error();
    missing.mend = "install Debian's package bible-kjv-text, or choose another text";
    return tl::unexpected(missing);
}

/// The file's text, unpacked and in lower case where that is asked for.
Result<std::string> readText(const std::string& path, const LoadContext& context, bool lower_case,
                             const std::string& encoding)
{
    auto bytes = readBytes(path, context);
    if (!bytes)
        return bytes;
    if (isPackedText(*bytes)) {
        const auto unpacked = unpackText(*bytes, largestText, path);
        if (!unpacked)
            return tl::unexpected(unpacked.error());
        *bytes = withoutReferences(*unpacked);
    }
    auto text = decodeText(*bytes, encoding, TextExtent::Whole, path, "choose a plain text file");
    if (!text)
        return tl::unexpected(text.error());
    if (text->converted)
        *bytes = std::move(*text->converted);
    else
        bytes->erase(0, bytes->size() - text->original.size());
    if (lower_case)
        std::ranges::transform(*bytes, bytes->begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return bytes;
}

/// Sample i has the tokens from i T on, its targets are the tokens one later.
Result<Dataset> samplesOf(TokenizedText text, std::int64_t steps, const std::string& path)
{
    const auto count = static_cast<std::int64_t>(text.tokens.size());
    if (count == 0)
        return fail(path, "there is no text in it", "choose another file");
    if (count < steps + 1)
        return fail(path,
                    "it has " + countText(static_cast<std::uint64_t>(count), "token", "tokens") +
                        ", and a sample needs " + std::to_string(steps + 1),
                    "choose a longer text, or a shorter sequence");
    Dataset dataset;
    dataset.name = nameOf(path);
    dataset.sample_count = (count - 1) / steps;
    dataset.feature_shape = Shape{steps};
    dataset.target_kind = TargetKind::Classes;
    dataset.target_shape = Shape{steps};
    for (std::int64_t step = 1; step <= steps; ++step)
        dataset.target_names.push_back("next " + std::to_string(step));
    dataset.class_names = std::move(text.vocabulary);
    const auto size = static_cast<std::size_t>(dataset.sample_count * steps);
    dataset.features = AlignedArray<float>(size);
    dataset.targets = AlignedArray<float>(size);
    std::copy_n(text.tokens.begin(), size, dataset.features.data());
    std::copy_n(text.tokens.begin() + 1, size, dataset.targets.data());
    return dataset;
}

/// Line ends and blanks as signs that can be seen.
std::string shown(const std::string& token)
{
    if (token == "\n")
        return "↵";
    return token == " " ? "␣" : token;
}

class TextFormat final : public DataFormat {
public:
    std::string name() const override { return "text"; }
    std::string title() const override { return "Text file"; }
    std::string help() const override
    {
        return "A plain text, gzipped or not, for a language model: it is cut into words, characters or "
               "parts of words, and each sample is a sequence of indices into the vocabulary, its targets the tokens "
               "that follow. By "
               "default it is the King James Bible (1611, public domain; the Crown's patent holds in the United "
               "Kingdom) of Debian's package bible-kjv-text, without the numbers of its verses.";
    }

    std::vector<AttributeSpec> options() const override
    {
        std::vector<AttributeSpec> specs;
        specs.push_back({.name = "path",
                         .label = "File",
                         .kind = AttributeKind::Path,
                         .default_value = std::string(kingJamesBible),
                         .unit = {},
                         .help = "The text."});
        specs.push_back({.name = "level",
                         .label = "Cut into",
                         .kind = AttributeKind::Choice,
                         .default_value = std::string("word"),
                         .unit = {},
                         .help =
                             "Words, with each sign of punctuation for itself; characters; or parts of words, whose "
                             "vocabulary is trained on the text (byte pairs): frequent words stay whole.",
                         .choices = {{"word", "Words"}, {"character", "Characters"}, {"subword", "Parts of words"}}});
        specs.push_back({.name = "lower_case",
                         .label = "Lower case",
                         .kind = AttributeKind::Boolean,
                         .default_value = true,
                         .unit = {},
                         .help = "Whether A to Z are read as a to z."});
        specs.push_back({.name = "vocabulary",
                         .label = "Vocabulary",
                         .kind = AttributeKind::Integer,
                         .default_value = std::int64_t{10000},
                         .minimum = 2,
                         .maximum = 1'000'000,
                         .unit = {},
                         .help = "How many different tokens there are at most; the rarest become <unk>, which counts "
                                 "as one."});
        specs.push_back({.name = "sequence_length",
                         .label = "Sequence length",
                         .kind = AttributeKind::Integer,
                         .default_value = std::int64_t{32},
                         .minimum = 1,
                         .maximum = 65536,
                         .unit = "tokens",
                         .help = "How many tokens a sample has."});
        specs.push_back({.name = "most_tokens",
                         .label = "Read at most",
                         .kind = AttributeKind::Integer,
                         .default_value = std::int64_t{100'000'000},
                         .minimum = 1,
                         .maximum = 1e9,
                         .unit = "tokens",
                         .help = "How much of the text is trained on, from its beginning; the vocabulary is the whole "
                                 "text's."});
        AttributeSpec encoding{.name = "encoding",
                               .label = "Encoding",
                               .kind = AttributeKind::Choice,
                               .default_value = std::string("auto"),
                               .help = "How the file's bytes are characters; by itself: UTF-8, UTF-16, or a Windows "
                                       "code page where only one makes words.",
                               .is_rare = true};
        for (const TextEncodingChoice& choice : textEncodingChoices())
            encoding.choices.push_back({choice.value, choice.label});
        specs.push_back(std::move(encoding));
        return specs;
    }

    bool matches(const fs::path& file) const override
    {
        const fs::path name = nameWithoutGzip(file);
        return name.extension() == ".text" || name == "bible.data";
    }
    bool accepts(const fs::path& file) const override
    {
        return matches(file) || nameWithoutGzip(file).extension() == ".txt";
    }
    Attributes optionsFor(const fs::path& file) const override { return {{"path", file.string()}}; }
    std::string fileFilter() const override { return "Text (*.text *.text.gz bible.data)"; }

    Result<Dataset> load(const Attributes& options, const LoadContext& context) const override
    {
        const auto& path = options.get<std::string>("path");
        const auto text =
            readText(path, context, options.get<bool>("lower_case"), options.get<std::string>("encoding"));
        if (!text)
            return tl::unexpected(text.error());
        const auto& cut = options.get<std::string>("level");
        const TextLevel level = cut == "word"      ? TextLevel::Word
                                : cut == "subword" ? TextLevel::Subword
                                                   : TextLevel::Character;
        // Of another text, where it is one.
        const bool is_given = !context.vocabulary.empty() && context.vocabulary.front() == unknownToken;
        const std::vector<std::string> vocabulary = is_given ? context.vocabulary : std::vector<std::string>();
        auto tokens = tokenize(*text, level, static_cast<std::size_t>(options.get<std::int64_t>("vocabulary")),
                               static_cast<std::size_t>(options.get<std::int64_t>("most_tokens")), path, vocabulary);
        if (!tokens)
            return tl::unexpected(tokens.error());
        const auto unknown = std::ranges::count(tokens->tokens, 0);
        auto dataset = samplesOf(std::move(*tokens), options.get<std::int64_t>("sequence_length"), path);
        if (dataset && is_given && unknown > 0)
            dataset->remarks.push_back(countText(static_cast<std::uint64_t>(unknown), "token is", "tokens are") +
                                       " none that were trained on, and read as " + std::string(unknownToken));
        return dataset;
    }

    /// The words themselves, not their indices.
    Result<DataPreview> preview(const Attributes& options, const LoadContext& context, int rows) const override
    {
        const auto dataset = load(options, context);
        if (!dataset)
            return tl::unexpected(dataset.error());
        constexpr std::int64_t shown_steps = 16;
        const std::int64_t steps = dataset->feature_shape[0];
        DataPreview preview;
        preview.note = summary(*dataset);
        for (std::int64_t step = 0; step < std::min(steps, shown_steps); ++step)
            preview.columns.push_back(std::to_string(step + 1));
        if (steps > shown_steps)
            preview.columns.emplace_back("…");
        preview.columns.emplace_back("last target");
        const std::int64_t count = std::min<std::int64_t>(std::max(rows, 0), dataset->sample_count);
        for (std::int64_t sample = 0; sample < count; ++sample) {
            std::vector<std::string>& cells = preview.rows.emplace_back();
            const auto token = [&](const AlignedArray<float>& values, std::int64_t step) {
                const float index = values[static_cast<std::size_t>(sample * steps + step)];
                return shown(dataset->class_names[static_cast<std::size_t>(index)]);
            };
            for (std::int64_t step = 0; step < std::min(steps, shown_steps); ++step)
                cells.push_back(token(dataset->features, step));
            if (steps > shown_steps)
                cells.emplace_back("…");
            cells.push_back(token(dataset->targets, steps - 1));
        }
        return preview;
    }
};

} // namespace

const DataFormat& textFormat()
{
    static const TextFormat format;
    return format;
}

} // namespace ligature
