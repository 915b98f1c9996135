// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "core/program/lower.h"
#include "core/training/variant_run.h"

namespace ligature {

namespace {

/// The graph that the run was made from: lowering gives the same one for the same network.
OperationGraph graphOf(const Network& network)
{
    return lower(network).value_or(OperationGraph{});
}

} // namespace

void VariantRun::watchUses(std::int64_t every)
{
    m_seen_steps.clear();
    m_seen_products.clear();
    m_watch.reset();
    m_watch_every = every;
    if (every <= 0)
        return;
    auto watch = std::make_unique<UseWatch<float>>(graphOf(m_network), m_program);
    if (!watch->parameters().empty())
        m_watch = std::move(watch);
}

std::int64_t VariantRun::bytesToWatchUses() const
{
    return UseWatch<float>::bytesNeeded(graphOf(m_network));
}

std::vector<WatchedUses> VariantRun::watchedUses() const
{
    return ligature::watchedUses(m_network, graphOf(m_network));
}

std::vector<UseGradients> VariantRun::takeUseGradients()
{
    std::vector<UseGradients> all;
    std::span<const double> products = m_seen_products;
    for (const std::int64_t step : m_seen_steps) {
        for (const WatchedParameter& watched : m_watch->parameters()) {
            const std::size_t count = watched.uses.size() * watched.uses.size();
            UseGradients figures = useGradients(products.first(count));
            products = products.subspan(count);
            figures.variant = m_variant;
            figures.step = step;
            figures.parameter = watched.parameter;
            all.push_back(std::move(figures));
        }
    }
    m_seen_steps.clear();
    m_seen_products.clear();
    return all;
}

} // namespace ligature
