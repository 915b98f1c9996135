// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/example_networks.h"

#include <stdexcept>

#include "core/network/edits.h"
#include "core/tensor/random_stream.h"

namespace ligature::testing {

namespace {

/// A test's own network is right; anything else is a fault of the test.
void must(const Result<void>& result)
{
    if (!result)
        throw std::logic_error(result.error().oneLine());
}

void chain(Network& network, LayerId from, LayerId to, const std::string& port = "input")
{
    must(link(network, {from, "output"}, {to, port}));
}

} // namespace

Project tiedAutoencoder(std::int64_t features, std::int64_t hidden)
{
    Project project;
    project.name = "tied autoencoder";
    Network& network = project.network;
    const LayerId input = addLayer(network, "input", "pixels", {{"shape", Shape{features}}});
    const LayerId encoder = addLayer(network, "dense", "encoder", {{"out_features", hidden}});
    const LayerId code = addLayer(network, "tanh", "code");
    const LayerId decoder = addLayer(network, "dense", "decoder", {{"out_features", features}});
    const LayerId loss = addLayer(network, "mean_squared_error", "loss");
    chain(network, input, encoder);
    chain(network, encoder, code);
    chain(network, code, decoder);
    chain(network, decoder, loss, "prediction");
    chain(network, input, loss, "target");
    const ParameterId shared = shareSlot(network, {encoder, "weight"}, "W");
    must(tie(network, shared, {decoder, "weight"}, transposeView()));
    return project;
}

Project classifier(std::int64_t features, std::int64_t hidden, std::int64_t classes)
{
    Project project;
    project.name = "classifier";
    Network& network = project.network;
    const LayerId input = addLayer(network, "input", "features", {{"shape", Shape{features}}});
    const LayerId first = addLayer(network, "dense", "hidden", {{"out_features", hidden}});
    const LayerId relu = addLayer(network, "relu", "relu");
    const LayerId second = addLayer(network, "dense", "logits", {{"out_features", classes}});
    const LayerId target = addLayer(network, "target", "label");
    const LayerId loss = addLayer(network, "softmax_cross_entropy", "loss");
    chain(network, input, first);
    chain(network, first, relu);
    chain(network, relu, second);
    chain(network, second, loss, "logits");
    chain(network, target, loss, "target");
    return project;
}

std::shared_ptr<const Dataset> randomDataset(std::int64_t samples, std::int64_t features, std::int64_t classes,
                                             std::uint64_t seed)
{
    auto dataset = std::make_shared<Dataset>();
    dataset->name = "random";
    dataset->sample_count = samples;
    dataset->feature_shape = Shape{features};
    dataset->features = AlignedArray<float>(static_cast<std::size_t>(samples * features));
    dataset->target_kind = TargetKind::Class;
    dataset->target_names = {"class"};
    for (std::int64_t i = 0; i < classes; ++i)
        dataset->class_names.push_back(std::to_string(i));
    dataset->targets = AlignedArray<float>(static_cast<std::size_t>(samples));
    RandomStream random(seed, "test data");
    for (float& value : dataset->features.span())
        value = static_cast<float>(random.normal());
    for (float& value : dataset->targets.span())
        value = static_cast<float>(random() % static_cast<std::uint64_t>(classes));
    return dataset;
}

LayerId layerNamed(const Network& network, const std::string& name)
{
    return findLayer(network, name).value();
}

} // namespace ligature::testing
