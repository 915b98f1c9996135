// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/error/result.h"
#include "core/initializers/initializer.h"
#include "core/layers/loss_meaning.h"
#include "core/tensor/shape.h"

namespace ligature {

class CompositeLayer;
class Expression;
class Lowering;

/// Where the palette lists a layer, and what part it plays.
enum class LayerCategory {
    Data,
    Linear,
    Convolution,
    Pooling,
    Normalization,
    Sequence,
    Activation,
    Elementwise,
    Comparison, ///< two inputs to one measure of likeness
    Shape,
    Regularization,
    Loss
};
inline constexpr std::size_t layerCategoryCount = static_cast<std::size_t>(LayerCategory::Loss) + 1;
[[nodiscard]] std::string toString(LayerCategory category);

/// An input or an output as a layer type declares it.
struct PortSpec {
    std::string name;
    std::string help;
};

/// A parameter slot as a layer type declares it.
struct SlotSpec {
    std::string name;
    std::string help;
    Initializer default_initializer = {};
    /// A buffer in PyTorch's words (running statistics): the layer's kernel moves it while training, no optimizer does,
    /// it has no gradient and does not count as a parameter. Saved and exported as parameters are.
    bool state = false;
};

/// What a layer's inputs make of it. Shapes are per sample.
struct Inference {
    struct SlotShape {
        Shape shape;
        Fans fans = {};
    };
    std::vector<Shape> outputs;        ///< one for each output port
    std::vector<SlotShape> slots = {}; ///< one for each slot
    std::int64_t flops = 0;            ///< of the forward pass of one sample, a multiply and an add counting as two
};

/// What a user sees as a kind of layer: declared here once, in one file of core/layers/ and one line in its list;
/// palette, inspector, help, files, validation, gradient check and command line read it from here. Attributes that
/// come in have their defaults filled in and are valid. Thread-safe: nothing in it changes.
class LayerType {
public:
    virtual ~LayerType() = default;
    [[nodiscard]] virtual std::string name() const = 0;  ///< in files and on the command line: "dense"
    [[nodiscard]] virtual std::string title() const = 0; ///< for people: "Dense"
    [[nodiscard]] virtual LayerCategory category() const = 0;
    [[nodiscard]] virtual std::string summary() const = 0; ///< one sentence
    [[nodiscard]] virtual std::string help() const = 0;    ///< formula and shapes, a few sentences
    [[nodiscard]] virtual std::vector<AttributeSpec> attributes() const { return {}; }
    [[nodiscard]] virtual std::vector<PortSpec> inputs(const Attributes& attributes) const;  ///< default: "input"
    [[nodiscard]] virtual std::vector<PortSpec> outputs(const Attributes& attributes) const; ///< default: "output"
    [[nodiscard]] virtual std::vector<SlotSpec> slots(const Attributes& attributes) const;   ///< default: none
    /// Output and slot shapes for those input shapes, in the order of the ports; an error says what does not fit and
    /// how to mend it (its `where` is filled in by the caller).
    [[nodiscard]] virtual Result<Inference> infer(const Attributes& attributes,
                                                  std::span<const Shape> inputs) const = 0;
    /// Losses only, and all of them: what the loss and the metric beside it mean.
    [[nodiscard]] virtual std::optional<LossMeaning> loss() const { return {}; }
    /// The layer as what it is made of; null where it is none made of layers (composite_layer.h).
    [[nodiscard]] virtual const CompositeLayer* composite() const { return nullptr; }
    /// What it makes of each element, where that is one expression (expression_layer.h): exporters write it from there.
    [[nodiscard]] virtual const Expression* formula() const { return nullptr; }
    /// Adds the ops that compute it to the program being built; see layers/lowering.h.
    virtual void lower(Lowering& lowering) const = 0;
};

/// The attribute "weight" that every loss has: what is minimised is the sum of all losses, each times its weight.
[[nodiscard]] AttributeSpec lossWeightSpec();

/// All of them, in the order of the palette.
[[nodiscard]] std::span<const LayerType* const> layerTypes();
[[nodiscard]] const LayerType* findLayerType(std::string_view name);

} // namespace ligature
