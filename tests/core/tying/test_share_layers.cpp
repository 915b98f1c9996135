// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/network/edits.h"
#include "core/retying/share_layers.h"
#include "core/retying/tie_preview.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_share_layers {

using namespace ligature;
using namespace ligature::testing;

namespace {

/// Two branches, each of a Dense, an activation and a Dense, from two inputs to one loss that compares them.
struct TwoBranches {
    Network network;
    std::set<LayerId> selection;
    LayerId add(const std::string& type, const std::string& name, Attributes attributes = {}, LayerId from = {})
    {
        const LayerId id = addLayer(network, type, name, std::move(attributes));
        if (from)
            must(link(network, {from, "output"}, {id, "input"}));
        return id;
    }
    explicit TwoBranches(std::int64_t second_width = 6, const std::string& second_activation = "tanh")
    {
        const LayerId loss = addLayer(network, "mean_squared_error", "loss");
        const auto branch = [&](const std::string& side, std::int64_t width, const std::string& activation) {
            const LayerId input = add("input", "x" + side, {{"shape", Shape{5}}});
            const LayerId first = add("dense", "first" + side, {{"out_features", width}}, input);
            const LayerId middle = add(activation, "middle" + side, {}, first);
            const LayerId second = add("dense", "second" + side, {{"out_features", std::int64_t{6}}}, middle);
            selection.insert({first, middle, second});
            return second;
        };
        must(link(network, {branch(" a", 6, "tanh"), "output"}, {loss, "prediction"}));
        must(link(network, {branch(" b", second_width, second_activation), "output"}, {loss, "target"}));
    }
    ParameterId parameter(const std::string& layer, const std::string& slot) const
    {
        return network.ties.at({layerNamed(network, layer), slot}).parameter;
    }
};

ParameterId parameterOf(const TrainedNetwork& model, const std::string& layer, const std::string& slot)
{
    return model.network.ties.at({layerNamed(model.network, layer), slot}).parameter;
}

} // namespace

class ShareLayersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLayerUsedAgainSharesAllItsSlots()
    {
        TwoBranches sample;
        const LayerId a = layerNamed(sample.network, "first a");
        const LayerId b = layerNamed(sample.network, "first b");
        // The second branch's input is a layer of its own, so the drawn values differ.
        const TrainedNetwork before{sample.network, firstState(sample.network, 3)};
        const auto shared = shareLayer(before, a, b, Kept::Second);
        QVERIFY2(shared.has_value(), shared ? "" : shared.error().oneLine().c_str());
        for (const std::string slot : {"weight", "bias"}) {
            const ParameterId parameter = parameterOf(*shared, "first a", slot);
            QCOMPARE(parameterOf(*shared, "first b", slot), parameter);
            QVERIFY(shared->network.parameters.at(parameter).shared);
            QCOMPARE(shared->state->parameters.at(parameter)->values,
                     before.state->parameters.at(sample.parameter("first b", slot))->values);
        }
        QVERIFY(findSharedParameter(shared->network, "first a weight").has_value());
        QVERIFY(!analyse(shared->network).hasErrors());
        QCOMPARE(shareLayer(*shared, a, b).value(), *shared);
    }

    void layersThatDifferAreNotShared_data()
    {
        QTest::addColumn<QString>("b");
        QTest::addColumn<QString>("message");
        QTest::newRow("another type") << "middle b"
                                      << "middle b: it is a Tanh, and first a is a Dense";
        QTest::newRow("another attribute") << "first b"
                                           << "first b: its \"Output features\" is 7, and that of first a is 6";
        QTest::newRow("another shape") << "second a"
                                       << "second a: its weight is 6 × 6, and that of first a is 6 × 5";
        QTest::newRow("itself") << "first a"
                                << "two layers are needed";
    }
    void layersThatDifferAreNotShared()
    {
        QFETCH(QString, b);
        QFETCH(QString, message);
        const TwoBranches sample(7);
        const auto refused = shareLayer({sample.network, {}}, layerNamed(sample.network, "first a"),
                                        layerNamed(sample.network, b.toStdString()));
        QVERIFY(!refused);
        QVERIFY2(QString::fromStdString(refused.error().oneLine()).startsWith(message),
                 refused.error().oneLine().c_str());
    }

    void branchesOfTheSameStructureAreTied()
    {
        const TwoBranches sample;
        const auto tied = tieBranches({sample.network, {}}, sample.selection);
        QVERIFY2(tied.has_value(), tied ? "" : tied.error().oneLine().c_str());
        for (const std::string layer : {"first", "second"}) {
            for (const std::string slot : {"weight", "bias"})
                QCOMPARE(parameterOf(*tied, layer + " b", slot), parameterOf(*tied, layer + " a", slot));
        }
        QVERIFY(parameterOf(*tied, "first a", "weight") != parameterOf(*tied, "second a", "weight"));
        QVERIFY(!analyse(tied->network).hasErrors());
    }

    void branchesThatDifferNameTheFirstDifference_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<QString>("activation");
        QTest::addColumn<QString>("message");
        QTest::newRow("another width") << 7 << "tanh"
                                       << "first b: its \"Output features\" is 7, and that of first a is 6";
        QTest::newRow("another activation") << 6 << "relu"
                                            << "middle b: it is a ReLU, and middle a is a Tanh";
    }
    void branchesThatDifferNameTheFirstDifference()
    {
        QFETCH(int, width);
        QFETCH(QString, activation);
        QFETCH(QString, message);
        const TwoBranches sample(width, activation.toStdString());
        const auto refused = tieBranches({sample.network, {}}, sample.selection);
        QVERIFY(!refused);
        QVERIFY2(QString::fromStdString(refused.error().oneLine()).startsWith(message),
                 refused.error().oneLine().c_str());
    }

    void oneBranchIsNotEnough()
    {
        const TwoBranches sample;
        const auto refused = tieBranches(
            {sample.network, {}}, {layerNamed(sample.network, "first a"), layerNamed(sample.network, "middle a")});
        QVERIFY(!refused);
        QCOMPARE(refused.error().what, std::string("the selected layers are one branch"));
    }

    void layersThatLinksTellApartAreMatchedByThem()
    {
        // In each branch two Denses of one kind, one behind the other: only the links say which is which, and they are
        // added in the opposite order.
        TwoBranches sample;
        Network network;
        const LayerId x = addLayer(network, "input", "x", {{"shape", Shape{6}}});
        const LayerId loss = addLayer(network, "mean_squared_error", "loss");
        std::set<LayerId> selection;
        const Attributes six = {{"out_features", std::int64_t{6}}};
        const LayerId a1 = addLayer(network, "dense", "a1", six);
        const LayerId a2 = addLayer(network, "dense", "a2", six);
        const LayerId b2 = addLayer(network, "dense", "b2", six);
        const LayerId b1 = addLayer(network, "dense", "b1", six);
        for (const auto& [first, second, port] : {std::tuple(a1, a2, "prediction"), std::tuple(b1, b2, "target")}) {
            must(link(network, {x, "output"}, {first, "input"}));
            must(link(network, {first, "output"}, {second, "input"}));
            must(link(network, {second, "output"}, {loss, port}));
            selection.insert({first, second});
        }
        const auto tied = tieBranches({network, {}}, selection);
        QVERIFY(tied);
        QCOMPARE(parameterOf(*tied, "b1", "weight"), parameterOf(*tied, "a1", "weight"));
        QCOMPARE(parameterOf(*tied, "b2", "weight"), parameterOf(*tied, "a2", "weight"));
    }

    void layersThatCouldBeEitherAreAnError()
    {
        Network network;
        const LayerId loss = addLayer(network, "mean_squared_error", "loss");
        std::set<LayerId> selection;
        for (const std::string side : {"a", "b"}) {
            const LayerId x = addLayer(network, "input", "x" + side, {{"shape", Shape{6}}});
            const LayerId sum = addLayer(network, "add", "sum " + side);
            for (const std::string which : {"1", "2"}) {
                const LayerId dense = addLayer(network, "dense", side + which, {{"out_features", std::int64_t{6}}});
                must(link(network, {x, "output"}, {dense, "input"}));
                must(link(network, {dense, "output"}, {sum, which == "1" ? "input1" : "input2"}));
                selection.insert(dense);
            }
            selection.insert({x, sum});
            must(link(network, {sum, "output"}, {loss, side == "a" ? "prediction" : "target"}));
        }
        // Ports tell the two apart.
        QVERIFY(tieBranches({network, {}}, selection));
        // Into one port each nothing would; a branch of two loose ends is such.
        std::set<LayerId> without_sums = selection;
        for (const std::string side : {"a", "b"})
            without_sums.erase(layerNamed(network, "sum " + side));
        const auto refused = tieBranches({network, {}}, without_sums);
        QVERIFY(!refused);
        QVERIFY2(QString::fromStdString(refused.error().oneLine()).startsWith("a1: it and a2 are alike"),
                 refused.error().oneLine().c_str());
    }
};

LIGATURE_GUILESS_TEST(ShareLayersTest)

} // namespace test_share_layers

#include "test_share_layers.moc"
