// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/imported_model.h"
#include "core/import/onnx/exported_model.h"
#include "core/import/onnx/finite_model.h"
#include "core/import/onnx/graph_reader.h"

namespace ligature {

namespace {

/// Operators mean what they mean here from the oldest on; newer sets are read as far as their operators are.
constexpr std::int64_t oldestOperators = 7;
constexpr std::int64_t newestOperators = 23;

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
    return checkedFinite(GraphReader(*model, where).read(), *model, where);
}

} // namespace ligature
