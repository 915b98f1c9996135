// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_notes.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

#include "core/files/atomic_file.h"
#include "core/json/json_value.h"
#include "core/json/print_json.h"
#include "core/json/strict_json.h"

namespace ligature {

namespace {

constexpr std::uintmax_t largestNotes = std::uintmax_t{1} << 26;
constexpr std::size_t longestKey = 256;
constexpr int mostSetAside = 1000;
constexpr const char* formatName = "ligature-run-notes";
constexpr const char* mendNotes = "mend that line, or let Ligature set the file aside and begin a new one";

/// The first bytes of UTF-8 that are no more than that, up to a whole character.
std::string_view cutTo(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
        --most;
    return text.substr(0, most);
}

bool isUnseen(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

/// On one line, with no more than one space between words.
std::string oneLineOf(std::string_view text, std::size_t most)
{
    std::string line;
    for (const char c : text) {
        const bool is_space = isUnseen(c) || c == ' ';
        if (!is_space)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    line = cutTo(line, most);
    while (!line.empty() && line.back() == ' ')
        line.pop_back();
    return line;
}

/// What decoding accepts is what is written: a text that a person could not have typed is a fault of the file.
std::string readLine(const JsonValue& value, std::size_t most, const char* what)
{
    std::string text = value.text();
    if (text.size() > most)
        value.report(std::string(what) + " is longer than " + std::to_string(most) + " bytes", mendNotes);
    else if (std::ranges::any_of(text, isUnseen))
        value.report(std::string(what) + " has a line break or a control character", mendNotes);
    return text;
}

std::vector<std::string> sortedTags(std::vector<std::string> tags)
{
    std::ranges::sort(tags);
    tags.erase(std::ranges::unique(tags).begin(), tags.end());
    return tags;
}

RunNote readNote(const JsonValue& value)
{
    value.expectKeys({"tags", "note"});
    RunNote note;
    if (const auto tags = value.find("tags")) {
        const std::vector<JsonValue> elements = tags->elements();
        if (elements.size() > mostTags)
            tags->report("has more than " + std::to_string(mostTags) + " tags", mendNotes);
        for (const JsonValue& element : elements) {
            note.tags.push_back(readLine(element, longestTag, "the tag"));
            if (note.tags.back().empty() || note.tags.back().find(',') != std::string::npos)
                element.report("is no tag: it is empty or has a comma", mendNotes);
        }
        note.tags = sortedTags(std::move(note.tags));
    }
    if (const auto text = value.find("note"))
        note.note = readLine(*text, longestNote, "the note");
    return note;
}

} // namespace

const RunNote& RunNotes::of(const std::string& key) const
{
    static const RunNote nothing;
    const auto found = entries.find(key);
    return found == entries.end() ? nothing : found->second;
}

void RunNotes::set(const std::string& key, RunNote note)
{
    if (note.isEmpty())
        entries.erase(key);
    else
        entries.insert_or_assign(key, std::move(note));
}

std::vector<std::string> tagsFromText(std::string_view text)
{
    std::vector<std::string> tags;
    while (!text.empty() && tags.size() < mostTags) {
        const std::size_t comma = std::min(text.find(','), text.size());
        if (std::string tag = oneLineOf(text.substr(0, comma), longestTag); !tag.empty())
            tags.push_back(std::move(tag));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return sortedTags(std::move(tags));
}

std::string tagsText(const std::vector<std::string>& tags)
{
    std::string text;
    for (const std::string& tag : tags)
        text += (text.empty() ? "" : ", ") + tag;
    return text;
}

std::string noteFromText(std::string_view text)
{
    return oneLineOf(text, longestNote);
}

std::string encodeRunNotes(const RunNotes& notes)
{
    nlohmann::ordered_json json = {{"format", formatName}, {"version", 1}};
    if (!notes.baseline.empty())
        json["baseline"] = notes.baseline;
    json["runs"] = nlohmann::ordered_json::object();
    for (const auto& [key, note] : notes.entries) {
        nlohmann::ordered_json& entry = json["runs"][key];
        entry = nlohmann::ordered_json::object();
        if (!note.tags.empty())
            entry["tags"] = note.tags;
        if (!note.note.empty())
            entry["note"] = note.note;
    }
    return printJson(json);
}

Result<RunNotes> decodeRunNotes(std::string_view text, const std::string& where)
{
    const Result<nlohmann::json> parsed = parseStrictJson(text, where);
    if (!parsed) {
        Error error = parsed.error();
        error.mend = mendNotes;
        return tl::unexpected(std::move(error));
    }
    JsonReading reading(where);
    const JsonValue json(*parsed, {}, reading);
    json.expectKeys({"format", "version", "baseline", "runs"});
    if (!reading.failed() && json["format"].text() != formatName)
        json["format"].report("is not \"" + std::string(formatName) + "\"", mendNotes);
    if (!reading.failed() && json["version"].integer(1, std::int64_t{1} << 30) != 1)
        json["version"].report("is of a newer Ligature", "open the project with that version");
    RunNotes notes;
    if (const auto baseline = json.find("baseline"))
        notes.baseline = readLine(*baseline, longestKey, "the baseline");
    if (!reading.failed()) {
        for (const auto& [key, entry] : json["runs"].members()) {
            if (key.empty() || key.size() > longestKey)
                entry.report("its name is not that of a run", mendNotes);
            notes.set(key, readNote(entry));
        }
    }
    if (reading.failed())
        return tl::unexpected(reading.error());
    return notes;
}

Result<RunNotes> readRunNotes(const std::filesystem::path& folder)
{
    const std::filesystem::path file = folder / runNotesFileName;
    struct stat found = {};
    if (::stat(file.c_str(), &found) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return RunNotes();
    const auto bytes = readFile(file, largestNotes);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return decodeRunNotes(*bytes, file.string());
}

Result<RunNotes> changeRunNotes(const std::filesystem::path& folder, const std::function<void(RunNotes&)>& change)
{
    auto notes = readRunNotes(folder);
    if (!notes)
        return notes;
    const RunNotes before = *notes;
    change(*notes);
    if (*notes == before)
        return notes;
    if (const auto written = writeFileAtomically(folder / runNotesFileName, encodeRunNotes(*notes)); !written)
        return tl::unexpected(written.error());
    return notes;
}

Result<std::filesystem::path> setRunNotesAside(const std::filesystem::path& folder)
{
    const std::filesystem::path file = folder / runNotesFileName;
    for (int number = 1; number <= mostSetAside; ++number) {
        const std::filesystem::path aside = folder / (runNotesFileName + (".unreadable-" + std::to_string(number)));
        if (::link(file.c_str(), aside.c_str()) == 0) { // Takes no name that is taken.
            if (::unlink(file.c_str()) == 0)
                return aside;
            return fail(file.string(), "it cannot be set aside: " + std::generic_category().message(errno),
                        "see that you may write to its folder", ErrorKind::Work);
        }
        struct stat found = {};
        if (errno == EEXIST || ::lstat(aside.c_str(), &found) == 0)
            continue;
        if (::rename(file.c_str(), aside.c_str()) == 0)
            return aside;
        break;
    }
    return fail(file.string(), "it cannot be set aside: " + std::generic_category().message(errno),
                "see that you may write to its folder", ErrorKind::Work);
}

} // namespace ligature
