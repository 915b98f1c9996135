// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QComboBox>

#include "core/data/data_format.h"
#include "core/data/load_context.h"
#include "tests/support/test_program.h"
#include "trained_plot.h"
#include "ui/plots/curve_plot.h"
#include "ui/plots/legend_entry.h"

namespace tst_gradients_plot {

using namespace ligature;
using namespace ligature::testing;

class TestGradientsPlot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void beforeTrainingItSaysWhatToDo()
    {
        TrainedPlot plot("gradients", onDigits(tiedAutoencoder(64, 8), 2));
        QVERIFY(plot.page->message().contains(QStringLiteral("F5")));
        QVERIFY(plot.page->message().contains(QStringLiteral("norm")));
    }

    void bothArmsAreDrawnFromTheFirstStepOn()
    {
        TrainedPlot plot("gradients", onDigits(tiedAutoencoder(64, 8), 4));
        QVERIFY(plot.train());
        QVERIFY(plot.page->showsContent());
        const auto* const curves = plot.find<CurvePlot>("gradientPlot");
        QTRY_COMPARE(curves->legend().size(), std::size_t{2});
        QCOMPARE(curves->legend()[0]->text(), QStringLiteral("Tied"));
        QCOMPARE(curves->legend()[1]->text(), QStringLiteral("Untied"));
        for (const Curve& curve : curves->area()->curves()) {
            QTRY_COMPARE(curve.series->position(curve.series->size() - 1).step,
                         (plot.run.lastUpdate().total_steps - 1) / defaultWatchInterval * defaultWatchInterval + 1);
            QCOMPARE(curve.series->position(0).step, std::int64_t{1});
        }
        const double tied = curves->area()->curves()[0].series->raw()[0];
        const double untied = curves->area()->curves()[1].series->raw()[0];
        QVERIFY(tied > 0 && untied > 0 && tied != untied);
        QVERIFY(plot.pictureHas(lightTheme().tied));
    }

    /// Of another trainer, which is asked for each step: the norm of what the use of each parameter adds.
    void aSharedParameterStandsBesideItsCopies()
    {
        TrainedPlot plot("gradients", onDigits(tiedAutoencoder(64, 8), 2));
        QVERIFY(plot.train());
        auto* const parameter = plot.find<QComboBox>("gradientParameter");
        QTRY_COMPARE(parameter->count(), 4); // all, W and two biases
        QCOMPARE(parameter->itemText(0), QStringLiteral("All together"));
        const int w = parameter->findText(QStringLiteral("W"));
        QVERIFY(w > 0);
        parameter->setCurrentIndex(w);
        const auto* const curves = plot.find<CurvePlot>("gradientPlot");
        QStringList names;
        for (const LegendEntry* entry : curves->legend())
            names << entry->text();
        names.sort();
        QCOMPARE(names, (QStringList{QStringLiteral("Tied"), QStringLiteral("Untied: decoder.weight"),
                                     QStringLiteral("Untied: encoder.weight")}));
        // At the first step both start alike, so that what the copies are told adds up to what W is told; its two parts
        // are what UseWatch measures, along another way.
        Project project = plot.document.project();
        auto loaded = loadDataset(project.data, {});
        QVERIFY(loaded.has_value());
        project.training.arms = {tiedArm};
        auto trainer = Trainer::create(project, std::make_shared<const Dataset>(std::move(*loaded)));
        QVERIFY(trainer.has_value());
        QVERIFY((*trainer)->watchUses(1));
        (*trainer)->advance(1, std::chrono::hours(1));
        const UseGradients uses = (*trainer)->takeUseGradients().front();
        const double both = std::sqrt(uses.norms[0] * uses.norms[0] + uses.norms[1] * uses.norms[1] +
                                      2 * uses.cosine(0, 1) * uses.norms[0] * uses.norms[1]);
        for (const Curve& curve : curves->area()->curves()) {
            const double expected = curve.name == QStringLiteral("Tied")             ? both
                                    : curve.name.contains(QStringLiteral("encoder")) ? uses.norms[0]
                                                                                     : uses.norms[1];
            QVERIFY2(std::abs(curve.series->raw()[0] - expected) < 1e-4 * expected, qPrintable(curve.name));
        }
    }

    void theTableHasEveryNorm()
    {
        TrainedPlot plot("gradients", onDigits(tiedAutoencoder(64, 8), 2));
        QVERIFY(plot.train());
        QTRY_VERIFY(plot.table().size() > 100);
        // Of each arm and step, the squares of all parameters add up to that of all together.
        std::map<QString, double> squares;
        std::map<QString, double> together;
        for (const QStringList& row : plot.table()) {
            QCOMPARE(row.size(), 5);
            const QString key = row[0] + u' ' + row[2];
            const double norm = row[4].toDouble();
            if (row[1].isEmpty())
                together[key] = norm * norm;
            else
                squares[key] += norm * norm;
        }
        QVERIFY(!together.empty());
        QCOMPARE(squares.size(), together.size());
        for (const auto& [key, square] : together)
            QVERIFY2(std::abs(squares[key] - square) <= 1e-9 * square, qPrintable(key));
    }

    void aNewTrainingBeginsAnew()
    {
        TrainedPlot plot("gradients", onDigits(tiedAutoencoder(64, 8), 2));
        QVERIFY(plot.train());
        const qsizetype before = plot.table().size();
        QVERIFY(plot.train());
        QTRY_COMPARE(plot.table().size(), before);
        plot.document.replace(onDigits(tiedAutoencoder(64, 8), 2));
        QVERIFY(plot.table().isEmpty());
        QVERIFY(plot.page->message().contains(QStringLiteral("F5")));
    }
};

LIGATURE_TEST(TestGradientsPlot)

} // namespace tst_gradients_plot

#include "tst_gradients_plot.moc"
