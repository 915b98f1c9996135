// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QMimeData>
#include <QTest>

#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "tests/support/test_program.h"
#include "ui/document/clipboard.h"
#include "ui/document/document.h"
#include "ui/document/edit_selection.h"
#include "ui/document/named_repeat_edits.h"

namespace tst_named_repeat_edits {

using namespace ligature;

namespace {

/// input (8) -> dense (8) -> relu -> out (3) -> softmax, each at a place of its own.
Project chain()
{
    Project project;
    LayerId last;
    double x = 0;
    const auto add = [&](const char* type, const char* name, Attributes attributes = {}) {
        const LayerId id = addLayer(project.network, type, name, std::move(attributes));
        if (last && !link(project.network, {last, "output"}, {id, "input"}))
            qFatal("the chain can be linked");
        project.canvas.layers[id] = {x, 0};
        x += 200;
        last = id;
    };
    add("input", "input", {{"shape", Shape{8}}});
    add("dense", "dense", {{"out_features", std::int64_t{8}}});
    add("relu", "relu");
    add("dense", "out", {{"out_features", std::int64_t{3}}});
    add("softmax", "softmax");
    return project;
}

} // namespace

class NamedRepeatEditsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_document = std::make_unique<Document>();
        m_selection = std::make_unique<Selection>();
        m_document->replace(chain());
        m_dense = *findLayer(network(), "dense");
        m_relu = *findLayer(network(), "relu");
        m_out = *findLayer(network(), "out");
    }

    void eachEditIsOneStepWithAName_data()
    {
        using Edit = std::function<bool(NamedRepeatEditsTest&)>;
        QTest::addColumn<Edit>("edit");
        QTest::addColumn<QString>("step");
        const auto row = [](const char* name, Edit edit, const char* step) {
            QTest::newRow(name) << std::move(edit) << QString::fromUtf8(step);
        };
        row(
            "removed", [](auto& t) { return removeRepeats(*t.m_document, {t.m_repeat}).has_value(); },
            "Remove repeat repeat");
        row(
            "deleted",
            [](auto& t) {
                t.m_selection->set({.repeats = {t.m_repeat}});
                return deleteSelection(*t.m_document, *t.m_selection).has_value() && t.network().layers.size() == 5;
            },
            "Remove repeat repeat");
        row(
            "deleted with its layers",
            [](auto& t) {
                t.m_selection->set({.layers = {t.m_dense, t.m_relu}, .repeats = {t.m_repeat}});
                return deleteSelection(*t.m_document, *t.m_selection).has_value() && t.network().layers.size() == 3 &&
                       t.network().repeats.empty();
            },
            "Delete repeat");
        row(
            "renamed", [](auto& t) { return renameRepeat(*t.m_document, t.m_repeat, "loop").has_value(); },
            "Rename repeat to loop");
        row(
            "counted", [](auto& t) { return setRepeatCount(*t.m_document, t.m_repeat, 12).has_value(); },
            "Set repeat to 12 passes");
        row(
            "counted down to one", [](auto& t) { return setRepeatCount(*t.m_document, t.m_repeat, 1).has_value(); },
            "Set repeat to 1 pass");
        row(
            "given own parameters",
            [](auto& t) { return setRepeatShared(*t.m_document, t.m_repeat, false).has_value(); },
            "Give each pass of repeat parameters of its own");
        row(
            "taken out of", [](auto& t) { return takeOutOfRepeats(*t.m_document, {t.m_relu}).has_value(); },
            "Take relu out of repeat");
        row(
            "added to", [](auto& t) { return addToRepeat(*t.m_document, t.m_repeat, {t.m_out}).has_value(); },
            "Add out to repeat");
        row(
            "a layer inside deleted, its gap closed",
            [](auto& t) {
                t.m_selection->set({.layers = {t.m_relu}});
                return deleteSelection(*t.m_document, *t.m_selection, Gap::Close).has_value() &&
                       t.network().repeats.at(t.m_repeat).layers == std::set{t.m_dense} && t.soundRepeats();
            },
            "Delete relu");
        row(
            "the layer that gives its output deleted",
            [](auto& t) {
                t.m_selection->set({.layers = {t.m_relu}});
                return deleteSelection(*t.m_document, *t.m_selection).has_value() && t.network().repeats.empty();
            },
            "Delete relu");
        row(
            "duplicated",
            [](auto& t) {
                t.m_selection->set({.repeats = {t.m_repeat}});
                return duplicateSelection(*t.m_document, *t.m_selection, PastedTies::Keep).has_value() &&
                       t.isWholeCopy();
            },
            "Duplicate repeat");
        row(
            "pasted",
            [](auto& t) {
                QMimeData data;
                const CopiedNodes copied = copyNodes(t.m_document->project(), {.repeats = {t.m_repeat}});
                data.setData(fragmentMimeType, QByteArray::fromStdString(writeFragment(copied)));
                const auto nodes = copiedNodes(&data);
                return nodes && paste(*t.m_document, *t.m_selection, *nodes, PastedTies::Keep).has_value() &&
                       t.isWholeCopy();
            },
            "Paste repeat");
    }
    void eachEditIsOneStepWithAName()
    {
        using Edit = std::function<bool(NamedRepeatEditsTest&)>;
        QFETCH(Edit, edit);
        QFETCH(QString, step);
        const auto made = repeatLayers(*m_document, {m_dense, m_relu}, 4, true);
        QVERIFY(made);
        m_repeat = *made;
        QCOMPARE(m_document->undoStack()->undoText(), QString("Repeat 2 layers 4 times"));
        const Project before = m_document->project();
        QVERIFY(edit(*this));
        const Project after = m_document->project();
        QVERIFY(!(after == before));
        QCOMPARE(m_document->undoStack()->count(), 2);
        QCOMPARE(m_document->undoStack()->undoText(), step);
        m_document->undoStack()->undo();
        QCOMPARE(m_document->project(), before);
        m_document->undoStack()->redo();
        QCOMPARE(m_document->project(), after);
        m_document->undoStack()->undo();
        m_document->undoStack()->undo();
        QCOMPARE(m_document->project(), chain());
    }

    void analysisAndAccountFollowARepeat()
    {
        const std::int64_t once = m_document->account().untied.parameters;
        QVERIFY(repeatLayers(*m_document, {m_dense, m_relu}, 4, true));
        QCOMPARE(m_document->account().tied.parameters, once);
        QCOMPARE(m_document->account().untied.parameters, once + 3 * (8 * 8 + 8));
        m_document->undoStack()->undo();
        QCOMPARE(m_document->account().untied.parameters, once);
    }

    void turningTheCountIsOneStepThatSaysTheLast()
    {
        m_repeat = *repeatLayers(*m_document, {m_dense, m_relu}, 4, true);
        for (const std::int64_t count : {5, 6, 7})
            QVERIFY(setRepeatCount(*m_document, m_repeat, count, "turning"));
        QCOMPARE(m_document->undoStack()->count(), 2);
        QCOMPARE(m_document->undoStack()->undoText(), QString("Set repeat to 7 passes"));
        QVERIFY(setRepeatCount(*m_document, m_repeat, 4, "turning"));
        QCOMPARE(m_document->undoStack()->count(), 1);
    }

    void whatCannotBeRepeatedSaysWhy_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("mend");
        QTest::newRow("none") << QStringList{} << "there is nothing to repeat"
                              << "select the layers that are to be repeated";
        QTest::newRow("a shape that changes")
            << QStringList{"relu", "out"} << "a pass takes 8 and gives 3, so the next one cannot take what it gives"
            << "let the repeated layers give what they take";
        QTest::newRow("data") << QStringList{"input", "dense"}
                              << "data and losses cannot be repeated, such as \"input\""
                              << "leave it out of the repeat";
        QTest::newRow("an end that nothing reads")
            << QStringList{"softmax"} << "nothing outside reads what the repeated layers give"
            << "link one of their outputs to a layer outside of them";
        QTest::newRow("a gap")
            << QStringList{"dense", "out"}
            << "2 values come into the repeated layers from outside (\"input\" and \"relu\"), and it "
               "must be one"
            << "take what feeds them into the repeat too, or leave out what reads the others";
    }
    void whatCannotBeRepeatedSaysWhy()
    {
        QFETCH(QStringList, names);
        QFETCH(QString, what);
        QFETCH(QString, mend);
        std::set<LayerId> layers;
        for (const QString& name : names)
            layers.insert(*findLayer(network(), name.toStdString()));
        const auto done = repeatLayers(*m_document, layers, 2, true);
        QVERIFY(!done);
        QCOMPARE(QString::fromStdString(done.error().what), what);
        QCOMPARE(QString::fromStdString(done.error().mend), mend);
        QCOMPARE(m_document->undoStack()->count(), 0);
    }

    void whatSharingSavesIsSaid()
    {
        m_repeat = *repeatLayers(*m_document, {m_dense, m_relu}, 4, true);
        QCOMPARE(passesText(4), QString("Applied 4 times in a row: each pass takes what the one before gives."));
        QCOMPARE(sharingText(4, true, accountOf(*m_document, m_repeat)),
                 QString("All passes share one set of parameters: 72 instead of 288."));
        QCOMPARE(sharingText(4, false, accountOf(*m_document, m_repeat)),
                 QString("Each pass has parameters of its own: 288; shared, they would be 72."));
        QVERIFY(setRepeatShared(*m_document, m_repeat, false));
        QCOMPARE(sharingText(4, false, accountOf(*m_document, m_repeat)),
                 QString("Each pass has parameters of its own: 288; shared, they would be 72."));
    }

private:
    const Network& network() const { return m_document->network(); }

    bool soundRepeats() const
    {
        return std::ranges::all_of(network().repeats, [&](const auto& entry) {
            return repeatPorts(network(), entry.second.layers).has_value();
        });
    }

    /// A second repeat with layers of its own, which is what is selected.
    bool isWholeCopy() const
    {
        if (network().repeats.size() != 2 || network().layers.size() != 7)
            return false;
        const auto& [id, copy] = *network().repeats.rbegin();
        return copy.count == 4 && copy.layers.size() == 2 && !copy.layers.contains(m_dense) && copy.name == "repeat2" &&
               m_selection->items() == SelectedItems{.repeats = {id}};
    }

    std::unique_ptr<Document> m_document;
    std::unique_ptr<Selection> m_selection;
    LayerId m_dense, m_relu, m_out;
    RepeatId m_repeat;
};

LIGATURE_TEST(NamedRepeatEditsTest)

} // namespace tst_named_repeat_edits

#include "tst_named_repeat_edits.moc"
