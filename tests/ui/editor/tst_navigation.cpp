// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineF>
#include <QTest>
#include <QWheelEvent>

#include "shown_canvas.h"
#include "tests/support/test_program.h"
#include "ui/editor/canvas_navigation.h"

namespace tst_navigation {

using namespace ligature;

namespace {

void wheel(ShownCanvas& canvas, QPoint where, QPoint angle, QPoint pixels = {}, Qt::KeyboardModifiers modifiers = {},
           Qt::ScrollPhase phase = Qt::NoScrollPhase)
{
    QWheelEvent event(where, canvas.view.viewport()->mapToGlobal(QPointF(where)), pixels, angle, Qt::NoButton,
                      modifiers, phase, false);
    QCoreApplication::sendEvent(canvas.view.viewport(), &event);
}

qreal distance(QPointF a, QPointF b)
{
    return QLineF(a, b).length();
}

} // namespace

class TestNavigation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWheelZoomsAndKeepsWhatIsUnderTheMouse_data()
    {
        QTest::addColumn<int>("angle");
        QTest::addColumn<int>("modifier");
        QTest::newRow("in") << 120 << int(Qt::NoModifier);
        QTest::newRow("out") << -360 << int(Qt::NoModifier);
        QTest::newRow("in, with Ctrl") << 240 << int(Qt::ControlModifier);
    }
    void theWheelZoomsAndKeepsWhatIsUnderTheMouse()
    {
        QFETCH(int, angle);
        QFETCH(int, modifier);
        ShownCanvas canvas(untiedAutoencoder());
        const QPoint cursor(250, 180);
        const QPointF before = canvas.view.mapToScene(cursor);
        wheel(canvas, cursor, {0, angle}, {}, Qt::KeyboardModifiers(modifier));
        QCOMPARE(canvas.view.zoom() > 1, angle > 0);
        QVERIFY(distance(canvas.view.mapToScene(cursor), before) < 2 / canvas.view.zoom());
    }

    void theZoomHasLimits()
    {
        ShownCanvas canvas(untiedAutoencoder());
        for (int i = 0; i < 100; ++i)
            wheel(canvas, {200, 200}, {0, 240});
        QCOMPARE(canvas.view.zoom(), CanvasNavigation::largestZoom);
        for (int i = 0; i < 200; ++i)
            wheel(canvas, {200, 200}, {0, -240});
        QCOMPARE(canvas.view.zoom(), CanvasNavigation::smallestZoom);
    }

