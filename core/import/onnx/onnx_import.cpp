// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/import/imported_model.h"
#include "core/import/onnx/exported_model.h"
#include "core/import/onnx/finite_model.h"
#include "core/import/onnx/graph_reader.h"

namespace ligature {

namespace {

/// Operators mean what they mean here from the oldest on; newer sets are read as far as their operators are.
constexpr std::int64_t oldestOperators = 6;
constexpr std::int64_t newestOperators = 27;

/// Whether no extent of what the model is given, and gives out, is left open.
bool tellsAllExtents(const OnnxModel& model)
{
    const auto isTold = [](const OnnxValue& value) {
        return !value.shape.empty() && std::ranges::all_of(value.shape, [](const OnnxExtent& extent) {
            return std::holds_alternative<std::int64_t>(extent);
        });
    };
    return std::ranges::all_of(model.inputs, isTold) && std::ranges::all_of(model.outputs, isTold);
}

} // namespace

Result<ImportedModel> importOnnx(std::string_view bytes, const std::string& where)
{
    const Result<OnnxModel> model = decodeOnnx(bytes, where);
    if (!model)
        return tl::unexpected(model.error());
    if (isExportedModel(*model))
        return checkedFinite(readExportedModel(*model, where), *model, where);
    if (model->operator_set < oldestOperators || model->operator_set > newestOperators) {
        return fail(where,
                    "it uses operator set " + std::to_string(model->operator_set) + "; read are " +
                        std::to_string(oldestOperators) + " to " + std::to_string(newestOperators),
                    "export it with operator set 17");
    }
    Result<ImportedModel> read = GraphReader(*model, where).read();
    if (read || !tellsAllExtents(*model))
        return checkedFinite(std::move(read), *model, where);
    // Where no extent is open, the batch may be another axis, or there may be none.
    const auto hasThreeAxes = [](const OnnxValue& value) { return value.shape.size() == 3; };
    for (const BatchAxis axis : {BatchAxis::Second, BatchAxis::None}) {
        if (axis == BatchAxis::Second && std::ranges::none_of(model->inputs, hasThreeAxes))
            continue; // No steps × batch × features.
        Result<ImportedModel> other = GraphReader(*model, where, axis).read();
        if (!other)
            continue;
        if (axis == BatchAxis::None)
            other->notes.insert(other->notes.begin(),
                                "It works along the first axis too, and tells all extents: that axis is not the "
                                "batch, and all that the model is given is one sample here.");
        return checkedFinite(std::move(other), *model, where);
    }
    return read;
}

} // namespace ligature
