// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <set>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "core/safetensors/safetensors_file.h"

namespace ligature {

namespace {

static_assert(std::endian::native == std::endian::little,
              "safetensors values are little-endian, and copied as they are");

using OrderedJson = nlohmann::ordered_json;

struct Block {
    const char* type;
    const char* data;
    std::size_t size;
};

Block blockOf(const NamedTensor& tensor)
{
    if (const auto* floats = tensor.floats())
        return {"F32", reinterpret_cast<const char*>(floats->data()), floats->size() * sizeof(float)};
    const auto& integers = *tensor.integers();
    return {"I64", reinterpret_cast<const char*>(integers.data()), integers.size() * sizeof(std::int64_t)};
}

std::size_t valueCount(const NamedTensor& tensor)
{
    return std::visit([](const auto& values) { return values.size(); }, tensor.values);
}

} // namespace

std::string encodeSafetensors(const SafetensorsFile& file)
{
    // Entries are appended without looking for their key, which would take quadratic time.
    OrderedJson header = OrderedJson::object();
    auto& entries = header.get_ref<OrderedJson::object_t&>();
    if (!file.metadata.empty())
        entries.emplace_back("__metadata__", OrderedJson(file.metadata));
    std::set<std::string_view> names = {"__metadata__"};
    std::size_t offset = 0;
    for (const NamedTensor& tensor : file.tensors) {
        if (!names.insert(tensor.name).second)
            throw std::invalid_argument("two tensors of a safetensors file are called " + tensor.name);
        if (tensor.shape.elementCount() != static_cast<std::int64_t>(valueCount(tensor)))
            throw std::invalid_argument("the shape and the values of the tensor " + tensor.name + " do not agree");
        const Block block = blockOf(tensor);
        entries.emplace_back(tensor.name, OrderedJson{{"dtype", block.type},
                                                      {"shape", tensor.shape.extents()},
                                                      {"data_offsets", {offset, offset + block.size}}});
        offset += block.size;
    }

    std::string text = header.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
    text.resize((text.size() + 7) / 8 * 8, ' ');
    std::string bytes;
    bytes.reserve(8 + text.size() + offset);
    for (int shift = 0; shift < 64; shift += 8)
        bytes += static_cast<char>(text.size() >> shift & 0xff);
    bytes += text;
    for (const NamedTensor& tensor : file.tensors) {
        const Block block = blockOf(tensor);
        bytes.append(block.data, block.size);
    }
    return bytes;
}

const NamedTensor* findTensor(const SafetensorsFile& file, std::string_view name)
{
    for (const NamedTensor& tensor : file.tensors) {
        if (tensor.name == name)
            return &tensor;
    }
    return nullptr;
}

} // namespace ligature
