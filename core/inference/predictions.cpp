// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/predictions.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "core/export/predictions.h"
#include "core/layers/layer_type.h"
#include "core/memory/memory_limit.h"
#include "core/network/declared.h"
#include "core/training/data_fit.h"
#include "core/training/denormals.h"
#include "core/training/measure.h"

namespace ligature {

namespace {

/// The loss that looks at an output, and at which of its ports.
struct Reader {
    LayerId loss;
    std::size_t port = 0;
    std::size_t predictions = 0; ///< how many outputs that are predictions the loss looks at
    LossMeaning meaning;
};

Reader readerOf(const Network& network, const Port& prediction, const std::vector<Port>& predictions)
{
    for (const auto& [id, layer] : network.layers) {
        const auto declaration = declared(network, id);
        if (!declaration || declaration->type->category() != LayerCategory::Loss)
            continue;
        Reader reader{id, 0, 0, declaration->type->loss().value_or(LossMeaning{})};
        bool reads = false;
        const std::vector<PortSpec> ports = declaration->type->inputs(declaration->attributes);
        for (std::size_t port = 0; port < ports.size(); ++port) {
            const Port& from = network.links.at(Port{id, ports[port].name});
            if (from == prediction && !reads) {
                reads = true;
                reader.port = port;
            }
            reader.predictions += std::ranges::count(predictions, from) > 0 ? 1 : 0;
        }
        if (reads)
            return reader;
    }
    return {};
}

/// Whether a prediction is computed from the target: then there is none without one.
bool needsTargets(const Network& network, const OperationGraph& graph, const std::vector<Port>& predictions)
{
    std::set<LayerId> seen;
    std::vector<LayerId> ahead;
    for (const Port& port : predictions)
        ahead.push_back(port.layer);
    while (!ahead.empty()) {
        const LayerId layer = ahead.back();
        ahead.pop_back();
        if (!seen.insert(layer).second)
            continue;
        for (auto link = network.links.lower_bound(Port{layer, {}});
             link != network.links.end() && link->first.layer == layer; ++link)
            ahead.push_back(link->second.layer);
    }
    return std::ranges::any_of(graph.inputs, [&](const GraphInput& input) {
        return input.role == InputRole::Targets && seen.contains(input.layer);
    });
}

std::vector<std::string> numbersTo(std::size_t count)
{
    std::vector<std::string> names;
    for (std::size_t i = 1; i <= count; ++i)
        names.push_back(std::to_string(i));
    return names;
}

/// The layer that a loss's other port is linked to: what the prediction is held against.
bool isHeldAgainst(const Network& network, const OperationGraph& graph, const Reader& reader, InputRole role)
{
    for (auto link = network.links.lower_bound(Port{reader.loss, {}});
         link != network.links.end() && link->first.layer == reader.loss; ++link) {
        if (std::ranges::any_of(graph.inputs, [&](const GraphInput& input) {
                return input.role == role && input.layer == link->second.layer;
            }))
            return true;
    }
    return false;
}

/// How the columns of one prediction are called, and what its numbers are.
class Naming {
public:
    Naming(const TrainedArm& arm, const DataIdentity& identity, std::vector<Port> predictions)
        : m_arm(arm), m_identity(identity), m_predictions(std::move(predictions))
    {
    }

    [[nodiscard]] Prediction of(const Port& port, const Shape& shape) const
    {
        const Reader reader = readerOf(m_arm.network, port, m_predictions);
        Prediction prediction{.kind = kindOf(reader), .name = nameOf(port, reader), .columns = {}, .values = {}};
        const auto count = static_cast<std::size_t>(shape.elementCount());
        if (prediction.kind == Prediction::Kind::Tokens) {
            const std::size_t steps = count / static_cast<std::size_t>(shape[shape.rank() - 1]);
            prediction.columns = m_identity.targets.size() == steps ? m_identity.targets : numbersTo(steps);
            prediction.vocabulary = m_identity.classes;
            return prediction;
        }
        if (prediction.kind == Prediction::Kind::Class) {
            prediction.target = m_identity.targets.size() == 1 ? m_identity.targets.front() : "class";
            prediction.columns = m_identity.classes;
            // A network may have more scores than the data has classes.
            for (std::size_t i = prediction.columns.size(); i < count; ++i)
                prediction.columns.push_back(std::to_string(i + 1));
            return prediction;
        }
        const auto& names = isHeldAgainst(m_arm.network, m_arm.graph, reader, InputRole::Targets) ? m_identity.targets
                                                                                                  : m_identity.features;
        prediction.columns = names.size() == count ? names : numbersTo(count);
        return prediction;
    }

private:
    static Prediction::Kind kindOf(const Reader& reader)
    {
        if (reader.port != 0)
            return Prediction::Kind::Values;
        switch (reader.meaning.target) {
        case LossMeaning::Target::Class: return Prediction::Kind::Class;
        case LossMeaning::Target::Classes: return Prediction::Kind::Tokens;
        case LossMeaning::Target::Probabilities: return Prediction::Kind::Probabilities;
        default: return Prediction::Kind::Values;
        }
    }

