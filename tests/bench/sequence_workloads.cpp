// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/sequence_workloads.h"

#include "core/network/edits.h"
#include "core/tensor/random_stream.h"
#include "tests/support/example_networks.h"

namespace ligature::testing {

namespace {

constexpr std::int64_t steps = 35;
constexpr std::int64_t width = 128;
constexpr std::int64_t words = 10000;

/// Links the last layer to a loss with a target.
void end(Network& network, LayerId last, const char* type, Attributes target_attributes)
{
    const LayerId loss = addLayer(network, type, "loss");
    const LayerId target = addLayer(network, "target", "label", std::move(target_attributes));
    must(link(network, {last, "output"}, {loss, "logits"}));
    must(link(network, {target, "output"}, {loss, "target"}));
}

LayerId then(Network& network, LayerId last, const char* type, Attributes attributes)
{
    const LayerId next = addLayer(network, type, {}, std::move(attributes));
    must(link(network, {last, "output"}, {next, "input"}));
    return next;
}

} // namespace

Network tiedLanguageModel()
{
    Network network;
    const LayerId input = addLayer(network, "input", "words", {{"shape", Shape{steps}}});
    const LayerId embedding = then(network, input, "embedding", {{"num_embeddings", words}, {"embedding_dim", width}});
    const LayerId lstm = then(network, embedding, "lstm", {{"hidden_size", width}});
    const LayerId scores = then(network, lstm, "dense", {{"out_features", words}});
    end(network, scores, "next_token_cross_entropy", {{"kind", std::string("classes")}, {"shape", Shape{steps}}});
    const ParameterId shared = shareSlot(network, {embedding, "weight"}, "E");
    network.parameters.at(shared).initializer = {"normal", {{"std", 0.02}}};
    must(tie(network, shared, {scores, "weight"}));
    return network;
}

std::shared_ptr<const Dataset> randomText(std::int64_t samples)
{
    auto dataset = std::make_shared<Dataset>();
    dataset->name = "random text";
    dataset->sample_count = samples;
    dataset->feature_shape = dataset->target_shape = Shape{steps};
    dataset->target_kind = TargetKind::Classes;
    dataset->class_names.resize(static_cast<std::size_t>(words), "word");
    RandomStream random(7, "test data");
    for (AlignedArray<float>* const values : {&dataset->features, &dataset->targets}) {
        *values = AlignedArray<float>(static_cast<std::size_t>(samples * steps));
        for (float& value : values->span())
            value = static_cast<float>(random() % static_cast<std::uint64_t>(words));
    }
    return dataset;
}

Network lstmClassifier()
{
    Network network;
    const LayerId input = addLayer(network, "input", "features", {{"shape", Shape{steps, width}}});
    const LayerId lstm =
        then(network, input, "lstm", {{"hidden_size", std::int64_t{256}}, {"return", std::string("last")}});
    end(network, then(network, lstm, "dense", {{"out_features", std::int64_t{10}}}), "softmax_cross_entropy", {});
    return network;
}

} // namespace ligature::testing
