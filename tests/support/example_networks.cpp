// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/example_networks.h"

#include <stdexcept>

#include "core/network/edits.h"
#include "core/tensor/random_stream.h"

namespace ligature::testing {

namespace {

void chain(Network& network, LayerId from, LayerId to, const std::string& port = "input")
{
    must(link(network, {from, "output"}, {to, port}));
}

} // namespace

void must(const Result<void>& result)
{
    if (!result)
        throw std::logic_error(result.error().oneLine());
}

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
    return perceptron({features, hidden, classes});
}

Project perceptron(const std::vector<std::int64_t>& sizes)
{
    Project project;
    project.name = "perceptron";
    Network& network = project.network;
    LayerId last = addLayer(network, "input", "features", {{"shape", Shape{sizes.front()}}});
    for (std::size_t i = 1; i < sizes.size(); ++i) {
        const LayerId dense = addLayer(network, "dense", {}, {{"out_features", sizes[i]}});
        chain(network, last, dense);
        last = dense;
        if (i + 1 < sizes.size()) {
            last = addLayer(network, "relu");
            chain(network, dense, last);
        }
    }
    const LayerId target = addLayer(network, "target", "label");
    const LayerId loss = addLayer(network, "softmax_cross_entropy", "loss");
    chain(network, last, loss, "logits");
    chain(network, target, loss, "target");
    return project;
}

Project convolutional(std::int64_t side, const std::vector<std::int64_t>& channels, std::int64_t classes,
                      bool normalized)
{
    Project project;
    project.name = "convolutional";
    Network& network = project.network;
    LayerId last = addLayer(network, "input", "pixels", {{"shape", Shape{1, side, side}}});
    const auto then = [&](const char* type, Attributes attributes = {}) {
        const LayerId next = addLayer(network, type, {}, std::move(attributes));
        chain(network, last, next);
        last = next;
    };
    for (const std::int64_t count : channels) {
        then("conv2d", {{"out_channels", count}, {"padding", Shape{1}}});
        if (normalized)
            then("batch_norm");
        then("relu");
        then("max_pool2d");
    }
    then("flatten");
    then("dense", {{"out_features", classes}});
    const LayerId target = addLayer(network, "target", "label");
    const LayerId loss = addLayer(network, "softmax_cross_entropy", "loss");
    chain(network, last, loss, "logits");
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
