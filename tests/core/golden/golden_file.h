// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/network/network.h"
#include "core/program/program.h"

/// Reads what tests/golden/make_golden.py wrote, and puts it into networks and programs.
namespace ligature::golden {

using Json = nlohmann::json;
using Tensors = std::map<std::string, std::vector<double>>; ///< row-major, by the parameter's or the layer's name

/// A file of tests/golden/. A missing or broken one is a fault of the test, as is all that does not fit below.
[[nodiscard]] Json readFile(const std::string& name);

/// The cases of all files of tests/golden/layers/.
[[nodiscard]] const Json& layerCases();

[[nodiscard]] Tensors tensors(const Json& json);
[[nodiscard]] Attributes attributes(const Json& json, std::span<const AttributeSpec> specs);

/// The network as core/network/edits.h builds it.
[[nodiscard]] Network network(const Json& json);

/// Its operations; a network that has errors is a fault of the test.
[[nodiscard]] OperationGraph graph(const Network& network);

template <typename T>
void setParameters(Program<T>& program, const Tensors& values);
/// Puts samples [first, first + count) into the program's inputs.
template <typename T>
void setSamples(Program<T>& program, const std::vector<double>& features, const std::vector<double>& targets,
                std::int64_t first, std::int64_t count);

/// A parameter's values or its gradient, row-major over its shape.
template <typename T>
[[nodiscard]] std::vector<double> inOrder(const ProgramParameter<T>& parameter, std::span<const T> memory);

/// The largest difference, relative to the largest expected value.
[[nodiscard]] double relativeError(const std::vector<double>& actual, const std::vector<double>& expected);

/// What the numbers of a program may be off by: a float has 24 bits, and PyTorch's own floats are up to 1e-5 off.
template <typename T>
inline constexpr double tolerance = sizeof(T) == sizeof(float) ? 1e-5 : 1e-11;

} // namespace ligature::golden