    std::string nameOf(const Port& port, const Reader& reader) const
    {
        if (m_predictions.size() == 1)
            return {};
        // A loss that looks at several, as a contrastive one does, does not tell them apart.
        return m_arm.network.layers.at(reader.predictions == 1 ? reader.loss : port.layer).name;
    }

    const TrainedArm& m_arm;
    const DataIdentity& m_identity;
    std::vector<Port> m_predictions;
};

/// One sample's scores as what its kind says.
void append(Prediction& prediction, std::span<const float> scores)
{
    switch (prediction.kind) {
    case Prediction::Kind::Values:
        prediction.values.insert(prediction.values.end(), scores.begin(), scores.end());
        break;
    case Prediction::Kind::Probabilities:
        for (const float score : scores)
            prediction.values.push_back(static_cast<float>(1 / (1 + std::exp(-static_cast<double>(score)))));
        break;
    case Prediction::Kind::Class: {
        const auto highest = std::ranges::max_element(scores);
        prediction.classes.push_back(static_cast<std::size_t>(highest - scores.begin()));
        const double most = *highest;
        double sum = 0;
        for (const float score : scores)
            sum += std::exp(static_cast<double>(score) - most);
        for (const float score : scores)
            prediction.values.push_back(static_cast<float>(std::exp(static_cast<double>(score) - most) / sum));
        break;
    }
    case Prediction::Kind::Tokens: {
        const std::size_t words = scores.size() / prediction.columns.size();
        for (std::size_t step = 0; step < prediction.columns.size(); ++step) {
            const auto of_step = scores.subspan(step * words, words);
            prediction.values.push_back(static_cast<float>(std::ranges::max_element(of_step) - of_step.begin()));
        }
        break;
    }
    }
}

/// What the data must have in common with those that were trained on.
Result<void> checkData(const TrainedArm& arm, const Dataset& dataset, bool with_targets)
{
    DataIdentity now = identityOf(dataset);
    if (arm.data && !with_targets) {
        now.targets = arm.data->targets;
        now.classes = arm.data->classes;
    }
    // A text's indices mean nothing without its vocabulary.
    if (dataset.target_kind == TargetKind::Classes)
        now.classes = dataset.class_names;
    if (const auto difference = arm.data ? differenceOf(*arm.data, now) : std::nullopt)
        return fail(dataset.name, *difference, "choose data such as were trained on");
    for (const Diagnostic& finding : dataFindings(arm.network, arm.graph, factsOf(dataset))) {
        const bool is_of_features =
            finding.code == "feature-count" || finding.code == "no-index" || finding.code == "index-range";
        if (with_targets || is_of_features)
            return tl::unexpected(errorOf(arm.network, finding, dataset.name));
    }
    return {};
}

} // namespace

Result<Predictions> predict(const TrainedArm& arm, const Dataset& dataset, const std::stop_token& stop)
{
    const std::vector<Port> ports = predictionsOf(arm.network, analyse(arm.network));
    const bool with_targets = needsTargets(arm.network, arm.graph, ports);
    if (const auto fits = checkData(arm, dataset, with_targets); !fits)
        return tl::unexpected(fits.error());
    const std::int64_t batch = std::clamp<std::int64_t>(dataset.sample_count, 1, arm.training.batch_size);
    const auto compiled = compile(arm, batch);
    if (!compiled)
        return tl::unexpected(compiled.error());
    Program<float>& program = **compiled;

    const DataIdentity identity = arm.data.value_or(identityOf(dataset));
    const Naming naming(arm, identity, ports);
    Predictions predictions{dataset.sample_count, dataset.sample_names, {}};
    const auto samples = static_cast<std::size_t>(dataset.sample_count);
    std::vector<std::size_t> widths;
    std::size_t columns = 0;
    for (const Port& port : ports) {
        const Shape& shape = arm.graph.values[static_cast<std::size_t>(arm.graph.outputs.at(port))].spec.shape;
        predictions.outputs.push_back(naming.of(port, shape));
        widths.push_back(static_cast<std::size_t>(shape.elementCount()));
        columns += predictions.outputs.back().columns.size();
    }
    if (const auto fits = checkMemory(samples * columns * sizeof(float), dataset.name); !fits)
        return tl::unexpected(fits.error());
    for (Prediction& output : predictions.outputs)
        output.values.reserve(samples * output.columns.size());

    const DenormalsAsZero fast;
    for (std::size_t from = 0; from < samples;) {
        if (stop.stop_requested())
            return fail(dataset.name, "its prediction was stopped", {}, ErrorKind::Work);
        const auto count = std::min(static_cast<std::size_t>(batch), samples - from);
        std::vector<std::int64_t> places(count);
        std::iota(places.begin(), places.end(), static_cast<std::int64_t>(from));
        (with_targets ? loadSamples : loadFeatures)(program, dataset, places);
        program.forward({static_cast<std::int64_t>(count), false, 0});
        for (std::size_t output = 0; output < ports.size(); ++output) {
            const auto values = program.valueBuffer(arm.graph.outputs.at(ports[output]));
            for (std::size_t sample = 0; sample < count; ++sample)
                append(predictions.outputs[output], values.subspan(sample * widths[output], widths[output]));
        }
        from += count;
    }
    return predictions;
}

} // namespace ligature
