// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/table.h"

#include <algorithm>
#include <optional>

#include <csv.h>

#include "core/data/csv/number.h"
#include "core/data/csv/text.h"
#include "core/memory/memory_limit.h"
#include "core/text/number_text.h"

namespace ligature {

namespace {

constexpr std::size_t largestColumnCount = 1U << 16;

/// Stands for a delimiter of several bytes: no text has it, as it is a control character.
constexpr char standIn = '\x1f';

/// A line of tabs alone has empty cells where tabs separate them.
bool isBlank(std::string_view line, char delimiter)
{
    return line.find_first_not_of(delimiter == '\t' ? " \r\n" : " \t\r\n") == std::string_view::npos;
}

/// The line at the front, its end included.
std::string_view firstLine(std::string_view text)
{
    const std::size_t newline = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, newline);
    const std::size_t carriage_return = line.find('\r');
    // A CR on its own ends a line too; one before LF is that line's end.
    if (carriage_return != std::string_view::npos && carriage_return + 1 < newline)
        return text.substr(0, carriage_return + 1);
    return text.substr(0, std::min(newline + 1, text.size()));
}

std::string cells(std::size_t count)
{
    return std::to_string(count) + (count == 1 ? " cell" : " cells");
}

} // namespace

/// Feeds libcsv line by line, since it does not count lines, and takes down what it finds.
class CsvReader {
public:
    CsvReader(const CsvDialect& dialect, std::string where)
        : m_where(std::move(where)), m_dialect(dialect),
          m_delimiter(dialect.delimiter.size() > 1 ? standIn : dialect.delimiter.front())
    {
        // Null for an empty cell without quotes is what tells "a  b" from "a "" b".
        constexpr unsigned char options = CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL;
        m_ready = csv_init(&m_parser, options) == 0;
        csv_set_delim(&m_parser, static_cast<unsigned char>(m_delimiter));
        constexpr std::size_t buffer_step = 1U << 12;
        csv_set_blk_size(&m_parser, buffer_step);
    }
    CsvReader(const CsvReader&) = delete;
    CsvReader& operator=(const CsvReader&) = delete;
    ~CsvReader() { csv_free(&m_parser); }

    Result<CsvTable> read(std::string_view text, CsvExtent extent)
    {
        if (!m_ready)
            return fail(m_where, "there is no memory to read it", {}, ErrorKind::Work);
        if (const auto reserved = reserve(text); !reserved)
            return tl::unexpected(reserved.error());
        while (!text.empty() && !m_error) {
            const std::string_view line = firstLine(text);
            text.remove_prefix(line.size());
            ++m_line;
            if (m_line > m_dialect.lines_before)
                feed(line);
        }
        if (!m_error)
            finish(extent);
        if (m_error)
            return tl::unexpected(*m_error);
        return std::move(m_table);
    }

private:
    Result<void> reserve(std::string_view text)
    {
        const auto delimiters = static_cast<std::size_t>(std::count(text.begin(), text.end(), m_delimiter));
        const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
        const std::size_t bytes = text.size() + (delimiters + 2 * lines) * sizeof(std::uint32_t);
        if (const auto checked = checkMemory(bytes, m_where); !checked)
            return checked;
        m_table.m_text.reserve(text.size());
        m_table.m_ends.reserve(delimiters + lines);
        m_table.m_lines.reserve(lines);
        return {};
    }

    /// Whether the line is a comment, at the beginning of a row.
    [[nodiscard]] bool isComment(std::string_view line) const
    {
        if (m_dialect.comment.empty() || !line.starts_with(m_dialect.comment))
            return false;
        if (!m_dialect.comment_yields)
            return true;
        if (m_table.m_lines.empty())
            return m_line != m_dialect.commented_header && looksLikeComment(line, m_dialect.comment);
        return cellsIn(line.substr(0, line.find_first_of("\r\n")), std::string_view(&m_delimiter, 1)) !=
               m_table.m_column_count;
    }

    void feed(std::string_view line)
    {
        if (!m_in_row) {
            // Files that were put together have a mark before each part.
            while (line.starts_with("\xef\xbb\xbf"))
                line.remove_prefix(3);
            m_row_line = m_line;
            if (isBlank(line, m_delimiter)) {
                if (m_table.m_column_count == 1)
                    m_blank_lines.push_back(m_line);
                return;
            }
            if (isComment(line)) {
                m_table.m_comment_count += 1;
                return;
            }
            const std::size_t sign = m_dialect.comment.size();
            if (m_line == m_dialect.commented_header && line.substr(std::min(sign, line.size())).starts_with(' '))
                line.remove_prefix(sign + 1);
        }
        m_in_row = true;
        const std::size_t read =
            csv_parse(&m_parser, line.data(), line.size(), &CsvReader::onCell, &CsvReader::onRow, this);
        if (read != line.size())
            setError(m_line, "there is a quotation mark inside the cell",
                     "put the whole cell in quotation marks, and write each one inside it twice");
    }

    void finish(CsvExtent extent)
    {
        if (extent == CsvExtent::Head) {
            dropOpenRow();
            return;
        }
        if (csv_fini(&m_parser, &CsvReader::onCell, &CsvReader::onRow, this) != 0)
            setError(m_row_line, "the quotation mark that opens the cell has no partner", "close the quotation");
    }

