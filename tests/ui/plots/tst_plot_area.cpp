// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QApplication>
#include <QFontInfo>
#include <QImage>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "tests/support/test_program.h"
#include "ui/plots/plot_area.h"
#include "ui/theme/theme.h"

namespace tst_plot_area {

using namespace ligature;

namespace {

MetricSeries fallingSeries(std::int64_t count)
{
    MetricSeries series;
    for (std::int64_t i = 0; i < count; ++i)
        series.append({.step = i}, 1 + std::exp(-static_cast<double>(i) / 100));
    return series;
}

/// A shown plot of one curve.
struct ShownArea {
    explicit ShownArea(const MetricSeries& series, CurveKind kind = CurveKind::Steps)
    {
        area.setPalette(paletteFor(darkTheme()));
        area.resize(600, 300);
        area.setCurves({{&series, QStringLiteral("Tied"), tiedArm, kind}});
        area.show();
    }
    /// The pixel at fractions of the plot's width and height, from its top left corner.
    QPoint at(double across, double down) const
    {
        const QRect rect = area.plotRect();
        return {rect.left() + static_cast<int>(across * rect.width()),
                rect.top() + static_cast<int>(down * rect.height())};
    }
    void drag(const QPoint& from, const QPoint& to, Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mousePress(&area, button, {}, from);
        QTest::mouseMove(&area, (from + to) / 2);
        QTest::mouseMove(&area, to);
        QTest::mouseRelease(&area, button, {}, to);
    }
    void wheel(const QPoint& position, int delta, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(position, area.mapToGlobal(QPointF(position)), {}, {0, delta}, {}, modifiers,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&area, &event);
    }
    PlotArea area;
};

bool near(double a, double b, double tolerance)
{
    return std::abs(a - b) <= tolerance;
}

int pixelsOf(const QImage& image, const QColor& colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                         std::abs(pixel.blue() - colour.blue()) <
                     30;
        }
    }
    return count;
}

} // namespace

