// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/program/lower.h"
#include "core/tying/account.h"
#include "core/tying/twin.h"
#include "tests/support/compiled_network.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_twin {

using namespace ligature;
using namespace ligature::testing;

// Numbers in the names are those of the test cases in the field's list of what a tie means.

namespace {

/// x of 10 -> Dense 5 -> ReLU -> Dense 10, no biases; the collection's first example, with the tie that its shapes
/// invite.
Network introduction(bool tied)
{
    Network network;
    const LayerId x = addInput(network, "x", {10});
    const auto dense = [&](LayerId from, const char* name, std::int64_t outputs) {
        return addAfter(network, from, "dense", name, {{"out_features", outputs}, {"bias", false}});
    };
    const LayerId first = dense(x, "first", 5);
    const LayerId second = dense(addAfter(network, first, "relu", "relu"), "second", 10);
    addSumLoss(network, second);
    if (tied)
        must(tie(network, shareSlot(network, {first, "weight"}, "W"), {second, "weight"}, transposeView()));
    return network;
}

/// One Dense layer of 6 to 4 that reads a parameter through the view.
Network hashed(const View& view, const Shape& own)
{
    Network network;
    const LayerId x = addInput(network, "x", {6});
    const LayerId layer = addAfter(network, x, "dense", "layer", {{"out_features", std::int64_t{4}}, {"bias", false}});
    addSumLoss(network, layer);
    must(tie(network, addParameter(network, "W", own), {layer, "weight"}, view));
    return network;
}

} // namespace

class TwinTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void case21_untyingChangesNoOutput()
    {
        const Network network = introduction(true);
        CompiledNetwork tied(network, 3);
        const Twin twin = untie(network);
        CompiledNetwork untied(twin.network, 3);
        untied.setParameters(twinValues(drawInitialValues(tied.graph(), 1), tied.graph(), twin));
        for (CompiledNetwork* const compiled : {&tied, &untied}) {
            compiled->setInput("x", someNumbers(30));
            compiled->setInput("target of second", someNumbers(30, 1.0));
        }
        QCOMPARE(tied.run(), untied.run());
        QCOMPARE(tied.output("second"), untied.output("second"));
    }

    void case22_countsByStorage()
    {
        const Account account = accountOf(introduction(true), {});
        QCOMPARE(account.tied.parameters, 50);
        QCOMPARE(account.untied.parameters, 100);
        QCOMPARE(accountOf(introduction(false), {}).tied.parameters, 100);
    }

    void aUseThatReadsEntriesMoreThanOnceIsUntiedToo_data()
    {
        QTest::addColumn<QString>("view");
        QTest::addColumn<int>("own");
        QTest::addColumn<bool>("repeats");
        QTest::newRow("hash") << "hash" << 7 << true;
        QTest::newRow("reshape") << "reshape" << 24 << false;
    }
    void aUseThatReadsEntriesMoreThanOnceIsUntiedToo()
    {
        QFETCH(QString, view);
        QFETCH(int, own);
        QFETCH(bool, repeats);
        const Network network = hashed({{view.toStdString(), {{"shape", Shape{4, 6}}}}}, {own});
        const Account account = accountOf(network, {});
        QCOMPARE(account.tied.parameters, own);
        QCOMPARE(account.untied.parameters, 24);
        const Twin twin = untie(network);
        QCOMPARE(analyse(twin.network).parameters.begin()->second.shape, (repeats ? Shape{4, 6} : Shape{own}));

        CompiledNetwork tied(network, 2);
        CompiledNetwork untied(twin.network, 2);
        untied.setParameters(twinValues(drawInitialValues(tied.graph(), 1), tied.graph(), twin));
        for (CompiledNetwork* const compiled : {&tied, &untied}) {
            compiled->setInput("x", someNumbers(12));
            compiled->setInput("target of layer", someNumbers(8, 1.0));
        }
        QCOMPARE(tied.run(), untied.run());
    }

    void aVeryLargeViewIsCountedWithoutATable()
    {
        // 2^38 places that a hash reads: tables of them would be terabytes.
        Network network;
        const LayerId x = addInput(network, "x", {std::int64_t{1} << 19});
        const LayerId layer = addAfter(network, x, "dense", "layer", {{"out_features", std::int64_t{1} << 19}});
        addSumLoss(network, layer);
        const std::int64_t extent = std::int64_t{1} << 19;
        must(tie(network, addParameter(network, "W", {1000}), {layer, "weight"},
                 {{"hash", {{"shape", Shape{extent, extent}}}}}));
        QCOMPARE(accountOf(network, {}).tied.parameters, 1000 + extent);
        const auto graph = lower(network);
        QVERIFY(graph.has_value());
        QVERIFY(Program<float>::bytesNeeded(*graph, 1) > std::int64_t{8} << 38);
    }
};

LIGATURE_GUILESS_TEST(TwinTest)

} // namespace test_twin

#include "test_twin.moc"
