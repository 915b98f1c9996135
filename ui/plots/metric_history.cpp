// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/metric_history.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/report/history_file.h"
#include "core/text/number_text.h"
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

void appendNumber(std::string& text, double value)
{
    text.append(numbers::exact(value));
}

void appendMeasured(std::string& text, double value)
{
    if (!std::isnan(value))
        appendNumber(text, value);
}

void appendLine(std::string& text, const char* kind, ArmId variant, const MetricPosition& position)
{
    text.append(kind).append(",").append(toString(variant)).append(",");
    text.append(std::to_string(position.step)).append(",").append(std::to_string(position.epoch)).append(",");
    appendNumber(text, position.seconds);
    text.append(",");
}

void appendEpochLine(std::string& text, ArmId variant, const MetricEvent& event, std::size_t losses)
{
    appendLine(text, event.kind == MetricEvent::Kind::End ? "end" : "epoch", variant,
               {event.step, event.epoch, event.seconds});
    appendMeasured(text, event.train_loss);
    text.append(",");
    appendMeasured(text, event.val_loss);
    text.append(",");
    appendMeasured(text, event.metric);
    for (std::size_t i = 0; i < losses; ++i) {
        const LossMeasure measure = measureOf(event, i);
        for (const double value : {measure.train_loss, measure.val_loss, measure.metric}) {
            text.append(",");
            appendMeasured(text, value);
        }
    }
    text.append("\r\n");
}

void appendStepLine(std::string& text, const VariantCurves& curves, std::size_t step)
{
    appendLine(text, "step", curves.variant, curves.training_loss.position(step));
    appendNumber(text, curves.training_loss.raw()[step]);
    text.append(",,");
    for (const LossCurves& loss : curves.losses) {
        text.append(",");
        appendNumber(text, loss.training_loss.raw()[step]);
        text.append(",,");
    }
    text.append("\r\n");
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

std::string MetricHistory::csv() const
{
    const std::size_t losses = m_loss_names.size();
    std::string text = "event,variant,step,epoch,seconds,train_loss,val_loss,metric";
    text += lossColumnNames(m_loss_names) + "\r\n";
    for (const VariantCurves& curves : m_variants) {
        const MetricSeries& steps = curves.training_loss;
        auto epoch = curves.epochs.begin();
        for (std::size_t i = 0; i < steps.size(); ++i) {
            for (; epoch != curves.epochs.end() && epoch->step < steps.position(i).step; ++epoch)
                appendEpochLine(text, curves.variant, *epoch, losses);
            appendStepLine(text, curves, i);
        }
        for (; epoch != curves.epochs.end(); ++epoch)
            appendEpochLine(text, curves.variant, *epoch, losses);
    }
    return text;
}

} // namespace ligature
