// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QSignalSpy>

#include "tests/support/test_program.h"
#include "trained_plot.h"

namespace tst_weights_plot {

using namespace ligature;
using namespace ligature::testing;

class TestWeightsPlot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void beforeTrainingItSaysWhatToDo()
    {
        TrainedPlot plot("weights", onDigits(tiedAutoencoder(64, 8), 2));
        QVERIFY(plot.page->message().contains(QStringLiteral("F5")));
    }

    /// The decoder reads W transposed, its copy in the twin as it is.
    void eachEntryIsWhatTheLayerReads()
    {
        TrainedPlot plot("weights", onDigits(tiedAutoencoder(64, 8), 3));
        QVERIFY(plot.train());
        auto* const use = plot.find<QComboBox>("weightUse");
        QTRY_COMPARE_WITH_TIMEOUT(use->count(), 4, 15'000);
        QCOMPARE(use->currentText(), QStringLiteral("encoder.weight: W")); // The first matrix.
        const int decoder = use->findText(QStringLiteral("decoder.weight: Wᵀ"));
        QVERIFY(decoder >= 0);
        use->setCurrentIndex(decoder);
        QTRY_COMPARE_WITH_TIMEOUT(plot.table().size(), qsizetype{3 * 64 * 8}, 15'000);
        const TrainedVariant& tied = plot.arm(tiedArm);
        const TrainedVariant& untied = plot.arm(untiedArm);
        const std::vector<float>& w = valuesAt(tied.network, tied.weights, "encoder", "weight");
        const std::vector<float>& copy = valuesAt(untied.network, untied.weights, "decoder", "weight");
        const auto isOfTheseValues = [&] {
            double off = 0;
            for (const QStringList& row : plot.table()) {
                const std::size_t r = row[1].toULongLong();
                const std::size_t c = row[2].toULongLong();
                const auto read = static_cast<double>(w[c * 64 + r]);
                const auto other = static_cast<double>(copy[r * 8 + c]);
                const double expected = row[0] == QStringLiteral("Tied")     ? read
                                        : row[0] == QStringLiteral("Untied") ? other
                                                                             : read - other;
                off = std::max(off, std::abs(row[3].toDouble() - expected));
            }
            return off < 1e-6;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isOfTheseValues(), 15'000);
        double squares = 0;
        double of_tied = 0;
        for (std::size_t r = 0; r < 64; ++r) {
            for (std::size_t c = 0; c < 8; ++c) {
                const auto read = static_cast<double>(w[c * 64 + r]);
                squares += std::pow(read - static_cast<double>(copy[r * 8 + c]), 2);
                of_tied += read * read;
            }
        }
        QCOMPARE(plot.page->sentence(), QStringLiteral("Tied and Untied differ by %1 % of the norm of Tied.")
                                            .arg(100 * std::sqrt(squares / of_tied), 0, 'f', 1));
    }

    void coloursAreBlueAboveZeroAndOrangeBelow_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }
    void coloursAreBlueAboveZeroAndOrangeBelow()
    {
        QFETCH(bool, dark);
        TrainedPlot plot("weights", onDigits(tiedAutoencoder(64, 8), 2));
        plot.page->setPalette(paletteFor(dark ? darkTheme() : lightTheme()));
        QVERIFY(plot.train());
        auto* const maps = plot.find<DrawnFigure>("weightMaps");
        QTRY_COMPARE_WITH_TIMEOUT(plot.table().size(), qsizetype{3 * 64 * 8}, 15'000);
        const QList<QStringList> table = plot.table();
        const QImage image = maps->grab().toImage();
        int compared = 0;
        for (const QStringList& row : table) {
            if (row[0] != QStringLiteral("Tied") || std::abs(row[3].toDouble()) < 0.05)
                continue;
            const QPointF centre =
                maps->fieldRect({row[2].toInt(), row[1].toInt()}, maps->size()).center() * image.devicePixelRatio();
            const QColor colour = image.pixelColor(centre.toPoint());
            QCOMPARE(colour.blue() > colour.red(), row[3].toDouble() > 0);
            ++compared;
        }
        QVERIFY(compared > 50);
    }

    void aFieldTellsAllArmsAndIsCopied()
    {
        TrainedPlot plot("weights", onDigits(tiedAutoencoder(64, 8), 2));
        QVERIFY(plot.train());
        auto* const maps = plot.find<DrawnFigure>("weightMaps");
        QTRY_VERIFY_WITH_TIMEOUT(maps->fields().width() == 3 * 64, 15'000);
        plot.page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(plot.page));
        maps->setFocus();
        QTest::keyClick(maps, Qt::Key_Right);
        QTest::keyClick(maps, Qt::Key_Down);
        const QString text = maps->fieldText({1, 1});
        QVERIFY2(text.startsWith(QStringLiteral("[1, 1]: Tied ")), qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("Untied ")) && text.contains(QStringLiteral("Difference ")));
        QTest::keyClick(maps, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), text);
        QTest::mouseClick(maps, Qt::LeftButton, {}, maps->fieldRect({70, 2}, maps->size()).center().toPoint());
        QCOMPARE(maps->current(), QPoint(70, 2));
        QTest::keyClick(maps, Qt::Key_Left);
        QCOMPARE(maps->current(), QPoint(69, 2));
        const QRectF field = maps->fieldRect({65, 3}, maps->size()); // of the second map
        QCOMPARE(maps->fieldAt(field.center(), maps->size()), QPoint(65, 3));
        QCOMPARE(maps->fieldAt({1, 1}, maps->size()), std::nullopt);
    }

    void oneArmAloneHasOneMap()
    {
        Project project = onDigits(tiedAutoencoder(64, 8), 2);
        project.training.arms = {untiedArm};
        TrainedPlot plot("weights", std::move(project));
        QVERIFY(plot.train());
        QTRY_COMPARE_WITH_TIMEOUT(plot.table().size(), qsizetype{64 * 8}, 15'000);
        QVERIFY(plot.page->sentence().isEmpty());
    }
};

LIGATURE_TEST(TestWeightsPlot)

} // namespace tst_weights_plot

#include "tst_weights_plot.moc"
