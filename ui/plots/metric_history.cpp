// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/metric_history.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ligature {

namespace {

void appendEpoch(VariantCurves& curves, const MetricEvent& event)
{
    const MetricPosition position{event.step, event.epoch, event.seconds};
    // The end repeats the last epoch, unless training was stopped inside one.
    const auto add = [&](MetricSeries& series, double value) {
        const bool repeated = !series.empty() && event.kind == MetricEvent::Kind::End &&
                              series.position(series.size() - 1).step == event.step;
        if (!std::isnan(value) && !repeated)
            series.append(position, value);
    };
    add(curves.validation_loss, event.val_loss);
    add(curves.metric, event.metric);
    curves.epochs.push_back(event);
}

void appendNumber(std::string& text, double value)
{
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    text.append(buffer, end);
}

void appendMeasured(std::string& text, double value)
{
    if (!std::isnan(value))
        appendNumber(text, value);
}

void appendLine(std::string& text, const char* kind, Variant variant, const MetricPosition& position)
{
    text.append(kind).append(",").append(toString(variant)).append(",");
    text.append(std::to_string(position.step)).append(",").append(std::to_string(position.epoch)).append(",");
    appendNumber(text, position.seconds);
    text.append(",");
}

void appendEpochLine(std::string& text, Variant variant, const MetricEvent& event)
{
    appendLine(text, event.kind == MetricEvent::Kind::End ? "end" : "epoch", variant,
               {event.step, event.epoch, event.seconds});
    appendMeasured(text, event.train_loss);
    text.append(",");
    appendMeasured(text, event.val_loss);
    text.append(",");
    appendMeasured(text, event.metric);
    text.append("\r\n");
}

} // namespace

void MetricHistory::reset(const std::vector<Variant>& variants)
{
    m_variants.clear();
    for (const Variant variant : variants)
        m_variants.push_back({.variant = variant, .training_loss = {}, .validation_loss = {}, .metric = {}});
    setSmoothing(m_smoothing);
}

void MetricHistory::append(const std::vector<MetricEvent>& events)
{
    for (const MetricEvent& event : events) {
        const auto curves = std::find_if(m_variants.begin(), m_variants.end(),
                                         [&](const VariantCurves& c) { return c.variant == event.variant; });
        if (curves == m_variants.end())
            continue;
        if (event.kind == MetricEvent::Kind::Step)
            curves->training_loss.append({event.step, event.epoch, event.seconds}, event.train_loss);
        else
            appendEpoch(*curves, event);
    }
}

void MetricHistory::setSmoothing(double weight)
{
    m_smoothing = weight;
    for (VariantCurves& curves : m_variants)
        curves.training_loss.setSmoothing(weight);
}

bool MetricHistory::empty() const
{
    return std::all_of(m_variants.begin(), m_variants.end(),
                       [](const VariantCurves& c) { return c.training_loss.empty() && c.epochs.empty(); });
}

std::string MetricHistory::csv() const
{
    std::string text = "event,variant,step,epoch,seconds,train_loss,val_loss,metric\r\n";
    for (const VariantCurves& curves : m_variants) {
        const MetricSeries& steps = curves.training_loss;
        auto epoch = curves.epochs.begin();
        for (std::size_t i = 0; i < steps.size(); ++i) {
            for (; epoch != curves.epochs.end() && epoch->step < steps.position(i).step; ++epoch)
                appendEpochLine(text, curves.variant, *epoch);
            appendLine(text, "step", curves.variant, steps.position(i));
            appendNumber(text, steps.raw()[i]);
            text.append(",,\r\n");
        }
        for (; epoch != curves.epochs.end(); ++epoch)
            appendEpochLine(text, curves.variant, *epoch);
    }
    return text;
}

} // namespace ligature
