// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <numeric>

#include <QTest>

#include "core/network/edits.h"
#include "core/ops/ops.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/program/use_watch.h"
#include "core/tying/twin.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_use_watch {

using namespace ligature;
using namespace ligature::testing;

namespace {

constexpr std::int64_t batch = 6;

template <typename T>
struct Watched {
    OperationGraph graph;
    Program<T> program;
    UseWatch<T> watch;

    explicit Watched(OperationGraph of, std::int64_t rows = batch)
        : graph(std::move(of)), program(graph, rows, 1), watch(graph, program)
    {
    }
    explicit Watched(const Network& network, std::int64_t rows = batch) : Watched(lower(network).value(), rows) {}
    void setValues(const InitialValues& values)
    {
        for (ProgramParameter<T>& parameter : program.parameters())
            store(std::span<const double>(values.at(parameter.description.id)), parameter.description,
                  parameter.values);
    }
    void setInputs(const std::vector<double>& values)
    {
        for (const GraphInput& input : program.inputs()) {
            const std::span<T> buffer = program.inputBuffer(input);
            for (std::size_t i = 0; i < buffer.size(); ++i)
                buffer[i] = static_cast<T>(values[i % values.size()]);
        }
    }
    void run(bool watched = true)
    {
        const StepContext context{program.maxBatch(), true, 0};
        program.forward(context);
        if (watched)
            program.backward(context, watch);
        else
            program.backward(context);
    }
    /// Row-major over the parameter's shape.
    std::vector<double> gradient(ParameterId id) const
    {
        const auto parameter =
            std::ranges::find(program.parameters(), id, [](const auto& p) { return p.description.id; });
        std::vector<T> ordered(parameter->gradient.size());
        fetch(std::span<const T>(parameter->gradient), parameter->description, std::span<T>(ordered));
        return {ordered.begin(), ordered.end()};
    }
};

std::vector<double> waves(std::size_t count)
{
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = std::sin(static_cast<double>(i) * 0.7) + 0.1;
    return values;
}

double dot(const std::vector<double>& a, const std::vector<double>& b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// features -> features, `count` Dense layers that read one weight, every second one transposed, tanh between them.
Network sharedChain(std::int64_t features, int count)
{
    Network network;
    const LayerId input = addLayer(network, "input", "x", {{"shape", Shape{features}}});
    LayerId last = input;
    ParameterId shared;
    for (int i = 0; i < count; ++i) {
        const LayerId dense = addLayer(network, "dense", {}, {{"out_features", features}});
        const LayerId tanh = addLayer(network, "tanh");
        must(link(network, {last, "output"}, {dense, "input"}));
        must(link(network, {dense, "output"}, {tanh, "input"}));
        if (i == 0)
            shared = shareSlot(network, {dense, "weight"}, "W");
        else
            must(tie(network, shared, {dense, "weight"}, i % 2 == 1 ? transposeView() : View{}));
        last = tanh;
    }
    const LayerId loss = addLayer(network, "mean_squared_error", "loss");
    must(link(network, {last, "output"}, {loss, "prediction"}));
    must(link(network, {input, "output"}, {loss, "target"}));
    return network;
}

/// x -> W -> 1 unit -> W^T -> 2 units, against x; W and x are two numbers each, no bias.
struct ByHand {
    Network network;
    ParameterId shared;
    ByHand()
    {
        network = tiedAutoencoder(2, 1).network;
        removeAndReconnect(network, layerNamed(network, "code"));
        for (const char* name : {"encoder", "decoder"})
            must(setAttribute(network, layerNamed(network, name), "bias", false));
        shared = *findSharedParameter(network, "W");
    }
};

GraphParameter matrix(std::uint64_t id, std::int64_t extent)
{
    GraphParameter parameter;
    parameter.id = ParameterId{id};
    parameter.shape = Shape{extent, extent};
    return parameter;
}

/// x -> A -> B -> A -> loss, slots A and B reading the parameters of these ids: slot A runs before and after slot B.
OperationGraph sandwich(std::uint64_t a, std::uint64_t b)
{
    const Slot slot_a{LayerId{7}, "a"};
    const Slot slot_b{LayerId{7}, "b"};
    const ValueSpec row{Shape{4}, true};
    const ValueSpec square{Shape{4, 4}, false};
    OperationGraph graph;
    const auto computed = [](const ValueSpec& spec) { return GraphValue{spec, std::nullopt}; };
    graph.values = {computed(row),
                    {square, ParameterId{a}, false, slot_a},
                    {square, ParameterId{b}, false, slot_b},
                    computed(row),
                    computed(row),
                    computed(row),
                    computed({Shape{}, false})};
    graph.inputs = {{LayerId{1}, InputRole::Features, 0}};
    graph.operations = {{linearOp(), {0, 1}, 3, LayerId{7}},
                        {linearOp(), {3, 2}, 4, LayerId{7}},
                        {linearOp(), {4, 1}, 5, LayerId{7}},
                        {meanSquaredErrorOp(), {5, 0}, 6, LayerId{8}}};
    graph.losses = {{LayerId{8}, 6, 1.0}};
    graph.parameters.push_back(matrix(a, 4));
    if (b != a)
        graph.parameters.push_back(matrix(b, 4));
    return graph;
}

} // namespace

class UseWatchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void figuresByHand_data()
    {
        QTest::addColumn<double>("factor");
        QTest::newRow("plain") << 1.0;
        QTest::newRow("the decoder counts half") << 0.5;
        QTest::newRow("the decoder does not train it") << 0.0;
    }
    void figuresByHand()
    {
        // x = (1, 2), W = (1, 1): h = 3, y = (3, 3), dL/dy = y - x = (2, 1). The decoder adds h dL/dy = (6, 3), the
        // encoder (W . dL/dy) x = (3, 6): their product is 36, each squared 45, the cosine 0.8.
        QFETCH(double, factor);
        ByHand hand;
        hand.network.ties.at({layerNamed(hand.network, "decoder"), "weight"}).gradient_factor = factor;
        Watched<double> watched(hand.network, 1);
        watched.setValues({{hand.shared, {1.0, 1.0}}});
        watched.setInputs({1.0, 2.0});
        watched.run();
        QCOMPARE(watched.watch.parameters().size(), std::size_t{1});
        const WatchedParameter& parameter = watched.watch.parameters()[0];
        QCOMPARE(parameter.parameter, hand.shared);
        QCOMPARE(parameter.uses, (std::vector<Slot>{{layerNamed(hand.network, "encoder"), "weight"},
                                                    {layerNamed(hand.network, "decoder"), "weight"}}));
        const auto products = watched.watch.products(0);
        QCOMPARE(std::vector<double>(products.begin(), products.end()),
                 (std::vector<double>{45, 36 * factor, 36 * factor, 45 * factor * factor}));
    }

