// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/page.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/optimization/optimizer.h"
#include "core/optimization/schedule.h"
#include "resources/embedded.h"

LIGATURE_EMBEDDED(page_style)
LIGATURE_EMBEDDED(page_script)

namespace ligature {

std::string filledPage(std::string_view page, std::initializer_list<PagePart> parts)
{
    std::vector<PagePart> all(parts);
    all.emplace_back("page style", embedded_page_style());
    all.emplace_back("page script", embedded_page_script());
    std::string filled;
    while (!page.empty()) {
        const std::size_t begin = std::min(page.find("{{"), page.size());
        const std::size_t end = page.find("}}", begin);
        filled += page.substr(0, begin);
        if (end == std::string_view::npos)
            return filled.append(page.substr(begin));
        const auto part = std::ranges::find(all, page.substr(begin + 2, end - begin - 2), &PagePart::first);
        filled += part == all.end() ? page.substr(begin, end + 2 - begin) : part->second;
        page.remove_prefix(end + 2);
    }
    return filled;
}

std::string pageData(const nlohmann::ordered_json& data)
{
    std::string text = data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at))
        text.replace(at, 1, "\\u003c");
    return text;
}

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
