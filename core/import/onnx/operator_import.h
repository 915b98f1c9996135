// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/import/onnx/graph_reader.h"

namespace ligature {

/// A node that is mapped, with what its inputs are. What is asked for and is not there is an error.
class NodeReader {
public:
    NodeReader(GraphReader& to, const OnnxNode& of) : graph(to), node(of) {}

    [[nodiscard]] bool has(std::size_t input) const
    {
        return input < node.inputs.size() && !node.inputs[input].empty();
    }
    [[nodiscard]] const ReadValue& input(std::size_t place) const;
    /// Null for what is only to look things up by, too.
    [[nodiscard]] const ReadActivation* activation(std::size_t place) const;
    [[nodiscard]] const ReadParameter* parameter(std::size_t place) const;
    [[nodiscard]] const ReadNumbers* numbers(std::size_t place) const;
    [[nodiscard]] const ReadFilled* filled(std::size_t place) const;
    /// A number that is known before the model runs, and that training does not move.
    [[nodiscard]] std::optional<double> real(std::size_t place) const;
    /// With the batch as the first axis, and a layer that gives it out in that shape.
    [[nodiscard]] Result<ReadActivation> needActivation(std::size_t place) const;
    /// Wherever its batch lies.
    [[nodiscard]] Result<ReadActivation> needAnyActivation(std::size_t place) const;
    /// All inputs, in their order, wherever their batches lie.
    [[nodiscard]] Result<std::vector<ReadActivation>> needActivations() const;
    [[nodiscard]] Result<ReadParameter> needParameter(std::size_t place) const;
    /// An attribute, or an input of whole numbers, as newer operator sets have it; nothing where it is neither.
    [[nodiscard]] std::optional<std::vector<std::int64_t>> list(const std::string& attribute, std::size_t place) const;
    /// Extents that are asked for, in an attribute or an input.
    [[nodiscard]] std::optional<std::vector<AskedExtent>> asked(const std::string& attribute, std::size_t place) const;

    [[nodiscard]] std::int64_t integer(const std::string& attribute, std::int64_t otherwise) const;
    [[nodiscard]] double real(const std::string& attribute, double otherwise) const;
    [[nodiscard]] std::string text(const std::string& attribute, const std::string& otherwise) const;
    [[nodiscard]] std::vector<std::int64_t> integers(const std::string& attribute,
                                                     const std::vector<std::int64_t>& otherwise) const;

    /// Adds a layer. @return what it gives out
    Result<ReadActivation> add(const std::string& type, Attributes attributes,
                               const std::vector<ReadActivation>& inputs) const;
    /// Adds a layer, and makes what it gives out the node's output.
    Result<LayerId> give(const std::string& type, Attributes attributes, const std::vector<ReadActivation>& inputs);
    /// The same of one that works on each element, under the axes that its input has.
    Result<void> giveElementwise(const std::string& type, Attributes attributes, const ReadActivation& input);
    void give(ReadValue value);
    /// The parameter read through one more step; an error where that does not fit.
    Result<void> giveView(ReadParameter parameter, ViewStep step);

    GraphReader& graph;
    const OnnxNode& node;
};

/// An axis of a tensor with that many, from 0; an error where there is none such.
[[nodiscard]] Result<std::size_t> onnxAxis(std::int64_t axis, std::size_t rank);
/// The same of an activation, per sample; an error for the batch's.
[[nodiscard]] Result<std::size_t> onnxSampleAxis(std::int64_t axis, const ReadActivation& of);

/// The same axes, of which the batch's is alone and the first where the whole tensor is a sample of one row.
[[nodiscard]] ReadActivation asRows(const ReadActivation& read);
/// Whether a tensor holds what an exporter wrote down: a number, or a mask. Training does not move it.
[[nodiscard]] bool isWrittenNumber(const NamedTensor& tensor);
/// Minus infinity as a number that leaves as little of what it is added to, for what training does not move.
void makeFinite(NamedTensor& tensor);

/// An error that says why a node cannot be mapped.
[[nodiscard]] tl::unexpected<Error> unmapped(std::string why);

/// How an operator is mapped: what its nodes become. An error says why one cannot be.
struct OperatorImport {
    std::string_view op;
    Result<void> (*read)(NodeReader& node);
};

/// Operators by families: a file of core/import/onnx/operators/ and one line in the list. One that is in none is
/// refused by name.
class OperatorImports {
public:
    OperatorImports(std::string_view family, std::vector<OperatorImport> members)
        : m_name(family), m_operators(std::move(members))
    {
    }
    [[nodiscard]] std::string_view name() const { return m_name; }
    [[nodiscard]] std::span<const OperatorImport> operators() const { return m_operators; }

private:
    std::string_view m_name;
    std::vector<OperatorImport> m_operators;
};

[[nodiscard]] std::span<const OperatorImports* const> operatorImportFamilies();
[[nodiscard]] const OperatorImports* findOperatorImports(std::string_view name);
[[nodiscard]] const OperatorImport* findOperatorImport(std::string_view op);

} // namespace ligature
