// SPDX-License-Identifier: GPL-3.0-or-later
// ligature-dataset PATH [NAME=VALUE...]: what core/data makes of a file, as one JSON object; or the error, with exit
// code
// 2. For scripts that read the same file with other libraries.
#include <iostream>

#include <nlohmann/json.hpp>

#include "core/attributes/value_text.h"
#include "core/data/data_format.h"

namespace {

using namespace ligature;

int refuse(const Error& error)
{
    std::cout << error.oneLine() << '\n';
    return 2;
}

nlohmann::json numbers(const AlignedArray<float>& values)
{
    nlohmann::json list = nlohmann::json::array();
    for (const float value : values.span())
        list.push_back(static_cast<double>(value));
    return list;
}

} // namespace

int main(int count, char** arguments)
{
    auto source = dataSourceFor(arguments[1]);
    if (!source)
        return refuse(source.error());
    for (int i = 2; i < count; ++i) {
        const std::string assignment = arguments[i];
        const std::string name = assignment.substr(0, assignment.find('='));
        const std::string text = assignment.substr(assignment.find('=') + 1);
        if (name == "scaling") {
            source->scaling = text;
            continue;
        }
        for (const AttributeSpec& spec : findDataFormat(source->format)->options()) {
            if (spec.name == name)
                source->options.set(name, valueFromText(spec, text, name).value());
        }
    }
    const auto dataset = loadDataset(*source, {});
    if (!dataset)
        return refuse(dataset.error());
    std::vector<std::int64_t> shape(dataset->feature_shape.extents().begin(), dataset->feature_shape.extents().end());
    std::cout << nlohmann::json{{"format", source->format},
                                {"samples", dataset->sample_count},
                                {"feature_shape", shape},
                                {"features", numbers(dataset->features)},
                                {"target_kind", static_cast<int>(dataset->target_kind)},
                                {"targets", numbers(dataset->targets)},
                                {"class_names", dataset->class_names},
                                {"remarks", dataset->remarks}}
                     .dump()
              << '\n';
    return 0;
}
