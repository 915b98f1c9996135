// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/error/result.h"
#include "core/safetensors/safetensors_file.h"

/// An ONNX model (https://github.com/onnx/onnx/blob/v1.12.0/docs/IR.md) as a plain value: what Ligature writes, and as
/// much of what others write as it can read.
namespace ligature {

/// An attribute of a node: a number, numbers, a text, texts or a tensor; nothing where it is of a kind that is not read
/// (a graph, say).
using OnnxAttribute = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::int64_t>,
                                   std::vector<double>, std::vector<std::string>, NamedTensor>;
using OnnxAttributes = std::map<std::string, OnnxAttribute>;

/// An operator that computes values, which go by their names; an input that is left out has an empty one.
struct OnnxNode {
    std::string op; ///< "Gemm"
    std::string name = {};
    std::vector<std::string> inputs = {};
    std::vector<std::string> outputs = {};
    OnnxAttributes attributes = {};
    std::string domain = {}; ///< empty: ONNX's own operators
    bool operator==(const OnnxNode&) const = default;
};

/// Of other whole numbers than of 64 bits, Int32 is told.
enum class OnnxElement { Float, Double, Half, Int64, Int32, Other };

/// An extent, or the name of one that is told when the model runs; an empty name where nothing is said of it.
using OnnxExtent = std::variant<std::int64_t, std::string>;

/// What a model is given, or gives out.
struct OnnxValue {
    std::string name = {};
    OnnxElement element = OnnxElement::Float;
    std::vector<OnnxExtent> shape = {};
    std::string help = {};
    bool operator==(const OnnxValue&) const = default;
};

/// A stored tensor: of 32-bit floats or of whole numbers, whatever their width in the file.
struct OnnxInitializer {
    NamedTensor tensor;
    std::string help = {};
    bool operator==(const OnnxInitializer&) const = default;
};

struct OnnxModel {
    std::string name = {}; ///< of its graph
    std::string help = {};
    std::string producer = {};
    std::string producer_version = {};
    std::int64_t ir_version = 8; ///< with operator set 17: what ONNX Runtime reads from 1.12 on
    std::int64_t operator_set = 17;
    std::vector<OnnxNode> nodes = {}; ///< each after what it needs
    std::vector<OnnxInitializer> initializers = {};
    std::vector<OnnxValue> inputs = {};
    std::vector<OnnxValue> outputs = {};
    std::map<std::string, std::string> metadata = {}; ///< the properties by their keys
    bool operator==(const OnnxModel&) const = default;
};

/// The file's bytes; the same model gives the same. Whole numbers that a Constant's tensor holds are written with 32
/// bits where all of them fit. An error where it is larger than the 2 GiB that the format takes.
[[nodiscard]] Result<std::string> encodeOnnx(const OnnxModel& model);

/// Refuses what is not whole and valid: truncated or corrupt bytes, data in other files, sizes that do not agree with
/// the bytes that are there, sparse tensors, functions of the model's own, element types other than floats and whole
/// numbers. Floats of any width become 32-bit ones. Allocates no more than a few times the bytes. Does not look at what
/// the nodes mean.
/// @param where the file's name for messages
[[nodiscard]] Result<OnnxModel> decodeOnnx(std::string_view bytes, const std::string& where);

/// A node on a line: "hidden = Gemm(x, W, b) transB=1".
[[nodiscard]] std::string toString(const OnnxNode& node);

} // namespace ligature
