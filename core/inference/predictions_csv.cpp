// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/predictions_csv.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/text/number_text.h"

namespace ligature {

namespace {

/// In quotation marks where it needs them, also for spaces at its ends, which readers may strip.
std::string cell(const std::string& text)
{
    const bool is_plain = text.find_first_of(",\"\r\n") == std::string::npos && !text.empty() && text.front() != ' ' &&
                          text.back() != ' ';
    if (is_plain)
        return text;
    std::string result = "\"";
    for (const char c : text)
        result.append(c == '"' ? 2 : 1, c);
    return result + '"';
}

void appendCell(std::string& csv, const std::string& text)
{
    csv += ',';
    csv += cell(text);
}

void appendHeader(std::string& csv, const Prediction& output)
{
    std::string before = output.name;
    if (!before.empty())
        before += '.';
    if (output.kind == Prediction::Kind::Class) {
        before += output.target;
        appendCell(csv, before);
        before += '=';
    }
    for (const std::string& column : output.columns)
        appendCell(csv, before + column);
}

void appendSample(std::string& csv, const Prediction& output, std::size_t sample, std::span<const float> values)
{
    if (output.kind == Prediction::Kind::Class)
        appendCell(csv, output.columns[output.classes[sample]]);
    for (const float value : values) {
        const auto token =
            output.kind == Prediction::Kind::Tokens ? static_cast<std::size_t>(value) : output.vocabulary.size();
        appendCell(csv, token < output.vocabulary.size() ? output.vocabulary[token] : numbers::exact(value));
    }
}

} // namespace

Result<std::string> predictionsCsv(const Predictions& predictions, const std::string& where)
{
    const bool has_names = !predictions.sample_names.empty();
    std::string csv = has_names ? "sample,file" : "sample";
    for (const Prediction& output : predictions.outputs)
        appendHeader(csv, output);
    csv += '\n';
    for (std::size_t sample = 0; sample < static_cast<std::size_t>(predictions.sample_count); ++sample) {
        csv += std::to_string(sample + 1);
        if (has_names)
            appendCell(csv, predictions.sample_names[sample]);
        for (const Prediction& output : predictions.outputs) {
            const std::size_t width = output.columns.size();
            const auto values = std::span(output.values).subspan(sample * width, width);
            if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); }))
                return fail(where + ", sample " + std::to_string(sample + 1),
                            "what is predicted of it is no finite number",
                            "scale the data as those that were trained on", ErrorKind::Work);
            appendSample(csv, output, sample, values);
        }
        csv += '\n';
    }
    return csv;
}

} // namespace ligature