class TestPlotArea : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(!QFontInfo(QApplication::font()).family().isEmpty()); }

    void followsWhatComes()
    {
        MetricSeries series = fallingSeries(100);
        ShownArea shown(series);
        QVERIFY(near(shown.area.view().x.upper, 99, 3));
        for (std::int64_t i = 100; i < 500; ++i)
            series.append({.step = i}, 5);
        shown.area.refresh();
        QVERIFY(near(shown.area.view().x.upper, 499, 10));
        QVERIFY(shown.area.view().y.upper > 5);
    }

    void draggingZoomsIntoTheBox()
    {
        const MetricSeries series = fallingSeries(1000);
        ShownArea shown(series);
        const PlotView before = shown.area.view();
        shown.drag(shown.at(0.2, 0.1), shown.at(0.6, 0.8));
        const PlotView after = shown.area.view();
        const double x_pixel = before.x.span() / shown.area.plotRect().width();
        const double y_pixel = before.y.span() / shown.area.plotRect().height();
        QVERIFY(near(after.x.lower, before.x.lower + 0.2 * before.x.span(), 2 * x_pixel));
        QVERIFY(near(after.x.upper, before.x.lower + 0.6 * before.x.span(), 2 * x_pixel));
        QVERIFY(near(after.y.upper, before.y.upper - 0.1 * before.y.span(), 3 * y_pixel));
        QVERIFY(near(after.y.lower, before.y.upper - 0.8 * before.y.span(), 3 * y_pixel));
        QVERIFY(!shown.area.isFollowing());
    }

    void aFlatBoxZoomsAlongOneAxis()
    {
        const MetricSeries series = fallingSeries(1000);
        ShownArea shown(series);
        const double whole = shown.area.view().x.span();
        shown.drag(shown.at(0.5, 0.5), shown.at(0.75, 0.5) + QPoint(0, 3));
        QVERIFY(near(shown.area.view().x.span(), whole / 4, whole / 100));
        // The values still follow: only the small ones are left.
        QVERIFY(shown.area.view().y.upper < 1.1);
    }

    void aClickZoomsNothing()
    {
        const MetricSeries series = fallingSeries(1000);
        ShownArea shown(series);
        QTest::mouseClick(&shown.area, Qt::LeftButton, {}, shown.at(0.5, 0.5));
        QVERIFY(shown.area.isFollowing());
    }

    void escapeCancelsTheBox()
    {
        const MetricSeries series = fallingSeries(1000);
        ShownArea shown(series);
        QTest::mousePress(&shown.area, Qt::LeftButton, {}, shown.at(0.2, 0.2));
        QTest::mouseMove(&shown.area, shown.at(0.7, 0.7));
        QTest::keyClick(&shown.area, Qt::Key_Escape);
        QTest::mouseRelease(&shown.area, Qt::LeftButton, {}, shown.at(0.7, 0.7));
        QVERIFY(shown.area.isFollowing());
    }

    void followingStartsAgain_data()
    {
        QTest::addColumn<bool>("by_mouse");
        QTest::newRow("by double click") << true;
        QTest::newRow("by the Home key") << false;
    }
    void followingStartsAgain()
    {
        QFETCH(bool, by_mouse);
        const MetricSeries series = fallingSeries(1000);
        ShownArea shown(series);
        const PlotView before = shown.area.view();
        shown.drag(shown.at(0.2, 0.1), shown.at(0.6, 0.8));
        QVERIFY(!(shown.area.view().x == before.x));
        if (by_mouse)
            QTest::mouseDClick(&shown.area, Qt::LeftButton, {}, shown.at(0.5, 0.5));
        else
            QTest::keyClick(&shown.area, Qt::Key_Home);
        QVERIFY(shown.area.isFollowing());
        QCOMPARE(shown.area.view().x, before.x);
        QCOMPARE(shown.area.view().y, before.y);
    }

    void aZoomStaysWhileValuesCome()
    {
        MetricSeries series = fallingSeries(1000);
        ShownArea shown(series);
        shown.drag(shown.at(0.2, 0.1), shown.at(0.6, 0.8));
        const PlotView zoomed = shown.area.view();
        for (std::int64_t i = 1000; i < 2000; ++i)
            series.append({.step = i}, 9);
        shown.area.refresh();
        QCOMPARE(shown.area.view().x, zoomed.x);
        QCOMPARE(shown.area.view().y, zoomed.y);
    }

    void theWheelZoomsAroundThePointer()
    {
        const MetricSeries series = fallingSeries(1000);
        ShownArea shown(series);
        const PlotView before = shown.area.view();
        const QPoint pointer = shown.at(0.25, 0.5);
        shown.wheel(pointer, 240);
        const PlotView closer = shown.area.view();
        QVERIFY(closer.x.span() < 0.8 * before.x.span());
        QVERIFY(near(closer.x.lower + 0.25 * closer.x.span(), before.x.lower + 0.25 * before.x.span(),
                     before.x.span() * 0.01));
        shown.wheel(pointer, 120, Qt::ShiftModifier);
        QCOMPARE(shown.area.view().x, closer.x);
        QVERIFY(shown.area.view().y.span() < closer.y.span());
        // All the way out, it follows again.
        for (int i = 0; i < 20; ++i)
            shown.wheel(pointer, -240);
        QCOMPARE(shown.area.view().x, before.x);
    }

    void theMiddleButtonPans()
    {
        const MetricSeries series = fallingSeries(1000);
        ShownArea shown(series);
        shown.drag(shown.at(0.4, 0.1), shown.at(0.6, 0.9));
        const PlotView before = shown.area.view();
        shown.drag(shown.at(0.5, 0.5), shown.at(0.25, 0.5), Qt::MiddleButton);
        const PlotView after = shown.area.view();
        QVERIFY(near(after.x.span(), before.x.span(), before.x.span() * 1e-9));
        QVERIFY(near(after.x.lower - before.x.lower, before.x.span() / 4, before.x.span() * 0.02));
    }

    void aMillionStepsAreAFewThousandPoints()
    {
        MetricSeries series = fallingSeries(1'000'000);
        series.setSmoothing(0.6);
        ShownArea shown(series);
        const auto pixels = static_cast<std::size_t>(shown.area.plotRect().width());
        const std::size_t whole = shown.area.drawnPointCount();
        QVERIFY(whole > pixels);
        QVERIFY(whole <= 2 * 4 * (pixels + 1));
        // Zoomed in as far as single steps, it thins out anew.
        for (int i = 0; i < 3; ++i)
            shown.drag(shown.at(0.5, 0.1), shown.at(0.55, 0.9));
        QVERIFY(shown.area.view().x.span() < 200);
        QCOMPARE(
            shown.area.drawn()[0].x.size(),
            static_cast<std::size_t>(std::floor(shown.area.view().x.upper) - std::ceil(shown.area.view().x.lower)) + 3);
    }

    void thePointerMovesTheReadout()
    {
        const MetricSeries series = fallingSeries(1001);
        ShownArea shown(series);
        QSignalSpy changed(&shown.area, &PlotArea::readoutChanged);
        QTest::mouseMove(&shown.area, shown.at(0.5, 0.5));
        QVERIFY(shown.area.readout().has_value());
        QVERIFY(near(*shown.area.readout(), 0.5 * shown.area.view().x.upper, 4));
        QVERIFY(!changed.isEmpty());
        QTest::mouseMove(&shown.area, QPoint(2, 2));
        QVERIFY(!shown.area.readout());
    }

    void theArrowKeysMoveTheReadoutFromPointToPoint()
    {
        MetricSeries series;
        for (const std::int64_t step : {0, 3, 500, 1000})
            series.append({.step = step}, 1);
        ShownArea shown(series);
        std::vector<double> visited;
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(&shown.area, Qt::Key_Right);
            visited.push_back(shown.area.readout().value_or(-1));
        }
        QCOMPARE(visited, (std::vector<double>{3, 500, 1000, 1000}));
        QTest::keyClick(&shown.area, Qt::Key_Left);
        QCOMPARE(shown.area.readout(), std::optional<double>(500));
        QTest::keyClick(&shown.area, Qt::Key_Escape);
        QVERIFY(!shown.area.readout());
    }

    void curvesHaveTheThemesColourAndChangeWithIt()
    {
        const MetricSeries series = fallingSeries(50);
        ShownArea shown(series, CurveKind::Epochs);
        QVERIFY(pixelsOf(shown.area.grab().toImage(), darkTheme().tied) > 50);
        shown.area.setPalette(paletteFor(lightTheme()));
        QCoreApplication::processEvents();
        const QImage light = shown.area.grab().toImage();
        QVERIFY(pixelsOf(light, lightTheme().tied) > 50);
        QVERIFY(pixelsOf(light, darkTheme().window) < 50);
        QVERIFY(pixelsOf(light, lightTheme().window) > light.width() * light.height() / 2);
    }

    void whatIsNoNumberHasAMarkAndTheRestIsDrawn()
    {
        MetricSeries series = fallingSeries(50);
        series.append({.step = 50}, std::nan(""));
        series.append({.step = 51}, 1.5);
        ShownArea shown(series);
        QCOMPARE(shown.area.drawn()[0].high_marks, std::vector<double>{50});
        QVERIFY(shown.area.view().y.upper < 3);
        QVERIFY(pixelsOf(shown.area.grab().toImage(), darkTheme().error) > 5);
    }

    void anEmptyPlotSaysWhatToDo()
    {
        const MetricSeries nothing;
        ShownArea shown(nothing);
        shown.area.setEmptyText(QStringLiteral("Nothing yet"));
        shown.area.refresh();
        auto* text = shown.area.findChild<QLabel*>();
        QVERIFY(text != nullptr && text->isVisible());
        QCOMPARE(text->text(), QStringLiteral("Nothing yet"));
        // Neither the mouse nor the keys stumble over it.
        shown.drag({100, 100}, {300, 200});
        shown.wheel({100, 100}, 120);
        QTest::keyClick(&shown.area, Qt::Key_Right);
        QVERIFY(shown.area.isFollowing());
    }
};

LIGATURE_TEST(TestPlotArea)

} // namespace tst_plot_area

#include "tst_plot_area.moc"
