// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error/result.h"
#include "core/import/weights/equal_parameters.h"
#include "core/program/operation_graph.h"
#include "core/program/weights.h"
#include "core/safetensors/safetensors_file.h"

/// Which tensors of a file of weights belong to which parameters of a network. Pure; for a dialog to show before
/// anything is done.
namespace ligature {

/// How a tensor was found to be a parameter's.
enum class MappedBy {
    Name,     ///< it has the parameter's name
    Use,      ///< it has the name of a slot that reads the parameter: what that slot reads
    Prefix,   ///< it has one of the two behind a prefix: "model.encoder.weight"
    Spelling, ///< its name is the parameter's but for case and for what stands between the words
    Shape,    ///< of what is left, they alone have that shape
};
[[nodiscard]] std::string toString(MappedBy by); ///< "name", "use", "name behind a prefix", "spelling", "shape"

struct MappedTensor {
    std::string name;
    MappedBy by = MappedBy::Name;
    bool operator==(const MappedTensor&) const = default;
};

/// One storage of the network and what gives it its values.
struct MappedParameter {
    ParameterId parameter;
    std::string name;
    Shape shape;
    std::vector<MappedTensor> tensors = {}; ///< several: the values of several of its uses, which agree or conflict
    std::vector<float> values = {};         ///< empty where the tensors do not give all of it
    [[nodiscard]] bool isMissing() const { return values.empty() && shape.elementCount() != 0; }
};

/// Two tensors whose uses are tied in the network and whose values differ, and so the tie and they cannot both stay.
struct TieConflict {
    std::string parameter;
    std::string first;
    std::string second;
    double largest_difference = 0;
    std::string use = {}; ///< the one name that both are values of; empty: of two uses
    bool operator==(const TieConflict&) const = default;
};

struct UnusedTensor {
    std::string name;
    Shape shape;
    bool operator==(const UnusedTensor&) const = default;
};
/// As a list in a sentence, "\"a\" (3), \"b\" (2 × 3)"; of many, the first ones and how many more there are.
[[nodiscard]] std::string toString(std::span<const UnusedTensor> unused);

/// A tensor of a parameter's name that cannot be its values.
struct UnfitTensor {
    std::string parameter;
    Shape wanted; ///< what it would have to be
    std::string name;
    Shape shape;
    std::string whole_numbers = {}; ///< what the file calls its type, where that is one of whole numbers
    bool operator==(const UnfitTensor&) const = default;
};

struct WeightMapping {
    std::vector<MappedParameter> parameters; ///< of the network, in the order of the ids
    std::vector<UnusedTensor> unused;        ///< that fit nowhere
    std::vector<TieConflict> conflicts;
    std::vector<EqualParameters> equal;
    std::vector<UnfitTensor> unfit;
    std::optional<Error> not_finite; ///< of the tensors that are taken, the first with a value that is no finite number
    std::vector<std::string> notes;  ///< sentences on what became of floats that were wider or narrower

    /// The weights; an error that names the first value that is not finite, the first conflict's two tensors, or the
    /// parameters that are missing and why.
    /// @param where the file's name
    [[nodiscard]] Result<Weights> weights(const std::string& where) const;
};

/// @param network the one that the graph was lowered from, repeats spelled out
[[nodiscard]] WeightMapping mapWeights(const Network& network, const OperationGraph& graph,
                                       std::span<const NamedTensor> tensors);

} // namespace ligature
