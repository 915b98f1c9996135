// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/error/result.h"
#include "core/tensor/shape.h"
#include "core/views/strided.h"

namespace ligature {

/// One step of the way in which a tie reads its parameter: a view type's name and its attributes.
struct ViewStep {
    std::string type;
    Attributes attributes = {};
    bool operator==(const ViewStep&) const = default;
};

/// A chain of steps, applied first to last; empty is the identity: the slot reads the parameter as it is.
using View = std::vector<ViewStep>;

/// More steps than anybody needs; a file with a longer chain is refused.
inline constexpr std::size_t longestView = 32;

/// What every view of a parameter W is: out[i] = coefficient[i] * W[index[i]]; its gradient is the index-add back.
/// The reference that fast paths are held against. Both are row-major over the shapes; no coefficients means all 1.
struct LinearRead {
    std::vector<std::int64_t> index;
    std::vector<double> coefficient;
};

/// A kind of view: declared here once, in one file of core/views/ and one line in its list; inspector, canvas, files,
/// validation, exports and the program read it from here. Attributes that come in have their defaults filled in and are
/// valid, unless it is said otherwise. Nothing in it takes memory or time by a shape, but read() by the places given.
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
    /// Turns places in what the view gives (LinearRead::index) into places in what it is given, of shape `input`, which
    /// fits; multiplies the coefficients where it has any but 1.
    virtual void read(LinearRead& places, const Shape& input, const Attributes& attributes) const = 0;
    /// The same read as steps through memory, where it is one. read() is the reference for it.
    [[nodiscard]] virtual std::optional<StridedRead> step(const StridedRead& input, const Attributes& attributes) const;
    /// Whether it reads entries more than once, so that it ties even where it is a parameter's only use.
    [[nodiscard]] virtual bool repeats() const { return false; }
    /// Attributes with which it reads `output` from `input`, to offer it with; nothing where none do.
    [[nodiscard]] virtual std::optional<Attributes> fitting(const Shape& input, const Shape& output) const;
};

/// All of them, in the order in which people read them (the identity is the empty chain and is not listed).
[[nodiscard]] std::span<const ViewType* const> viewTypes();
[[nodiscard]] const ViewType* findViewType(std::string_view name);

/// The same over a whole chain. An unknown type, a wrong attribute, a chain that is too long or a step that would give
/// more than largestTensor is an error.
[[nodiscard]] Result<Shape> outputShape(const View& view, const Shape& input);
[[nodiscard]] Result<Shape> inputShape(const View& view, const Shape& output);
[[nodiscard]] std::string notation(const View& view, const std::string& name);
[[nodiscard]] bool repeats(const View& view);

/// The chain folded into one read. The view must fit the shape.
[[nodiscard]] LinearRead read(const View& view, const Shape& input);

/// The same, a part at a time: turns the places into places of the parameter, and sets their coefficients (none where
/// all are 1). Needs no other memory, however large the shapes between the steps are.
void read(const View& view, const Shape& input, LinearRead& places);

/// The chain as steps through the parameter's memory; nothing where it is more than that.
[[nodiscard]] std::optional<StridedRead> stridedRead(const View& view, StridedRead parameter);

/// The chain of one transpose.
[[nodiscard]] View transposeView();

} // namespace ligature
