// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/use_history.h"

#include <algorithm>
#include <array>
#include <span>

#include "core/report/uses_file.h"
#include "core/training/curve.h"

namespace ligature {

namespace {

/// Steps that were looked at, which the newest figures are the mean of.
constexpr std::size_t lateSteps = 50;
constexpr double smoothing = 0.9;

} // namespace

std::optional<UseGradients> ParameterUses::late() const
{
    if (seen.empty())
        return std::nullopt;
    return averageOf(std::span(seen).last(std::min(lateSteps, seen.size())));
}

void UseHistory::reset(const std::vector<WatchedUses>& watched)
{
    m_parameters.clear();
    for (const WatchedUses& one : watched) {
        ParameterUses& parameter = m_parameters.emplace_back();
        parameter.watched = one;
        parameter.curves.resize(one.uses.size());
        for (ParameterUses::UseCurves& curves : parameter.curves) {
            curves.share.setSmoothing(smoothing);
            curves.norm.setSmoothing(smoothing);
        }
    }
}

void UseHistory::append(const std::vector<UseGradients>& seen, double seconds)
{
    for (const UseGradients& figures : seen) {
        const auto parameter = std::ranges::find(m_parameters, figures.parameter,
                                                 [](const ParameterUses& p) { return p.watched.parameter; });
        if (parameter == m_parameters.end() || figures.norms.size() != parameter->curves.size())
            continue;
        const MetricPosition position{figures.step, 0, seconds};
        for (std::size_t use = 0; use < figures.norms.size(); ++use) {
            parameter->curves[use].share.append(position, figures.shares[use]);
            parameter->curves[use].norm.append(position, figures.norms[use]);
            thinWhereFull(std::array{&parameter->curves[use].share});
            thinWhereFull(std::array{&parameter->curves[use].norm});
        }
        addToUses(parameter->seen, figures);
    }
}

std::string UseHistory::csv() const
{
    std::vector<WatchedUses> watched;
    std::vector<UseGradients> seen;
    for (const ParameterUses& parameter : m_parameters) {
        watched.push_back(parameter.watched);
        seen.insert(seen.end(), parameter.seen.begin(), parameter.seen.end());
    }
    std::ranges::stable_sort(seen, {}, &UseGradients::step);
    return writeUses(watched, seen);
}

} // namespace ligature
