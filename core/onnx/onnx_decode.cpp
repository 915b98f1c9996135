// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <set>
#include <type_traits>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <onnx/onnx_pb.h>

#include "core/onnx/onnx_model.h"

namespace ligature {

namespace {

static_assert(std::endian::native == std::endian::little, "raw data are little-endian");

using Tensor = ::onnx::TensorProto;

/// A float of 16 bits as IEEE 754 has it: a sign, 5 bits of an exponent, 10 of a fraction.
struct Half {
    std::uint16_t bits = 0;
    Half() = default;
    explicit Half(std::int64_t given) : bits(static_cast<std::uint16_t>(given)) {}
    explicit operator float() const
    {
        const int exponent = bits >> 10 & 0x1F;
        const auto fraction = static_cast<float>(bits & 0x3FF);
        float value = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
        if (exponent == 0x1F)
            value = fraction == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
        return (bits & 0x8000) != 0 ? -value : value;
    }
};

/// The upper half of a 32-bit float.
struct BrainFloat {
    std::uint16_t bits = 0;
    BrainFloat() = default;
    explicit BrainFloat(std::int64_t given) : bits(static_cast<std::uint16_t>(given)) {}
    explicit operator float() const { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }
};

/// Reads messages; each function gives the first thing that is wrong.
class Decoder {
public:
    explicit Decoder(const std::string& where) : m_where(where) {}

    Result<NamedTensor> tensor(const Tensor& from, const std::string& called) const
    {
        NamedTensor tensor{.name = from.name(), .shape = {}, .values = {}};
        const std::string place = m_where + ", " + called;
        if (from.data_location() == Tensor::EXTERNAL || from.external_data_size() > 0)
            return fail(place, "its values are in another file",
                        "save the model in one file: onnx.save(onnx.load(path), path) does");
        if (from.has_segment())
            return fail(place, "it is a part of a tensor", "save the model in one file");
        std::vector<std::int64_t> extents(from.dims().begin(), from.dims().end());
        for (const std::int64_t extent : extents) {
            if (extent < 0)
                return fail(place, "it has a negative extent", "export the model again");
        }
        tensor.shape = Shape(std::move(extents));
        const std::int64_t count = tensor.shape.elementCount();
        switch (from.data_type()) {
        case Tensor::FLOAT:
            return filled<float, float>(std::move(tensor), count, from.raw_data(), from.float_data(), place);
        case Tensor::INT64:
            return filled<std::int64_t, std::int64_t>(std::move(tensor), count, from.raw_data(), from.int64_data(),
                                                      place);
        case Tensor::INT32:
            return filled<std::int64_t, std::int32_t>(std::move(tensor), count, from.raw_data(), from.int32_data(),
                                                      place);
        case Tensor::BOOL:
            return filled<std::int64_t, std::int8_t>(std::move(tensor), count, from.raw_data(), from.int32_data(),
                                                     place);
        case Tensor::DOUBLE:
            tensor.origin.type = "DOUBLE";
            return filled<float, double>(std::move(tensor), count, from.raw_data(), from.double_data(), place);
        case Tensor::FLOAT16:
            tensor.origin.type = "FLOAT16";
            return filled<float, Half>(std::move(tensor), count, from.raw_data(), from.int32_data(), place);
        case Tensor::BFLOAT16:
            tensor.origin.type = "BFLOAT16";
            return filled<float, BrainFloat>(std::move(tensor), count, from.raw_data(), from.int32_data(), place);
        case Tensor::INT8:
            return filled<std::int64_t, std::int8_t>(std::move(tensor), count, from.raw_data(), from.int32_data(),
                                                     place);
        case Tensor::UINT8:
            return filled<std::int64_t, std::uint8_t>(std::move(tensor), count, from.raw_data(), from.int32_data(),
                                                      place);
        case Tensor::INT16:
            return filled<std::int64_t, std::int16_t>(std::move(tensor), count, from.raw_data(), from.int32_data(),
                                                      place);
        case Tensor::UINT16:
            return filled<std::int64_t, std::uint16_t>(std::move(tensor), count, from.raw_data(), from.int32_data(),
                                                       place);
        case Tensor::UINT32:
            return filled<std::int64_t, std::uint32_t>(std::move(tensor), count, from.raw_data(), from.uint64_data(),
                                                       place);
        default:
            return fail(place, "its elements are neither floats nor whole numbers",
                        "convert the model to 32-bit floats");
        }
    }

    Result<OnnxAttribute> attribute(const ::onnx::AttributeProto& from, const std::string& called) const
    {
        switch (from.type()) {
        case ::onnx::AttributeProto::INT: return std::int64_t{from.i()};
        case ::onnx::AttributeProto::FLOAT: return double{from.f()};
        case ::onnx::AttributeProto::STRING: return from.s();
        case ::onnx::AttributeProto::INTS: return std::vector<std::int64_t>(from.ints().begin(), from.ints().end());
        case ::onnx::AttributeProto::FLOATS: return std::vector<double>(from.floats().begin(), from.floats().end());
        case ::onnx::AttributeProto::STRINGS:
            return std::vector<std::string>(from.strings().begin(), from.strings().end());
        case ::onnx::AttributeProto::TENSOR:
            return tensor(from.t(), called).map([](NamedTensor&& read) { return OnnxAttribute(std::move(read)); });
        default: return OnnxAttribute();
        }
    }

    Result<OnnxNode> node(const ::onnx::NodeProto& from) const
    {
        OnnxNode node{.op = from.op_type(), .name = from.name(), .domain = from.domain()};
        if (node.domain == "ai.onnx")
            node.domain.clear();
        node.inputs.assign(from.input().begin(), from.input().end());
        node.outputs.assign(from.output().begin(), from.output().end());
        const std::string called = "node " + (node.name.empty() ? node.op : node.name);
        for (const ::onnx::AttributeProto& given : from.attribute()) {
            Result<OnnxAttribute> read = attribute(given, called);
            if (!read)
                return tl::unexpected(std::move(read.error()));
            node.attributes[given.name()] = std::move(*read);
        }
        return node;
    }

