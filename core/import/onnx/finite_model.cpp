// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/finite_model.h"

namespace ligature {

Result<ImportedModel> checkedFinite(Result<ImportedModel> imported, const OnnxModel& model, const std::string& where)
{
    if (!imported)
        return imported;
    for (const ParameterValues& parameter : imported->weights.parameters) {
        const auto finite = checkFinite(parameter.name, parameter.shape, parameter.values, where);
        if (finite)
            continue;
        // By the name that it has in the file, where it can be told which one it is there.
        for (const auto& [tensor, help] : model.initializers) {
            if (tensor.shape.elementCount() != parameter.shape.elementCount())
                continue;
            if (const auto stored = checkFinite(tensor, where); !stored)
                return tl::unexpected(stored.error());
        }
        return tl::unexpected(finite.error());
    }
    return imported;
}

} // namespace ligature
