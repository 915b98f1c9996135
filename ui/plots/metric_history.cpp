// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/metric_history.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "core/training/curve.h"

namespace ligature {

namespace {

LossMeasure measureOf(const MetricEvent& event, std::size_t loss)
{
    return loss < event.losses.size() ? event.losses[loss] : LossMeasure{};
}

void appendEpoch(VariantCurves& curves, const MetricEvent& event)
{
    const MetricPosition position{event.step, event.epoch, event.seconds};
    // The end repeats the last epoch, unless training was stopped inside one.
    const auto add = [&](MetricSeries& series, double value) {
        const bool repeated = !series.empty() && event.kind == MetricEvent::Kind::End &&
                              series.position(series.size() - 1).step == event.step;
        if (!std::isnan(value) && !repeated)
            series.append(position, value);
        thinWhereFull(std::array{&series});
    };
    add(curves.validation_loss, event.val_loss);
    add(curves.metric, event.metric);
    for (std::size_t i = 0; i < curves.losses.size(); ++i) {
        add(curves.losses[i].validation_loss, measureOf(event, i).val_loss);
        add(curves.losses[i].metric, measureOf(event, i).metric);
    }
    History epochs{curves.variant, {}, std::move(curves.epochs)};
    if (event.kind == MetricEvent::Kind::End)
        epochs.epochs.push_back(event);
    else
        addToHistory(epochs, event);
    curves.epochs = std::move(epochs.epochs);
}

/// The steps' curves of the sum and of each loss, the sum's first.
void thinSteps(VariantCurves& curves)
{
    std::vector<MetricSeries*> series = {&curves.training_loss};
    for (LossCurves& loss : curves.losses)
        series.push_back(&loss.training_loss);
    thinWhereFull(series);
}

} // namespace

void MetricHistory::reset(const std::vector<ArmId>& variants, std::vector<std::string> loss_names)
{
    m_loss_names = std::move(loss_names);
    m_variants.clear();
    for (const ArmId variant : variants) {
        VariantCurves& curves = m_variants.emplace_back();
        curves.variant = variant;
        curves.losses.resize(m_loss_names.size());
    }
    setSmoothing(m_smoothing);
}

void MetricHistory::append(const std::vector<MetricEvent>& events)
{
    for (const MetricEvent& event : events) {
        const auto curves = std::find_if(m_variants.begin(), m_variants.end(),
                                         [&](const VariantCurves& c) { return c.variant == event.variant; });
        if (curves == m_variants.end())
            continue;
        if (event.kind != MetricEvent::Kind::Step) {
            appendEpoch(*curves, event);
            continue;
        }
        const MetricPosition position{event.step, event.epoch, event.seconds};
        curves->training_loss.append(position, event.train_loss);
        for (std::size_t i = 0; i < curves->losses.size(); ++i)
            curves->losses[i].training_loss.append(position, measureOf(event, i).train_loss);
        if (curves->training_loss.size() >= largestSeries)
            thinSteps(*curves);
    }
}

void MetricHistory::setSmoothing(double weight)
{
    m_smoothing = weight;
    for (VariantCurves& curves : m_variants) {
        curves.training_loss.setSmoothing(weight);
        for (LossCurves& loss : curves.losses)
            loss.training_loss.setSmoothing(weight);
    }
}

bool MetricHistory::empty() const
{
    return std::all_of(m_variants.begin(), m_variants.end(),
                       [](const VariantCurves& c) { return c.training_loss.empty() && c.epochs.empty(); });
}

std::vector<History> MetricHistory::histories() const
{
    std::vector<History> histories;
    for (const VariantCurves& curves : m_variants) {
        History& history = histories.emplace_back(History{curves.variant, {}, {}, m_loss_names});
        std::ranges::copy_if(curves.epochs, std::back_inserter(history.epochs),
                             [](const MetricEvent& event) { return event.kind == MetricEvent::Kind::Epoch; });
        const MetricSeries& steps = curves.training_loss;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const MetricPosition position = steps.position(i);
            MetricEvent& event = history.steps.emplace_back();
            event.variant = curves.variant;
            event.step = position.step;
            event.epoch = position.epoch;
            event.seconds = position.seconds;
            event.train_loss = steps.raw()[i];
            for (const LossCurves& loss : curves.losses)
                event.losses.push_back({.train_loss = loss.training_loss.raw()[i]});
        }
    }
    return histories;
}

} // namespace ligature