    void dropOpenRow() { m_table.m_ends.resize(m_table.m_lines.size() * m_table.m_column_count); }

    static void onCell(void* bytes, std::size_t size, void* reader)
    {
        static_cast<CsvReader*>(reader)->addCell(static_cast<const char*>(bytes), size);
    }
    static void onRow(int /*terminator*/, void* reader) { static_cast<CsvReader*>(reader)->endRow(); }

    void addCell(const char* bytes, std::size_t size)
    {
        if (m_error || (bytes == nullptr && m_delimiter == ' '))
            return;
        if (m_cells == largestColumnCount) {
            setError(m_row_line, "there are more than " + std::to_string(largestColumnCount) + " columns",
                     "choose another delimiter");
            return;
        }
        ++m_cells;
        if (bytes != nullptr) {
            const std::string_view cell = withoutWideSpaces({bytes, size});
            if (m_delimiter == standIn)
                appendWithDelimiter(cell);
            else
                m_table.m_text.append(cell);
        }
        m_table.m_ends.push_back(static_cast<std::uint32_t>(m_table.m_text.size()));
    }

    /// No-break spaces and marks at the ends; the plain ones of a quoted cell are its own.
    static std::string_view withoutWideSpaces(std::string_view cell)
    {
        const auto isWide = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
        return !cell.empty() && (isWide(cell.front()) || isWide(cell.back())) ? withoutSpaces(cell) : cell;
    }

    void appendWithDelimiter(std::string_view cell)
    {
        for (const char c : cell) {
            if (c == standIn)
                m_table.m_text += m_dialect.delimiter;
            else
                m_table.m_text.push_back(c);
        }
    }

    void endRow()
    {
        m_in_row = false;
        if (m_error || m_cells == 0)
            return;
        const std::size_t expected = m_table.m_column_count;
        if (m_table.m_lines.empty()) {
            m_table.m_column_count = m_cells;
        } else if (m_cells != expected) {
            const std::size_t column = std::min(m_cells, expected) + 1;
            m_error = Error{csvPlace(m_where, m_row_line, column, nameOf(column)),
                            "the line has " + cells(m_cells) + ", the first line " + std::to_string(expected),
                            "give every line equally many cells; the delimiter was taken to be " +
                                delimiterName(m_dialect.delimiter) +
                                ", and another one, or lines to skip before the table, can be chosen"};
            return;
        } else if (expected == 1) {
            // The cell of this row is the last one's already.
            const std::uint32_t before = m_table.m_lines.size() == 0 ? 0 : m_table.m_ends[m_table.m_lines.size() - 1];
            for (const std::size_t blank : m_blank_lines) {
                m_table.m_ends.insert(m_table.m_ends.end() - 1, before);
                m_table.m_lines.push_back(static_cast<std::uint32_t>(blank));
            }
        }
        m_blank_lines.clear();
        m_table.m_lines.push_back(static_cast<std::uint32_t>(m_row_line));
        m_cells = 0;
    }

    void setError(std::size_t line, std::string what, std::string mend)
    {
        const std::size_t column = m_cells + 1;
        m_error = Error{csvPlace(m_where, line, column, nameOf(column)), std::move(what), std::move(mend)};
    }

    /// What the first line calls the column, should it be a header: a number is no name.
    [[nodiscard]] std::string_view nameOf(std::size_t column) const
    {
        if (m_table.m_lines.empty() || column > m_table.m_column_count)
            return {};
        const std::string_view name = m_table.cell(0, column - 1);
        return readNumber(name).kind == NumberKind::Text ? name : std::string_view();
    }

    csv_parser m_parser{};
    std::string m_where;
    CsvDialect m_dialect;
    char m_delimiter;
    bool m_ready = false;
    CsvTable m_table;
    std::size_t m_line = 0;                 ///< that is being fed
    std::size_t m_row_line = 0;             ///< that the row began on
    std::vector<std::size_t> m_blank_lines; ///< since the last row
    std::size_t m_cells = 0;                ///< of the row
    bool m_in_row = false;
    std::optional<Error> m_error;
};

Result<CsvTable> parseCsv(std::string_view text, const CsvDialect& dialect, CsvExtent extent, const std::string& where)
{
    if (text.size() > csvLargestFile)
        return fail(where, "the text is longer than " + numbers::bytes(csvLargestFile), "split the file");
    if (dialect.delimiter == " ") {
        std::string spaced(text);
        std::replace(spaced.begin(), spaced.end(), '\t', ' ');
        return CsvReader(dialect, where).read(spaced, extent);
    }
    if (dialect.delimiter.size() == 1)
        return CsvReader(dialect, where).read(text, extent);
    std::string replaced;
    replaced.reserve(text.size());
    while (!text.empty()) {
        const std::size_t at = std::min(text.find(dialect.delimiter), text.size());
        replaced += text.substr(0, at);
        text.remove_prefix(at);
        if (!text.empty()) {
            replaced.push_back(standIn);
            text.remove_prefix(dialect.delimiter.size());
        }
    }
    return CsvReader(dialect, where).read(replaced, extent);
}

} // namespace ligature
