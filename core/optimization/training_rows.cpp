// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/training_rows.h"

#include "core/optimization/optimizer.h"
#include "core/optimization/schedule.h"

namespace ligature {

std::vector<std::pair<std::string, std::string>> trainingRows(const TrainingSettings& training)
{
    std::vector<std::pair<std::string, std::string>> rows;
    const auto addTyped = [&rows](const std::string& label, const auto* type, const std::string& name,
                                  const Attributes& given) {
        rows.emplace_back(label, type ? type->title() : name);
        if (!type)
            return;
        const std::vector<AttributeSpec> specs = type->attributes();
        const Attributes attributes = withDefaults(specs, given);
        for (const AttributeSpec& spec : specs)
            rows.emplace_back(spec.label, toString(attributes.values().at(spec.name)));
    };
    addTyped("Optimizer", findOptimizerType(training.optimizer), training.optimizer, training.optimizer_attributes);
    if (!training.isRateConstant())
        addTyped("Schedule", findScheduleType(training.schedule), training.schedule, training.schedule_attributes);
    rows.emplace_back("Batch size", std::to_string(training.batch_size));
    rows.emplace_back("Epochs", std::to_string(training.epochs));
    const Attributes shared = sharedSettings(training);
    for (const AttributeSpec& spec : trainingSettingSpecs()) {
        const AttributeValue& value = shared.values().at(spec.name);
        if (isLaterSetting(spec) && value != spec.default_value)
            rows.emplace_back(spec.label, toString(value));
    }
    return rows;
}

} // namespace ligature
