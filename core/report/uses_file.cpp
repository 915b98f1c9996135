// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/uses_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>

#include <csv.h>

#include "core/tying/arm.h"

namespace ligature {

namespace {

constexpr std::string_view header = "variant,step,parameter,layer,slot,norm,share,cosines";
constexpr std::size_t columnCount = 8;

template <typename T>
void append(std::string& text, T value)
{
    std::array<char, 32> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    text.append(digits.data(), end);
}

/// Names are people's, and may hold commas and quotation marks.
void appendQuoted(std::string& csv, const std::string& name)
{
    csv += ",\"";
    for (const char letter : name) {
        if (letter == '"')
            csv += '"';
        csv += letter;
    }
    csv += '"';
}

template <typename T>
bool parse(std::string_view field, T& value)
{
    const char* const end = field.data() + field.size();
    const auto [stopped, error] = std::from_chars(field.data(), end, value);
    return error == std::errc() && stopped == end;
}

bool parseList(std::string_view field, std::vector<double>& values, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t end = std::min(field.find(' '), field.size());
        if (!parse(field.substr(0, end), values.emplace_back()))
            return false;
        field.remove_prefix(std::min(end + 1, field.size()));
    }
    return field.empty();
}

const WatchedUses* watchedOf(const std::vector<WatchedUses>& watched, ParameterId parameter)
{
    const auto found = std::ranges::find(watched, parameter, &WatchedUses::parameter);
    return found == watched.end() ? nullptr : &*found;
}

/// Takes the fields and lines that libcsv finds.
class Reader {
public:
    Reader(const std::vector<WatchedUses>& watched, std::string where) : m_watched(watched), m_where(std::move(where))
    {
    }

    void field(std::string text) { m_fields.push_back(std::move(text)); }
    void endLine()
    {
        ++m_line;
        if (!m_error && !takeLine()) {
            m_error = Error{m_where + ", line " + std::to_string(m_line),
                            "this is not what the uses of this project's parameters added",
                            "delete the file to start a new one", ErrorKind::Input};
        }
        m_fields.clear();
    }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    /// Nothing is half told: the last parameter has all its uses.
    [[nodiscard]] bool whole() const { return m_line > 0 && m_use == 0; }
    [[nodiscard]] std::vector<UseGradients> take() { return std::move(m_seen); }

private:
    bool takeLine()
    {
        if (m_fields.size() != columnCount)
            return false;
        if (m_line == 1) {
            std::string line = m_fields[0];
            for (std::size_t i = 1; i < columnCount; ++i)
                line += "," + m_fields[i];
            return line == header;
        }
        if (m_use == 0) {
            UseGradients& next = m_seen.emplace_back();
            if (!isArmWord(m_fields[0]))
                return false;
            next.variant = ArmId(m_fields[0]);
            const auto found = std::ranges::find(m_watched, m_fields[2], &WatchedUses::name);
            if (found == m_watched.end() || !parse(m_fields[1], next.step))
                return false;
            next.parameter = found->parameter;
        }
        UseGradients& now = m_seen.back();
        const std::vector<WatchedUses::Use>& uses = watchedOf(m_watched, now.parameter)->uses;
        std::int64_t step = 0;
        if (m_fields[0] != toString(now.variant) || !parse(m_fields[1], step) || step != now.step ||
            m_fields[3] != uses[m_use].layer || m_fields[4] != uses[m_use].slot.slot ||
            !parse(m_fields[5], now.norms.emplace_back()) || !parse(m_fields[6], now.shares.emplace_back()) ||
            !parseList(m_fields[7], now.cosines, uses.size()))
            return false;
        m_use = (m_use + 1) % uses.size();
        return true;
    }

    const std::vector<WatchedUses>& m_watched;
    std::string m_where;
    std::int64_t m_line = 0;
    std::size_t m_use = 0; ///< of the parameter that is being read
    std::vector<std::string> m_fields;
    std::vector<UseGradients> m_seen;
    std::optional<Error> m_error;
};

} // namespace

std::string writeUses(const std::vector<WatchedUses>& watched, const std::vector<UseGradients>& seen)
{
    std::string csv(header);
    csv += '\n';
    for (const UseGradients& figures : seen) {
        const WatchedUses* const parameter = watchedOf(watched, figures.parameter);
        if (!parameter)
            continue;
        for (std::size_t use = 0; use < parameter->uses.size(); ++use) {
            csv += toString(figures.variant) + ',';
            append(csv, figures.step);
            appendQuoted(csv, parameter->name);
            appendQuoted(csv, parameter->uses[use].layer);
            appendQuoted(csv, parameter->uses[use].slot.slot);
            csv += ',';
            append(csv, figures.norms[use]);
            csv += ',';
            append(csv, figures.shares[use]);
            for (std::size_t other = 0; other < parameter->uses.size(); ++other) {
                csv += other == 0 ? ',' : ' ';
                append(csv, figures.cosine(use, other));
            }
            csv += '\n';
        }
    }
    return csv;
}

Result<std::vector<UseGradients>> readUses(std::string_view csv, const std::vector<WatchedUses>& watched,
                                           const std::string& where)
{
    csv_parser parser{};
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return fail(where, "the CSV reader did not start", {}, ErrorKind::Work);
    const std::unique_ptr<csv_parser, void (*)(csv_parser*)> owner(&parser, csv_free);

    Reader reader(watched, where);
    const auto onField = [](void* text, std::size_t size, void* data) {
        static_cast<Reader*>(data)->field(text ? std::string(static_cast<const char*>(text), size) : std::string());
    };
    const auto onLine = [](int, void* data) { static_cast<Reader*>(data)->endLine(); };
    const bool parsed = csv_parse(&parser, csv.data(), csv.size(), onField, onLine, &reader) == csv.size() &&
                        csv_fini(&parser, onField, onLine, &reader) == 0;
    if (reader.error())
        return tl::unexpected<Error>(*reader.error());
    if (!parsed || !reader.whole())
        return fail(where, "this is not a whole CSV file", "delete the file to start a new one");
    return reader.take();
}

} // namespace ligature
