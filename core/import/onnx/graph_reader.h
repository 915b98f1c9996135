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
#include "core/import/onnx/read_value.h"
#include "core/layers/layer_type.h"
#include "core/onnx/onnx_model.h"

namespace ligature {

/// Where the batch lies in what a model is given that tells all of its extents.
enum class BatchAxis {
    Open,   ///< the first axis, or the one whose extent alone is not told
    Second, ///< the second axis: steps × batch × features
    None,   ///< nowhere: the whole tensor is one sample
};

/// A model's graph that is read node by node into a network. Operators (operator_import.h) ask it for what their inputs
/// are and add layers; afterwards network() has the parameters, shared where they are read more than once.
class GraphReader {
public:
    GraphReader(const OnnxModel& model, std::string where, BatchAxis batch_axis = BatchAxis::Open);

    [[nodiscard]] Result<ImportedModel> read();

    // What operators use.
    [[nodiscard]] std::int64_t operatorSet() const { return m_model.operator_set; }
    /// Nothing is known of a value that no node before made.
    [[nodiscard]] const ReadValue& value(const std::string& name) const;
    void setValue(const std::string& name, ReadValue value) { m_values[name] = std::move(value); }
    /// How many nodes and outputs read the value; none does of one that is left out.
    [[nodiscard]] std::size_t readers(const std::string& name) const;
    /// Which of the recurrent operators and others' reads is the number of samples that the model was exported for.
    [[nodiscard]] std::optional<std::int64_t> fixedBatch() const { return m_fixed_batch; }
    /// Whether the model is given floats of 16 bits, or computes with weights that are stored so.
    [[nodiscard]] bool computesInHalf() const { return m_computes_in_half; }
    /// Whether the whole tensors are one sample.
    [[nodiscard]] bool isWhole() const { return m_batch_axis == BatchAxis::None; }
    /// Makes the value that a Softmax or a LogSoftmax of these logits gives out the model's, without a layer: the loss
    /// that is added has it in it. @return whether it does: nothing else reads the value, and the logits are classes'
    bool endInClasses(const OnnxNode& node, const ReadActivation& logits);
    [[nodiscard]] const NamedTensor& tensor(std::size_t place) const { return m_tensors[place].tensor; }
    /// Whether training moves it: what is written into the graph as a number stays as it is.
    [[nodiscard]] bool isTrainable(std::size_t place) const { return m_tensors[place].trainable; }
    /// Keeps a tensor that a node holds. @return its place
    std::size_t addTensor(NamedTensor tensor, bool trainable = false);
    /// What the parameter is read as: numbers, where there are few enough of them.
    [[nodiscard]] std::optional<ReadNumbers> numbersOf(const ReadParameter& parameter) const;
    /// Known real numbers as a tensor that stays as it is.
    [[nodiscard]] ReadParameter asParameter(const ReadNumbers& numbers);
    /// A tensor that is made of a stored one, whose place in the network it takes: the same one whenever it is asked
    /// for under that key. @return its place
    std::size_t derivedTensor(std::size_t of, const std::string& key,
                              const std::function<NamedTensor(const NamedTensor&)>& make);

    /// Adds a layer that reads these activations, in the order of its ports. An error where its type does not take
    /// them.
    Result<LayerId> addLayer(const std::string& type, const std::string& wish, Attributes attributes,
                             const std::vector<ReadActivation>& inputs);
    /// The activation with its samples in that shape, which has as many elements: by a Reshape where it is another.
    Result<ReadActivation> shaped(const ReadActivation& read, const Shape& shape);
    /// A parameter for each sample, as the activation of a Values layer. @param shape of a sample, that the parameter
    /// is broadcast to from the last axis on
    Result<ReadActivation> addValues(const ReadParameter& parameter, const Shape& shape, const std::string& wish);
    /// What of several activations a Concat has joined, by its output: to read one of them where that is all that is
    /// read.
    struct Joined {
        std::vector<ReadActivation> parts;
        std::size_t axis = 0;
    };
    void setJoined(const std::string& output, Joined joined) { m_joined[output] = std::move(joined); }
    [[nodiscard]] const Joined* findJoined(const std::string& value) const;
    void addNote(std::string note);
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

    /// Something that the model is given: its axes, and the place of the batch among them.
    struct GivenInput {
        const OnnxValue* value = nullptr;
        std::vector<std::int64_t> extents; ///< without the batch's
        std::optional<std::size_t> batch;
    };
    void readInitializers();
    Result<void> readInputs();
    Result<GivenInput> givenInput(const OnnxValue& input);
    Result<void> addInput(const GivenInput& input);
    Result<void> addInputs(const std::vector<GivenInput>& inputs);
    [[nodiscard]] bool readsHalves() const;
    [[nodiscard]] std::vector<const OnnxNode*> neededNodes() const;
    void readNode(const OnnxNode& node);
    /// Gives out what the node makes of values that are known. @return whether it does
    Result<bool> fold(const OnnxNode& node);
    void removeUnread();
    [[nodiscard]] Result<void> refusals() const;
    Result<void> addLosses();
    Result<void> addLoss(const OnnxValue& given, const ReadActivation& read);
    Result<Weights> tieParameters();
    [[nodiscard]] Result<void> expectFinite(const NamedTensor& tensor) const;
    void placeOnCanvas(Canvas& canvas) const;

    const OnnxModel& m_model;
    std::string m_where;
    BatchAxis m_batch_axis;
    std::optional<std::int64_t> m_fixed_batch;
    bool m_computes_in_half = false;
    std::optional<Port> m_given;   ///< what the model is given: it says how many samples there are
    std::vector<OnnxNode> m_nodes; ///< the model's, composed()
    Network m_network;
    std::vector<Tensor> m_tensors;
    std::map<std::pair<std::size_t, std::string>, std::size_t> m_derived;
    std::map<std::string, ReadValue> m_values;
    std::map<std::string, std::size_t> m_readers;
    std::map<LayerId, AddedLayer> m_added;
    std::map<std::size_t, std::vector<Use>> m_uses;
    std::map<std::pair<Port, std::vector<std::int64_t>>, ReadActivation> m_shaped;
    std::map<std::string, Joined> m_joined;
    std::vector<LayerId> m_losses;
    std::map<std::string, std::vector<std::string>> m_refused; ///< reasons by nodes
    std::map<std::string, std::string> m_classes;              ///< operators that the model ends in, by their outputs
    std::vector<std::string> m_notes;
};

} // namespace ligature
