// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <functional>

#include <QTest>

#include "core/network/edits.h"
#include "core/network/remedies.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_remedies {

using namespace ligature;
using ligature::testing::must;

namespace {

using Breaking = std::function<void(Network&)>;

const Diagnostic* findCode(const std::vector<Diagnostic>& diagnostics, const std::string& code)
{
    const auto found = std::ranges::find(diagnostics, code, &Diagnostic::code);
    return found == diagnostics.end() ? nullptr : &*found;
}

LayerId named(const Network& network, const std::string& name)
{
    return ligature::testing::layerNamed(network, name);
}

/// input (4) -> dense (8) -> out (4), compared with the input.
Network chain()
{
    Network network;
    const LayerId input = addLayer(network, "input", "input", {{"shape", Shape{4}}});
    const LayerId dense = addLayer(network, "dense", "dense", {{"out_features", std::int64_t{8}}});
    const LayerId out = addLayer(network, "dense", "out", {{"out_features", std::int64_t{4}}});
    const LayerId loss = addLayer(network, "mean_squared_error", "loss");
    must(link(network, {input, "output"}, {dense, "input"}));
    must(link(network, {dense, "output"}, {out, "input"}));
    must(link(network, {out, "output"}, {loss, "prediction"}));
    must(link(network, {input, "output"}, {loss, "target"}));
    return network;
}

} // namespace

class TestRemedies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatSaysItsMendHasItAsAnEdit_data();
    void whatSaysItsMendHasItAsAnEdit();
    void anEditThatHelpsNothingIsNone();
    void aSoundNetworkIsLeftAlone();
    void manyErrorsStayQuick();
};

void TestRemedies::whatSaysItsMendHasItAsAnEdit_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("title");
    QTest::addColumn<Breaking>("breaking");
    const auto row = [](const char* name, const char* code, const char* title, Breaking breaking) {
        QTest::newRow(name) << QString(code) << QString(title) << std::move(breaking);
    };
    row("nothing is drawn", "empty", "Add an Input", [](Network& network) { network = Network(); });
    row("there is no loss", "no-loss", "Add a Mean squared error",
        [](Network& network) { remove(network, {named(network, "loss")}, {}); });
    row("an input is not linked", "input-not-linked", "Link \"dense\" to it", [](Network& network) {
        unlink(network, {named(network, "out"), "input"});
    });
    row("links form a circle", "cycle", "Remove the link from \"out\"", [](Network& network) {
        network.links[{named(network, "dense"), "input"}] = {named(network, "out"), "output"};
    });
    row("a layer is of an unknown type", "unknown-type", "Remove it", [](Network& network) {
        network.layers[LayerId{90}] = Layer{"hologram", "later", {}};
    });
    row("an attribute is out of its range", "attribute", "Use the usual value", [](Network& network) {
        network.layers.at(named(network, "dense")).attributes.set("out_features", std::int64_t{-1});
    });
    row("an attribute is unknown", "attribute", "Use the usual value",
        [](Network& network) { network.layers.at(named(network, "dense")).attributes.set("colour", std::int64_t{1}); });
    row("a slot reads nothing", "slot-empty", "Give it one of its own", [](Network& network) {
        network.ties.erase({named(network, "dense"), "weight"});
    });
    row("a tie should be transposed", "tie-shape", "Read it transposed", [](Network& network) {
        const ParameterId shared = shareSlot(network, {named(network, "dense"), "weight"});
        network.ties[{named(network, "out"), "weight"}] = Tie{shared, {}};
    });
    row("a tie should be as it is", "tie-shape", "Read it as it is", [](Network& network) {
        must(setAttribute(network, named(network, "dense"), "out_features", std::int64_t{4}));
        must(setAttribute(network, named(network, "out"), "out_features", std::int64_t{6}));
        const ParameterId shared = shareSlot(network, {named(network, "out"), "weight"});
        network.parameters.at(shared).shape = Shape{6, 4};
        network.ties.at({named(network, "out"), "weight"}).view = transposeView();
        remove(network, {named(network, "loss")}, {});
        const LayerId loss = addLayer(network, "mean_squared_error", "loss");
        const LayerId target =
            addLayer(network, "target", "target", {{"kind", std::string("values")}, {"shape", Shape{6}}});
        must(link(network, {named(network, "out"), "output"}, {loss, "prediction"}));
        must(link(network, {target, "output"}, {loss, "target"}));
    });
    row("a prediction is too wide", "shape", "Make \"out\" 4 wide",
        [](Network& network) { must(setAttribute(network, named(network, "out"), "out_features", std::int64_t{5})); });
    row("a target is narrower: it is the data's", "shape", "Make \"out\" 1 wide", [](Network& network) {
        const LayerId target = addLayer(network, "target", "target", {{"kind", std::string("values")}});
        must(link(network, {target, "output"}, {named(network, "loss"), "target"}));
    });
    row("a layer is larger than any memory", "too-large", "Use the usual output features", [](Network& network) {
        constexpr std::int64_t huge = 1'000'000'000;
        const LayerId dense = named(network, "dense");
        must(setAttribute(network, dense, "out_features", huge));
        const LayerId middle = addLayer(network, "dense", "middle", {{"out_features", huge}});
        must(link(network, {dense, "output"}, {middle, "input"}));
        must(link(network, {middle, "output"}, {named(network, "out"), "input"}));
    });
    row("a parameter is larger than any memory", "too-large", "Empty its shape", [](Network& network) {
        Parameter& large = network.parameters[ParameterId{900}];
        large.name = "large";
        large.shared = true;
        large.shape = Shape{std::int64_t{1} << 40, std::int64_t{1} << 20};
    });
    row("a parameter has the files' own name", "reserved-name", "Rename it to \"weights\"", [](Network& network) {
        const ParameterId shared = shareSlot(network, {named(network, "dense"), "weight"});
        network.parameters.at(shared).name = "__metadata__";
    });
    row("repeats stand for too many layers", "repeats-too-large", "Repeat \"repeat\" 500 times", [](Network& network) {
        const LayerId loss = named(network, "loss");
        LayerId last = named(network, "out");
        std::set<LayerId> chained;
        for (int i = 0; i < 300; ++i) {
            const LayerId next = addLayer(network, "relu");
            must(link(network, {last, "output"}, {next, "input"}));
            chained.insert(last = next);
        }
        must(link(network, {last, "output"}, {loss, "prediction"}));
        network.repeats[RepeatId{900}] = Repeat{"repeat", chained, 1000, true};
    });
    row("an initializer is unknown", "initializer", "Draw it as usual", [](Network& network) {
        const Tie& tie = network.ties.at({named(network, "dense"), "weight"});
        network.parameters.at(tie.parameter).initializer.type = "dice";
    });
}

