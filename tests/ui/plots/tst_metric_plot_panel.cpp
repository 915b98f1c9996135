// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLocale>
#include <QSlider>
#include <QTest>
#include <QToolButton>

#include "tests/support/test_program.h"
#include "training_events.h"
#include "ui/plots/legend_entry.h"
#include "ui/plots/metric_plot_panel.h"

namespace tst_metric_plot_panel {

using namespace ligature;
using namespace ligature::test;

namespace {

struct ShownPanel {
    ShownPanel(std::int64_t steps, const MetricSpec& metric)
    {
        panel.resize(1300, 320);
        panel.show();
        panel.reset({tiedArm, untiedArm}, {{"loss", metric, 1}});
        panel.setStepsPerEpoch(50);
        if (steps > 0)
            panel.append(trainingEvents(steps));
    }
    PlotArea* loss() const { return panel.lossPlot()->area(); }
    PlotArea* metric() const { return panel.metricPlot()->area(); }
    LegendEntry* entry(int i) const { return panel.lossPlot()->legend()[static_cast<std::size_t>(i)]; }
    MetricPlotPanel panel;
};

bool isClose(double a, double b)
{
    return std::abs(a - b) <= 0.02 * std::abs(b);
}

} // namespace

class TestMetricPlotPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void beforeATrainingItSaysHowToStart()
    {
        MetricPlotPanel panel;
        panel.show();
        bool said = false;
        for (const QLabel* label : panel.lossPlot()->area()->findChildren<QLabel*>())
            said =
                said || (label->isVisible() && label->text() == QLatin1String("Start training to see the loss here"));
        QVERIFY(said);
    }

    void bothVariantsAppearInBothPlots()
    {
        ShownPanel shown(200, accuracyMetric());
        QCOMPARE(shown.panel.lossPlot()->legend().size(), std::size_t(4));
        QCOMPARE(shown.panel.metricPlot()->legend().size(), std::size_t(2));
        for (const DrawnCurve& curve : shown.loss()->drawn())
            QVERIFY(!curve.x.empty());
        QCOMPARE(shown.metric()->drawn()[0].x.size(), std::size_t(5));
        QCOMPARE(shown.metric()->view().y_name, QStringLiteral("Accuracy"));
        QVERIFY(shown.panel.metricPlot()->legend()[0]->value().endsWith(QLatin1String(" %")));
    }

    void ofSeveralLossesOneCanBeLookedAt()
    {
        MetricPlotPanel panel;
        panel.resize(1300, 320);
        panel.show();
        auto* choice = panel.findChild<QComboBox*>(QStringLiteral("lossChoice"));
        QVERIFY(!choice->isVisible());
        panel.reset({tiedArm}, {{"classify", accuracyMetric(), 1}, {"draw", absoluteErrorMetric(), 20}});
        QVERIFY(choice->isVisible());
        MetricEvent event = epochEvent(tiedArm, 1, 3, 0.5);
        event.losses = {{.train_loss = 1, .val_loss = 2, .metric = 0.5},
                        {.train_loss = 0.1, .val_loss = 0.2, .metric = 7}};
        panel.append({event});
        QCOMPARE(panel.metricPlot()->area()->view().y_name, QStringLiteral("Accuracy of classify"));
        QVERIFY(panel.metricPlot()->legend()[0]->value().endsWith(QLatin1String(" %")));
        choice->setCurrentIndex(2);
        QCOMPARE(panel.lossPlot()->area()->view().y_name, QStringLiteral("Loss of draw"));
        QCOMPARE(panel.lossPlot()->area()->drawn()[1].y, std::vector<double>{0.2});
        QCOMPARE(panel.metricPlot()->area()->view().y_name, QStringLiteral("Mean absolute error"));
        QCOMPARE(panel.metricPlot()->area()->drawn()[0].y, std::vector<double>{7});
        // A training of one loss has nothing to choose.
        panel.reset({tiedArm}, {{"loss", accuracyMetric(), 1}});
        QVERIFY(!choice->isVisible());
        QCOMPARE(panel.lossPlot()->area()->view().y_name, QStringLiteral("Loss"));
    }

    void withoutAMetricThereIsOnlyTheLoss()
    {
        ShownPanel shown(50, MetricSpec());
        QVERIFY(!shown.panel.metricPlot()->isVisible());
    }

