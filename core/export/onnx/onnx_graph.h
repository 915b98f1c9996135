// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/onnx/onnx_model.h"

namespace ligature {

/// A graph that is being written: nodes one after the other, each value under a name of its own. Numbers that nodes
/// work with (shapes, axes, tables) are Constant nodes, so that the initializers are the network's storages and nothing
/// else.
class OnnxGraph {
public:
    /// The wish where it is free, or with a number after it.
    [[nodiscard]] std::string take(const std::string& wish);

    /// Adds a node with one output. @return the output's name: the wish where it is free
    std::string add(const std::string& op, std::vector<std::string> inputs, OnnxAttributes attributes,
                    const std::string& wish);
    /// The same with several outputs, those that are not needed without a name.
    std::vector<std::string> add(const std::string& op, std::vector<std::string> inputs, OnnxAttributes attributes,
                                 const std::vector<std::string>& wishes);

    /// Gives a value a name that was taken before: what a node made is called so from now on, and copied by an Identity
    /// where it has been named already or is no node's.
    void nameAs(const std::string& value, const std::string& name);

    /// Whole numbers along one axis, the same node for the same numbers.
    std::string integers(const std::vector<std::int64_t>& values);
    std::string integer(std::int64_t value); ///< without an axis
    std::string real(double value);          ///< one 32-bit float without an axis, likewise
    /// Numbers of any shape; whole ones take 32 bits each where they fit.
    std::string tensor(NamedTensor values, const std::string& wish);

    /// All of them, each after what it needs.
    [[nodiscard]] std::vector<OnnxNode> takeNodes() { return std::move(m_nodes); }

private:
    std::string constant(const std::string& attribute, OnnxAttribute value, const std::string& wish);

    std::vector<OnnxNode> m_nodes;
    std::set<std::string> m_taken;
    std::map<std::string, std::string> m_renamed;
    std::map<std::vector<std::int64_t>, std::string> m_lists;
    std::map<std::int64_t, std::string> m_integers;
    std::map<double, std::string> m_reals;
};

} // namespace ligature
