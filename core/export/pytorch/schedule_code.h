// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/export/code/function_library.h"
#include "core/optimization/training_settings.h"

namespace ligature {

/// make_schedule(optimizer, total_steps, steps_per_epoch) of model.py, which calls schedules/NAME.py with the project's
/// settings, and where a training loop steps it. All are empty where the learning rate stays as it is.
struct ScheduleCode {
    const TrainingSettings& training;
    const FunctionLibrary& library;

    /// What the library has for it; null where the rate stays.
    [[nodiscard]] const CodeFunction* function() const;
    [[nodiscard]] std::string text() const;
    /// Whether it is stepped with the loss at an epoch's end, instead of after each update.
    [[nodiscard]] bool isOfEpochs() const;
};

} // namespace ligature
