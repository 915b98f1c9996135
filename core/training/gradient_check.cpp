// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/gradient_check.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/training/batch_order.h"
#include "core/training/compiled_project.h"
#include "core/tying/account.h"
#include "core/tying/twin.h"

namespace ligature {

namespace {

constexpr std::int64_t largestBatch = 8;
constexpr std::int64_t smallestBatch = 2;
constexpr std::int64_t fewestEntries = 20;

/// Every entry costs two forward passes, and a check should not take minutes: fewer samples and fewer entries where a
/// pass is long.
struct Effort {
    std::int64_t batch = largestBatch;
    std::int64_t entries = GradientCheck::entriesChecked;
};

Effort effortFor(const Project& project, std::size_t parameters)
{
    constexpr double most_operations = 2e10;
    const auto flops = static_cast<double>(accountOf(project.network, project.training).tied.flops_per_sample);
    const double all = 2 * flops * static_cast<double>(parameters);
    Effort effort;
    if (all * largestBatch * GradientCheck::entriesChecked > most_operations)
        effort.batch = smallestBatch;
    const double possible = most_operations / (all * static_cast<double>(effort.batch) + 1);
    if (possible < static_cast<double>(effort.entries))
        effort.entries = std::max(fewestEntries, static_cast<std::int64_t>(possible));
    return effort;
}

void fillInputs(Program<double>& program, const Dataset& dataset, std::span<const std::int64_t> samples)
{
    for (const GraphInput& input : program.inputs()) {
        const bool features = input.role == InputRole::Features;
        const auto source = features ? dataset.features.span() : dataset.targets.span();
        const auto width =
            static_cast<std::size_t>((features ? dataset.feature_shape : dataset.target_shape).elementCount());
        auto to = program.inputBuffer(input).begin();
        for (const std::int64_t sample : samples)
            to = std::ranges::copy(source.subspan(static_cast<std::size_t>(sample) * width, width), to).out;
    }
}

/// How an entry is moved for a central difference.
enum class Stencil {
    TwoPoints,  ///< by 1e-5: small against curvature, but where a loss of 10 changes little, rounding is 1e-10 of it
    FourPoints, ///< by 1e-3 and twice that, of fourth order: rounding is 1e-12, but a kink is met more often
};

/// The derivative of the loss by one value, which is put back.
double slopeAt(Program<double>& program, const StepContext& context, double& value, Stencil stencil)
{
    const double kept = value;
    const double h = (stencil == Stencil::TwoPoints ? 1e-5 : 1e-3) * std::max(1.0, std::abs(kept));
    const auto lossAt = [&](double steps) {
        value = kept + steps * h;
        return program.forward(context);
    };
    double slope = 0;
    if (stencil == Stencil::TwoPoints)
        slope = (lossAt(1) - lossAt(-1)) / (2 * h);
    else
        slope = (8 * (lossAt(1) - lossAt(-1)) - (lossAt(2) - lossAt(-2))) / (12 * h);
    value = kept;
    return slope;
}

GradientCheckRow checkParameter(Program<double>& program, ProgramParameter<double>& parameter,
                                const StepContext& context, std::int64_t entries, Stencil stencil)
{
    const auto size = static_cast<std::int64_t>(parameter.values.size());
    const std::int64_t stride = std::max<std::int64_t>(1, size / entries);
    double difference = 0;
    double analytic = 0;
    double numeric = 0;
    GradientCheckRow row{.name = parameter.description.name};
    for (std::int64_t i = 0; i < size && row.checked < entries; i += stride, ++row.checked) {
        const auto at = static_cast<std::size_t>(i);
        const double slope = slopeAt(program, context, parameter.values[at], stencil);
        difference += (slope - parameter.gradient[at]) * (slope - parameter.gradient[at]);
        analytic += parameter.gradient[at] * parameter.gradient[at];
        numeric += slope * slope;
    }
    const double scale = std::sqrt(std::max(analytic, numeric));
    row.gradient_norm = std::sqrt(analytic);
    // Differences of a loss near 1 are exact to about 1e-11, so smaller gradients are compared with 0.
    row.relative_error = scale < 1e-9 ? 0 : std::sqrt(difference) / scale;
    return row;
}

/// A right gradient agrees with one of both stencils, a wrong one with none.
GradientCheckRow checkParameter(Program<double>& program, ProgramParameter<double>& parameter,
                                const StepContext& context, std::int64_t entries)
{
    const GradientCheckRow plain = checkParameter(program, parameter, context, entries, Stencil::TwoPoints);
    if (plain.relative_error < GradientCheck::tolerance)
        return plain;
    const GradientCheckRow finer = checkParameter(program, parameter, context, entries, Stencil::FourPoints);
    return finer.relative_error < plain.relative_error ? finer : plain;
}

Project withoutFactors(Project project)
{
    for (auto& [slot, tie] : project.network.ties)
        tie.gradient_factor = 1.0;
    return project;
}

/// A forward and a backward pass on the samples.
StepContext pass(Program<double>& program, const InitialValues& values, const Dataset& dataset,
                 std::span<const std::int64_t> samples)
{
    for (ProgramParameter<double>& parameter : program.parameters())
        store(std::span<const double>(values.at(parameter.description.id)), parameter.description, parameter.values);
    fillInputs(program, dataset, samples);
    const StepContext context{static_cast<std::int64_t>(samples.size()), true, 0};
    program.forward(context);
    program.backward(context);
    return context;
}

/// The gradients, row-major over the shapes; 0 where there is none.
InitialValues gradientsOf(const Program<double>& program)
{
    InitialValues gradients;
    for (const ProgramParameter<double>& parameter : program.parameters()) {
        std::vector<double>& values = gradients[parameter.description.id];
        values.resize(parameter.values.size());
        if (!parameter.gradient.empty())
            fetch(std::span<const double>(parameter.gradient), parameter.description, std::span<double>(values));
    }
    return gradients;
}

/// Where uses have a gradient_factor, whether what the program adds up is what each use adds, times its factor: from
/// the untied twin, in which each use has a gradient of its own.
Result<void> checkFactors(const Project& project, const CompiledProject& plain, const InitialValues& values,
                          const Dataset& dataset, std::span<const std::int64_t> samples, GradientCheck& check)
{
    const auto compiled = compileForTraining(project, dataset);
    if (!compiled)
        return tl::unexpected(errorOf(project.network, compiled.error().front(), project.name));
    Program<double> program(compiled->graph, largestBatch, project.training.seed);
    pass(program, values, dataset, samples);
    const InitialValues found = gradientsOf(program);

    const Twin twin = untie(plain.network);
    const Result<OperationGraph> untied = lower(twin.network);
    if (!untied)
        return tl::unexpected(untied.error());
    Program<double> each(*untied, largestBatch, project.training.seed);
    pass(each, twinValues(values, plain.graph, twin), dataset, samples);
    const InitialValues parts = gradientsOf(each);

    std::map<ParameterId, std::vector<double>> sums;
    std::set<ParameterId> with_factor;
    for (const auto& [slot, own] : twin.network.ties) {
        const Tie& tie = compiled->network.ties.at(slot);
        const auto description = std::ranges::find(plain.graph.parameters, tie.parameter, &GraphParameter::id);
        if (description == plain.graph.parameters.end() || !parts.contains(own.parameter))
            continue;
        const LinearRead places = read(twin.sources.at(own.parameter).view, description->shape);
        const std::vector<double>& part = parts.at(own.parameter);
        std::vector<double>& sum = sums[tie.parameter];
        sum.resize(static_cast<std::size_t>(description->shape.elementCount()));
        for (std::size_t i = 0; i < places.index.size(); ++i)
            sum[static_cast<std::size_t>(places.index[i])] +=
                tie.gradient_factor * part[i] * (places.coefficient.empty() ? 1.0 : places.coefficient[i]);
        if (tie.gradient_factor != 1.0)
            with_factor.insert(tie.parameter);
    }
    for (const ProgramParameter<double>& parameter : program.parameters()) {
        const ParameterId id = parameter.description.id;
        if (!with_factor.contains(id))
            continue;
        double difference = 0;
        double analytic = 0;
        double expected = 0;
        for (std::size_t i = 0; i < found.at(id).size(); ++i) {
            difference += (found.at(id)[i] - sums.at(id)[i]) * (found.at(id)[i] - sums.at(id)[i]);
            analytic += found.at(id)[i] * found.at(id)[i];
            expected += sums.at(id)[i] * sums.at(id)[i];
        }
        const double scale = std::sqrt(std::max(analytic, expected));
        check.rows.push_back({.name = parameter.description.name + ", each use times its gradient_factor",
                              .checked = static_cast<std::int64_t>(found.at(id).size()),
                              .relative_error = scale < 1e-9 ? 0 : std::sqrt(difference) / scale,
                              .gradient_norm = std::sqrt(analytic)});
    }
    return {};
}

} // namespace

bool GradientCheck::passed() const
{
    return std::ranges::all_of(rows, [](const GradientCheckRow& row) { return row.relative_error < tolerance; });
}

Result<GradientCheck> checkGradients(const Project& project, const Dataset& dataset)
{
    // A use's gradient_factor is no part of the derivative.
    const Project plain = withoutFactors(project);
    const auto compiled = compileForTraining(plain, dataset);
    if (!compiled)
        return tl::unexpected(errorOf(project.network, compiled.error().front(), project.name));
    const OperationGraph& graph = compiled->graph;
    const Effort effort = effortFor(project, graph.parameters.size());
    BatchOrder order(dataset, project.training);
    std::span<const std::int64_t> samples = order.batch(0);
    samples = samples.first(std::min(samples.size(), static_cast<std::size_t>(effort.batch)));

    Program<double> program(graph, largestBatch, project.training.seed);
    const InitialValues values = drawInitialValues(graph, project.training.seed);
    const StepContext context = pass(program, values, dataset, samples);
    GradientCheck check;
    for (ProgramParameter<double>& parameter : program.parameters()) {
        if (!parameter.gradient.empty())
            check.rows.push_back(checkParameter(program, parameter, context, effort.entries));
    }
    if (plain.network != project.network) {
        if (const auto added = checkFactors(project, *compiled, values, dataset, samples, check); !added)
            return tl::unexpected(added.error());
    }
    return check;
}

} // namespace ligature