void TestRemedies::whatSaysItsMendHasItAsAnEdit()
{
    QFETCH(QString, code);
    QFETCH(QString, title);
    QFETCH(Breaking, breaking);
    Network network = chain();
    QVERIFY(!analyse(network).hasErrors());
    breaking(network);
    const Network broken = network;
    std::vector<Diagnostic> diagnostics = analyse(network).diagnostics;
    addRemedies(network, diagnostics);
    QVERIFY(network == broken);
    const Diagnostic* const found = findCode(diagnostics, code.toStdString());
    QVERIFY(found != nullptr);
    QVERIFY(!found->mend.empty());
    QVERIFY2(found->remedy.has_value(), found->message.c_str());
    QCOMPARE(QString::fromStdString(found->remedy->title), title);
    const auto mended = remedied(network, *found->remedy);
    QVERIFY(mended.has_value());
    QVERIFY(findCode(analyse(*mended).diagnostics, code.toStdString()) == nullptr);
    // What has no input is no network yet, and what was in a circle has an open input.
    QVERIFY(code == "empty" || code == "cycle" || !analyse(*mended).hasErrors());
}

void TestRemedies::anEditThatHelpsNothingIsNone()
{
    Network network;
    addLayer(network, "dense", "alone"); // There is no output that it could read.
    std::vector<Diagnostic> diagnostics = analyse(network).diagnostics;
    addRemedies(network, diagnostics);
    QVERIFY(!findCode(diagnostics, "input-not-linked")->remedy);
}

void TestRemedies::aSoundNetworkIsLeftAlone()
{
    const Network network = chain();
    std::vector<Diagnostic> diagnostics = analyse(network).diagnostics;
    const auto before = diagnostics;
    addRemedies(network, diagnostics);
    QVERIFY(diagnostics == before);
}

void TestRemedies::manyErrorsStayQuick()
{
    Network network = chain();
    for (int i = 0; i < 2000; ++i)
        addLayer(network, "dense");
    std::vector<Diagnostic> diagnostics = analyse(network).diagnostics;
    addRemedies(network, diagnostics);
    // Of so many the first ones only: the number of trials is bounded, not the time.
    QVERIFY(std::ranges::count_if(diagnostics, [](const Diagnostic& one) { return one.remedy.has_value(); }) <= 16);
}

LIGATURE_APPLESS_TEST(TestRemedies)

} // namespace test_remedies

#include "test_remedies.moc"
