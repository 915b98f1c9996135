// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QTest>

#include "core/report/history_file.h"
#include "tests/support/test_program.h"
#include "training_events.h"
#include "ui/plots/metric_history.h"

namespace tst_metric_history {

using namespace ligature;
using namespace ligature::test;

class TestMetricHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eventsGoToTheirVariantsCurves()
    {
        MetricHistory history;
        history.reset({tiedArm, untiedArm});
        QVERIFY(history.empty());
        history.append({epochEvent(tiedArm, 0, 0.9, 0.1), epochEvent(untiedArm, 0, 0.8, 0.2),
                        stepEvent(tiedArm, 1, 0.7), stepEvent(untiedArm, 1, 0.6), stepEvent(untiedArm, 2, 0.5)});
        QVERIFY(!history.empty());
        const VariantCurves& tied = history.variants()[0];
        const VariantCurves& untied = history.variants()[1];
        QVERIFY(tied.variant == tiedArm);
        QCOMPARE(tied.training_loss.size(), std::size_t(1));
        QCOMPARE(untied.training_loss.size(), std::size_t(2));
        QCOMPARE(untied.training_loss.raw()[1], 0.5);
        QCOMPARE(tied.validation_loss.raw()[0], 0.9 * 1.1);
        QCOMPARE(tied.metric.raw()[0], 0.1);
        QCOMPARE(untied.metric.raw()[0], 0.2);
    }

    void theEndDoesNotRepeatTheLastEpoch()
    {
        MetricHistory history;
        history.reset({tiedArm});
        MetricEvent end = epochEvent(tiedArm, 1, 0.5, 0.5);
        end.kind = MetricEvent::Kind::End;
        history.append({epochEvent(tiedArm, 0, 1, 0), epochEvent(tiedArm, 1, 0.5, 0.5), end});
        QCOMPARE(history.variants()[0].metric.size(), std::size_t(2));
        // Stopped inside an epoch, the end is news.
        end.step = 75;
        history.append({end});
        QCOMPARE(history.variants()[0].metric.size(), std::size_t(3));
    }

    void whatWasNotMeasuredIsNoPoint()
    {
        MetricHistory history;
        history.reset({tiedArm});
        MetricEvent event = epochEvent(tiedArm, 1, 0.5, 0.5);
        event.val_loss = notMeasured;
        history.append({event});
        QVERIFY(history.variants()[0].validation_loss.empty());
        QCOMPARE(history.variants()[0].metric.size(), std::size_t(1));
    }

    void resetForgetsEverything()
    {
        MetricHistory history;
        history.reset({tiedArm});
        history.append({stepEvent(tiedArm, 1, 0.7)});
        history.reset({untiedArm});
        QVERIFY(history.empty());
        QCOMPARE(history.variants().size(), std::size_t(1));
        QVERIFY(history.variants()[0].variant == untiedArm);
    }

    void theTableHasEveryMeasurementToTheLastBit()
    {
        MetricHistory history;
        history.reset({tiedArm});
        MetricEvent epoch = epochEvent(tiedArm, 1, 0.1, 1.0 / 3, 2);
        MetricEvent start = epochEvent(tiedArm, 0, 2, 0.25, 2);
        start.val_loss = notMeasured;
        history.append({start, stepEvent(tiedArm, 1, 0.1 + 0.2, 2),
                        stepEvent(tiedArm, 2, std::numeric_limits<double>::infinity(), 2), epoch,
                        stepEvent(tiedArm, 3, std::numeric_limits<double>::quiet_NaN(), 2)});
        const QString csv = QString::fromStdString(writeHistory(history.histories()));
        QCOMPARE(csv, QStringLiteral("event,variant,step,epoch,train_loss,val_loss,metric,seconds\n"
                                     "epoch,tied,0,0,2,,0.25,0\n"
                                     "epoch,tied,2,1,0.1,0.11000000000000001,0.3333333333333333,0.002\n"
                                     "step,tied,1,1,0.30000000000000004,,,0.001\n"
                                     "step,tied,2,1,inf,,,0.002\n"
                                     "step,tied,3,2,nan,,,0.003\n"));
    }

    void eachOfSeveralLossesHasCurvesAndColumnsOfItsOwn()
    {
        MetricHistory history;
        history.reset({tiedArm}, {"classify", "draw"});
        MetricEvent step = stepEvent(tiedArm, 1, 3, 2);
        step.losses = {{.train_loss = 1}, {.train_loss = 0.5}};
        MetricEvent epoch = epochEvent(tiedArm, 1, 2, 0.75, 2);
        epoch.val_loss = 4;
        epoch.losses = {{.train_loss = 1, .val_loss = 2, .metric = 0.75}, {.train_loss = 0.25, .val_loss = 0.5}};
        history.append({step, epoch});
        const VariantCurves& curves = history.variants()[0];
        QCOMPARE(&curves.of(std::nullopt).training_loss, &curves.training_loss);
        QCOMPARE(curves.of(0).training_loss.raw()[0], 1.0);
        QCOMPARE(curves.of(1).training_loss.raw()[0], 0.5);
        QCOMPARE(curves.of(1).validation_loss.raw()[0], 0.5);
        QCOMPARE(curves.of(0).metric.raw()[0], 0.75);
        QVERIFY(curves.of(1).metric.empty());
        QCOMPARE(QString::fromStdString(writeHistory(history.histories())),
                 QStringLiteral("event,variant,step,epoch,train_loss,val_loss,metric,seconds,classify.train_loss,"
                                "classify.val_loss,classify.metric,draw.train_loss,draw.val_loss,draw.metric\n"
                                "epoch,tied,2,1,2,4,0.75,0.002,1,2,0.75,0.25,0.5,\n"
                                "step,tied,1,1,3,,,0.001,1,,,0.5,,\n"));
    }
};

LIGATURE_GUILESS_TEST(TestMetricHistory)

} // namespace tst_metric_history

#include "tst_metric_history.moc"
