// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/export/onnx/onnx_graph.h"
#include "core/views/view.h"

namespace ligature {

/// One step of a view, to be written as nodes.
struct OnnxViewStep {
    OnnxGraph& graph;
    std::string input; ///< the value that is read
    Shape input_shape;
    Shape output_shape;
    Attributes attributes; ///< complete
    std::string wish;      ///< for the names of what is made on the way

    /// A node.
    [[nodiscard]] std::string add(const std::string& op, std::vector<std::string> inputs,
                                  OnnxAttributes with = {}) const
    {
        return graph.add(op, std::move(inputs), std::move(with), wish + "/" + op);
    }
    /// The attribute "axis", from 0.
    /// @param rank how many axes there are to choose from
    [[nodiscard]] std::int64_t axis(std::size_t rank) const;
    /// The value with one axis read backwards.
    [[nodiscard]] std::string flipped(const std::string& value, std::int64_t axis) const;
    /// The value with its last two axes exchanged.
    [[nodiscard]] std::string exchanged(const std::string& value) const;
};

/// How a view is written as ONNX nodes: one file of core/export/onnx/views/ and one line in its list. A view without
/// one is refused by name.
class OnnxView {
public:
    using Write = std::string (*)(const OnnxViewStep& step);
    OnnxView(std::string_view type, Write function) : m_name(type), m_write(function) {}

    [[nodiscard]] std::string_view name() const { return m_name; } ///< the ViewType's
    /// Adds the nodes. @return the value that is read
    [[nodiscard]] std::string write(const OnnxViewStep& step) const { return m_write(step); }

private:
    std::string_view m_name;
    Write m_write;
};

[[nodiscard]] std::span<const OnnxView* const> onnxViews();
[[nodiscard]] const OnnxView* findOnnxView(std::string_view name);

} // namespace ligature
