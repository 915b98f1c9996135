// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "tests/support/test_program.h"
#include "ui/document/document.h"
#include "ui/document/named_repeat_edits.h"
#include "ui/document/selection.h"
#include "ui/outline/outline_model.h"
#include "ui/outline/outline_widget.h"

namespace tst_outline_repeats {

using namespace ligature;

/// input (8) -> [dense (8) -> relu] x 4 -> out (3), seen in the outline.
class OutlineRepeatsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Document> m_document;
    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<OutlineWidget> m_outline;
    LayerId m_dense, m_relu, m_out;
    RepeatId m_loop;

    QModelIndex row(int at, const QModelIndex& parent = {}) { return m_outline->model()->index(at, 0, parent); }
    QModelIndex layers() { return row(0); }
    QModelIndex loopRow() { return row(1, layers()); }
    QStringList texts(const QModelIndex& parent)
    {
        QStringList names;
        for (int i = 0; i < m_outline->model()->rowCount(parent); ++i)
            names << row(i, parent).data().toString();
        return names;
    }
    void clickOn(const QModelIndex& index)
    {
        QTest::mouseClick(m_outline->viewport(), Qt::LeftButton, {}, m_outline->visualRect(index).center());
    }

private Q_SLOTS:
    void init()
    {
        Project project;
        Network& network = project.network;
        const LayerId input = addLayer(network, "input", "input", {{"shape", Shape{8}}});
        m_dense = addLayer(network, "dense", "dense", {{"out_features", std::int64_t{8}}});
        m_relu = addLayer(network, "relu", "relu");
        m_out = addLayer(network, "dense", "out", {{"out_features", std::int64_t{3}}});
        QVERIFY(link(network, {input, "output"}, {m_dense, "input"}));
        QVERIFY(link(network, {m_dense, "output"}, {m_relu, "input"}));
        QVERIFY(link(network, {m_relu, "output"}, {m_out, "input"}));
        m_loop = *addRepeat(network, {m_dense, m_relu}, 4, true, "loop");
        m_document = std::make_unique<Document>();
        m_document->replace(std::move(project));
        m_selection = std::make_unique<Selection>();
        m_outline = std::make_unique<OutlineWidget>(m_document.get(), m_selection.get());
        m_outline->resize(300, 400);
        m_outline->show();
        QVERIFY(QTest::qWaitForWindowActive(m_outline.get()));
    }

    void aRepeatIsTheParentOfItsLayers()
    {
        QCOMPARE(texts(layers()), (QStringList{"input", "loop × 4", "out"}));
        QCOMPARE(texts(loopRow()), (QStringList{"dense", "relu"}));
        QCOMPARE(texts(row(0, loopRow())), (QStringList{"weight", "bias"}));
        QVERIFY(m_outline->isExpanded(loopRow()));
        QVERIFY(!m_outline->isExpanded(row(0, loopRow())));
        const QString read_out = loopRow().data(Qt::AccessibleTextRole).toString();
        QVERIFY2(read_out.contains("repeat of 2 layers") && read_out.contains("72 instead of 288"),
                 qPrintable(read_out));
    }

    void itFollowsTheDocument()
    {
        QVERIFY(setRepeatCount(*m_document, m_loop, 12));
        QTRY_COMPARE(texts(layers()), (QStringList{"input", "loop × 12", "out"}));
        QVERIFY(removeRepeats(*m_document, {m_loop}));
        QTRY_COMPARE(texts(layers()), (QStringList{"input", "dense", "relu", "out"}));
        m_document->undoStack()->undo();
        QTRY_COMPARE(texts(layers()), (QStringList{"input", "loop × 12", "out"}));
        QVERIFY(m_outline->isExpanded(loopRow()));
    }

    void whatIsFoldedStaysFolded()
    {
        m_outline->collapse(loopRow());
        QVERIFY(setRepeatCount(*m_document, m_loop, 5));
        QTRY_COMPARE(loopRow().data().toString(), QString("loop × 5"));
        QVERIFY(!m_outline->isExpanded(loopRow()));
    }

    void selectionGoesBothWays()
    {
        clickOn(loopRow());
        QCOMPARE(m_selection->items(), SelectedItems{.repeats = {m_loop}});
        clickOn(row(1, loopRow()));
        QCOMPARE(m_selection->items(), SelectedItems{.layers = {m_relu}});
        m_selection->set({.repeats = {m_loop}});
        QCOMPARE(m_outline->selectionModel()->selectedRows(), QModelIndexList{loopRow()});
        m_selection->set({.layers = {m_dense}});
        QCOMPARE(m_outline->selectionModel()->selectedRows(), (QModelIndexList{row(0, loopRow())}));
    }

    void itIsRenamedInPlaceWithoutItsCounter()
    {
        QCOMPARE(loopRow().data(Qt::EditRole).toString(), QString("loop"));
        QVERIFY(m_outline->model()->setData(loopRow(), "encoder"));
        QCOMPARE(m_document->network().repeats.at(m_loop).name, std::string("encoder"));
        QCOMPARE(m_document->undoStack()->undoText(), QString("Rename loop to encoder"));
        QTRY_COMPARE(loopRow().data().toString(), QString("encoder × 4"));
        QVERIFY(!m_outline->model()->setData(loopRow(), ""));
    }

    void deletingItsRowLeavesItsLayers()
    {
        clickOn(loopRow());
        QTest::keyClick(m_outline.get(), Qt::Key_Delete);
        QVERIFY(m_document->network().repeats.empty());
        QCOMPARE(m_document->network().layers.size(), std::size_t{4});
        QCOMPARE(m_document->undoStack()->undoText(), QString("Remove repeat loop"));
    }

    void whatIsWrongWithItColoursItsRowAndNoLayers()
    {
        const QVariant sound = row(0, loopRow()).data(Qt::ForegroundRole);
        QVERIFY(!loopRow().data(Qt::ForegroundRole).isValid());
        QVERIFY(m_document->edit("Unlink", [&](Project& project) -> Result<void> {
            unlink(project.network, {m_out, "input"});
            return {};
        }));
        QTRY_VERIFY(loopRow().data(Qt::ForegroundRole).isValid());
        QVERIFY(loopRow().data(Qt::ToolTipRole).toString().contains("Link one of their outputs"));
        QCOMPARE(row(0, loopRow()).data(Qt::ForegroundRole), sound);
    }
};

LIGATURE_TEST(OutlineRepeatsTest)

} // namespace tst_outline_repeats

#include "tst_outline_repeats.moc"
