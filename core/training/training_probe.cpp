// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_probe.h"

#include <algorithm>

namespace ligature {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::nanoseconds lookInterval = 100ms;
/// How much of the time the training has for itself: so many times what looking took.
constexpr int restFactor = 100;

} // namespace

std::shared_ptr<const std::vector<ArmSpreads>> TrainingProbe::look(bool now)
{
    const std::int64_t step = m_trainer.step();
    const auto start = Clock::now();
    if (step == m_last_step || (!now && start < m_next))
        return nullptr;
    auto spreads = std::make_shared<const std::vector<ArmSpreads>>(m_trainer.spreads());
    m_last_step = step;
    const auto end = Clock::now();
    m_next = end + std::max<std::chrono::nanoseconds>(lookInterval, restFactor * (end - start));
    return spreads;
}

} // namespace ligature
