// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/batch_order.h"
#include "tests/support/test_program.h"
#include "trained_plot.h"

namespace tst_confusion_plot {

using namespace ligature;
using namespace ligature::testing;

namespace {

/// Rows of the table as they are to be, with loops over the validation samples.
QList<QStringList> expectedTable(const TrainedPlot& plot)
{
    const Dataset& data = *plot.run.dataset();
    const BatchOrder order(data.sample_count, plot.run.settings());
    QList<QStringList> rows;
    for (const TrainedVariant& arm : plot.run.snapshot()->variants()) {
        std::vector<int> counts(100);
        for (const std::int64_t sample : order.validation()) {
            const std::vector<double> scores = perceptronScores(arm.network, arm.weights, featuresOf(data, sample));
            const auto told = static_cast<std::size_t>(std::ranges::max_element(scores) - scores.begin());
            ++counts[static_cast<std::size_t>(data.targets.data()[sample]) * 10 + told];
        }
        for (int i = 0; i < 100; ++i) {
            rows << QStringList{QString::fromStdString(toString(arm.variant)), QString::number(i / 10),
                                QString::number(i % 10), QString::number(counts[static_cast<std::size_t>(i)])};
        }
    }
    return rows;
}

} // namespace

class TestConfusionPlot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void beforeTrainingItSaysWhatToDo()
    {
        TrainedPlot plot("confusion", onDigits(classifier(64, 16, 10), 2));
        QVERIFY(plot.page->message().contains(QStringLiteral("F5")));
        plot.document.replace(onDigits(tiedAutoencoder(64, 8), 2));
        QTRY_VERIFY(plot.page->message().contains(QStringLiteral("Softmax cross-entropy")));
    }

    void theCountsAreThoseOfTheValidationSamples()
    {
        TrainedPlot plot("confusion", onDigits(classifier(64, 16, 10), 3));
        QVERIFY(plot.train());
        QTRY_VERIFY_WITH_TIMEOUT(plot.table() == expectedTable(plot), 15'000);
        // The share that is told right is the metric of the training's end.
        const double metric = plot.run.histories().front().epochs.back().metric;
        auto* const maps = plot.find<DrawnFigure>("confusionMaps");
        QVERIFY2(maps->accessibleDescription().contains(QStringLiteral("Tied: %1 %").arg(100 * metric, 0, 'f', 1)),
                 qPrintable(maps->accessibleDescription()));
        QVERIFY(plot.page->sentence().startsWith(QStringLiteral("Of the validation samples. Tied most often takes ")));
        QVERIFY(maps->fieldText({3, 3}).contains(QStringLiteral("samples of 3 are told right")));
        QVERIFY(maps->fieldText({13, 4}).startsWith(QStringLiteral("Untied: ")));
        QVERIFY(maps->fieldText({13, 4}).contains(QStringLiteral("samples of 4 are taken for 3")));
        QCOMPARE(maps->fieldAt(maps->fieldRect({13, 4}, maps->size()).center(), maps->size()), QPoint(13, 4));
        QVERIFY(plot.page->exportButton()->picture(FigureFormat::Svg).contains("taken for"));
    }

    void aNetworkThatIsNoClassifierIsSaid()
    {
        TrainedPlot plot("confusion", onDigits(tiedAutoencoder(64, 8), 2));
        QVERIFY(plot.train());
        QTRY_VERIFY(plot.page->message().contains(QStringLiteral("tells no classes apart")));
        QTest::qWait(100);
        QVERIFY(!plot.page->showsContent());
    }

    void whereNobodyLooksNothingIsComputed()
    {
        TrainedPlot plot("confusion", onDigits(classifier(64, 16, 10), 2));
        plot.page->hide();
        QVERIFY(plot.train());
        QTest::qWait(200);
        QVERIFY(plot.table().isEmpty());
        plot.page->show();
        QTRY_COMPARE_WITH_TIMEOUT(plot.table().size(), qsizetype{200}, 15'000);
    }
};

LIGATURE_TEST(TestConfusionPlot)

} // namespace tst_confusion_plot

#include "tst_confusion_plot.moc"