    void twoFingersPanOnBothAxes()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const QPointF centre = canvas.view.centrePosition();
        wheel(canvas, {300, 300}, {-60, 80}, {-30, 40}, {}, Qt::ScrollUpdate);
        QCOMPARE(canvas.view.zoom(), 1.0);
        QVERIFY(distance(canvas.view.centrePosition() - centre, {30, -40}) < 1.5);
    }

    void shiftTurnsTheWheelSideways()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const QPointF centre = canvas.view.centrePosition();
        wheel(canvas, {300, 300}, {0, 120}, {}, Qt::ShiftModifier);
        QVERIFY(canvas.view.centrePosition().x() < centre.x());
        QVERIFY(std::abs(canvas.view.centrePosition().y() - centre.y()) < 1);
    }

    void dragsThatPan_data()
    {
        QTest::addColumn<bool>("with_space");
        QTest::newRow("the middle button") << false;
        QTest::newRow("the left button while Space is held") << true;
    }
    void dragsThatPan()
    {
        QFETCH(bool, with_space);
        ShownCanvas canvas(untiedAutoencoder());
        const QPointF centre = canvas.view.centrePosition();
        const Qt::MouseButton button = with_space ? Qt::LeftButton : Qt::MiddleButton;
        if (with_space)
            QTest::keyPress(&canvas.view, Qt::Key_Space);
        const QPoint start = canvas.on("encoder");
        canvas.press(start, {}, button);
        canvas.moveTo(start + QPoint(70, -30), {}, button);
        canvas.release(start + QPoint(70, -30), {}, button);
        if (with_space)
            QTest::keyRelease(&canvas.view, Qt::Key_Space);
        QVERIFY(distance(canvas.view.centrePosition() - centre, {-70, 30}) < 1.5);
        QVERIFY(canvas.selection.items().empty());
        QCOMPARE(canvas.document.undoStack()->count(), 0);
        // The hand lets go.
        const QPointF after = canvas.view.centrePosition();
        canvas.moveTo(start, {}, {});
        QCOMPARE(canvas.view.centrePosition(), after);
    }

    void homeShowsEverythingAndFTheSelection()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.view.navigation().setZoom(3);
        canvas.view.centerOn(5000, 5000);
        canvas.key(Qt::Key_Home);
        const QRectF seen = canvas.view.mapToScene(canvas.view.viewport()->rect()).boundingRect();
        for (const NodeItem* node : canvas.view.networkScene().nodes())
            QVERIFY(seen.contains(node->sceneBody()));
        canvas.click(canvas.on("decoder"));
        canvas.key(Qt::Key_F);
        QVERIFY(distance(canvas.view.centrePosition(), canvas.item("decoder")->sceneBoundingRect().center()) < 3);
    }

    void theZoomKeysZoomAndReset()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.key(Qt::Key_Minus, Qt::ControlModifier);
        QVERIFY(canvas.view.zoom() < 1);
        canvas.key(Qt::Key_Plus, Qt::ControlModifier);
        canvas.key(Qt::Key_Plus, Qt::ControlModifier);
        QVERIFY(canvas.view.zoom() > 1);
        canvas.key(Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(canvas.view.zoom(), 1.0);
    }

    void aDragAtTheEdgeMovesWhatIsSeen()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const QPointF centre = canvas.view.centrePosition();
        const QPointF before = canvas.item("encoder")->pos();
        const QPoint edge(canvas.view.viewport()->width() - 4, 300);
        canvas.dragAndHold(canvas.on("encoder"), edge);
        QTRY_VERIFY(canvas.view.centrePosition().x() > centre.x() + 40);
        const qreal dragged = canvas.item("encoder")->x();
        canvas.release(edge);
        QVERIFY(dragged - before.x() > edge.x() - canvas.on("encoder").x());
    }

    void theWheelZoomsInTheMiddleOfADrag()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const QPoint hold = canvas.on("encoder") + QPoint(60, 120);
        canvas.dragAndHold(canvas.on("encoder"), hold);
        wheel(canvas, hold, {0, -120});
        QVERIFY(canvas.view.zoom() < 1);
        canvas.release(hold);
        QCOMPARE(canvas.document.undoStack()->count(), 1);
    }

    void everyZoomAndThemePaints_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<double>("zoom");
        for (const double zoom : {0.15, 0.3, 1.0, 2.5}) {
            QTest::addRow("dark at %.1f", zoom) << true << zoom;
            QTest::addRow("light at %.1f", zoom) << false << zoom;
        }
    }
    void everyZoomAndThemePaints()
    {
        QFETCH(bool, dark);
        QFETCH(double, zoom);
        ShownCanvas canvas(tiedAutoencoder());
        const Theme& theme = dark ? darkTheme() : lightTheme();
        canvas.view.setPalette(paletteFor(theme));
        canvas.view.navigation().setZoom(zoom);
        canvas.view.centerOn(canvas.view.networkScene().boundsOf(canvas.view.networkScene().nodes()).center());
        const QImage image = canvas.view.grab().toImage();
        QCOMPARE(image.pixelColor(2, 2).lightness() < 128, dark);
        // The tie's colour is on its curve.
        const TieItem* tie = canvas.view.networkScene().tieItem({canvas.layer("encoder"), "weight"});
        const QPoint point = canvas.view.mapFromScene(tie->path().pointAtPercent(0.999));
        const QRect viewport = canvas.view.viewport()->rect();
        if (!viewport.contains(point))
            return;
        const QColor expected = canvas.view.networkScene().style().tieColour(0);
        bool found = false;
        for (int dx = -6; dx <= 6; ++dx) {
            for (int dy = -6; dy <= 6; ++dy) {
                if (!viewport.contains(point + QPoint(dx, dy)))
                    continue;
                const QColor seen = image.pixelColor(point + QPoint(dx, dy));
                found = found ||
                        (std::abs(seen.red() - expected.red()) < 40 && std::abs(seen.green() - expected.green()) < 40 &&
                         std::abs(seen.blue() - expected.blue()) < 40);
            }
        }
        QVERIFY(found);
    }
};

LIGATURE_TEST(TestNavigation)

} // namespace tst_navigation

#include "tst_navigation.moc"
