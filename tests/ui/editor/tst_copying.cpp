// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QTest>

#include "shown_canvas.h"
#include "tests/support/test_program.h"
#include "ui/editor/popups/canvas_prompt.h"

namespace tst_copying {

using namespace ligature;

class TestCopying : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QApplication::clipboard()->clear(); }

    void pasteIsOffOnlyWhileThereIsNothingToPaste()
    {
        ShownCanvas canvas(untiedAutoencoder());
        QVERIFY(!canvas.view.actions()->paste->isEnabled());
        canvas.click(canvas.on("encoder"));
        canvas.key(Qt::Key_C, Qt::ControlModifier);
        QVERIFY(canvas.view.actions()->paste->isEnabled());
    }

    void copyAndPasteKeepInnerLinksAndSelectTheCopies()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.click(canvas.on("encoder"));
        canvas.click(canvas.on("activation"), Qt::ShiftModifier);
        canvas.key(Qt::Key_C, Qt::ControlModifier);
        const QPoint cursor(500, 500);
        canvas.moveTo(cursor, {}, {});
        canvas.key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(canvas.network().layers.size(), std::size_t(6));
        const std::set<LayerId>& copies = canvas.selection.items().layers;
        QCOMPARE(copies.size(), std::size_t(2));
        const auto inner = std::ranges::count_if(canvas.network().links, [&](const auto& link) {
            return copies.contains(link.first.layer) && copies.contains(link.second.layer);
        });
        QCOMPARE(inner, 1);
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        // Under the mouse.
        const QRectF bounds =
            canvas.view.networkScene().boundsOf(canvas.view.networkScene().nodes(canvas.selection.items()));
        QVERIFY(bounds.contains(canvas.view.mapToScene(cursor)));
    }

    void cutRemovesAndPasteBringsBackAcrossDocuments()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.click(canvas.on("activation"));
        canvas.key(Qt::Key_X, Qt::ControlModifier);
        QVERIFY(!findLayer(canvas.network(), "activation"));
        ShownCanvas other;
        other.key(Qt::Key_V, Qt::ControlModifier);
        QVERIFY(findLayer(other.network(), "activation").has_value());
    }

    void duplicateLiesBesideItsOriginal()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.click(canvas.on("encoder"));
        const QPointF original = canvas.item("encoder")->pos();
        canvas.key(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(canvas.network().layers.size(), std::size_t(5));
        const NodeItem* copy = canvas.view.networkScene().layerItem(*canvas.selection.items().layers.begin());
        QVERIFY(copy->pos() != original);
        QCOMPARE(canvas.document.undoStack()->count(), 1);
    }

    void aTieToAParameterOutsideIsAskedAbout_data()
    {
        QTest::addColumn<int>("answer");
        QTest::addColumn<bool>("keeps");
        QTest::newRow("the tie is kept") << 0 << true;
        QTest::newRow("the parameter is copied") << 1 << false;
    }
    void aTieToAParameterOutsideIsAskedAbout()
    {
        QFETCH(int, answer);
        QFETCH(bool, keeps);
        ShownCanvas canvas(tiedAutoencoder());
        canvas.click(canvas.on("encoder"));
        canvas.key(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(canvas.document.undoStack()->count(), 0);
        QVERIFY(!canvas.view.prompt().question().isEmpty());
        QTest::mouseClick(canvas.view.prompt().buttons().at(std::size_t(answer)), Qt::LeftButton);
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        const LayerId copy = *canvas.selection.items().layers.begin();
        const Tie& tie = canvas.network().ties.at({copy, "weight"});
        QCOMPARE(tie.parameter == canvas.parameter("W"), keeps);
        QVERIFY(canvas.view.prompt().question().isEmpty());
    }

    void escapeGivesThePasteUp()
    {
        ShownCanvas canvas(tiedAutoencoder());
        canvas.click(canvas.on("encoder"));
        canvas.key(Qt::Key_D, Qt::ControlModifier);
        QTest::keyClick(canvas.view.prompt().buttons().front(), Qt::Key_Escape);
        QVERIFY(canvas.view.prompt().question().isEmpty());
        QCOMPARE(canvas.document.undoStack()->count(), 0);
        QVERIFY(canvas.view.hasFocus());
    }

    void aPastedLayerAndItsParameterKeepTheirInnerTie()
    {
        ShownCanvas canvas(tiedAutoencoder());
        canvas.click(canvas.on("encoder"));
        canvas.click(canvas.on("W"), Qt::ShiftModifier);
        canvas.key(Qt::Key_D, Qt::ControlModifier);
        QVERIFY(canvas.view.prompt().question().isEmpty());
        QCOMPARE(canvas.selection.items().parameters.size(), std::size_t(1));
        const ParameterId copy = *canvas.selection.items().parameters.begin();
        QVERIFY(copy != canvas.parameter("W"));
        const LayerId layer = *canvas.selection.items().layers.begin();
        QCOMPARE(canvas.network().ties.at({layer, "weight"}).parameter, copy);
    }
};

LIGATURE_TEST(TestCopying)

} // namespace tst_copying

#include "tst_copying.moc"
