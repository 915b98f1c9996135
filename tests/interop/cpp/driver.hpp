// SPDX-License-Identifier: GPL-3.0-or-later
// What the program that run.py writes does with each case's model.
#pragma once

#include <exception>
#include <fstream>
#include <limits>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

using Numbers = std::vector<float>;

inline Numbers numbers_of(const std::string& path)
{
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    Numbers numbers(static_cast<std::size_t>(file.tellg()) / sizeof(float));
    file.seekg(0);
    file.read(reinterpret_cast<char*>(numbers.data()), static_cast<std::streamsize>(numbers.size() * sizeof(float)));
    return numbers;
}

inline bool has_nan(const std::vector<Numbers>& outputs)
{
    for (const Numbers& numbers : outputs) {
        for (const float number : numbers) {
            if (number != number)
                return true;
        }
    }
    return false;
}

/// Writes into the case's folder: result.bin, the outputs' numbers; result.txt, the loss, how many parameters there are,
/// how many buffers they have, and what is wrong otherwise; and why damaged files are refused, a line each.
template <typename Model, typename Flatten>
void run(const std::string& folder, std::ptrdiff_t batch, int damaged_files, Flatten flatten)
{
    std::ofstream told(folder + "/result.txt");
    told.precision(17);
    try {
        const Numbers features = numbers_of(folder + "/features.bin");
        const Model model = Model::load(folder + "/model.safetensors");
        std::ofstream result(folder + "/result.bin", std::ios::binary);
        const std::vector<Numbers> outputs = flatten(model.predict(features, batch));
        for (const Numbers& numbers : outputs)
            result.write(reinterpret_cast<const char*>(numbers.data()),
                         static_cast<std::streamsize>(numbers.size() * sizeof(float)));
        told << model.loss(features, numbers_of(folder + "/targets.bin"), batch) << '\n';
        told << Model::parameter_count() << '\n';
        std::set<const void*> buffers;
        for (const auto& parameter : model.parameters())
            buffers.insert(parameter.buffer().get());
        told << buffers.size() << '\n';
        if constexpr (std::is_default_constructible_v<Model>) {
            if (flatten(Model().predict(features, batch)) != outputs)
                told << "the weights in the code give something else than those in the file\n";
        }
        // Nothing is read from a copy that was made before.
        for (auto parameter : model.parameters()) {
            for (std::ptrdiff_t i = 0; i < parameter.size(); ++i)
                parameter.data()[i] = std::numeric_limits<float>::quiet_NaN();
        }
        if (!buffers.empty() && !has_nan(flatten(model.predict(features, batch))))
            told << "its parameters are not what it reads\n";
    } catch (const std::exception& error) {
        told << error.what() << '\n';
    }
    std::ofstream refusals(folder + "/refusals.txt");
    for (int i = 0; i < damaged_files; ++i) {
        try {
            Model::load(folder + "/damaged" + std::to_string(i) + ".safetensors");
            refusals << "it is taken\n";
        } catch (const std::exception& error) {
            refusals << error.what() << '\n';
        }
    }
}
