// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/import/imported_model.h"
#include "core/layers/layer_type.h"
#include "core/onnx/onnx_model.h"

namespace ligature {

/// What a layer gives out, or the model is given.
struct ReadActivation {
    Port port;
    Shape shape; ///< per sample
};

/// A stored tensor as it is read so far.
struct ReadParameter {
    std::size_t tensor = 0; ///< of GraphReader::tensors()
    View view = {};
    Shape shape = {}; ///< that the view gives
};

/// Whole numbers that are known before the model runs.
struct ReadNumbers {
    Shape shape;
    std::vector<std::int64_t> values; ///< batchExtent stands for the number of samples
};
inline constexpr std::int64_t batchExtent = std::numeric_limits<std::int64_t>::min();

/// What a layer gives out, as recurrent operators and Keras' Dense have it: with other axes before the batch's, or in
/// it.
struct ReadSequence {
    enum class Layout {
        Steps,      ///< steps × batch × features, of an activation of steps × features
        Directions, ///< steps × 1 × batch × features, of the same
        Last,       ///< 1 × batch × features, of one of features
        Rows,       ///< (batch · steps) × features, of an activation whose last axis is the features
        LastStep,   ///< as Last, of the last step of an activation of steps × features
    };
    ReadActivation of;
    Layout layout = Layout::Steps;
};

/// The last states of recurrent operators, one on the other: states × batch × features.
struct ReadStates {
    std::vector<ReadSequence> of; ///< each a Last or a LastStep
};

/// Zeros of a shape that has the batch in it: what a recurrent operator starts from.
struct ReadZeros {};

using ReadValue =
    std::variant<std::monostate, ReadActivation, ReadParameter, ReadNumbers, ReadSequence, ReadStates, ReadZeros>;

/// A model's graph that is read node by node into a network. Operators (operator_import.h) ask it for what their inputs
/// are and add layers; afterwards network() has the parameters, shared where they are read more than once.
class GraphReader {
public:
    GraphReader(const OnnxModel& model, std::string where);

    [[nodiscard]] Result<ImportedModel> read();

    // What operators use.
    [[nodiscard]] std::int64_t operatorSet() const { return m_model.operator_set; }
    /// Nothing is known of a value that no node before made.
    [[nodiscard]] const ReadValue& value(const std::string& name) const;
    void setValue(const std::string& name, ReadValue value) { m_values[name] = std::move(value); }
    /// How many nodes and outputs read the value; none does of one that is left out.
    [[nodiscard]] std::size_t readers(const std::string& name) const;
    /// Makes the value that a Softmax or a LogSoftmax of these logits gives out the model's, without a layer: the loss
    /// that is added has it in it. @return whether it does: nothing else reads the value, and the logits are classes'
    bool endInClasses(const OnnxNode& node, const ReadActivation& logits);
    [[nodiscard]] const NamedTensor& tensor(std::size_t place) const { return m_tensors[place].tensor; }
    /// Keeps a tensor that a node holds. @return its place
    std::size_t addTensor(NamedTensor tensor);
    /// A tensor that is made of a stored one, whose place in the network it takes: the same one whenever it is asked
    /// for under that key. @return its place
    std::size_t derivedTensor(std::size_t of, const std::string& key,
                              const std::function<NamedTensor(const NamedTensor&)>& make);

    /// Adds a layer that reads these activations, in the order of its ports. An error where its type does not take
    /// them.
    Result<LayerId> addLayer(const std::string& type, const std::string& wish, Attributes attributes,
                             const std::vector<ReadActivation>& inputs);
    /// What an added layer gives out.
    [[nodiscard]] ReadActivation output(LayerId layer) const;
    /// Lets a layer's slot read it; an error where the shape is another.
    Result<void> setSlot(LayerId layer, const std::string& slot, ReadParameter parameter);
    /// Gives a Dense layer that has none its bias.
    Result<void> addBias(LayerId layer, const ReadParameter& parameter);
    [[nodiscard]] const Layer& layer(LayerId id) const { return m_network.layers.at(id); }

    /// A name for the layer of a node.
    [[nodiscard]] std::string layerName(const OnnxNode& node) const;

private:
    struct Tensor {
        NamedTensor tensor;
        bool trainable = true; ///< an initializer; what a node holds is frozen
    };
    struct AddedLayer {
        const LayerType* type = nullptr;
        Attributes attributes; ///< complete
        std::vector<Shape> inputs;
        Inference inference;
    };
    struct Use {
        Slot slot;
        View view;
    };

    Result<void> readInput();
    Result<void> addInput(const OnnxValue& input);
    [[nodiscard]] std::vector<const OnnxNode*> neededNodes() const;
    void readNode(const OnnxNode& node);
    [[nodiscard]] Result<void> refusals() const;
    Result<void> addLosses();
    Result<void> addLoss(const OnnxValue& given, const ReadActivation& read);
    Result<Weights> tieParameters();
    void placeOnCanvas(Canvas& canvas) const;

    const OnnxModel& m_model;
    std::string m_where;
    std::vector<OnnxNode> m_nodes; ///< the model's, composed()
    Network m_network;
    std::vector<Tensor> m_tensors;
    std::map<std::pair<std::size_t, std::string>, std::size_t> m_derived;
    std::map<std::string, ReadValue> m_values;
    std::map<std::string, std::size_t> m_readers;
    std::map<LayerId, AddedLayer> m_added;
    std::map<std::size_t, std::vector<Use>> m_uses;
    std::map<std::string, std::vector<std::string>> m_refused; ///< reasons by nodes
    std::map<std::string, std::string> m_classes;              ///< operators that the model ends in, by their outputs
    std::vector<std::string> m_notes;
};

} // namespace ligature
