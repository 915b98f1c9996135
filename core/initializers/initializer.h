// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/tensor/random_stream.h"

namespace ligature {

/// How a parameter gets its first values: a type's name and its attributes, as a network holds it.
struct Initializer {
    std::string type = "kaiming_uniform";
    Attributes attributes = {};
    bool operator==(const Initializer&) const = default;
};

/// How many inputs feed one output through the slot, and how many outputs one input feeds: what the Xavier and the
/// Kaiming initializers scale by. A shared parameter has those of its first use.
struct Fans {
    std::int64_t fan_in = 1;
    std::int64_t fan_out = 1;
    bool operator==(const Fans&) const = default;
};

/// One way to draw first values. Names, formulas and defaults are those of torch.nn.init.
class InitializerType {
public:
    virtual ~InitializerType() = default;
    [[nodiscard]] virtual std::string name() const = 0;  ///< "kaiming_uniform"
    [[nodiscard]] virtual std::string title() const = 0; ///< "Kaiming uniform"
    [[nodiscard]] virtual std::string help() const = 0;
    [[nodiscard]] virtual std::vector<AttributeSpec> attributes() const { return {}; }
    /// Writes every value. Attributes have their defaults filled in and are valid.
    virtual void fill(const Attributes& attributes, Fans fans, RandomStream& random,
                      std::span<double> values) const = 0;
};

/// All of them, in the order in which people read them.
[[nodiscard]] std::span<const InitializerType* const> initializerTypes();
[[nodiscard]] const InitializerType* findInitializerType(std::string_view name);

} // namespace ligature
