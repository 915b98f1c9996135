// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/error/result.h"

namespace ligature {

/// The reading of one file: remembers the first thing that is wrong. After that, everything read is a default that
/// nobody will see, so that readers need not look after each value; they look before they return.
class JsonReading {
public:
    /// @param file its name, for messages
    explicit JsonReading(std::string file) : m_file(std::move(file)) {}
    JsonReading(const JsonReading&) = delete;
    JsonReading& operator=(const JsonReading&) = delete;

    /// @param pointer the place, as a JSON pointer (RFC 6901); empty for the whole file
    void report(const std::string& pointer, std::string what, std::string mend);
    [[nodiscard]] bool failed() const { return m_error.has_value(); }
    [[nodiscard]] const Error& error() const { return *m_error; } ///< when it failed

private:
    std::string m_file;
    std::optional<Error> m_error;
};

/// A value in a file with its place. What is asked for and is not there, or is of another kind or out of range, is
/// reported to the reading. Keeps references to both: the document and the reading must live longer.
class JsonValue {
public:
    JsonValue(const nlohmann::json& json, std::string pointer, JsonReading& reading)
        : m_json(&json), m_pointer(std::move(pointer)), m_reading(&reading)
    {
    }

    [[nodiscard]] const std::string& pointer() const { return m_pointer; }
    [[nodiscard]] JsonReading& reading() const { return *m_reading; }
    void report(std::string what, std::string mend) const;

    [[nodiscard]] std::string text() const;
    [[nodiscard]] bool boolean() const;
    /// A whole number within the limits (both included).
    [[nodiscard]] std::int64_t integer(std::int64_t least, std::int64_t greatest) const;
    /// A finite number within the limits, written with a point or without one.
    [[nodiscard]] double real(double least, double greatest) const;
    [[nodiscard]] bool isArray() const { return m_json->is_array(); }
    /// As it is in the file, for a value that may be of several kinds.
    [[nodiscard]] const nlohmann::json& json() const { return *m_json; }
    [[nodiscard]] std::vector<JsonValue> elements() const; ///< of an array

    /// Reports where this is not an object, and a key that is none of these.
    void expectKeys(std::span<const std::string_view> keys) const;
    void expectKeys(std::initializer_list<std::string_view> keys) const { expectKeys(std::span(keys)); }
    [[nodiscard]] JsonValue operator[](const std::string& key) const;             ///< a key that has to be there
    [[nodiscard]] std::optional<JsonValue> find(const std::string& key) const;    ///< nothing where it is not there
    [[nodiscard]] std::vector<std::pair<std::string, JsonValue>> members() const; ///< of an object

private:
    void reportKind(const std::string& wanted) const;

    const nlohmann::json* m_json;
    std::string m_pointer;
    JsonReading* m_reading;
};

} // namespace ligature
