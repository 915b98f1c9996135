// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/settings_finding.h"

#include <algorithm>
#include <utility>

#include "core/optimization/schedule.h"
#include "core/project/project_remedy.h"
#include "core/tying/arm.h"

namespace ligature {

namespace {

Diagnostic settingsError(const Error& error, Remedy remedy)
{
    Diagnostic found{Severity::Error, "settings", {}, {}, "Training settings: " + error.what + ".", error.mend + "."};
    found.remedy = std::move(remedy);
    return found;
}

/// Those that are no arms of the network, and what is there twice, are left out.
std::vector<ArmId> withoutWrong(const std::vector<ArmId>& arms, const Network& network)
{
    std::vector<ArmId> kept;
    for (const ArmId& arm : arms) {
        kept.push_back(arm);
        if (!checkArms(kept, network, {}))
            kept.pop_back();
    }
    return kept;
}

Remedy armsRemedy(const Project& project)
{
    std::vector<ArmId> kept = withoutWrong(project.training.arms, project.network);
    std::string title = "Leave it out";
    if (kept.empty()) {
        kept = TrainingSettings().arms;
        title = "Train " + armTitle(kept.front(), project.network) + " and " + armTitle(kept.back(), project.network);
    }
    return settingsRemedy(std::move(title), [kept](TrainingSettings& settings) { settings.arms = kept; });
}

/// The names of the values that their specs refuse.
std::vector<std::string> refusedOf(const std::vector<AttributeSpec>& specs, const Attributes& values)
{
    std::vector<std::string> refused;
    for (const auto& [name, value] : values.values()) {
        const auto spec = std::ranges::find(specs, name, &AttributeSpec::name);
        if (spec == specs.end() || !validateValue(*spec, value, {}))
            refused.push_back(name);
    }
    return refused;
}

/// "Use the usual learning rate", for the values that are refused.
std::string usualTitle(const std::vector<AttributeSpec>& specs, const std::vector<std::string>& refused)
{
    const auto spec =
        refused.size() == 1 ? std::ranges::find(specs, refused.front(), &AttributeSpec::name) : specs.end();
    if (spec == specs.end())
        return "Use the usual values";
    return "Use the usual " + labelInSentence(*spec);
}

Remedy withoutRefused(const std::vector<AttributeSpec>& specs, const Attributes& values,
                      Attributes TrainingSettings::*attributes)
{
    const std::vector<std::string> refused = refusedOf(specs, values);
    return settingsRemedy(usualTitle(specs, refused), [refused, attributes](TrainingSettings& settings) {
        for (const std::string& name : refused)
            (settings.*attributes).erase(name);
    });
}

Remedy usualShared(const TrainingSettings& settings)
{
    const std::vector<AttributeSpec>& specs = trainingSettingSpecs();
    const std::vector<std::string> refused = refusedOf(specs, sharedSettings(settings));
    return settingsRemedy(usualTitle(specs, refused), [refused](TrainingSettings& changed) {
        const Attributes usual = sharedSettings(TrainingSettings());
        for (const std::string& name : refused)
            setSharedSetting(changed, name, usual.values().at(name));
    });
}

} // namespace

std::optional<Diagnostic> settingsFinding(const Project& project)
{
    const TrainingSettings& settings = project.training;
    const OptimizerType* const type = findOptimizerType(settings.optimizer);
    if (type == nullptr) {
        const std::string title = "Use " + findOptimizerType(TrainingSettings().optimizer)->title();
        return settingsError({{}, "there is no optimizer \"" + settings.optimizer + "\"", "choose another one"},
                             settingsRemedy(title, [](TrainingSettings& changed) {
                                 changed.optimizer = TrainingSettings().optimizer;
                                 changed.optimizer_attributes = {};
                             }));
    }
    if (const auto valid = checkArms(settings.arms, project.network, {}); !valid)
        return settingsError(valid.error(), armsRemedy(project));
    if (const auto valid = validate(type->attributes(), settings.optimizer_attributes, type->title()); !valid)
        return settingsError(valid.error(), withoutRefused(type->attributes(), settings.optimizer_attributes,
                                                           &TrainingSettings::optimizer_attributes));
    const ScheduleType* const schedule = findScheduleType(settings.schedule);
    if (schedule == nullptr)
        return settingsError({{}, "there is no schedule \"" + settings.schedule + "\"", "choose another one"},
                             settingsRemedy("Keep the learning rate constant", [](TrainingSettings& changed) {
                                 changed.schedule = constantSchedule;
                                 changed.schedule_attributes = {};
                             }));
    if (const auto valid = validate(schedule->attributes(), settings.schedule_attributes, schedule->title()); !valid)
        return settingsError(valid.error(), withoutRefused(schedule->attributes(), settings.schedule_attributes,
                                                           &TrainingSettings::schedule_attributes));
    if (const auto valid = validate(trainingSettingSpecs(), sharedSettings(settings), {}); !valid)
        return settingsError(valid.error(), usualShared(settings));
    return std::nullopt;
}

} // namespace ligature
