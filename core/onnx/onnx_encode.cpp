// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <span>

#include <onnx/onnx_pb.h>

#include "core/onnx/onnx_model.h"

namespace ligature {

namespace {

static_assert(std::endian::native == std::endian::little, "raw data are little-endian");

template <typename T>
void putRaw(std::span<const T> values, ::onnx::TensorProto& to)
{
    to.mutable_raw_data()->assign(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

void putTensor(const NamedTensor& tensor, bool narrow, ::onnx::TensorProto& to)
{
    if (!tensor.name.empty())
        to.set_name(tensor.name);
    for (const std::int64_t extent : tensor.shape.extents())
        to.add_dims(extent);
    if (const std::vector<float>* const floats = tensor.floats()) {
        to.set_data_type(::onnx::TensorProto::FLOAT);
        putRaw(std::span(*floats), to);
        return;
    }
    const std::vector<std::int64_t>& whole = *tensor.integers();
    constexpr auto largest = std::int64_t{std::numeric_limits<std::int32_t>::max()};
    const bool fits = std::ranges::all_of(whole, [](std::int64_t v) { return v >= -largest && v <= largest; });
    if (!narrow || !fits) {
        to.set_data_type(::onnx::TensorProto::INT64);
        putRaw(std::span(whole), to);
        return;
    }
    to.set_data_type(::onnx::TensorProto::INT32);
    std::vector<std::int32_t> narrowed;
    narrowed.reserve(whole.size());
    for (const std::int64_t value : whole)
        narrowed.push_back(static_cast<std::int32_t>(value));
    putRaw(std::span<const std::int32_t>(narrowed), to);
}

struct AttributeWriter {
    ::onnx::AttributeProto& to;

    void operator()(std::monostate) const {}
    void operator()(std::int64_t value) const
    {
        to.set_type(::onnx::AttributeProto::INT);
        to.set_i(value);
    }
    void operator()(double value) const
    {
        to.set_type(::onnx::AttributeProto::FLOAT);
        to.set_f(static_cast<float>(value));
    }
    void operator()(const std::string& value) const
    {
        to.set_type(::onnx::AttributeProto::STRING);
        to.set_s(value);
    }
    void operator()(const std::vector<std::int64_t>& values) const
    {
        to.set_type(::onnx::AttributeProto::INTS);
        for (const std::int64_t value : values)
            to.add_ints(value);
    }
    void operator()(const std::vector<double>& values) const
    {
        to.set_type(::onnx::AttributeProto::FLOATS);
        for (const double value : values)
            to.add_floats(static_cast<float>(value));
    }
    void operator()(const std::vector<std::string>& values) const
    {
        to.set_type(::onnx::AttributeProto::STRINGS);
        for (const std::string& value : values)
            to.add_strings(value);
    }
    void operator()(const NamedTensor& value) const
    {
        to.set_type(::onnx::AttributeProto::TENSOR);
        putTensor(value, true, *to.mutable_t());
    }
};

void putNode(const OnnxNode& node, ::onnx::NodeProto& to)
{
    to.set_op_type(node.op);
    if (!node.name.empty())
        to.set_name(node.name);
    if (!node.domain.empty())
        to.set_domain(node.domain);
    for (const std::string& input : node.inputs)
        to.add_input(input);
    for (const std::string& output : node.outputs)
        to.add_output(output);
    for (const auto& [name, value] : node.attributes) {
        ::onnx::AttributeProto& attribute = *to.add_attribute();
        attribute.set_name(name);
        std::visit(AttributeWriter{attribute}, value);
    }
}

int elementType(OnnxElement element)
{
    switch (element) {
    case OnnxElement::Int64: return ::onnx::TensorProto::INT64;
    case OnnxElement::Int32: return ::onnx::TensorProto::INT32;
    default: return ::onnx::TensorProto::FLOAT;
    }
}

void putValue(const OnnxValue& value, ::onnx::ValueInfoProto& to)
{
    to.set_name(value.name);
    if (!value.help.empty())
        to.set_doc_string(value.help);
    auto& type = *to.mutable_type()->mutable_tensor_type();
    type.set_elem_type(elementType(value.element));
    auto& shape = *type.mutable_shape();
    for (const OnnxExtent& extent : value.shape) {
        auto& dimension = *shape.add_dim();
        if (const auto* const number = std::get_if<std::int64_t>(&extent))
            dimension.set_dim_value(*number);
        else if (!std::get<std::string>(extent).empty())
            dimension.set_dim_param(std::get<std::string>(extent));
    }
}

/// What its tensors hold alone, before anything of that size is copied.
std::size_t bytesOf(const OnnxModel& model)
{
    std::size_t bytes = 0;
    for (const OnnxInitializer& initializer : model.initializers)
        bytes +=
            std::visit([](const auto& values) { return values.size() * sizeof(values[0]); }, initializer.tensor.values);
    return bytes;
}

} // namespace

Result<std::string> encodeOnnx(const OnnxModel& model)
{
    constexpr std::size_t largest = std::numeric_limits<std::int32_t>::max();
    const auto too_large = [&] {
        return fail(model.name, "the model is larger than the 2 GiB that an ONNX file holds", "export safetensors");
    };
    if (bytesOf(model) > largest)
        return too_large();
    ::onnx::ModelProto file;
    file.set_ir_version(model.ir_version);
    file.set_producer_name(model.producer);
    file.set_producer_version(model.producer_version);
    file.set_doc_string(model.help);
    ::onnx::OperatorSetIdProto& operators = *file.add_opset_import();
    operators.set_domain("");
    operators.set_version(model.operator_set);
    for (const auto& [key, value] : model.metadata) {
        ::onnx::StringStringEntryProto& entry = *file.add_metadata_props();
        entry.set_key(key);
        entry.set_value(value);
    }
    ::onnx::GraphProto& graph = *file.mutable_graph();
    graph.set_name(model.name);
    for (const OnnxNode& node : model.nodes)
        putNode(node, *graph.add_node());
    for (const OnnxInitializer& initializer : model.initializers) {
        ::onnx::TensorProto& tensor = *graph.add_initializer();
        putTensor(initializer.tensor, false, tensor);
        if (!initializer.help.empty())
            tensor.set_doc_string(initializer.help);
    }
    for (const OnnxValue& value : model.inputs)
        putValue(value, *graph.add_input());
    for (const OnnxValue& value : model.outputs)
        putValue(value, *graph.add_output());
    if (file.ByteSizeLong() > largest)
        return too_large();
    return file.SerializeAsString();
}

} // namespace ligature
