// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "core/network/edits.h"
#include "core/training/trainer.h"

/// What networks of Dense layers give, computed with loops in double precision from nothing but the trained values.
namespace ligature::testing {

/// The values that a layer's slot reads, where it reads its parameter as it is.
inline const std::vector<float>& valuesAt(const Network& network, const Weights& weights, const std::string& layer,
                                          const std::string& slot)
{
    const ParameterId parameter = network.ties.at({*findLayer(network, layer), slot}).parameter;
    return std::ranges::find(weights.parameters, parameter, &ParameterValues::parameter)->values;
}

/// W x + b, W being row-major (outputs x inputs).
inline std::vector<double> dense(const std::vector<float>& weight, const std::vector<float>& bias,
                                 const std::vector<double>& x)
{
    std::vector<double> y(bias.begin(), bias.end());
    for (std::size_t i = 0; i < y.size(); ++i)
        for (std::size_t j = 0; j < x.size(); ++j)
            y[i] += static_cast<double>(weight[i * x.size() + j]) * x[j];
    return y;
}

/// The scores of perceptron({features, hidden, classes}).
inline std::vector<double> perceptronScores(const Network& network, const Weights& weights,
                                            const std::vector<double>& x)
{
    std::vector<std::string> layers;
    for (const auto& [id, layer] : network.layers) {
        if (layer.type == "dense")
            layers.push_back(layer.name);
    }
    std::vector<double> hidden =
        dense(valuesAt(network, weights, layers[0], "weight"), valuesAt(network, weights, layers[0], "bias"), x);
    for (double& value : hidden)
        value = std::max(0.0, value);
    return dense(valuesAt(network, weights, layers[1], "weight"), valuesAt(network, weights, layers[1], "bias"),
                 hidden);
}

inline std::vector<double> featuresOf(const Dataset& data, std::int64_t sample)
{
    const std::int64_t width = data.feature_shape.elementCount();
    const float* const from = data.features.data() + sample * width;
    return {from, from + width};
}

inline std::unique_ptr<Trainer> trainedFor(const Project& project, const std::shared_ptr<const Dataset>& data,
                                           std::int64_t steps)
{
    auto trainer = Trainer::create(project, data);
    if (!trainer)
        std::abort();
    (*trainer)->advance(steps, std::chrono::hours(1));
    return std::move(*trainer);
}

} // namespace ligature::testing
