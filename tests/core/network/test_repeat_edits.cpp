// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "core/network/repeat_edits.h"
#include "core/tying/repeat_account.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_repeat_edits {

using namespace ligature;
using namespace ligature::testing;

namespace {

/// features (6) -> before (5) -> relu -> [step (5) -> activation] -> after (3) -> cross-entropy.
struct Chain {
    Project project = perceptron({6, 5, 5, 3});
    Network& network = project.network;
    LayerId before, relu, step, activation, after;
    RepeatId loop;

    Chain()
    {
        std::vector<LayerId> dense;
        for (const auto& [id, layer] : network.layers) {
            if (layer.type == "dense")
                dense.push_back(id);
        }
        before = dense[0];
        step = dense[1];
        after = dense[2];
        relu = network.links.at(Port{step, "input"}).layer;
        activation = network.links.at(Port{after, "input"}).layer;
        loop = *addRepeat(network, {step, activation}, 4, true, "loop");
    }

    [[nodiscard]] const std::set<LayerId>& layers() const { return project.network.repeats.at(loop).layers; }
    [[nodiscard]] RepeatAccount account() const
    {
        const Analysis analysis = analyse(project.network);
        return accountOf(project.network, analysis, accountOf(project.network, project.training), loop);
    }
};

QString textOf(const Result<void>& result)
{
    return result ? QString() : QString::fromStdString(result.error().oneLine());
}

} // namespace

class RepeatEditsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLayerBesideItIsTakenInAndOutAgain()
    {
        Chain chain;
        const Network before = chain.network;
        must(addToRepeat(chain.network, chain.loop, {chain.relu}));
        QCOMPARE(chain.layers(), (std::set{chain.relu, chain.step, chain.activation}));
        must(takeOutOfRepeats(chain.network, {chain.relu}));
        QVERIFY(chain.network == before);
    }

    void takingAllLayersOutEndsIt()
    {
        Chain chain;
        must(takeOutOfRepeats(chain.network, {chain.step, chain.activation}));
        QVERIFY(chain.network.repeats.empty());
        QCOMPARE(chain.network.layers.size(), std::size_t{8});
    }

    void whatWouldBreakItIsRefused_data()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<QString>("says");
        QTest::newRow("a loss") << "loss"
                                << "such as \"loss\"";
        QTest::newRow("a layer that is not beside it") << "gap"
                                                       << "2 values come into";
        QTest::newRow("one that is in another") << "other"
                                                << "\"relu\" is in \"other\" already";
        QTest::newRow("none of that id") << "gone"
                                         << "no such layer";
    }
    void whatWouldBreakItIsRefused()
    {
        QFETCH(QString, which);
        QFETCH(QString, says);
        Chain chain;
        Network& network = chain.network;
        network.layers.at(chain.relu).name = "relu";
        LayerId taken = chain.before;
        if (which == "loss")
            taken = layerNamed(network, "loss");
        else if (which == "gone")
            taken = LayerId{99'999};
        if (which == "other") {
            QVERIFY(addRepeat(network, {chain.relu}, 2, true, "other"));
            taken = chain.relu;
        }
        const Network was = network;
        const auto done = addToRepeat(network, chain.loop, {taken});
        QVERIFY2(textOf(done).contains(says), qPrintable(textOf(done)));
        QVERIFY(network == was);
    }

    void takingOutWhatLeavesAGapIsRefused()
    {
        Chain chain;
        must(addToRepeat(chain.network, chain.loop, {chain.relu}));
        const Network was = chain.network;
        const auto done = takeOutOfRepeats(chain.network, {chain.step});
        QVERIFY2(textOf(done).contains("2 values come into"), qPrintable(textOf(done)));
        QVERIFY(chain.network == was);
    }

    void aBrokenOneMayBeMendedStepByStep()
    {
        Chain chain;
        unlink(chain.network, {chain.after, "input"});
        must(addToRepeat(chain.network, chain.loop, {chain.relu}));
        QCOMPARE(chain.layers(), (std::set{chain.relu, chain.step, chain.activation}));
        must(takeOutOfRepeats(chain.network, {chain.relu, chain.activation}));
        QVERIFY(repeatPorts(chain.network, chain.layers()));
    }

    void itsNameCountAndSharingAreSet()
    {
        Chain chain;
        must(renameRepeat(chain.network, chain.loop, "encoder"));
        must(renameRepeat(chain.network, chain.loop, "encoder"));
        must(setRepeatCount(chain.network, chain.loop, 12));
        must(setRepeatShared(chain.network, chain.loop, false));
        QVERIFY(chain.network.repeats.at(chain.loop) == (Repeat{"encoder", {chain.step, chain.activation}, 12, false}));
        QVERIFY(addRepeat(chain.network, {chain.relu}, 2, true, "other"));
        const Network was = chain.network;
        QVERIFY(textOf(renameRepeat(chain.network, chain.loop, "other")).contains("another repeat has this name"));
        QVERIFY(!renameRepeat(chain.network, chain.loop, ""));
        QVERIFY(!setRepeatCount(chain.network, chain.loop, 0));
        QVERIFY(!setRepeatCount(chain.network, chain.loop, mostPasses + 1));
        QVERIFY(!setRepeatCount(chain.network, RepeatId{99'999}, 2));
        QVERIFY(!setRepeatShared(chain.network, RepeatId{99'999}, true));
        QVERIFY(chain.network == was);
        removeRepeat(chain.network, chain.loop);
        QCOMPARE(chain.network.repeats.size(), std::size_t{1});
    }

    void oneThatAnEditBrokeEndsAndOneThatWasBrokenStays()
    {
        Chain chain;
        const Network sound = chain.network;
        unlink(chain.network, {chain.after, "input"});
        const Network broken = chain.network;
        QVERIFY(endBrokenRepeats(chain.network, broken).empty());
        QCOMPARE(endBrokenRepeats(chain.network, sound), std::set{chain.loop});
        QVERIFY(chain.network.repeats.empty());
    }

    void aDiagnosticSaysWhichRepeatIsWrongAndHowToMendIt()
    {
        Chain chain;
        unlink(chain.network, {chain.after, "input"});
        const Analysis analysis = analyse(chain.network);
        const auto found = std::ranges::find(analysis.diagnostics, "repeat", &Diagnostic::code);
        QVERIFY(found != analysis.diagnostics.end());
        QCOMPARE(found->repeat, std::optional(chain.loop));
        QVERIFY(found->message.find("nothing outside reads") != std::string::npos);
        QVERIFY(found->mend.find("Link one of their outputs") != std::string::npos);
    }

    void itsParametersAreCounted_data()
    {
        QTest::addColumn<bool>("shared");
        QTest::addColumn<int>("tied");
        const int pass = 5 * 5 + 5;
        QTest::newRow("shared passes have one storage") << true << pass;
        QTest::newRow("own passes have one each") << false << 4 * pass;
    }
    void itsParametersAreCounted()
    {
        QFETCH(bool, shared);
        QFETCH(int, tied);
        Chain chain;
        must(setRepeatShared(chain.network, chain.loop, shared));
        const RepeatAccount account = chain.account();
        QCOMPARE(account.tied, std::int64_t{tied});
        QCOMPARE(account.untied, std::int64_t{4 * 30});
        QCOMPARE(account.shared, std::int64_t{30});
        QCOMPARE(account.own, std::int64_t{4 * 30});
    }

    void aParameterThatIsUsedOutsideTooIsOneForAllPasses()
    {
        Chain chain;
        const ParameterId bias = shareSlot(chain.network, {chain.step, "bias"}, "b");
        must(tie(chain.network, bias, {chain.before, "bias"}));
        must(setRepeatShared(chain.network, chain.loop, false));
        const RepeatAccount account = chain.account();
        QCOMPARE(account.tied, std::int64_t{4 * 25 + 5});
        QCOMPARE(account.own, account.tied);
        QCOMPARE(account.shared, std::int64_t{30});
        QCOMPARE(account.untied, std::int64_t{4 * 30});
    }
};

LIGATURE_GUILESS_TEST(RepeatEditsTest)

} // namespace test_repeat_edits

#include "test_repeat_edits.moc"
