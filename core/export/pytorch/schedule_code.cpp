// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/pytorch/schedule_code.h"

#include "core/export/code/python_text.h"
#include "core/optimization/schedule.h"

namespace ligature {

const CodeFunction* ScheduleCode::function() const
{
    return training.isRateConstant() ? nullptr : library.schedule(training.schedule);
}

bool ScheduleCode::isOfEpochs() const
{
    return !findScheduleType(training.schedule)->state().empty();
}

std::string ScheduleCode::text() const
{
    const CodeFunction* const called = function();
    if (!called)
        return {};
    const Attributes attributes =
        withDefaults(findScheduleType(training.schedule)->attributes(), training.schedule_attributes);
    std::string call;
    for (const std::string& name : called->parameters) {
        const auto value = attributes.values().find(name);
        call += call.empty() ? "" : ", ";
        call += value == attributes.values().end() ? name : name + "=" + pythonLiteral(value->second);
    }
    const std::string when = isOfEpochs() ? "with the loss at an epoch's end: step(loss)" : "after each update: step()";
    return "def make_schedule(optimizer, total_steps, steps_per_epoch):\n"
           "    \"\"\"How the project's learning rate changes; it is stepped " +
           when + ".\"\"\"\n" + wrapped("    return " + called->name + "(" + call + ")") + "\n";
}

} // namespace ligature
