// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>

#include "core/training/batch_order.h"
#include "tests/support/test_program.h"
#include "trained_plot.h"

namespace tst_reconstructions_plot {

using namespace ligature;
using namespace ligature::testing;

namespace {

std::vector<double> reconstructedByHand(const TrainedVariant& arm, const std::vector<double>& x)
{
    const std::vector<float>& encoder = valuesAt(arm.network, arm.weights, "encoder", "weight");
    std::vector<double> code = dense(encoder, valuesAt(arm.network, arm.weights, "encoder", "bias"), x);
    for (double& value : code)
        value = std::tanh(value);
    std::vector<float> decoder;
    if (arm.variant != tiedArm) {
        decoder = valuesAt(arm.network, arm.weights, "decoder", "weight");
    } else {
        for (std::size_t row = 0; row < x.size(); ++row)
            for (std::size_t column = 0; column < code.size(); ++column)
                decoder.push_back(encoder[column * x.size() + row]);
    }
    return dense(decoder, valuesAt(arm.network, arm.weights, "decoder", "bias"), code);
}

double errorByHand(const TrainedVariant& arm, const std::vector<double>& x)
{
    const std::vector<double> y = reconstructedByHand(arm, x);
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
        sum += (y[i] - x[i]) * (y[i] - x[i]);
    return sum / static_cast<double>(x.size());
}

/// Whether the table holds the errors of the trained networks.
bool isRight(const TrainedPlot& plot)
{
    const QList<QStringList> table = plot.table();
    for (const QStringList& row : table) {
        const ArmId arm = row[0] == QStringLiteral("tied") ? tiedArm : untiedArm;
        const double expected = errorByHand(plot.arm(arm), featuresOf(*plot.run.dataset(), row[1].toLongLong()));
        if (std::abs(row[2].toDouble() - expected) > 1e-4 * expected)
            return false;
    }
    return table.size() == 24;
}

} // namespace

class TestReconstructionsPlot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void beforeTrainingItSaysWhatToDo()
    {
        TrainedPlot plot("reconstructions", onDigits(tiedAutoencoder(64, 8), 2));
        QVERIFY(plot.page->message().contains(QStringLiteral("F5")));
        plot.document.replace(onDigits(classifier(64, 8, 10), 2));
        QTRY_VERIFY(plot.page->message().contains(QStringLiteral("autoencoder")));
    }

    void theErrorsAreThoseOfLoops()
    {
        TrainedPlot plot("reconstructions", onDigits(tiedAutoencoder(64, 8), 3));
        QVERIFY(plot.train());
        QTRY_VERIFY_WITH_TIMEOUT(isRight(plot), 15'000);
        auto* const rows = plot.find<DrawnFigure>("reconstructionRows");
        QCOMPARE(rows->fields(), QSize(12, 3));
        QVERIFY(rows->fieldText({0, 0}).contains(QStringLiteral("as it is")));
        QVERIFY(rows->fieldText({2, 2}).contains(QStringLiteral("Untied: mean squared error")));
        QVERIFY(plot.page->sentence().startsWith(QStringLiteral("Mean squared error of these: Tied 0.")));
    }

    /// A picture's grey levels follow what is reconstructed, between the inputs' least and greatest.
    void thePicturesAreWhatTheArmGives()
    {
        TrainedPlot plot("reconstructions", onDigits(tiedAutoencoder(64, 8), 3));
        QVERIFY(plot.train());
        QTRY_VERIFY_WITH_TIMEOUT(isRight(plot), 15'000);
        auto* const rows = plot.find<DrawnFigure>("reconstructionRows");
        const QImage image = rows->grab().toImage();
        const std::int64_t sample = plot.table()[4][1].toLongLong();
        const std::vector<double> x = featuresOf(*plot.run.dataset(), sample);
        const std::vector<double> y = reconstructedByHand(plot.arm(tiedArm), x);
        for (const auto& [row, values] : {std::pair(0, x), std::pair(1, y)}) {
            const QRectF rect = rows->fieldRect({4, row}, rows->size());
            for (int i = 0; i < 64; ++i) {
                const QPointF at(rect.left() + rect.width() * (i % 8 + 0.5) / 8,
                                 rect.top() + rect.height() * (i / 8 + 0.5) / 8);
                const int grey = image.pixelColor((at * image.devicePixelRatio()).toPoint()).red();
                const double expected = 255 * std::clamp(values[static_cast<std::size_t>(i)], 0.0, 1.0);
                QVERIFY2(std::abs(grey - expected) < 2, qPrintable(QStringLiteral("%1: %2").arg(i).arg(grey)));
            }
        }
    }

    void theWorstComeFirst()
    {
        TrainedPlot plot("reconstructions", onDigits(tiedAutoencoder(64, 8), 3));
        QVERIFY(plot.train());
        auto* const which = plot.find<QComboBox>("reconstructionSamples");
        QTRY_COMPARE_WITH_TIMEOUT(which->count(), 3, 15'000);
        QCOMPARE(which->itemText(2), QStringLiteral("Worst of Untied"));
        which->setCurrentIndex(2);
        const BatchOrder order(plot.run.dataset()->sample_count, plot.run.settings());
        std::vector<std::pair<double, std::int64_t>> errors;
        for (const std::int64_t sample : order.validation())
            errors.emplace_back(errorByHand(plot.arm(untiedArm), featuresOf(*plot.run.dataset(), sample)), sample);
        std::ranges::sort(errors, std::greater());
        const auto shows = [&] {
            const QList<QStringList> table = plot.table();
            for (int i = 0; i < 12 && table.size() == 24; ++i) {
                if (table[i][1].toLongLong() != errors[static_cast<std::size_t>(i)].second)
                    return false;
            }
            return table.size() == 24;
        };
        QTRY_VERIFY_WITH_TIMEOUT(shows(), 15'000);
    }
};

LIGATURE_TEST(TestReconstructionsPlot)

} // namespace tst_reconstructions_plot

#include "tst_reconstructions_plot.moc"
