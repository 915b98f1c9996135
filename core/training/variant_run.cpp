// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/variant_run.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ligature {

namespace {

/// How much training is at most done again to get back to the last weights whose loss was finite.
constexpr std::chrono::milliseconds safePointInterval{250};

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

VariantRun::VariantRun(ArmId variant, Network network, const OperationGraph& graph,
                       std::shared_ptr<const Dataset> dataset, const TrainingSettings& settings,
                       const InitialValues& values)
    : m_variant(variant), m_network(std::move(network)), m_dataset(std::move(dataset)), m_settings(settings),
      m_order(*m_dataset, settings),
      m_program(graph,
                std::min<std::int64_t>(settings.batch_size, static_cast<std::int64_t>(m_order.training().size())),
                settings.seed),
      m_optimizer(m_program, settings), m_kept(m_program, settings),
      m_total_steps(m_order.stepsPerEpoch() * settings.epochs),
      m_learning_rate(settings, m_total_steps, m_order.stepsPerEpoch())
{
    for (ProgramParameter<float>& parameter : m_program.parameters()) {
        if (!values.empty())
            store(std::span<const double>(values.at(parameter.description.id)), parameter.description,
                  parameter.values);
    }
    m_kept.startAverage();
    std::size_t size = 0;
    for (const ProgramParameter<float>& parameter : m_program.parameters())
        size += parameter.values.size();
    if (settings.gradient_accumulation > 1)
        m_gradient_sum = ParameterBlock(m_program.parameters(), [](const auto& one) { return !one.gradient.empty(); });
    m_epoch_losses.resize(m_program.lossCount() > 1 ? m_program.lossCount() : 0);
    m_step_losses = m_epoch_losses;
    m_safe_point.values = AlignedArray<float>(size);
    m_safe_point.state = AlignedArray<float>(m_optimizer.memory().size());
    m_safe_point.average = AlignedArray<float>(m_kept.averageMemory().size());
    m_safe_point.schedule = m_learning_rate.state();
    m_safe_point.epoch_losses = m_epoch_losses;
    m_earlier_point = m_safe_point;
}

StepContext VariantRun::load(std::span<const std::int64_t> samples, bool training)
{
    loadSamples(m_program, *m_dataset, samples);
    return {static_cast<std::int64_t>(samples.size()), training, static_cast<std::uint64_t>(m_step)};
}

void VariantRun::advance(std::int64_t steps, double seconds, const std::stop_token& stop)
{
    const auto events = static_cast<std::size_t>(steps + steps / m_order.stepsPerEpoch() + 1);
    m_events.reserve(m_events.size() + events);
    while (!m_epoch_losses.empty() && m_loss_rows.size() < events)
        m_loss_rows.emplace_back(m_epoch_losses.size());
    if (m_watch) {
        const auto watched = static_cast<std::size_t>(steps / m_watch_every + 1);
        m_seen_steps.reserve(m_seen_steps.size() + watched);
        m_seen_products.reserve(m_seen_products.size() + watched * m_watch->products().size());
    }
    if (m_norm_every > 0) {
        const auto seen = static_cast<std::size_t>(steps / m_norm_every + 1 + std::min(steps, firstSteps));
        m_norm_steps.reserve(m_norm_steps.size() + seen);
        m_norms.reserve(m_norms.size() + seen * gradientCount());
    }
    const auto start = Clock::now();
    if (m_epoch_unmeasured)
        endEpoch(seconds, stop);
    std::int64_t i = 0;
    for (; i < steps && !finished() && !m_non_finite && !m_epoch_unmeasured; ++i) {
        const std::int64_t epoch = m_step / m_order.stepsPerEpoch() + 1;
        const bool good = stepOnce();
        const double now = seconds + secondsSince(start);
        std::vector<LossMeasure> losses = takeLossRow();
        for (std::size_t loss = 0; loss < losses.size(); ++loss)
            losses[loss].train_loss = m_step_losses[loss];
        m_events.push_back({.kind = MetricEvent::Kind::Step,
                            .variant = m_variant,
                            .step = good ? m_step : m_step + 1,
                            .epoch = epoch,
                            .train_loss = m_loss,
                            .seconds = now,
                            .losses = std::move(losses)});
        if (!good)
            backToLastFinite();
        else if (m_step % m_order.stepsPerEpoch() == 0)
            endEpoch(now, stop);
    }
    // One that is trained no further keeps step with those that are.
    if (isOutOfPatience())
        m_step = std::min(m_step + steps - i, m_total_steps);
}

void VariantRun::endEpoch(double seconds, const std::stop_token& stop)
{
    const bool validates = !m_order.validation().empty();
    std::optional<Measured> measured = measureShown(m_order.measured(), stop);
    m_epoch_unmeasured = !measured;
    if (!measured)
        return;
    const auto samples = static_cast<double>(m_order.training().size());
    for (std::size_t i = 0; i < m_epoch_losses.size(); ++i)
        measured->losses[i].train_loss = std::exchange(m_epoch_losses[i], 0) / samples;
    const double train_loss = std::exchange(m_epoch_loss, 0) / samples;
    const double watched = validates ? measured->loss : train_loss;
    pushEpoch(train_loss, std::move(*measured), seconds);
    m_kept.endEpoch(m_step / m_order.stepsPerEpoch(), watched);
    m_learning_rate.endEpoch(watched);
    if (m_learning_rate.hasState())
        m_next_safe_point = {}; // What leads back to the last finite loss then lies within one epoch.
}

std::int64_t VariantRun::samplesOfStart() const
{
    return static_cast<std::int64_t>(m_order.training().size() + m_order.validation().size());
}

bool VariantRun::measureStart(const std::stop_token& stop, const std::function<void(std::int64_t)>& told)
{
    const std::optional<Measured> training = measure(m_order.training(), stop, told);
    std::optional<Measured> measured =
        m_order.validation().empty() || !training ? training : measure(m_order.validation(), stop, told);
    if (!measured)
        return false;
    for (std::size_t i = 0; i < measured->losses.size(); ++i)
        measured->losses[i].train_loss = training->losses[i].val_loss;
    pushEpoch(training->loss, std::move(*measured), 0);
    return true;
}

void VariantRun::pushEpoch(double train_loss, Measured measured, double seconds)
{
    m_non_finite_measure.reset();
    if (!std::isfinite(measured.loss))
        m_non_finite_measure = NonFinite{m_step, std::move(measured.non_finite_layer), m_step == m_first_step};
    // NaN would say that it was not measured.
    const auto told = [](double& loss) { loss = std::isnan(loss) ? std::numeric_limits<double>::infinity() : loss; };
    told(measured.loss);
    for (LossMeasure& loss : measured.losses)
        told(loss.val_loss);
    if (m_order.validation().empty()) {
        measured.loss = notMeasured;
        for (LossMeasure& loss : measured.losses)
            loss.val_loss = notMeasured;
    }
    m_events.push_back({.kind = MetricEvent::Kind::Epoch,
                        .variant = m_variant,
                        .step = m_step,
                        .epoch = m_step / m_order.stepsPerEpoch(),
                        .train_loss = train_loss,
                        .val_loss = measured.loss,
                        .metric = measured.metric,
                        .seconds = seconds,
                        .learning_rate = m_learning_rate.isConstant()
                                             ? notMeasured
                                             : m_learning_rate.at(std::max<std::int64_t>(0, m_step - 1)),
                        .losses = std::move(measured.losses)});
}

std::vector<LossMeasure> VariantRun::takeLossRow()
{
    if (m_epoch_losses.empty())
        return {};
    if (m_loss_rows.empty())
        return std::vector<LossMeasure>(m_epoch_losses.size());
    std::vector<LossMeasure> row = std::move(m_loss_rows.back());
    m_loss_rows.pop_back();
    return row;
}

std::optional<Measured> VariantRun::measure(std::span<const std::int64_t> samples, const std::stop_token& stop,
                                            const std::function<void(std::int64_t)>& told)
{
    const auto start = Clock::now();
    std::optional<Measured> measured = ligature::measure(
        m_program, m_network, *m_dataset, samples, {static_cast<std::uint64_t>(m_step), takeLossRow(), stop, told});
    if (measured)
        m_measure_seconds = secondsSince(start);
    return measured;
}

std::optional<Measured> VariantRun::measureShown(std::span<const std::int64_t> samples, const std::stop_token& stop)
{
    const ShownWeights shown(m_kept, shownWeights());
    return measure(samples, stop);
}

ShownWeights::Which VariantRun::shownWeights() const
{
    if (m_kept.bestEpoch() > 0 && finished())
        return ShownWeights::Which::Best;
    return m_kept.averages() ? ShownWeights::Which::Average : ShownWeights::Which::Trained;
}

std::int64_t VariantRun::keptEpoch() const
{
    return finished() ? m_kept.bestEpoch() : 0;
}

std::optional<LossMeasure> VariantRun::measureTest(const std::stop_token& stop)
{
    if (m_order.test().empty())
        return std::nullopt;
    std::optional<Measured> measured = measureShown(m_order.test(), stop);
    if (!measured)
        return std::nullopt;
    return LossMeasure{.val_loss = measured->loss, .metric = measured->metric};
}

float VariantRun::peekLoss()
{
    const std::span<const std::int64_t> samples = m_order.batch(m_step);
    const auto count = std::min(static_cast<std::size_t>(m_program.maxBatch()), samples.size());
    return m_program.forward(load(samples.first(count), true));
}

void VariantRun::keepSafePoint()
{
    if (m_safe_point.step >= 0 && m_step - m_safe_point.step >= stepsBack)
        std::swap(m_safe_point, m_earlier_point);
    float* to = m_safe_point.values.data();
    for (const ProgramParameter<float>& parameter : m_program.parameters())
        to = std::ranges::copy(parameter.values, to).out;
    std::ranges::copy(m_optimizer.memory(), m_safe_point.state.data());
    std::ranges::copy(m_kept.averageMemory(), m_safe_point.average.data());
    m_safe_point.schedule = m_learning_rate.state();
    m_safe_point.epoch_loss = m_epoch_loss;
    m_safe_point.epoch_losses = m_epoch_losses;
    m_safe_point.step = m_step;
    m_next_safe_point = Clock::now() + safePointInterval;
}

void VariantRun::backToLastFinite()
{
    if (m_safe_point.step >= 0) // Otherwise it is the first loss of all: the weights are the initial ones.
        replay(m_safe_point, m_step - 1);
}

void VariantRun::replay(const SafePoint& from, std::int64_t step)
{
    const float* value = from.values.data();
    for (ProgramParameter<float>& parameter : m_program.parameters()) {
        std::copy_n(value, parameter.values.size(), parameter.values.data());
        value += parameter.values.size();
    }
    std::ranges::copy(from.state.span(), m_optimizer.memory().begin());
    std::ranges::copy(from.average.span(), m_kept.averageMemory().begin());
    m_learning_rate.setState(from.schedule);
    m_step = from.step;
    m_optimizer.setStepCount(m_step);
    m_epoch_loss = from.epoch_loss;
    m_epoch_losses = from.epoch_losses;
    // Training is repeatable to the bit, so the steps since then lead back to the very same weights, and to the loss of
    // the epoch that they are in.
    const auto cause = m_non_finite;
    m_next_safe_point = Clock::time_point::max();
    while (m_step < step && stepOnce()) {
        if (m_step % m_order.stepsPerEpoch() == 0) {
            m_epoch_loss = 0;
            std::ranges::fill(m_epoch_losses, 0.0);
        }
    }
    m_next_safe_point = {};
    m_non_finite = cause;
}

std::optional<std::int64_t> VariantRun::leastStepBack() const
{
    // What a schedule or early stopping learnt of the epochs since then would not be undone.
    if (m_learning_rate.hasState() || m_kept.keepsBest())
        return std::nullopt;
    const std::int64_t least = m_earlier_point.step >= 0 ? m_earlier_point.step : m_safe_point.step;
    return least >= 0 ? std::optional(least) : std::nullopt;
}

void VariantRun::goBack(std::int64_t step)
{
    replay(m_safe_point.step >= 0 && m_safe_point.step <= step ? m_safe_point : m_earlier_point, step);
    m_learning_rate.goBack(step);
    m_non_finite.reset();
    m_non_finite_measure.reset();
    m_epoch_unmeasured = false;
    m_watch.reset();
}

Result<void> VariantRun::checkWeights() const
{
    for (std::size_t i = 0; i < m_program.parameters().size(); ++i) {
        if (!findNotFinite(shownValues(i)))
            continue;
        const GraphParameter& description = m_program.parameters()[i].description;
        std::vector<float> values(shownValues(i).size());
        fetch(shownValues(i), description, std::span<float>(values));
        return checkFinite(description.name, description.shape, values, {});
    }
    return {};
}

Weights VariantRun::weights() const
{
    Weights weights;
    for (std::size_t i = 0; i < m_program.parameters().size(); ++i) {
        const GraphParameter& description = m_program.parameters()[i].description;
        ParameterValues values{description.id, description.name, description.shape, {}};
        values.values.resize(shownValues(i).size());
        fetch(shownValues(i), description, std::span<float>(values.values));
        weights.parameters.push_back(std::move(values));
    }
    return weights;
}

std::span<const float> VariantRun::shownValues(std::size_t parameter) const
{
    const ShownWeights::Which shown = shownWeights();
    if (shown == ShownWeights::Which::Best)
        return m_kept.bestOf(parameter);
    const std::span<const float> average = m_kept.averageOf(parameter);
    return average.empty() ? m_program.parameters()[parameter].values : average;
}

} // namespace ligature
