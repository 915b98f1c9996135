// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/error/result.h"
#include "core/tensor/shape.h"

namespace ligature {

enum class AttributeKind { Boolean, Integer, Real, Choice, Text, Path, Shape };

/// A boolean, a whole number, a real number, a text (also a choice's value and a path), or a shape.
using AttributeValue = std::variant<bool, std::int64_t, double, std::string, Shape>;

struct AttributeChoice {
    std::string value; ///< as files have it
    std::string label; ///< as people read it
};

/// One attribute of a layer type, an optimizer, an initializer or a data format, declared once: inspector, files,
/// validation, undo, command line and docs read this.
struct AttributeSpec {
    std::string name = {};  ///< the key in files, in the field's words: "out_features"
    std::string label = {}; ///< "Output features"
    AttributeKind kind = AttributeKind::Integer;
    AttributeValue default_value = {};
    double minimum = -std::numeric_limits<double>::infinity(); ///< numbers only; for a shape, of each extent
    double maximum = std::numeric_limits<double>::infinity();
    std::string unit = {}; ///< may be empty
    std::string help = {}; ///< one sentence
    std::vector<AttributeChoice> choices = {};
    bool is_width =
        false; ///< a whole number that says how many features the layer computes: what a narrower one has less of
    bool is_folder = false; ///< a path that leads to a folder, not a file
    bool is_rare = false;   ///< most people never set it: forms keep it folded away
};

/// Its label in the middle of a sentence: "output features"; "ReLU slope" stays as it is.
[[nodiscard]] std::string labelInSentence(const AttributeSpec& spec);

/// Values by attribute name. An attribute that is not listed has its default.
class Attributes {
public:
    Attributes() = default;
    Attributes(std::initializer_list<std::pair<const std::string, AttributeValue>> values) : m_values(values) {}

    /// Found by a name of any length without taking memory: optimizers look theirs up in every step.
    using Values = std::map<std::string, AttributeValue, std::less<>>;
    [[nodiscard]] const Values& values() const { return m_values; }
    [[nodiscard]] bool contains(std::string_view name) const { return m_values.contains(name); }
    void set(const std::string& name, AttributeValue value) { m_values[name] = std::move(value); }
    void erase(const std::string& name) { m_values.erase(name); }

    /// The value, which must be there and of that type (what declares the attributes fills in the defaults first).
    template <typename T>
    [[nodiscard]] const T& get(std::string_view name) const
    {
        const auto found = m_values.find(name);
        if (found == m_values.end())
            throw std::out_of_range("there is no attribute " + std::string(name));
        return std::get<T>(found->second);
    }

    bool operator==(const Attributes&) const = default;

private:
    Values m_values;
};

/// The attributes with every default of the specs filled in.
[[nodiscard]] Attributes withDefaults(std::span<const AttributeSpec> specs, const Attributes& attributes);

/// An error where an attribute is unknown, of the wrong type, not finite, out of its range or none of its choices.
/// @param where names the owner in the message ("dense1")
[[nodiscard]] Result<void> validate(std::span<const AttributeSpec> specs, const Attributes& attributes,
                                    const std::string& where);

/// One value against its spec, as validate() does it.
[[nodiscard]] Result<void> validateValue(const AttributeSpec& spec, const AttributeValue& value,
                                         const std::string& where);

/// For people: "true", "64", "0.01", "8 × 8".
[[nodiscard]] std::string toString(const AttributeValue& value);

} // namespace ligature
