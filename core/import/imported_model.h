// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error/result.h"
#include "core/program/weights.h"
#include "core/project/project.h"

namespace ligature {

/// A model of another system as a project, with the values that it came with.
struct ImportedModel {
    Project project;
    Weights weights;                ///< of the tied network, repeats spelled out: what lower() names
    std::vector<std::string> notes; ///< sentences that whoever imports should read
};

/// Reads an ONNX model. One that Ligature exported becomes the project that it was exported from, with the same bits.
/// Any other is mapped by its operators: an initializer that is read twice becomes a shared parameter, one that is read
/// once a parameter of its layer, and what the model gives out is compared with targets, since an ONNX model has no
/// loss: by a softmax cross-entropy on the logits where it ends in a Softmax or LogSoftmax over classes, which then is
/// no layer of its own, else by a mean squared error. The notes say which. All that cannot be mapped is named in the
/// error, and nothing is imported in part. Data in other files are refused. Allocates no more than a few times the
/// bytes.
/// @param where the file's name for messages, and without its folder and ending the project's
[[nodiscard]] Result<ImportedModel> importOnnx(std::string_view bytes, const std::string& where);

} // namespace ligature
