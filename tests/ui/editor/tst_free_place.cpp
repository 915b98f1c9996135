// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/editor/edits/free_place.h"

namespace tst_free_place {

using namespace ligature;

class TestFreePlace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFreePlaceIsTakenAsItIsOnTheGrid() { QCOMPARE(freePlace({33, -8}, {160, 60}, {}), QPointF(40, 0)); }

    void aTakenPlaceGivesTheNearestFreeOne()
    {
        const std::vector<QRectF> others = {{0, 0, 160, 60}};
        const QPointF place = freePlace({0, 0}, {160, 60}, others);
        QVERIFY(!QRectF(place, QSizeF(160, 60)).intersects(others.front()));
        // Above or below is nearer than beside.
        QCOMPARE(place.x(), 0.0);
        QCOMPARE(std::abs(place.y()), 100.0);
    }

    void manyInARowNeverOverlap()
    {
        std::vector<QRectF> others;
        for (int i = 0; i < 40; ++i) {
            const QRectF box(freePlace({0, 0}, {160, 60}, others), QSizeF(160, 60));
            for (const QRectF& other : others)
                QVERIFY(!other.intersects(box));
            others.push_back(box);
        }
    }
};

LIGATURE_APPLESS_TEST(TestFreePlace)

} // namespace tst_free_place

#include "tst_free_place.moc"
