// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/schedule.h"

namespace ligature {

namespace {

class Constant final : public ScheduleType {
public:
    std::string name() const override { return "constant"; }
    std::string title() const override { return "Constant"; }
    std::string help() const override { return "The learning rate stays as it is."; }
    double factor(const Attributes&, const StepPlace&, std::span<const double>) const override { return 1.0; }
};

} // namespace

const ScheduleType& constantSchedule()
{
    static const Constant type;
    return type;
}

} // namespace ligature
