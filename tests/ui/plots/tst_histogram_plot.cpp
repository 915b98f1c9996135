// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QSignalSpy>

#include "tests/support/test_program.h"
#include "trained_plot.h"
#include "ui/plots/spread_chart.h"
#include "ui/plots/spread_timeline.h"

namespace tst_histogram_plot {

using namespace ligature;
using namespace ligature::testing;

class TestHistogramPlot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void beforeTrainingItSaysWhatToDo()
    {
        TrainedPlot plot("histogram", onDigits(tiedAutoencoder(64, 8), 2));
        QVERIFY(plot.page->message().contains(QStringLiteral("F5")));
    }

    /// Counted from the trained values with nothing but comparisons.
    void theBinsHoldWhatWasTrained()
    {
        TrainedPlot plot("histogram", onDigits(tiedAutoencoder(64, 8), 5));
        QVERIFY(plot.train());
        const auto* const chart = plot.find<SpreadChart>("histogramChart");
        auto* const parameter = plot.find<QComboBox>("histogramParameter");
        QTRY_COMPARE(plot.page->sentence(), QStringLiteral("After step %1.").arg(plot.run.lastUpdate().total_steps));
        parameter->setCurrentIndex(parameter->findText(QStringLiteral("W")));
        QCOMPARE(chart->spreads().size(), std::size_t{3});
        for (const SpreadCurve& curve : chart->spreads()) {
            const TrainedVariant& arm = plot.arm(curve.look.variant);
            const char* const layer = curve.name.contains(QStringLiteral("decoder")) ? "decoder" : "encoder";
            const std::vector<float>& values = valuesAt(arm.network, arm.weights, layer, "weight");
            QCOMPARE(curve.spread.total, std::int64_t{64 * 8});
            QCOMPARE(curve.spread.lower, static_cast<double>(*std::ranges::min_element(values)));
            QCOMPARE(curve.spread.upper, static_cast<double>(*std::ranges::max_element(values)));
            double area = 0;
            for (std::size_t bin = 0; bin < Spread::binCount; ++bin) {
                const double lower = curve.spread.edge(bin);
                const double upper = curve.spread.edge(bin + 1);
                const auto inside = std::ranges::count_if(values, [&](float value) {
                    const bool is_last = bin + 1 == Spread::binCount;
                    return static_cast<double>(value) >= lower && (static_cast<double>(value) < upper || is_last);
                });
                QCOMPARE(curve.spread.counts[bin], static_cast<std::int64_t>(inside));
                area += SpreadChart::density(curve.spread, bin) * (upper - lower);
            }
            QVERIFY(std::abs(area - 1) < 1e-9);
        }
    }

    void theGradientIsShownInItsPlace()
    {
        TrainedPlot plot("histogram", onDigits(tiedAutoencoder(64, 8), 2));
        QVERIFY(plot.train());
        const auto* const chart = plot.find<SpreadChart>("histogramChart");
        QTRY_VERIFY(!chart->spreads().empty());
        const Spread values = chart->spreads().front().spread;
        plot.find<QComboBox>("histogramQuantity")->setCurrentIndex(1);
        QVERIFY(!(chart->spreads().front().spread == values));
        QVERIFY(chart->accessibleDescription().contains(QStringLiteral("Tied: 512 numbers")));
    }

