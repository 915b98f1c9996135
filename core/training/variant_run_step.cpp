// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/optimization/optimizers/typed_optimizer.h"
#include "core/training/l1_penalty.h"
#include "core/training/variant_run.h"

namespace ligature {

bool VariantRun::stepOnce()
{
    const std::span<const std::int64_t> samples = m_order.batch(m_step);
    const auto part = static_cast<std::size_t>(m_program.maxBatch());
    double loss = 0;
    std::ranges::fill(m_step_losses, 0.0);
    for (std::size_t from = 0; from < samples.size(); from += part) {
        const auto count = std::min(part, samples.size() - from);
        StepContext context = load(samples.subspan(from, count), true);
        context.step = context.step * static_cast<std::uint64_t>(m_settings.gradient_accumulation) + from / part;
        m_loss = m_program.forward(context);
        if (!std::isfinite(m_loss)) {
            const auto layer = m_program.firstNonFinite(context);
            m_non_finite =
                NonFinite{m_step + 1, layer ? m_network.layers.at(*layer).name : std::string(), m_step == m_first_step};
            return false;
        }
        // Here the weights are known to be good: their loss is finite.
        if (from == 0 && Clock::now() >= m_next_safe_point)
            keepSafePoint();
        loss += static_cast<double>(m_loss) * static_cast<double>(count);
        for (std::size_t i = 0; i < m_step_losses.size(); ++i)
            m_step_losses[i] += static_cast<double>(m_program.loss(i)) * static_cast<double>(count);
        m_program.updateState(context);
        const bool is_last = from + part >= samples.size();
        backward(context, is_last);
        if (samples.size() > part)
            accumulate(static_cast<float>(static_cast<double>(count) / static_cast<double>(samples.size())), from == 0,
                       is_last);
    }
    noteGradients();
    m_epoch_loss += loss;
    m_loss = static_cast<float>(loss / static_cast<double>(samples.size()));
    for (std::size_t i = 0; i < m_step_losses.size(); ++i) {
        m_epoch_losses[i] += m_step_losses[i];
        m_step_losses[i] /= static_cast<double>(samples.size());
    }
    if (m_settings.l1_penalty > 0)
        addL1Gradient(m_program.parameters(), m_settings.l1_penalty);
    const double rate = m_learning_rate.at(m_step);
    if (!m_soft_ties.isEmpty())
        m_soft_ties.mixGradients(m_program.parameters(), rate, m_settings.soft_tie);
    m_optimizer.step(rate);
    if (!m_soft_ties.isEmpty())
        m_soft_ties.pull(m_program.parameters(), rate, m_settings.soft_tie);
    if (m_kept.averages())
        m_kept.average();
    ++m_step;
    return true;
}

void VariantRun::backward(const StepContext& context, bool is_last)
{
    // A step that is done again after a divergence was seen already. Of several batches, the last one is looked at.
    if (!m_watch || !is_last || m_step % m_watch_every != 0 || m_non_finite)
        return m_program.backward(context);
    m_program.backward(context, *m_watch);
    m_seen_steps.push_back(m_step + 1);
    m_seen_products.insert(m_seen_products.end(), m_watch->products().begin(), m_watch->products().end());
}

void VariantRun::accumulate(float share, bool is_first, bool is_last)
{
    for (std::size_t i = 0; i < m_program.parameters().size(); ++i) {
        const std::span<float> gradient = m_program.parameters()[i].gradient;
        const std::span<float> sum = m_gradient_sum.of(i);
        for (std::size_t from = 0; from < gradient.size(); from += updateChunk) {
            auto of_sum = chunkOf(sum, from);
            auto of_part = chunkOf(gradient, from);
            if (is_first)
                of_sum = share * of_part;
            else
                of_sum += share * of_part;
            if (is_last)
                of_part = of_sum;
        }
    }
}

} // namespace ligature