    static OnnxValue value(const ::onnx::ValueInfoProto& from)
    {
        OnnxValue value{.name = from.name(), .help = from.doc_string()};
        const auto& type = from.type().tensor_type();
        switch (type.elem_type()) {
        case Tensor::FLOAT: value.element = OnnxElement::Float; break;
        case Tensor::DOUBLE: value.element = OnnxElement::Double; break;
        case Tensor::FLOAT16:
        case Tensor::BFLOAT16: value.element = OnnxElement::Half; break;
        case Tensor::INT64: value.element = OnnxElement::Int64; break;
        case Tensor::INT8:
        case Tensor::UINT8:
        case Tensor::INT16:
        case Tensor::UINT16:
        case Tensor::UINT32:
        case Tensor::UINT64:
        case Tensor::INT32: value.element = OnnxElement::Int32; break;
        default: value.element = OnnxElement::Other;
        }
        for (const auto& dimension : type.shape().dim()) {
            if (dimension.has_dim_value())
                value.shape.emplace_back(std::int64_t{dimension.dim_value()});
            else
                value.shape.emplace_back(dimension.dim_param());
        }
        return value;
    }

private:
    template <typename To, typename From, typename Listed>
    Result<NamedTensor> filled(NamedTensor tensor, std::int64_t count, const std::string& raw, const Listed& listed,
                               const std::string& place) const
    {
        const bool is_raw = !raw.empty() || listed.empty();
        const auto held = static_cast<std::int64_t>(is_raw ? raw.size() / sizeof(From) : listed.size());
        if (held != count || (is_raw && raw.size() % sizeof(From) != 0)) {
            return fail(place,
                        "its shape is " + tensor.shape.toString() + " and it holds " + std::to_string(held) + " values",
                        "export the model again");
        }
        std::vector<To>& values = tensor.values.template emplace<std::vector<To>>();
        values.reserve(static_cast<std::size_t>(count));
        for (std::int64_t i = 0; i < count; ++i) {
            From element = {};
            if (is_raw)
                std::memcpy(&element, raw.data() + static_cast<std::size_t>(i) * sizeof(From), sizeof(From));
            else
                element = static_cast<From>(listed[static_cast<int>(i)]);
            if constexpr (std::is_same_v<From, double>)
                values.push_back(tensor.origin.rounding.round(element, i));
            else
                values.push_back(static_cast<To>(element));
        }
        return tensor;
    }

    const std::string& m_where;
};

/// protobuf tells on standard error what it cannot parse, but for messages that are asked for in part.
bool parse(std::string_view bytes, ::onnx::ModelProto& file)
{
    return bytes.size() <= static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()) &&
           file.ParsePartialFromArray(bytes.data(), static_cast<int>(bytes.size())) && file.IsInitialized();
}

Result<void> checkWhole(const ::onnx::ModelProto& file, const std::string& where)
{
    if (!file.has_graph() || file.opset_import_size() == 0)
        return fail(where, "it is no ONNX model: it has no graph", "choose a whole .onnx file");
    if (file.functions_size() > 0)
        return fail(where, "it has functions of its own, such as " + file.functions(0).name(),
                    "export it without functions, or inline them");
    if (file.graph().sparse_initializer_size() > 0)
        return fail(where, "it holds sparse tensors", "export it with dense ones");
    std::set<std::string_view> names;
    for (const Tensor& tensor : file.graph().initializer()) {
        if (!names.insert(tensor.name()).second)
            return fail(where + ", " + tensor.name(), "it is stored twice", "export the model again");
    }
    return {};
}

} // namespace

Result<OnnxModel> decodeOnnx(std::string_view bytes, const std::string& where)
{
    ::onnx::ModelProto file;
    if (!parse(bytes, file))
        return fail(where, "it is no ONNX model, or it is damaged", "choose a whole .onnx file");
    if (const auto whole = checkWhole(file, where); !whole)
        return tl::unexpected(whole.error());
    const ::onnx::GraphProto& graph = file.graph();
    OnnxModel model{.name = graph.name(),
                    .help = file.doc_string(),
                    .producer = file.producer_name(),
                    .producer_version = file.producer_version(),
                    .ir_version = file.ir_version(),
                    .operator_set = 0};
    for (const ::onnx::OperatorSetIdProto& operators : file.opset_import()) {
        if (operators.domain().empty() || operators.domain() == "ai.onnx")
            model.operator_set = operators.version();
    }
    const Decoder decoder(where);
    for (const ::onnx::NodeProto& from : graph.node()) {
        Result<OnnxNode> node = decoder.node(from);
        if (!node)
            return tl::unexpected(std::move(node.error()));
        model.nodes.push_back(std::move(*node));
    }
    for (const Tensor& from : graph.initializer()) {
        Result<NamedTensor> tensor = decoder.tensor(from, from.name());
        if (!tensor)
            return tl::unexpected(std::move(tensor.error()));
        model.initializers.push_back({std::move(*tensor), from.doc_string()});
    }
    for (const ::onnx::ValueInfoProto& from : graph.input())
        model.inputs.push_back(Decoder::value(from));
    for (const ::onnx::ValueInfoProto& from : graph.output())
        model.outputs.push_back(Decoder::value(from));
    for (const ::onnx::StringStringEntryProto& entry : file.metadata_props())
        model.metadata[entry.key()] = entry.value();
    return model;
}

} // namespace ligature
