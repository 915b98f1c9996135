// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTest>

#include "core/network/edits.h"
#include "core/views/view.h"
#include "tests/support/test_program.h"
#include "ui/document/document.h"
#include "ui/plots/counts_bars.h"
#include "ui/plots/counts_model.h"
#include "ui/plots/counts_panel.h"
#include "ui/plots/counts_table.h"
#include "ui/theme/theme.h"

namespace tst_counts_panel {

using namespace ligature;

namespace {

/// 64-32-64; tied, the decoder reads the encoder's weight transposed.
Project autoencoder(bool tied)
{
    Project project;
    Network& network = project.network;
    const LayerId input = addLayer(network, "input", "input", {{"shape", Shape{64}}});
    const LayerId encoder = addLayer(network, "dense", "encoder", {{"out_features", std::int64_t{32}}});
    const LayerId decoder = addLayer(network, "dense", "decoder", {{"out_features", std::int64_t{64}}});
    if (!link(network, {input, "output"}, {encoder, "input"}) ||
        !link(network, {encoder, "output"}, {decoder, "input"}))
        qFatal("the layers do not link");
    if (tied && !tie(network, shareSlot(network, {encoder, "weight"}, "W"), {decoder, "weight"}, transposeView()))
        qFatal("the decoder does not tie");
    return project;
}

/// The texts of a column from top to bottom, as the table shows them.
QStringList column(const QWidget& panel, CountsModel::Column column)
{
    const QAbstractItemModel* model = panel.findChild<CountsTable*>()->model();
    QStringList texts;
    for (int row = 0; row < model->rowCount(); ++row)
        texts << model->index(row, column).data().toString();
    return texts;
}

QString headline(const QWidget& panel)
{
    return panel.findChild<QLabel*>(QStringLiteral("countsHeadline"))->accessibleName();
}

} // namespace

class TestCountsPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void theHeadlineComparesTiedWithUntied()
    {
        Document document;
        document.replace(autoencoder(true));
        CountsPanel panel(&document);
        QCOMPARE(headline(panel), QStringLiteral("2,144 vs 4,192 · 51 % of the untied"));
    }

    void withoutTiesThereIsOneNumber()
    {
        Document document;
        document.replace(autoencoder(false));
        CountsPanel panel(&document);
        QCOMPARE(headline(panel), QStringLiteral("4,192"));
    }

    void eachStorageIsListedOnceWithItsBytes()
    {
        Document document;
        Project project = autoencoder(true);
        project.training.optimizer = "adam";
        document.replace(project);
        CountsPanel panel(&document);
        QCOMPARE(column(panel, CountsModel::NameColumn), (QStringList{"W", "encoder.bias", "decoder.bias"}));
        QCOMPARE(column(panel, CountsModel::UsesColumn), (QStringList{"2", "1", "1"}));
        QCOMPARE(column(panel, CountsModel::TiedColumn), (QStringList{"2,048", "32", "64"}));
        QCOMPARE(column(panel, CountsModel::UntiedColumn), (QStringList{"4,096", "32", "64"}));
        QCOMPARE(column(panel, CountsModel::WeightsColumn), (QStringList{"8,192 B", "128 B", "256 B"}));
        QCOMPARE(column(panel, CountsModel::GradientsColumn), (QStringList{"8,192 B", "128 B", "256 B"}));
        QCOMPARE(column(panel, CountsModel::OptimizerColumn), (QStringList{"16.4 kB", "256 B", "512 B"}));
        QVERIFY(panel.findChild<CountsBars*>()->accessibleDescription().contains(
            QLatin1String("Tied: weights 8,576 B, gradients 8,576 B, optimizer 17.2 kB")));
    }

    void frozenParametersHaveNoGradient()
    {
        Document document;
        Project project = autoencoder(true);
        for (auto& [id, parameter] : project.network.parameters)
            parameter.trainable = !parameter.shared;
        document.replace(project);
        CountsPanel panel(&document);
        QCOMPARE(column(panel, CountsModel::GradientsColumn), (QStringList{"0 B", "128 B", "256 B"}));
    }

