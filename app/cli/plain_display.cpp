// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <iostream>

#include "app/cli/number_text.h"
#include "app/cli/training_display.h"

namespace ligature::cli {

namespace {

class PlainDisplay : public TrainingDisplay {
public:
    PlainDisplay(std::vector<ArmId> variants, const Network& network)
        : m_variants(std::move(variants)), m_metric(metricName(network)), m_loss_names(namesOfSeveralLosses(network))
    {
    }

    void prepare(const std::string&) override {}

    void update(std::span<const MetricEvent> events, const TrainingProgress& progress) override
    {
        for (const MetricEvent& event : events) {
            if (event.kind != MetricEvent::Kind::Epoch)
                continue;
            m_waiting.push_back(event);
            printFullEpoch(event.epoch, progress.epochs);
        }
        std::cout.flush();
    }

    void showUses(std::span<const WatchedUses>, std::span<const UseGradients>) override {} // The summary tells.
    void end(TrainingEnd how, std::span<const MetricEvent> events, const TrainingReport& report) override
    {
        std::cout << '\n' << summaryText(how, events, report);
    }

private:
    /// One line for the epoch as soon as every variant has finished it.
    void printFullEpoch(std::int64_t epoch, std::int64_t epochs)
    {
        std::string line;
        std::size_t found = 0;
        for (const ArmId variant : m_variants) {
            for (const MetricEvent& event : m_waiting) {
                if (event.epoch != epoch || event.variant != variant)
                    continue;
                ++found;
                line += "   " + toString(variant) + ": loss " + realText(event.train_loss) +
                        parts(event, &LossMeasure::train_loss);
                if (!std::isnan(event.val_loss))
                    line += ", validation " + realText(event.val_loss) + parts(event, &LossMeasure::val_loss);
                if (!m_metric.empty())
                    line += ", " + m_metric + " " + realText(event.metric);
            }
        }
        if (found < m_variants.size())
            return;
        std::erase_if(m_waiting, [epoch](const MetricEvent& event) { return event.epoch == epoch; });
        const std::string total = std::to_string(epochs);
        std::string done = std::to_string(epoch);
        done.insert(0, total.size() - std::min(total.size(), done.size()), ' ');
        std::cout << "epoch " << done << "/" << total << line << '\n';
    }

    /// Of each of several losses: " (classify 0.31, draw 0.02)".
    [[nodiscard]] std::string parts(const MetricEvent& event, double LossMeasure::*figure) const
    {
        std::string text;
        for (std::size_t i = 0; i < std::min(m_loss_names.size(), event.losses.size()); ++i)
            text += (text.empty() ? " (" : ", ") + m_loss_names[i] + " " + realText(event.losses[i].*figure);
        return text.empty() ? text : text + ")";
    }

    std::vector<ArmId> m_variants;
    std::string m_metric;
    std::vector<std::string> m_loss_names;
    std::vector<MetricEvent> m_waiting;
};

} // namespace

std::unique_ptr<TrainingDisplay> plainDisplay(std::vector<ArmId> variants, const Network& network)
{
    return std::make_unique<PlainDisplay>(std::move(variants), network);
}

} // namespace ligature::cli