    void overTimeEachMomentIsAColumn()
    {
        Project project = onDigits(tiedAutoencoder(64, 8), 100'000);
        TrainedPlot plot("histogram", std::move(project));
        plot.page->hide(); // What comes meanwhile is kept.
        plot.run.start();
        QVERIFY(QTest::qWaitFor([&] { return plot.run.lastUpdate().step > 0; }, 20'000));
        QTest::qWait(350);
        plot.run.pause();
        QVERIFY(QTest::qWaitFor([&] { return plot.run.state() == SessionState::Paused; }, 20'000));
        plot.page->show();
        plot.find<QComboBox>("histogramQuantity")->setCurrentIndex(2);
        auto* const parameter = plot.find<QComboBox>("histogramParameter");
        QTRY_VERIFY(parameter->count() > 0);
        parameter->setCurrentIndex(parameter->findText(QStringLiteral("W")));
        const auto* const timeline = plot.find<SpreadTimeline>("histogramTimeline");
        QVERIFY(timeline->isVisible());
        QVERIFY(!plot.find<SpreadChart>("histogramChart")->isVisible());
        QCOMPARE(timeline->panels().size(), std::size_t{3});
        for (const TimelinePanel& panel : timeline->panels()) {
            QVERIFY(panel.moments.size() > 1);
            QCOMPARE(panel.moments.back().step, plot.run.lastUpdate().step);
            // Sorted, the values have their quartiles where the bins say, to the width of a bin.
            const TrainedVariant& arm = plot.arm(panel.look.variant);
            const char* const layer = panel.name.contains(QStringLiteral("decoder")) ? "decoder" : "encoder";
            std::vector<float> values = valuesAt(arm.network, arm.weights, layer, "weight");
            std::ranges::sort(values);
            const SpreadMoment& last = panel.moments.back();
            QCOMPARE(last.lower, values.front());
            QCOMPARE(last.upper, values.back());
            const float width = (last.upper - last.lower) / 64;
            for (std::size_t i = 0; i < 3; ++i)
                QVERIFY(std::abs(last.quartiles[i] - values[values.size() * (i + 1) / 4]) <= width * 1.01F);
        }
        QVERIFY(timeline->fieldText({0, 0}).startsWith(QStringLiteral("Tied after step ")));
        const QRectF field = timeline->fieldRect({1, 1}, timeline->size());
        QCOMPARE(timeline->fieldAt(field.center(), timeline->size()), QPoint(1, 1));
        QCOMPARE(plot.table().front().size(), 7);
        QCOMPARE(plot.table().back()[0], timeline->panels().back().name);
    }

    void aLongTrainingKeepsSoManyMoments()
    {
        SpreadHistory history;
        for (std::int64_t step = 1; step <= 10'000; ++step) {
            SpreadMoment moment;
            moment.step = step * 3;
            history.append(moment);
            QVERIFY(history.moments().size() <= SpreadHistory::mostMoments);
            QCOMPARE(history.moments().back().step, step * 3);
        }
        const std::vector<SpreadMoment>& moments = history.moments();
        QVERIFY(moments.size() > SpreadHistory::mostMoments / 2 - 2);
        QCOMPARE(moments.front().step, std::int64_t{3});
        // Evenly over the training, but for the newest.
        const std::int64_t apart = moments[1].step - moments[0].step;
        for (std::size_t i = 1; i + 1 < moments.size(); ++i)
            QCOMPARE(moments[i].step - moments[i - 1].step, apart);
        SpreadMoment earlier;
        earlier.step = 5;
        history.append(earlier);
        QCOMPARE(history.moments().back().step, std::int64_t{30'000});
    }

    void barsAreWalkedAndTold()
    {
        TrainedPlot plot("histogram", onDigits(tiedAutoencoder(64, 8), 2));
        QVERIFY(plot.train());
        auto* const chart = plot.find<SpreadChart>("histogramChart");
        QTRY_VERIFY(!chart->spreads().empty());
        plot.page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(plot.page));
        QSignalSpy pointed(chart, &DrawnFigure::pointed);
        chart->setFocus();
        QTest::keyClick(chart, Qt::Key_Right);
        QCOMPARE(chart->current(), QPoint(1, 0));
        QCOMPARE(pointed.last()[0].toString(), chart->fieldText({1, 0}));
        QVERIFY(chart->fieldText({1, 0}).startsWith(QStringLiteral("Tied: ")));
        QTest::keyClick(chart, Qt::Key_Down);
        QCOMPARE(chart->current(), QPoint(1, 1));
        for (int i = 0; i < 9; ++i)
            QTest::keyClick(chart, Qt::Key_PageDown);
        QCOMPARE(chart->current(), QPoint(63, 1)); // It stops at the end.
        // A bar lies where the pointer finds it.
        int found = 0;
        for (int bin = 0; bin < 64; ++bin) {
            const QRectF bar = chart->fieldRect({bin, 0}, chart->size());
            if (bar.height() < 3)
                continue;
            const auto at = chart->fieldAt({bar.center().x(), bar.bottom() - 1}, chart->size());
            QVERIFY(at.has_value());
            found += at->y() == 0 && at->x() == bin ? 1 : 0;
        }
        QVERIFY(found > 0);
    }

    void theTableAndThePicturesAreSaved()
    {
        TrainedPlot plot("histogram", onDigits(tiedAutoencoder(64, 8), 2));
        QVERIFY(plot.train());
        QTRY_VERIFY(!plot.table().isEmpty());
        std::map<QString, qint64> counted;
        for (const QStringList& row : plot.table())
            counted[row[0] + u' ' + row[1] + u' ' + row[2]] += row[6].toLongLong();
        QCOMPARE(counted.at(QStringLiteral("tied W value")), 512);
        QCOMPARE(counted.at(QStringLiteral("tied W gradient")), 512);
        QCOMPARE(counted.at(QStringLiteral("untied decoder.weight value")), 512);
        QCOMPARE(counted.at(QStringLiteral("untied decoder.bias gradient")), 64);
        QVERIFY(plot.pictureHas(lightTheme().tied));
        QVERIFY(plot.page->exportButton()->picture(FigureFormat::Svg).contains("Untied: encoder.weight"));
        QVERIFY(plot.page->exportButton()->picture(FigureFormat::Pdf).startsWith("%PDF-"));
    }
};

LIGATURE_TEST(TestHistogramPlot)

} // namespace tst_histogram_plot

#include "tst_histogram_plot.moc"
