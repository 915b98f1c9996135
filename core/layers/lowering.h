// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/ops/op.h"

namespace ligature {

/// The index of a value in the operation graph that is being built.
using ValueIndex = int;

/// What of the data fills an input.
enum class InputRole { Features, Targets };

/// What a layer type sees of the graph that is being built while it is lowered: its own inputs, slots and attributes,
/// and the ways to add to it.
class Lowering {
public:
    virtual ~Lowering() = default;
    [[nodiscard]] virtual const Attributes& attributes() const = 0; ///< complete
    [[nodiscard]] virtual std::size_t inputCount() const = 0;
    [[nodiscard]] virtual ValueIndex input(std::size_t port) const = 0;
    /// The parameter's value as the slot's tie reads it. May be a matrix that is transposed in memory: add() puts it in
    /// order where the op cannot read it so.
    [[nodiscard]] virtual ValueIndex slot(const std::string& name) = 0;
    [[nodiscard]] virtual const ValueSpec& spec(ValueIndex value) const = 0;

    /// Adds an operation; its output is the value that is returned.
    virtual ValueIndex add(std::shared_ptr<const Op> op, std::vector<ValueIndex> inputs) = 0;
    /// Adds a value that the data fills.
    virtual ValueIndex addInput(InputRole role, Shape shape) = 0;

    /// What is added from now on is another part of the layer: it has random streams of its own.
    virtual void beginPart() = 0;

    virtual void setOutput(ValueIndex value, std::size_t port = 0) = 0;
    virtual void addLoss(ValueIndex value) = 0;
};

} // namespace ligature