    void eventsThatComeWhileItRestsAreDrawnSoon()
    {
        ShownPanel shown(100, accuracyMetric());
        for (std::int64_t step = 100; step < 1000; step += 100)
            shown.panel.append(trainingEvents(step + 100, step));
        QTRY_VERIFY(shown.loss()->view().x.upper >= 1000);
        QTRY_VERIFY(shown.metric()->view().x.upper >= 1000);
        QVERIFY(shown.entry(0)->value().startsWith(QLatin1String("0.0")));
    }

    void aMillionStepsGiveThePlotAFewThousandPoints()
    {
        ShownPanel shown(0, accuracyMetric());
        std::vector<MetricEvent> events;
        for (std::int64_t step = 1; step <= 500'000; ++step) {
            events.push_back(stepEvent(tiedArm, step, 1.0 + 0.001 * static_cast<double>(step % 97)));
            events.push_back(stepEvent(untiedArm, step, 1.0 + 0.001 * static_cast<double>(step % 89)));
        }
        shown.panel.append(events);
        QTRY_VERIFY(shown.loss()->view().x.upper >= 500'000);
        const auto pixels = static_cast<std::size_t>(shown.loss()->plotRect().width());
        QVERIFY(shown.loss()->drawnPointCount() <= 4 * 4 * (pixels + 1));
    }

    void theLegendSwitchesCurvesOffAndOn()
    {
        ShownPanel shown(300, accuracyMetric());
        QTest::mouseClick(shown.entry(2), Qt::LeftButton);
        QVERIFY(!shown.entry(2)->isChecked());
        QVERIFY(shown.loss()->drawn()[2].x.empty());
        QVERIFY(!shown.loss()->drawn()[0].x.empty());
        // It stays off in the next training.
        shown.panel.reset({tiedArm, untiedArm}, {{"loss", accuracyMetric(), 1}});
        shown.panel.append(trainingEvents(100));
        QTRY_VERIFY(!shown.loss()->drawn()[0].x.empty());
        QVERIFY(shown.loss()->drawn()[2].x.empty());
        QTest::keyClick(shown.entry(2), Qt::Key_Space);
        QVERIFY(!shown.loss()->drawn()[2].x.empty());
    }

    void smoothingChangesTheTrainingCurveOnly()
    {
        ShownPanel shown(300, accuracyMetric());
        auto* slider = shown.panel.findChild<QSlider*>(QStringLiteral("smoothing"));
        QCOMPARE(slider->value(), 600);
        QVERIFY(!shown.loss()->drawn()[0].raw_x.empty());
        const std::vector<double> smoothed = shown.loss()->drawn()[0].y;
        const std::vector<double> validation = shown.loss()->drawn()[1].y;
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(slider->value(), 0);
        const MetricSeries& series = shown.panel.history().variants()[0].training_loss;
        QCOMPARE(shown.loss()->drawn()[0].y.back(), series.raw()[series.size() - 1]);
        QVERIFY(shown.loss()->drawn()[0].raw_x.empty());
        QVERIFY(shown.loss()->drawn()[0].y != smoothed);
        QCOMPARE(shown.loss()->drawn()[1].y, validation);
    }

    void theHorizontalAxisCountsWhatIsChosen_data()
    {
        QTest::addColumn<int>("choice");
        QTest::addColumn<double>("end");
        QTest::newRow("steps") << 0 << 400.0;
        QTest::newRow("epochs") << 1 << 8.0;
        QTest::newRow("seconds") << 2 << 0.4;
    }
    void theHorizontalAxisCountsWhatIsChosen()
    {
        QFETCH(int, choice);
        QFETCH(double, end);
        ShownPanel shown(400, accuracyMetric());
        shown.panel.findChild<QComboBox*>(QStringLiteral("progressUnit"))->setCurrentIndex(choice);
        QVERIFY(isClose(shown.loss()->view().x.upper, end));
        QVERIFY(isClose(shown.metric()->view().x.upper, end));
    }

    void theLogarithmicScaleIsForLossesAndErrors_data()
    {
        QTest::addColumn<MetricSpec>("metric");
        QTest::addColumn<AxisScale>("scale");
        QTest::newRow("an error") << absoluteErrorMetric() << AxisScale::Logarithmic;
        QTest::newRow("a share") << accuracyMetric() << AxisScale::Linear;
        QTest::newRow("a share by any name") << MetricSpec{.name = "recall", .is_share = true} << AxisScale::Linear;
    }
    void theLogarithmicScaleIsForLossesAndErrors()
    {
        QFETCH(MetricSpec, metric);
        QFETCH(AxisScale, scale);
        ShownPanel shown(200, metric);
        QTest::keyClick(shown.panel.findChild<QCheckBox*>(QStringLiteral("logarithmic")), Qt::Key_Space);
        QCOMPARE(shown.loss()->view().value_scale, AxisScale::Logarithmic);
        QVERIFY(shown.loss()->view().y.lower > 0);
        QCOMPARE(shown.metric()->view().value_scale, scale);
    }

    void theReadoutShowsTheNearestValuesAndIsCopied()
    {
        ShownPanel shown(400, accuracyMetric());
        shown.loss()->setReadout(201.2);
        const MetricSeries& training = shown.panel.history().variants()[0].training_loss;
        QCOMPARE(training.position(200).step, 201);
        QCOMPARE(shown.entry(0)->value(), valueText(training.smoothed()[200], ValueFormat::Plain));
        const MetricSeries& validation = shown.panel.history().variants()[0].validation_loss;
        QCOMPARE(shown.entry(1)->value(), valueText(validation.raw()[4], ValueFormat::Plain));

        QTest::keyClick(shown.loss(), Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'));
        QVERIFY(lines[0].startsWith(QStringLiteral("Step 201 · epoch 4.02 · 0.20 s")));
        const QStringList columns = lines[1].split(QLatin1Char('\t'));
        QCOMPARE(columns[0], QStringLiteral("Tied, training"));
        QCOMPARE(columns[1], QString::number(training.smoothed()[200], 'g', 9));
        QCOMPARE(columns[3], QString::number(training.raw()[200], 'g', 9));
    }

    void theReadoutKeepsUpWhileTraining()
    {
        ShownPanel shown(100, accuracyMetric());
        const QString before = shown.entry(0)->value();
        shown.panel.append(trainingEvents(400, 100));
        QTRY_VERIFY(shown.entry(0)->value() != before);
        const MetricSeries& training = shown.panel.history().variants()[0].training_loss;
        QCOMPARE(shown.entry(0)->value(), valueText(training.smoothed()[training.size() - 1], ValueFormat::Plain));
    }

    void showAllUndoesTheZoomsOfBothPlots()
    {
        ShownPanel shown(400, accuracyMetric());
        auto* button = shown.panel.findChild<QToolButton*>(QStringLiteral("resetView"));
        QVERIFY(!button->isEnabled());
        QTest::keyClick(shown.loss(), Qt::Key_Plus);
        QTest::keyClick(shown.metric(), Qt::Key_Plus);
        QVERIFY(!shown.loss()->isFollowing() && !shown.metric()->isFollowing());
        QVERIFY(button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(shown.loss()->isFollowing() && shown.metric()->isFollowing());
        QVERIFY(!button->isEnabled());
    }

    void plotsStandSideBySideWhereThereIsRoom()
    {
        ShownPanel shown(100, accuracyMetric());
        QVERIFY(shown.panel.metricPlot()->x() > shown.panel.lossPlot()->x());
        shown.panel.resize(450, 700);
        QTRY_VERIFY(shown.panel.metricPlot()->y() > shown.panel.lossPlot()->y());
    }

    void theLegendIsNeverCut()
    {
        ShownPanel shown(100, absoluteErrorMetric());
        for (const QSize size : {QSize(1700, 300), QSize(1300, 300), QSize(760, 260), QSize(480, 640)}) {
            shown.panel.resize(size);
            QCoreApplication::processEvents();
            for (const CurvePlot* plot : {shown.panel.lossPlot(), shown.panel.metricPlot()}) {
                for (const LegendEntry* entry : plot->legend()) {
                    QVERIFY(entry->width() >= entry->sizeHint().width());
                    QVERIFY(plot->rect().contains(entry->geometry()));
                    QVERIFY(!entry->geometry().intersects(plot->area()->geometry()));
                }
            }
        }
    }

    void everyControlHasANameAndIsReachedByKeys()
    {
        ShownPanel shown(100, accuracyMetric());
        for (const char* name : {"smoothing", "progressUnit", "logarithmic", "resetView", "export"}) {
            auto* control = shown.panel.findChild<QWidget*>(QLatin1String(name));
            QVERIFY2(control != nullptr, name);
            QVERIFY2((control->focusPolicy() & Qt::TabFocus) != 0, name);
            QVERIFY2(!control->toolTip().isEmpty(), name);
        }
        for (const PlotArea* area : {shown.loss(), shown.metric()}) {
            QVERIFY((area->focusPolicy() & Qt::TabFocus) != 0);
            QVERIFY(!area->accessibleName().isEmpty());
        }
    }
};

LIGATURE_TEST(TestMetricPlotPanel)

} // namespace tst_metric_plot_panel

#include "tst_metric_plot_panel.moc"
