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
    [[nodiscard]] const ReadActivation* activation(std::size_t place) const;
    [[nodiscard]] const ReadParameter* parameter(std::size_t place) const;
    [[nodiscard]] const ReadNumbers* numbers(std::size_t place) const;
    /// The value of a stored tensor of one element.
    [[nodiscard]] std::optional<double> real(std::size_t place) const;
    [[nodiscard]] Result<ReadActivation> needActivation(std::size_t place) const;
    /// All inputs, in their order.
    [[nodiscard]] Result<std::vector<ReadActivation>> needActivations() const;
    [[nodiscard]] Result<ReadParameter> needParameter(std::size_t place) const;
    /// An attribute, or an input of whole numbers, as newer operator sets have it; nothing where it is neither.
    [[nodiscard]] std::optional<std::vector<std::int64_t>> list(const std::string& attribute, std::size_t place) const;

    [[nodiscard]] std::int64_t integer(const std::string& attribute, std::int64_t otherwise) const;
    [[nodiscard]] double real(const std::string& attribute, double otherwise) const;
    [[nodiscard]] std::string text(const std::string& attribute, const std::string& otherwise) const;
    [[nodiscard]] std::vector<std::int64_t> integers(const std::string& attribute,
                                                     const std::vector<std::int64_t>& otherwise) const;

    /// So many whole numbers are known of a value at most.
    static constexpr std::size_t mostNumbers = 1 << 16;

    /// Adds a layer, and makes what it gives out the node's output.
    Result<LayerId> give(const std::string& type, Attributes attributes, const std::vector<ReadActivation>& inputs);
    /// More numbers than any shape has are not kept: nothing is known of the output then.
    void give(ReadValue value);
    /// The parameter read through one more step; an error where that does not fit.
    Result<void> giveView(ReadParameter parameter, ViewStep step);
    /// The last state of a recurrent operator, without the axis before the batch's.
    Result<void> giveLast(const ReadSequence& from);
    /// What there is a layer for or not: an activation of another shape.
    Result<void> giveReshaped(const ReadActivation& input, const Shape& shape);

    GraphReader& graph;
    const OnnxNode& node;
};

/// An axis of a tensor with that many, from 0; an error where there is none such.
[[nodiscard]] Result<std::size_t> onnxAxis(std::int64_t axis, std::size_t rank);
/// The same of an activation, per sample; an error for the batch's.
[[nodiscard]] Result<std::size_t> onnxSampleAxis(std::int64_t axis, const ReadActivation& of);

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