    void eachUseAddsWhatItsTwinsParameterGets_data()
    {
        QTest::addColumn<int>("uses");
        QTest::addColumn<int>("features");
        QTest::newRow("two") << 2 << 5;
        QTest::newRow("three") << 3 << 4;
        QTest::newRow("nine, and more elements than a block") << 9 << 31;
    }
    void eachUseAddsWhatItsTwinsParameterGets()
    {
        QFETCH(int, uses);
        QFETCH(int, features);
        const Network network = sharedChain(features, uses);
        const Twin twin = untie(network);
        Watched<double> tied(network);
        Watched<double> untied(twin.network);
        QVERIFY(untied.watch.parameters().empty());
        const InitialValues values = drawInitialValues(tied.graph, 3);
        const auto inputs = waves(static_cast<std::size_t>(batch * features));
        tied.setValues(values);
        untied.setValues(twinValues(values, tied.graph, twin));
        tied.setInputs(inputs);
        untied.setInputs(inputs);
        tied.run();
        untied.run(false);

        const WatchedParameter& watched = tied.watch.parameters()[0];
        QCOMPARE(watched.uses.size(), static_cast<std::size_t>(uses));
        const Shape shape{features, features};
        std::vector<std::vector<double>> parts;
        for (const Slot& slot : watched.uses) {
            const auto own = untied.gradient(twin.network.ties.at(slot).parameter);
            const LinearRead how = read(network.ties.at(slot).view, shape);
            std::vector<double> part(own.size());
            for (std::size_t i = 0; i < own.size(); ++i)
                part[static_cast<std::size_t>(how.index[i])] += own[i];
            parts.push_back(part);
        }
        const auto products = tied.watch.products(0);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            for (std::size_t j = 0; j < parts.size(); ++j) {
                const double scale = std::sqrt(dot(parts[i], parts[i]) * dot(parts[j], parts[j]));
                QVERIFY(std::abs(products[i * parts.size() + j] - dot(parts[i], parts[j])) <= 1e-12 * scale);
            }
        }
    }

    void aUseInSeveralPiecesIsOneUse()
    {
        Watched<double> tied(sandwich(3, 3));
        Watched<double> untied(sandwich(3, 4));
        const auto values = waves(16);
        const auto inputs = waves(static_cast<std::size_t>(batch * 4));
        tied.setValues({{ParameterId{3}, values}});
        untied.setValues({{ParameterId{3}, values}, {ParameterId{4}, values}});
        tied.setInputs(inputs);
        untied.setInputs(inputs);
        tied.run();
        untied.run(false);
        QCOMPARE(tied.watch.parameters()[0].runs.size(), std::size_t{3});
        QCOMPARE(tied.watch.parameters()[0].uses.size(), std::size_t{2});
        const auto a = untied.gradient(ParameterId{3});
        const auto b = untied.gradient(ParameterId{4});
        const auto products = tied.watch.products(0);
        const double scale = dot(a, a) + dot(b, b);
        QVERIFY(std::abs(products[0] - dot(a, a)) < 1e-12 * scale);
        QVERIFY(std::abs(products[1] - dot(a, b)) < 1e-12 * scale);
        QVERIFY(std::abs(products[2] - dot(a, b)) < 1e-12 * scale);
        QVERIFY(std::abs(products[3] - dot(b, b)) < 1e-12 * scale);
    }

    void watchingChangesNoBitOfTheGradient()
    {
        const Network network = sharedChain(31, 5);
        Watched<float> plain(network);
        Watched<float> watched(network);
        const InitialValues values = drawInitialValues(plain.graph, 3);
        for (Watched<float>* one : {&plain, &watched}) {
            one->setValues(values);
            one->setInputs(waves(31 * batch));
            one->run(one == &watched);
        }
        const ParameterId shared = *findSharedParameter(network, "W");
        QVERIFY(plain.gradient(shared) == watched.gradient(shared));
    }

    void whatCannotBeToldApartIsNotWatched_data()
    {
        QTest::addColumn<bool>("frozen");
        QTest::addColumn<bool>("untied");
        QTest::newRow("frozen") << true << false;
        QTest::newRow("one use") << false << true;
    }
    void whatCannotBeToldApartIsNotWatched()
    {
        QFETCH(bool, frozen);
        QFETCH(bool, untied);
        Network network = tiedAutoencoder(6, 3).network;
        network.parameters.at(*findSharedParameter(network, "W")).trainable = !frozen;
        if (untied)
            untieSlot(network, {layerNamed(network, "decoder"), "weight"});
        Watched<float> watched(network);
        QVERIFY(watched.watch.parameters().empty());
        QCOMPARE(UseWatch<float>::bytesNeeded(watched.graph), std::int64_t{0});
        watched.setValues(drawInitialValues(watched.graph, 1));
        watched.run();
    }

    void itsMemoryIsKnownBeforehand()
    {
        // One copy for two uses, eight for nine; 31 x 31 values take 61 lines of 16.
        const auto graph = [](int uses) {
            const Network network = sharedChain(31, uses);
            return lower(network).value();
        };
        const auto copies = [&](int uses) {
            return UseWatch<float>::bytesNeeded(graph(uses)) - uses * (512 + uses) * 8;
        };
        QCOMPARE(copies(2), std::int64_t{61} * 64);
        QCOMPARE(copies(9), std::int64_t{8} * 61 * 64);
    }
};

LIGATURE_GUILESS_TEST(UseWatchTest)

} // namespace test_use_watch

#include "test_use_watch.moc"
