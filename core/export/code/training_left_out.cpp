// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/training_left_out.h"

namespace ligature {

std::string sentenceOnTrainingLeftOut(const TrainingSettings& settings)
{
    std::string left_out;
    const auto add = [&left_out](bool is_used, const char* what) {
        if (is_used)
            left_out.append(left_out.empty() ? "" : ", ").append(what);
    };
    add(settings.patience > 0, "early stopping");
    add(settings.weight_average > 0, "a moving average of the weights");
    add(settings.l1_penalty > 0, "an L1 penalty");
    return left_out.empty() ? left_out : "The project trains with what the code here leaves out: " + left_out + ".";
}

} // namespace ligature
