// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/result.h"
#include "core/network/attributes.h"
#include "core/tensor/shape.h"

namespace ligature {

/// One step of the way in which a tie reads its parameter: a view type's name and its attributes.
struct ViewStep {
    std::string type;
    Attributes attributes = {};
    bool operator==(const ViewStep&) const = default;
};

/// A chain of steps, applied first to last; empty is the identity: the slot reads the parameter as it is.
using View = std::vector<ViewStep>;

/// What every view of a parameter W is: out[i] = coefficient[i] * W[index[i]]; its gradient is the index-add back.
/// The reference that fast paths are held against. Both are row-major over the shapes; no coefficients means all 1.
struct LinearRead {
    std::vector<std::int64_t> index;
    std::vector<double> coefficient;
};

/// A kind of view.
class ViewType {
public:
    virtual ~ViewType() = default;
    [[nodiscard]] virtual std::string name() const = 0;  ///< "transpose"
    [[nodiscard]] virtual std::string title() const = 0; ///< "Transposed"
    [[nodiscard]] virtual std::string help() const = 0;
    [[nodiscard]] virtual std::vector<AttributeSpec> attributes() const { return {}; }
    /// How the canvas writes it around what is read: "Wᵀ" for "W".
    [[nodiscard]] virtual std::string notation(const std::string& inner, const Attributes& attributes) const = 0;
    /// The shape that is read; an error where the view does not fit.
    [[nodiscard]] virtual Result<Shape> outputShape(const Shape& input, const Attributes& attributes) const = 0;
    /// The shape a parameter must have for the slot to read this; an error where that cannot be told.
    [[nodiscard]] virtual Result<Shape> inputShape(const Shape& output, const Attributes& attributes) const = 0;
    [[nodiscard]] virtual LinearRead read(const Shape& input, const Attributes& attributes) const = 0;
};

/// All of them, in the order in which people read them (the identity is the empty chain and is not listed).
[[nodiscard]] std::span<const ViewType* const> viewTypes();
[[nodiscard]] const ViewType* findViewType(std::string_view name);

/// The same over a whole chain. An unknown type is an error.
[[nodiscard]] Result<Shape> outputShape(const View& view, const Shape& input);
[[nodiscard]] Result<Shape> inputShape(const View& view, const Shape& output);
[[nodiscard]] std::string notation(const View& view, const std::string& name);

/// The chain folded into one read. The view must fit the shape.
[[nodiscard]] LinearRead read(const View& view, const Shape& input);

/// The chain of one transpose.
[[nodiscard]] View transposeView();

} // namespace ligature
