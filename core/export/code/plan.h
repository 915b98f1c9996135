// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/export/code/function_library.h"
#include "core/export/code/identifiers.h"
#include "core/export/exporter.h"
#include "core/layers/layer_type.h"

/// What exported code does, in the order in which it does it, with every name chosen and every shape known; a language
/// only has to write it down. What a function of the language's library is given goes by its parameters' names:
///   of a layer: an input port's or a slot's name (absent where the layer does not have it), "inputs" (all of them), an
///     attribute's name, "input_shape" (of the first input), "output_shape", "features" or "targets" (what the model is
///     given), "training";
///   of a view: "parameter" (what is read), an attribute's name, "input_shape", "output_shape", and "index" and
///     "coefficient": tables (CodeTable) by which output[i] = coefficient[i] * parameter[index[i]], for what cannot be
///     computed in the language.
/// Shapes are per sample. A layer that is made of layers is its parts here, but where the library has a function for
/// the whole. Pure values; nothing here knows a language.
namespace ligature {

/// Something that the code has a name for.
struct CodeVariable {
    enum class Kind {
        Local,     ///< computed on the way: a layer's output, a view of a parameter
        Parameter, ///< of CodePlan::parameters
        Table,     ///< of CodePlan::tables
        Features,  ///< what the model is given
        Targets,   ///< what its losses are given
    };
    Kind kind = Kind::Local;
    std::string name = {}; ///< its identifier; empty for features and targets
    bool operator==(const CodeVariable&) const = default;
};

struct CodeArgument {
    struct Absent {
        bool operator==(const Absent&) const = default;
    };
    struct Training { ///< the flag whether the model trains
        bool operator==(const Training&) const = default;
    };
    std::string name = {}; ///< the function's parameter
    std::variant<Absent, Training, CodeVariable, std::vector<CodeVariable>, AttributeValue> value = {};
};

struct CodeCall {
    const CodeFunction* function = nullptr;
    std::vector<CodeArgument> arguments = {}; ///< in the order of the function's parameters
};

/// One storage.
struct CodeParameter {
    ParameterId id = {};
    std::string name = {};       ///< as the weights' file has it: "encoder.weight"
    std::string identifier = {}; ///< "encoder_weight"
    Shape shape = {};
    const std::vector<float>* values = nullptr; ///< of the request, row-major
    bool trainable = true;
    bool state = false; ///< running statistics; see SlotSpec::state
    double weight_decay_factor = 1.0;
    double learning_rate_factor = 1.0;
    std::size_t uses = 0;
};

/// Numbers that a view reads by, in the weights' file too. Row-major over the shape that is read.
struct CodeTable {
    std::string name = {};       ///< "decoder.weight.index"
    std::string identifier = {}; ///< "decoder_weight_index"
    Shape shape = {};
    std::variant<std::vector<float>, std::vector<std::int64_t>> values = {};
};

/// A parameter as one or several slots read it: they do it alike.
struct CodeRead {
    std::vector<std::string> slots = {}; ///< "encoder.weight"
    std::size_t parameter = 0;           ///< of CodePlan::parameters
    View view = {};                      ///< with complete attributes
    std::vector<CodeCall> steps = {};    ///< one a view step; each but the first is given what the step before it gives
    double gradient_factor = 1.0;
    Shape shape = {};           ///< that is read
    CodeVariable variable = {}; ///< the parameter itself where it is read as it is, else a name of the read's own
    std::string notation = {};  ///< "Wᵀ", for comments
};

struct CodeLayer {
    LayerId id = {};
    const LayerType* type = nullptr;
    std::string name = {};      ///< the user's
    Attributes attributes = {}; ///< complete
    std::vector<Shape> input_shapes = {};
    std::vector<Shape> output_shapes = {};
    std::vector<CodeVariable> inputs = {};         ///< in the order of the ports
    std::map<std::string, std::size_t> slots = {}; ///< to CodePlan::reads
    std::vector<std::size_t> first_reads = {};     ///< those that no layer before it needs
    CodeCall call = {};
    CodeVariable output = {}; ///< of a loss: the loss
    [[nodiscard]] bool isLoss() const { return type->category() == LayerCategory::Loss; }
    /// What its loss is multiplied by in the sum; 1 for others.
    [[nodiscard]] double lossWeight() const;
};

/// What the model gives out: the predictions that its losses look at.
struct CodeOutput {
    std::string name = {}; ///< the layer's, as the user has it
    CodeVariable variable = {};
    Shape shape = {};
};

struct CodePlan {
    std::string project_name = {};
    std::string class_name = {}; ///< "TiedAutoencoderOnDigits"
    ArmId variant = tiedArm;
    std::vector<CodeParameter> parameters =
        {}; ///< each storage once, in the order of the ids; only those that are read
    std::vector<CodeTable> tables = {};
    std::vector<CodeRead> reads = {};
    std::vector<CodeLayer> layers = {};   ///< data, layers, then losses, each after what it needs
    std::vector<CodeOutput> outputs = {}; ///< at least one
    std::int64_t feature_count = 0;       ///< numbers in a sample's features
    Shape feature_shape = {};             ///< of the first Input layer
    Shape target_shape = {};              ///< of the first Target layer; a scalar where there is none
    bool has_targets = false;
    /// The functions that are called and what they need, each after what it needs.
    std::vector<const CodeFunction*> functions = {};

    /// Whether what the losses are given are numbers of classes, not values.
    [[nodiscard]] bool targetsAreClasses() const;
    /// Layers without the losses, and the losses (with what leads to them alone: data that only a loss reads).
    [[nodiscard]] std::vector<const CodeLayer*> modelLayers() const;
    [[nodiscard]] std::vector<const CodeLayer*> lossLayers() const;
};

/// An error names the first layer or tie that the library has no function for; `language` is for its text ("R").
/// @param identifiers of the model's scope, with what is reserved there
/// @throw std::logic_error where a function has a parameter that is none of the names above
[[nodiscard]] Result<CodePlan> planCode(const ExportRequest& request, const FunctionLibrary& library,
                                        Identifiers identifiers, const std::string& language);

} // namespace ligature
