// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/uses_json.h"

#include <algorithm>
#include <span>

#include "core/views/view.h"

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

/// Points of a curve: more than a screen is wide, little to load.
constexpr std::size_t pointsOfCurve = 2000;
/// The last part of the training, which the cosines and the sentence are of.
constexpr std::size_t lastPart = 10;

Json matrixJson(const UseGradients& figures)
{
    Json rows = Json::array();
    for (std::size_t i = 0; i < figures.norms.size(); ++i) {
        Json row = Json::array();
        for (std::size_t j = 0; j < figures.norms.size(); ++j)
            row.push_back(figures.cosine(i, j));
        rows.push_back(std::move(row));
    }
    return rows;
}

Json parameterJson(const WatchedUses& watched, const std::vector<UseGradients>& seen)
{
    const std::size_t stride = (seen.size() + pointsOfCurve - 1) / pointsOfCurve;
    Json steps = Json::array();
    std::vector<Json> shares(watched.uses.size(), Json::array());
    std::vector<Json> norms(watched.uses.size(), Json::array());
    for (std::size_t i = (seen.size() - 1) % stride; i < seen.size(); i += stride) {
        steps.push_back(seen[i].step);
        for (std::size_t use = 0; use < watched.uses.size(); ++use) {
            shares[use].push_back(seen[i].shares[use]);
            norms[use].push_back(seen[i].norms[use]);
        }
    }
    Json uses = Json::array();
    for (std::size_t use = 0; use < watched.uses.size(); ++use) {
        const WatchedUses::Use& one = watched.uses[use];
        uses.push_back({{"layer", one.layer},
                        {"slot", one.slot.slot},
                        {"read", notation(one.view, watched.name)},
                        {"share", std::move(shares[use])},
                        {"norm", std::move(norms[use])}});
    }
    const std::size_t part = std::max<std::size_t>(1, seen.size() / lastPart);
    const UseGradients late = averageOf(std::span(seen).last(part));
    return {{"parameter", watched.name},   {"step", std::move(steps)},
            {"uses", std::move(uses)},     {"from_step", seen[seen.size() - part].step},
            {"cosines", matrixJson(late)}, {"sentence", explain(watched, late)}};
}

} // namespace

Json usesJson(const TrainingReport& report)
{
    Json parameters = Json::array();
    for (const WatchedUses& watched : report.watched_uses) {
        std::vector<UseGradients> seen;
        std::ranges::copy_if(report.use_gradients, std::back_inserter(seen), [&](const UseGradients& figures) {
            return figures.parameter == watched.parameter && figures.norms.size() == watched.uses.size();
        });
        if (!seen.empty())
            parameters.push_back(parameterJson(watched, seen));
    }
    return parameters;
}

} // namespace ligature
