// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/variant_run.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ligature {

namespace {

using Clock = std::chrono::steady_clock;

/// How much training is at most done again to get back to the last weights whose loss was finite.
constexpr std::chrono::milliseconds safePointInterval{250};

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
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
      m_optimizer(m_program, settings), m_total_steps(m_order.stepsPerEpoch() * settings.epochs),
      m_learning_rate(settings, m_total_steps, m_order.stepsPerEpoch())
{
    for (ProgramParameter<float>& parameter : m_program.parameters()) {
        if (!values.empty())
            store(std::span<const double>(values.at(parameter.description.id)), parameter.description,
                  parameter.values);
    }
    std::size_t size = 0;
    for (const ProgramParameter<float>& parameter : m_program.parameters())
        size += parameter.values.size();
    m_epoch_losses.resize(m_program.lossCount() > 1 ? m_program.lossCount() : 0);
    m_safe_point.values = AlignedArray<float>(size);
    m_safe_point.state = AlignedArray<float>(m_optimizer.memory().size());
    m_safe_point.schedule = m_learning_rate.state();
    m_safe_point.epoch_losses = m_epoch_losses;
}

StepContext VariantRun::load(std::span<const std::int64_t> samples, bool training)
{
    loadSamples(m_program, *m_dataset, samples);
    return {static_cast<std::int64_t>(samples.size()), training, static_cast<std::uint64_t>(m_step)};
}

bool VariantRun::stepOnce()
{
    const StepContext context = load(m_order.batch(m_step), true);
    m_loss = m_program.forward(context);
    if (!std::isfinite(m_loss)) {
        const auto layer = m_program.firstNonFinite(context);
        m_non_finite =
            NonFinite{m_step + 1, layer ? m_network.layers.at(*layer).name : std::string(), m_step == m_first_step};
        return false;
    }
    // Here the weights are known to be good: their loss is finite.
    if (Clock::now() >= m_next_safe_point)
        keepSafePoint();
    m_epoch_loss += static_cast<double>(m_loss) * static_cast<double>(context.batch);
    for (std::size_t i = 0; i < m_epoch_losses.size(); ++i)
        m_epoch_losses[i] += static_cast<double>(m_program.loss(i)) * static_cast<double>(context.batch);
    m_program.updateState(context);
    backward(context);
    const double rate = m_learning_rate.at(m_step);
    if (!m_soft_ties.isEmpty())
        m_soft_ties.mixGradients(m_program.parameters(), rate, m_settings.soft_tie);
    m_optimizer.step(rate);
    if (!m_soft_ties.isEmpty())
        m_soft_ties.pull(m_program.parameters(), rate, m_settings.soft_tie);
    ++m_step;
    return true;
}

void VariantRun::backward(const StepContext& context)
{
    // A step that is done again after a divergence was seen already.
    if (!m_watch || m_step % m_watch_every != 0 || m_non_finite)
        return m_program.backward(context);
    m_program.backward(context, *m_watch);
    m_seen_steps.push_back(m_step + 1);
    m_seen_products.insert(m_seen_products.end(), m_watch->products().begin(), m_watch->products().end());
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
    const auto start = Clock::now();
    if (m_epoch_unmeasured)
        endEpoch(seconds, stop);
    for (std::int64_t i = 0; i < steps && !finished() && !m_non_finite && !m_epoch_unmeasured; ++i) {
        const std::int64_t epoch = m_step / m_order.stepsPerEpoch() + 1;
        const bool good = stepOnce();
        const double now = seconds + secondsSince(start);
        std::vector<LossMeasure> losses = takeLossRow();
        for (std::size_t loss = 0; loss < losses.size(); ++loss)
            losses[loss].train_loss = static_cast<double>(m_program.loss(loss));
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
}

void VariantRun::endEpoch(double seconds, const std::stop_token& stop)
{
    const bool validates = !m_order.validation().empty();
    std::optional<Measured> measured = measure(validates ? m_order.validation() : m_order.training(), stop);
    m_epoch_unmeasured = !measured;
    if (!measured)
        return;
    const auto samples = static_cast<double>(m_order.training().size());
    for (std::size_t i = 0; i < m_epoch_losses.size(); ++i)
        measured->losses[i].train_loss = std::exchange(m_epoch_losses[i], 0) / samples;
    const double train_loss = std::exchange(m_epoch_loss, 0) / samples;
    const double watched = validates ? measured->loss : train_loss;
    pushEpoch(train_loss, std::move(*measured), seconds);
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
                        .learning_rate = m_settings.isRateConstant()
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

std::optional<LossMeasure> VariantRun::measureTest(const std::stop_token& stop)
{
    if (m_order.test().empty())
        return std::nullopt;
    std::optional<Measured> measured = measure(m_order.test(), stop);
    if (!measured)
        return std::nullopt;
    return LossMeasure{.val_loss = measured->loss, .metric = measured->metric};
}

float VariantRun::peekLoss()
{
    return m_program.forward(load(m_order.batch(m_step), true));
}

void VariantRun::keepSafePoint()
{
    float* to = m_safe_point.values.data();
    for (const ProgramParameter<float>& parameter : m_program.parameters())
        to = std::ranges::copy(parameter.values, to).out;
    std::ranges::copy(m_optimizer.memory(), m_safe_point.state.data());
    m_safe_point.schedule = m_learning_rate.state();
    m_safe_point.epoch_loss = m_epoch_loss;
    m_safe_point.epoch_losses = m_epoch_losses;
    m_safe_point.step = m_step;
    m_next_safe_point = Clock::now() + safePointInterval;
}

void VariantRun::backToLastFinite()
{
    if (m_safe_point.step < 0)
        return; // The first loss of all: the weights are the initial ones.
    const std::int64_t last_good = m_step - 1;
    const float* from = m_safe_point.values.data();
    for (ProgramParameter<float>& parameter : m_program.parameters()) {
        std::copy_n(from, parameter.values.size(), parameter.values.data());
        from += parameter.values.size();
    }
    std::ranges::copy(m_safe_point.state.span(), m_optimizer.memory().begin());
    m_learning_rate.setState(m_safe_point.schedule);
    m_step = m_safe_point.step;
    m_optimizer.setStepCount(m_step);
    m_epoch_loss = m_safe_point.epoch_loss;
    m_epoch_losses = m_safe_point.epoch_losses;
    // Training is repeatable to the bit, so the steps since then lead back to the very same weights, and to the loss of
    // the epoch that they are in.
    const auto cause = m_non_finite;
    while (m_step < last_good && stepOnce()) {
        if (m_step % m_order.stepsPerEpoch() == 0) {
            m_epoch_loss = 0;
            std::ranges::fill(m_epoch_losses, 0.0);
        }
    }
    m_non_finite = cause;
}

Result<void> VariantRun::checkWeights() const
{
    for (const ProgramParameter<float>& parameter : m_program.parameters()) {
        if (!findNotFinite(parameter.values))
            continue;
        const GraphParameter& description = parameter.description;
        std::vector<float> values(parameter.values.size());
        fetch(std::span<const float>(parameter.values), description, std::span<float>(values));
        return checkFinite(description.name, description.shape, values, {});
    }
    return {};
}

Weights VariantRun::weights() const
{
    Weights weights;
    for (const ProgramParameter<float>& parameter : m_program.parameters()) {
        const GraphParameter& description = parameter.description;
        ParameterValues values{description.id, description.name, description.shape, {}};
        values.values.resize(parameter.values.size());
        fetch(std::span<const float>(parameter.values), description, std::span<float>(values.values));
        weights.parameters.push_back(std::move(values));
    }
    return weights;
}

} // namespace ligature
