// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retying/trained_snapshot.h"

#include "core/retying/follow.h"

namespace ligature {

TrainedSnapshot::TrainedSnapshot(std::shared_ptr<const std::vector<TrainedVariant>> taken)
    : m_variants(std::move(taken))
{
    for (const TrainedVariant& variant : *m_variants)
        m_arms.push_back(variant.variant);
}

TrainedSnapshot::TrainedSnapshot(Network network, std::shared_ptr<const TrainingState> state)
    : m_network(std::move(network)), m_state(std::move(state))
{
    for (const auto& [arm, values] : m_state->variants)
        m_arms.push_back(arm);
}

const std::vector<TrainedVariant>& TrainedSnapshot::variants() const
{
    std::call_once(m_once, [this] {
        if (m_state == nullptr)
            return;
        m_variants = std::make_shared<const std::vector<TrainedVariant>>(trainedVariants(m_network, *m_state));
        m_state.reset();
    });
    return *m_variants;
}

} // namespace ligature
