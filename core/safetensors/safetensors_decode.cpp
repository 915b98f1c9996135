// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstring>
#include <optional>

#include "core/json/strict_json.h"
#include "core/safetensors/element_types.h"
#include "core/safetensors/safetensors_file.h"

namespace ligature {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t headerLimit = 100'000'000; // of the format's reference reader

/// Where a tensor's bytes are, from the end of the header on.
struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

struct Entry {
    std::string name;
    ElementType type = ElementType::Float;
    std::string type_name;
    Shape shape;
    Range range;
};

const std::string damaged = "the file is damaged, or not a safetensors file";

/// A list of whole numbers that are not negative and fit an int64; nothing where it is anything else.
std::optional<std::vector<std::int64_t>> wholeNumbers(const Json& list)
{
    if (!list.is_array())
        return std::nullopt;
    std::vector<std::int64_t> numbers;
    for (const Json& number : list) {
        if (!number.is_number_unsigned() || number.get<std::uint64_t>() > INT64_MAX)
            return std::nullopt;
        numbers.push_back(number.get<std::int64_t>());
    }
    return numbers;
}

Result<Entry> readEntry(const std::string& name, const Json& json, const std::string& where)
{
    if (!json.is_object() || json.size() != 3 || !json.contains("dtype") || !json.contains("shape") ||
        !json.contains("data_offsets"))
        return fail(where, "is not an object of dtype, shape and data_offsets", damaged);
    Entry entry;
    entry.name = name;
    const Json& type = json["dtype"];
    entry.type_name = type.is_string() ? type.get<std::string>() : "of no name";
    const auto known = type.is_string() ? safetensorsType(entry.type_name) : std::nullopt;
    if (!known)
        return fail(where, "has the element type " + entry.type_name, "convert it to F32");
    entry.type = *known;
    const auto shape = wholeNumbers(json["shape"]);
    const auto offsets = wholeNumbers(json["data_offsets"]);
    if (!shape)
        return fail(where, "has a shape that is not a list of whole numbers", damaged);
    if (!offsets || offsets->size() != 2 || (*offsets)[0] > (*offsets)[1])
        return fail(where, "has data_offsets that are not a beginning and an end", damaged);
    entry.shape = Shape(*shape);
    entry.range = {static_cast<std::uint64_t>((*offsets)[0]), static_cast<std::uint64_t>((*offsets)[1])};
    // elementCount() saturates, so a product that overflows is no multiple that fits.
    const std::uint64_t bytes = entry.range.end - entry.range.begin;
    const std::uint64_t count = bytes / sizeOf(entry.type);
    if (static_cast<std::uint64_t>(entry.shape.elementCount()) != count || count * sizeOf(entry.type) != bytes)
        return fail(where, "has data of another size than its shape", damaged);
    return entry;
}

/// The tensors must cover the data without a gap: what is in none of them could hide anything.
Result<void> checkCover(const std::vector<Entry>& entries, std::uint64_t size, const std::string& where)
{
    std::uint64_t next = 0;
    for (const Entry& entry : entries) {
        if (entry.range.begin != next)
            return fail(where,
                        "the data of \"" + entry.name + "\" begins at byte " + std::to_string(entry.range.begin) +
                            ", not at " + std::to_string(next),
                        damaged);
        next = entry.range.end;
    }
    if (next != size)
        return fail(where,
                    "has " + std::to_string(size) + " bytes of data, and its header tells of " + std::to_string(next),
                    "the file is damaged or was cut off: restore it from a copy");
    return {};
}

Result<std::map<std::string, std::string>> readMetadata(const Json& json, const std::string& where)
{
    if (!json.is_object())
        return fail(where, "is not an object", damaged);
    std::map<std::string, std::string> metadata;
    for (const auto& [key, value] : json.items()) {
        if (!value.is_string())
            return fail(where + "/" + pointerToken(key), "is not a text", damaged);
        metadata[key] = value.get<std::string>();
    }
    return metadata;
}

} // namespace

Result<SafetensorsFile> decodeSafetensors(std::string_view bytes, const std::string& where)
{
    if (bytes.size() < 8)
        return fail(where, "is shorter than 8 bytes", damaged);
    std::uint64_t header_size = 0;
    std::memcpy(&header_size, bytes.data(), sizeof header_size);
    if (header_size > headerLimit || header_size > bytes.size() - 8) {
        // How torch.save's archives and its older files begin, which is a length that no header has.
        if (bytes.starts_with("PK") || bytes.starts_with("\x80\x02") || bytes.starts_with("\x80\x04"))
            return fail(where, "is a file of torch.save or pickle, whose values only Python can read",
                        "save them with safetensors.torch.save_file");
        return fail(where, "claims a header of " + std::to_string(header_size) + " bytes", damaged);
    }
    const std::string_view header_text = bytes.substr(8, header_size);
    if (!header_text.starts_with('{'))
        return fail(where, "has a header that does not begin with {", damaged);
    const Result<Json> header = parseStrictJson(header_text, where + ", header");
    if (!header)
        return tl::unexpected(header.error());

    SafetensorsFile file;
    std::vector<Entry> entries;
    for (const auto& [key, value] : header->items()) {
        const std::string place = where + ", header, /" + pointerToken(key);
        if (key == "__metadata__") {
            auto metadata = readMetadata(value, place);
            if (!metadata)
                return tl::unexpected(metadata.error());
            file.metadata = std::move(*metadata);
        } else {
            auto entry = readEntry(key, value, place);
            if (!entry)
                return tl::unexpected(entry.error());
            entries.push_back(std::move(*entry));
        }
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::pair(a.range.begin, a.range.end) < std::pair(b.range.begin, b.range.end);
    });
    const std::string_view data = bytes.substr(8 + header_size);
    if (const auto covered = checkCover(entries, data.size(), where); !covered)
        return tl::unexpected(covered.error());
    for (Entry& entry : entries) {
        NamedTensor tensor{std::move(entry.name), std::move(entry.shape), {}};
        if (entry.type != ElementType::Float && entry.type != ElementType::Int64)
            tensor.origin.type = std::move(entry.type_name);
        readElements(tensor, entry.type, data.substr(entry.range.begin, entry.range.end - entry.range.begin),
                     ByteOrder::Little);
        file.tensors.push_back(std::move(tensor));
    }
    return file;
}

} // namespace ligature
