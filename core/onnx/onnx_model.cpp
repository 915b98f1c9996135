// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/onnx_model.h"

#include <sstream>

namespace ligature {

namespace {

template <typename Values>
void print(std::ostringstream& text, const Values& values)
{
    text << '[';
    const char* between = "";
    for (const auto& value : values) {
        text << between << value;
        between = ", ";
    }
    text << ']';
}

void print(std::ostringstream& text, const OnnxAttribute& attribute)
{
    std::visit(
        [&](const auto& value) {
            using Value = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<Value, std::monostate>)
                text << '?';
            else if constexpr (std::is_same_v<Value, NamedTensor>)
                text << "a tensor of " << value.shape.toString();
            else if constexpr (std::is_arithmetic_v<Value> || std::is_same_v<Value, std::string>)
                text << value;
            else
                print(text, value);
        },
        attribute);
}

std::string joined(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text.append(text.empty() ? "" : ", ").append(name.empty() ? "_" : name);
    return text;
}

} // namespace

std::string toString(const OnnxNode& node)
{
    std::ostringstream text;
    text << joined(node.outputs) << " = " << node.op << '(' << joined(node.inputs) << ')';
    for (const auto& [name, value] : node.attributes) {
        text << ' ' << name << '=';
        print(text, value);
    }
    return text.str();
}

} // namespace ligature