    void itKeepsUpWithEditsAndUndo()
    {
        Document document;
        document.replace(autoencoder(false));
        CountsPanel panel(&document);
        const auto edited = document.edit(QStringLiteral("Tie"), [](Project& project) {
            Network& network = project.network;
            const Slot encoder{findLayer(network, "encoder").value(), "weight"};
            const Slot decoder{findLayer(network, "decoder").value(), "weight"};
            return tie(network, shareSlot(network, encoder, "W"), decoder, transposeView());
        });
        QVERIFY(edited);
        QCOMPARE(headline(panel), QStringLiteral("2,144 vs 4,192 · 51 % of the untied"));
        document.undoStack()->undo();
        QCOMPARE(headline(panel), QStringLiteral("4,192"));
        // Stochastic gradient descent without momentum keeps no state.
        QVERIFY(document.edit(QStringLiteral("Optimizer"), [](Project& project) {
            project.training.optimizer = "sgd";
            project.training.optimizer_attributes = {};
            return Result<void>();
        }));
        QCOMPARE(column(panel, CountsModel::OptimizerColumn), (QStringList{"0 B", "0 B", "0 B", "0 B"}));
    }

    void clickingAHeadSortsNumbersAsNumbers()
    {
        Document document;
        document.replace(autoencoder(true));
        CountsPanel panel(&document);
        panel.resize(700, 400);
        panel.show();
        QHeaderView* header = panel.findChild<CountsTable*>()->horizontalHeader();
        const QPoint tied(header->sectionViewportPosition(CountsModel::TiedColumn) + 20, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, tied);
        QCOMPARE(column(panel, CountsModel::TiedColumn), (QStringList{"32", "64", "2,048"}));
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, tied);
        QCOMPARE(column(panel, CountsModel::TiedColumn), (QStringList{"2,048", "64", "32"}));
    }

    void whereThereIsLittleRoomThePartsOfTheBytesAreInTheToolTip()
    {
        Document document;
        document.replace(autoencoder(true));
        CountsPanel panel(&document);
        panel.show();
        auto* table = panel.findChild<CountsTable*>();
        for (const int width : {900, 340}) {
            panel.resize(width, 240);
            QCOMPARE(table->isColumnHidden(CountsModel::GradientsColumn), width == 340);
            QVERIFY(!table->isColumnHidden(CountsModel::BytesColumn));
            QVERIFY(table->horizontalHeader()->length() <= table->viewport()->width());
        }
        const QModelIndex first = table->model()->index(0, CountsModel::NameColumn);
        QVERIFY(first.data(Qt::ToolTipRole).toString().contains(QLatin1String("gradients 8,192 B, optimizer 16.4 kB")));
    }

    void barsHaveTheThemesColours()
    {
        Document document;
        document.replace(autoencoder(true));
        CountsPanel panel(&document);
        panel.resize(700, 400);
        panel.show();
        auto* bars = panel.findChild<CountsBars*>();
        for (const Theme* theme : {&darkTheme(), &lightTheme()}) {
            panel.setPalette(paletteFor(*theme));
            const QImage image = bars->grab().toImage();
            int tied = 0;
            int untied = 0;
            for (int x = 0; x < image.width(); ++x) {
                for (int y = 0; y < image.height(); ++y) {
                    tied += image.pixelColor(x, y) == theme->tied;
                    untied += image.pixelColor(x, y) == theme->untied;
                }
            }
            QVERIFY(tied > 500);
            // The untied weights take about twice as much.
            QVERIFY(untied > 1.7 * tied && untied < 2.2 * tied);
        }
    }
};

LIGATURE_TEST(TestCountsPanel)

} // namespace tst_counts_panel

#include "tst_counts_panel.moc"
