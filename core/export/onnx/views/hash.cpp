// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& hashOnnxView()
{
    static const OnnxView view("hash", [](const OnnxViewStep& step) -> std::string {
        // ONNX has no 64-bit hash, so the places are a table. Places with a minus read from a negated copy behind.
        const LinearRead places = read({ViewStep{"hash", step.attributes}}, step.input_shape);
        OnnxGraph& graph = step.graph;
        NamedTensor table{.name = {}, .shape = step.output_shape, .values = places.index};
        std::string flat = step.add("Reshape", {step.input, graph.integers({-1})});
        if (!places.coefficient.empty()) {
            auto& index = std::get<std::vector<std::int64_t>>(table.values);
            for (std::size_t i = 0; i < index.size(); ++i)
                index[i] += places.coefficient[i] < 0 ? step.input_shape.elementCount() : 0;
            flat = step.add("Concat", {flat, step.add("Neg", {flat})}, {{"axis", std::int64_t{0}}});
        }
        return step.add("Gather", {flat, graph.tensor(std::move(table), step.wish + "/places")},
                        {{"axis", std::int64_t{0}}});
    });
    return view;
}

} // namespace ligature
