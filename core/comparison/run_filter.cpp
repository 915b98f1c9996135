// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/run_filter.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/comparison/run_columns.h"

namespace ligature {

namespace {

/// ASCII alone: what is beyond stays as it is typed.
std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

/// "Batch size" as a person names it in a filter: "batch_size".
std::string fieldName(std::string_view name)
{
    std::string field = lowered(name);
    std::ranges::replace(field, ' ', '_');
    return field;
}

bool contains(const std::string& text, const std::string& part)
{
    return lowered(text).find(part) != std::string::npos;
}

std::optional<double> filterNumber(std::string_view text)
{
    const bool is_percent = text.ends_with('%');
    if (is_percent)
        text.remove_suffix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return is_percent ? number / 100 : number;
}

/// What a field of that name says of a row, once or several times.
std::vector<RunCell> fieldOf(const RunGroup& group, const std::string& name)
{
    using Kind = RunColumn::Kind;
    static const std::array<std::pair<std::string_view, Kind>, 13> fields = {{{"arm", Kind::Name},
                                                                              {"loss", Kind::ValLoss},
                                                                              {"validation_loss", Kind::ValLoss},
                                                                              {"metric", Kind::Metric},
                                                                              {"gap", Kind::Gap},
                                                                              {"test", Kind::TestLoss},
                                                                              {"test_loss", Kind::TestLoss},
                                                                              {"difference", Kind::Difference},
                                                                              {"parameters", Kind::Parameters},
                                                                              {"runs", Kind::Runs},
                                                                              {"samples", Kind::Samples},
                                                                              {"note", Kind::Note},
                                                                              {"step", Kind::StepTime}}};
    if (name == "tag" || name == "tags") {
        std::vector<RunCell> tags;
        for (const std::string& tag : group.note.tags)
            tags.push_back({{}, tag});
        return tags;
    }
    if (name == "seed") {
        std::vector<RunCell> seeds;
        for (const RunResult* const run : group.results())
            seeds.push_back({static_cast<double>(run->seed), std::to_string(run->seed)});
        return seeds;
    }
    const auto field = std::ranges::find(fields, name, &std::pair<std::string_view, Kind>::first);
    if (field != fields.end())
        return {cellOf(group, {field->second})};
    if (!group.metric.name.empty() && fieldName(group.metric.name) == name)
        return {cellOf(group, {Kind::Metric})};
    for (const RunSetting& setting : group.settings) {
        if (fieldName(setting.name) == name)
            return {cellOf(group, {Kind::Setting, setting.name})};
    }
    return {};
}

bool hasWord(const RunGroup& group, const std::string& word)
{
    if ((word == "diverged" && group.diverged() > 0) || (word == "tuning" && group.is_tuning) ||
        (word == "baseline" && group.is_baseline))
        return true;
    const auto found = [&word](const std::string& text) { return contains(text, word); };
    return found(group.title) || found(group.note.note) || std::ranges::any_of(group.note.tags, found) ||
           std::ranges::any_of(group.settings,
                               [&](const RunSetting& setting) { return found(setting.name + " " + setting.text); });
}

} // namespace

RunFilter RunFilter::parse(std::string_view text)
{
    RunFilter filter;
    std::string term;
    bool is_in_quotes = false;
    bool was_quoted = false;
    const auto finish = [&] {
        if (!term.empty())
            filter.addTerm(term, was_quoted);
        term.clear();
        was_quoted = false;
    };
    for (const char c : text) {
        if (c == '"') {
            was_quoted = was_quoted || term.empty() || term == "-";
            is_in_quotes = !is_in_quotes;
        } else if (!is_in_quotes && (c == ' ' || c == '\t' || c == '\n')) {
            finish();
        } else {
            term += c;
        }
    }
    finish();
    return filter;
}

/// @param is_quoted as a whole, so that it is text and nothing else
void RunFilter::addTerm(std::string_view text, bool is_quoted)
{
    Term term;
    if (text.size() > 1 && text.front() == '-' && !filterNumber(text)) {
        term.is_excluded = true;
        text.remove_prefix(1);
    }
    const std::size_t place = is_quoted ? std::string_view::npos : text.find_first_of(":<>=");
    if (place == std::string_view::npos || place == 0) {
        term.text = lowered(text);
        m_terms.push_back(std::move(term));
        return;
    }
    term.name = fieldName(text.substr(0, place));
    const bool has_equal = text[place] != '=' && text[place] != ':' && text.substr(place + 1).starts_with('=');
    const std::string_view value = text.substr(place + (has_equal ? 2 : 1));
    term.text = lowered(value);
    term.number = filterNumber(value);
    switch (text[place]) {
    case '<': term.comparison = has_equal ? Comparison::AtMost : Comparison::Less; break;
    case '>': term.comparison = has_equal ? Comparison::AtLeast : Comparison::Greater; break;
    case '=': term.comparison = Comparison::Equal; break;
    default: term.comparison = Comparison::Contains;
    }
    const bool wants_number = term.comparison != Comparison::Contains && term.comparison != Comparison::Equal;
    if (value.empty() || (wants_number && !term.number)) {
        m_problem = "“";
        m_problem.append(text).append(wants_number ? "” lacks a number, as in " : "” lacks a word, as in ");
        m_problem.append(term.name).append(wants_number ? std::string(1, text[place]) + "0.1" : ":word");
    }
    m_terms.push_back(std::move(term));
}

bool RunFilter::fits(const Term& term, const RunGroup& group)
{
    if (term.comparison == Comparison::None)
        return hasWord(group, term.text);
    return std::ranges::any_of(fieldOf(group, term.name), [&term](const RunCell& cell) {
        switch (term.comparison) {
        case Comparison::Less: return cell.number && term.number && *cell.number < *term.number;
        case Comparison::Greater: return cell.number && term.number && *cell.number > *term.number;
        case Comparison::AtMost: return cell.number && term.number && *cell.number <= *term.number;
        case Comparison::AtLeast: return cell.number && term.number && *cell.number >= *term.number;
        case Comparison::Equal:
            return cell.number && term.number ? *cell.number == *term.number : lowered(cell.text) == term.text;
        case Comparison::Contains: {
            if (cell.number && term.number)
                return *cell.number == *term.number;
            return !term.text.empty() && contains(cell.text, term.text);
        }
        case Comparison::None: break;
        }
        return false;
    });
}

bool RunFilter::fits(const RunGroup& group) const
{
    return std::ranges::all_of(m_terms, [&group](const Term& term) { return fits(term, group) != term.is_excluded; });
}

} // namespace ligature
