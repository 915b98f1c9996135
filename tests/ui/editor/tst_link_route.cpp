// SPDX-License-Identifier: GPL-3.0-or-later
#include <vector>

#include <QTest>

#include "tests/support/test_program.h"
#include "ui/editor/items/link_route.h"

namespace tst_link_route {

using namespace ligature;

namespace {

bool crosses(const QPainterPath& path, const std::vector<QRectF>& boxes)
{
    for (int i = 0; i <= 200; ++i) {
        const QPointF point = path.pointAtPercent(i / 200.0);
        for (const QRectF& box : boxes) {
            if (box.contains(point))
                return true;
        }
    }
    return false;
}

} // namespace

class TestLinkRoute : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFreeLinkGoesStraight()
    {
        QVERIFY(!laneFor({0, 0}, {600, 0}, {}).has_value());
        const std::vector<QRectF> aside = {{200, 100, 160, 60}};
        QVERIFY(!laneFor({0, 0}, {600, 0}, aside).has_value());
    }

    void aLinkGoesRoundWhatIsInItsWay_data()
    {
        QTest::addColumn<std::vector<QRectF>>("boxes");
        QTest::newRow("one node") << std::vector<QRectF>{{260, -30, 160, 60}};
        QTest::newRow("a row of nodes") << std::vector<QRectF>{
            {200, -40, 160, 90}, {420, -40, 160, 60}, {640, -40, 160, 90}};
        QTest::newRow("a stack of nodes")
            << std::vector<QRectF>{{260, -200, 160, 150}, {260, -30, 160, 60}, {260, 50, 160, 80}};
    }
    void aLinkGoesRoundWhatIsInItsWay()
    {
        QFETCH(std::vector<QRectF>, boxes);
        const QPointF from(0, 0);
        const QPointF to(1000, 0);
        QVERIFY(crosses(linkPath(from, to), boxes));
        const std::optional<qreal> lane = laneFor(from, to, boxes);
        QVERIFY(lane.has_value());
        const QPainterPath path = linkPath(from, to, lane);
        QVERIFY(!crosses(path, boxes));
        QCOMPARE(path.pointAtPercent(0), from);
        QCOMPARE(path.currentPosition(), to);
    }

    void aShortOrBackwardLinkStaysAsItIs()
    {
        const std::vector<QRectF> boxes = {{40, -30, 60, 60}};
        QVERIFY(!laneFor({0, 0}, {160, 0}, boxes).has_value());
        QVERIFY(!laneFor({600, 0}, {0, 0}, boxes).has_value());
    }
};

LIGATURE_APPLESS_TEST(TestLinkRoute)

} // namespace tst_link_route

#include "tst_link_route.moc"
