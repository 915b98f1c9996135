// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_graph.h"

#include <algorithm>

namespace ligature {

std::string OnnxGraph::take(const std::string& wish)
{
    std::string name = wish;
    for (int number = 2; !m_taken.insert(name).second; ++number)
        name = std::string(wish).append("_").append(std::to_string(number));
    return name;
}

std::string OnnxGraph::add(const std::string& op, std::vector<std::string> inputs, OnnxAttributes attributes,
                           const std::string& wish)
{
    return add(op, std::move(inputs), std::move(attributes), std::vector<std::string>{wish}).front();
}

std::vector<std::string> OnnxGraph::add(const std::string& op, std::vector<std::string> inputs,
                                        OnnxAttributes attributes, const std::vector<std::string>& wishes)
{
    OnnxNode node{.op = op, .inputs = std::move(inputs), .attributes = std::move(attributes)};
    for (const std::string& wish : wishes) {
        node.outputs.push_back(wish.empty() ? wish : take(wish));
        if (node.name.empty())
            node.name = node.outputs.back();
    }
    m_nodes.push_back(node);
    return node.outputs;
}

void OnnxGraph::nameAs(const std::string& value, const std::string& name)
{
    const auto made = std::ranges::find_if(
        m_nodes, [&](const OnnxNode& node) { return std::ranges::find(node.outputs, value) != node.outputs.end(); });
    if (made == m_nodes.end()) {
        const auto renamed = m_renamed.find(value);
        const std::string& source = renamed == m_renamed.end() ? value : renamed->second;
        m_nodes.push_back({.op = "Identity", .name = name, .inputs = {source}, .outputs = {name}});
        return;
    }
    m_renamed[value] = name;
    for (OnnxNode& node : m_nodes) {
        std::ranges::replace(node.inputs, value, name);
        std::ranges::replace(node.outputs, value, name);
        if (node.name == value)
            node.name = name;
    }
}

std::string OnnxGraph::constant(const std::string& attribute, OnnxAttribute value, const std::string& wish)
{
    return add("Constant", {}, {{attribute, std::move(value)}}, wish);
}

std::string OnnxGraph::integers(const std::vector<std::int64_t>& values)
{
    std::string& name = m_lists[values];
    if (name.empty()) {
        std::string wish = "constant";
        for (const std::int64_t value : values)
            wish.append("_").append(std::to_string(value));
        name = constant("value_ints", values, wish);
    }
    return name;
}

std::string OnnxGraph::integer(std::int64_t value)
{
    std::string& name = m_integers[value];
    if (name.empty())
        name = constant("value_int", value, "constant_" + std::to_string(value));
    return name;
}

std::string OnnxGraph::real(double value)
{
    std::string& name = m_reals[value];
    if (name.empty())
        name = constant("value_float", value, "constant_real");
    return name;
}

std::string OnnxGraph::tensor(NamedTensor values, const std::string& wish)
{
    return constant("value", std::move(values), wish);
}

} // namespace ligature
