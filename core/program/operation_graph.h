// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/initializers/initializer.h"
#include "core/layers/lowering.h"
#include "core/network/network.h"
#include "core/ops/op.h"

namespace ligature {

/// A buffer to be: an input, a parameter as a use reads it, or what an operation computes.
struct GraphValue {
    ValueSpec spec;
    std::optional<ParameterId> parameter; ///< reads this parameter's storage in place
    bool transposed = false;              ///< a matrix whose memory has the axes the other way round
    std::optional<Slot> slot = {};        ///< which use reads the parameter: each has a value of its own on one memory
    std::int64_t offset = 0;              ///< where in the parameter's memory it begins, in elements; a multiple of
                                          ///< inPlaceAlignment. It may be a part of it, and overlap with another's
    /// It has no memory of its own but lies where this one lies; only its gradient is its own, or there is none.
    std::optional<ValueIndex> memory_of = {};
    bool operator==(const GraphValue&) const = default;
};

struct GraphOperation {
    std::shared_ptr<const Op> op;
    std::vector<ValueIndex> inputs;
    ValueIndex output = 0;
    LayerId layer;          ///< that it was lowered from
    std::uint64_t part = 0; ///< of that layer, where it is made of layers: from 1
};

/// A value that the data fills.
struct GraphInput {
    LayerId layer;
    InputRole role = InputRole::Features;
    ValueIndex value = 0;
};

/// One storage. Its memory has the axes of `shape` in order, or the other way round.
struct GraphParameter {
    ParameterId id;
    std::string name;
    Shape shape;
    bool stored_transposed = false;
    bool trainable = true;
    double weight_decay_factor = 1.0;
    double learning_rate_factor = 1.0;
    bool state = false; ///< running statistics: see SlotSpec::state
    Initializer initializer;
    Fans fans;
    std::optional<FirstDraw> first_draw;
};

/// A scalar that is minimised.
struct GraphLoss {
    LayerId layer;
    ValueIndex value = 0;
    double weight = 1.0;
};

/// A network lowered to primitives, in the order in which they run: what a program is compiled from. Immutable once
/// built; holds no memory of any tensor's size.
struct OperationGraph {
    std::vector<GraphValue> values;
    std::vector<GraphOperation> operations;
    std::vector<GraphInput> inputs;
    std::map<Port, ValueIndex> outputs;     ///< what each layer's output is, for looking into a step
    std::vector<GraphParameter> parameters; ///< in the order of the ids, each storage once
    std::vector<GraphLoss> losses; ///< in the order of their layers' ids; their sum is minimised, each times its weight
};

} // namespace ligature
