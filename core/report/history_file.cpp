// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/history_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>

#include <csv.h>

namespace ligature {

namespace {

constexpr std::string_view header = "event,variant,step,epoch,train_loss,val_loss,metric,seconds";
constexpr std::size_t columnCount = 8;
/// What follows for each of several losses, after its name.
constexpr std::array<std::string_view, 3> lossColumns = {".train_loss", ".val_loss", ".metric"};

/// In quotation marks where it needs them (RFC 4180).
std::string quoted(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string result = "\"";
    for (const char c : text)
        result.append(c == '"' ? 2 : 1, c);
    return result + '"';
}

template <typename T>
void append(std::string& line, T value)
{
    std::array<char, 32> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    line += ',';
    line.append(digits.data(), end);
}

void appendIfMeasured(std::string& line, double value)
{
    if (std::isnan(value))
        line += ',';
    else
        append(line, value);
}

/// @param losses how many columns of several losses there are
void appendEvent(std::string& csv, const char* kind, const MetricEvent& event, std::size_t losses)
{
    csv += kind;
    csv += ',';
    csv += toString(event.variant);
    append(csv, event.step);
    append(csv, event.epoch);
    append(csv, event.train_loss);
    appendIfMeasured(csv, event.val_loss);
    appendIfMeasured(csv, event.metric);
    append(csv, event.seconds);
    for (std::size_t i = 0; i < losses; ++i) {
        const LossMeasure measure = i < event.losses.size() ? event.losses[i] : LossMeasure{};
        appendIfMeasured(csv, measure.train_loss);
        appendIfMeasured(csv, measure.val_loss);
        appendIfMeasured(csv, measure.metric);
    }
    csv += '\n';
}

template <typename T>
bool parse(const std::string& field, T& value)
{
    const char* const end = field.data() + field.size();
    const auto [stopped, error] = std::from_chars(field.data(), end, value);
    return error == std::errc() && stopped == end;
}

bool parseIfMeasured(const std::string& field, double& value)
{
    value = notMeasured;
    return field.empty() || parse(field, value);
}

/// Takes the fields and lines that libcsv finds.
class Reader {
public:
    explicit Reader(std::string where) : m_where(std::move(where)) {}

    void field(std::string text) { m_fields.push_back(std::move(text)); }
    void endLine()
    {
        ++m_line;
        if (!m_error && !takeLine())
            m_error = Error{m_where + ", line " + std::to_string(m_line), "this is not a line of a training's history",
                            "delete the file to start a new history", ErrorKind::Input};
        m_fields.clear();
    }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] std::vector<History> take() { return std::move(m_histories); }

private:
    bool takeLine()
    {
        if (m_line == 1)
            return takeHeader();
        if (m_fields.size() != columnCount + m_loss_names.size() * lossColumns.size())
            return false;
        MetricEvent event;
        if (m_fields[0] == "epoch")
            event.kind = MetricEvent::Kind::Epoch;
        else if (m_fields[0] != "step")
            return false;
        if (!isArmWord(m_fields[1]))
            return false;
        event.variant = ArmId(m_fields[1]);
        if (!parse(m_fields[2], event.step) || !parse(m_fields[3], event.epoch) ||
            !parse(m_fields[4], event.train_loss) || !parseIfMeasured(m_fields[5], event.val_loss) ||
            !parseIfMeasured(m_fields[6], event.metric) || !parse(m_fields[7], event.seconds))
            return false;
        for (std::size_t i = columnCount; i < m_fields.size(); i += lossColumns.size()) {
            LossMeasure& loss = event.losses.emplace_back();
            if (!parseIfMeasured(m_fields[i], loss.train_loss) || !parseIfMeasured(m_fields[i + 1], loss.val_loss) ||
                !parseIfMeasured(m_fields[i + 2], loss.metric))
                return false;
        }
        add(std::move(event));
        return true;
    }

    bool takeHeader()
    {
        if (m_fields.size() < columnCount || (m_fields.size() - columnCount) % lossColumns.size() != 0)
            return false;
        std::string line = m_fields[0];
        for (std::size_t i = 1; i < columnCount; ++i)
            line += "," + m_fields[i];
        if (line != header)
            return false;
        for (std::size_t i = columnCount; i < m_fields.size(); i += lossColumns.size()) {
            const std::string name = m_fields[i].substr(0, m_fields[i].rfind('.'));
            for (std::size_t column = 0; column < lossColumns.size(); ++column) {
                if (m_fields[i + column] != name + std::string(lossColumns[column]))
                    return false;
            }
            m_loss_names.push_back(name);
        }
        return true;
    }

    void add(MetricEvent event)
    {
        auto history = std::ranges::find(m_histories, event.variant, &History::variant);
        if (history == m_histories.end())
            history = m_histories.insert(history, History{event.variant, {}, {}, m_loss_names});
        (event.kind == MetricEvent::Kind::Step ? history->steps : history->epochs).push_back(std::move(event));
    }

    std::string m_where;
    std::int64_t m_line = 0;
    std::vector<std::string> m_fields;
    std::vector<std::string> m_loss_names;
    std::vector<History> m_histories;
    std::optional<Error> m_error;
};

} // namespace

std::string lossColumnNames(const std::vector<std::string>& loss_names)
{
    std::string text;
    for (const std::string& name : loss_names) {
        for (const std::string_view column : lossColumns)
            text += ',' + quoted(name + std::string(column));
    }
    return text;
}

std::string historyHeader(const std::vector<std::string>& loss_names)
{
    return std::string(header) + lossColumnNames(loss_names) + '\n';
}

void appendHistoryLine(std::string& csv, const MetricEvent& event, std::size_t losses)
{
    appendEvent(csv, event.kind == MetricEvent::Kind::Epoch ? "epoch" : "step", event, losses);
}

std::string writeHistory(const std::vector<History>& histories)
{
    // All of one training, so of one network's losses.
    const std::vector<std::string> losses = histories.empty() ? std::vector<std::string>() : histories[0].loss_names;
    std::string csv = historyHeader(losses);
    for (const History& history : histories) {
        for (const MetricEvent& event : history.epochs)
            appendEvent(csv, "epoch", event, losses.size());
        for (const MetricEvent& event : history.steps)
            appendEvent(csv, "step", event, losses.size());
    }
    return csv;
}

Result<std::vector<History>> readHistory(std::string_view csv, const std::string& where)
{
    csv_parser parser{};
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return fail(where, "the CSV reader did not start", {}, ErrorKind::Work);
    const std::unique_ptr<csv_parser, void (*)(csv_parser*)> owner(&parser, csv_free);

    Reader reader(where);
    const auto onField = [](void* text, std::size_t size, void* data) {
        static_cast<Reader*>(data)->field(text ? std::string(static_cast<const char*>(text), size) : std::string());
    };
    const auto onLine = [](int, void* data) { static_cast<Reader*>(data)->endLine(); };
    const bool whole = csv_parse(&parser, csv.data(), csv.size(), onField, onLine, &reader) == csv.size() &&
                       csv_fini(&parser, onField, onLine, &reader) == 0;
    if (reader.error())
        return tl::unexpected<Error>(*reader.error());
    if (!whole)
        return fail(where, "this is not a CSV file", "delete the file to start a new history");
    return reader.take();
}

} // namespace ligature
