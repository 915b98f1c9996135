// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/training/variant_run.h"

namespace ligature {

void VariantRun::watchGradients(std::int64_t every)
{
    m_norm_every = every;
    m_norm_steps.clear();
    m_norms.clear();
}

void VariantRun::noteGradients()
{
    m_has_gradient = true;
    const bool is_seen = m_norm_every > 0 && (m_step < firstSteps || m_step % m_norm_every == 0);
    // A step that is done again after a divergence was seen already.
    if (!is_seen || m_non_finite)
        return;
    m_norm_steps.push_back(m_step + 1);
    for (const ProgramParameter<float>& parameter : m_program.parameters()) {
        if (!parameter.gradient.empty())
            m_norms.push_back(normOf(parameter.gradient));
    }
}

std::size_t VariantRun::gradientCount() const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(m_program.parameters(), [](const auto& p) { return !p.gradient.empty(); }));
}

std::vector<GradientNorms> VariantRun::takeGradientNorms()
{
    std::vector<GradientNorms> all;
    auto norm = m_norms.begin();
    for (const std::int64_t step : m_norm_steps) {
        GradientNorms& norms = all.emplace_back(GradientNorms{m_variant, step, {}});
        for (const ProgramParameter<float>& parameter : m_program.parameters()) {
            if (!parameter.gradient.empty())
                norms.parameters.push_back({parameter.description.id, *norm++});
        }
    }
    m_norm_steps.clear();
    m_norms.clear();
    return all;
}

ArmSpreads VariantRun::spreads() const
{
    ArmSpreads spreads{m_variant, m_step, {}};
    for (const ProgramParameter<float>& parameter : m_program.parameters()) {
        ParameterSpread one{parameter.description.id, spreadOf(parameter.values)};
        if (m_has_gradient && !parameter.gradient.empty())
            one.gradient = scaled(spreadOf(parameter.gradient), 1 / m_optimizer.clipFactor());
        spreads.parameters.push_back(std::move(one));
    }
    return spreads;
}

} // namespace ligature
