// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "core/report/history_file.h"
#include "tests/support/test_program.h"
#include "training_events.h"
#include "ui/plots/legend_entry.h"
#include "ui/plots/metric_plot_panel.h"
#include "ui/theme/theme.h"

namespace tst_plot_export {

using namespace ligature;
using namespace ligature::test;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestPlotExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_panel = std::make_unique<MetricPlotPanel>();
        m_panel->setPalette(paletteFor(darkTheme()));
        m_panel->resize(1200, 300);
        m_panel->show();
        m_panel->reset({tiedArm, untiedArm}, {{"loss", accuracyMetric(), 1}});
        m_panel->append(trainingEvents(300));
        QVERIFY(m_folder.isValid());
    }

    void aPngIsAPictureOnWhiteWithTheCurves()
    {
        const QString path = save(FigureFormat::Png);
        const QImage image(path);
        QVERIFY(image.width() > 1000);
        QCOMPARE(image.pixelColor(0, 0), QColor(Qt::white));
        bool tied = false;
        bool untied = false;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                tied = tied || image.pixelColor(x, y) == lightTheme().tied;
                untied = untied || image.pixelColor(x, y) == lightTheme().untied;
            }
        }
        QVERIFY(tied);
        QVERIFY(untied);
    }

    void anSvgIsXmlWithPathsAndNames()
    {
        QXmlStreamReader xml(contentOf(save(FigureFormat::Svg)));
        int paths = 0;
        QString text;
        while (!xml.atEnd()) {
            xml.readNext();
            paths += xml.isStartElement() &&
                     (xml.name() == QLatin1String("path") || xml.name() == QLatin1String("polyline"));
            if (xml.isCharacters())
                text += xml.text();
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(paths > 5);
        for (const LegendEntry* entry : m_panel->lossPlot()->legend())
            QVERIFY2(text.contains(entry->text()), qPrintable(entry->text()));
    }

    void aPdfIsADocument()
    {
        const QByteArray bytes = contentOf(save(FigureFormat::Pdf));
        QVERIFY(bytes.startsWith("%PDF-"));
        QVERIFY(bytes.trimmed().endsWith("%%EOF"));
        QVERIFY(bytes.contains("/MediaBox [0 0 570.000000 345.000000]"));
    }

    void aHiddenCurveIsNotInTheFigure()
    {
        m_panel->lossPlot()->legend()[3]->click();
        const QByteArray bytes = contentOf(save(FigureFormat::Svg));
        QVERIFY(!bytes.contains("Untied, validation"));
        QVERIFY(bytes.contains("Untied, training"));
    }

    void theTableIsWhatWasMeasured()
    {
        const QString path = m_folder.filePath(QStringLiteral("values.csv"));
        QVERIFY(m_panel->saveValues(path));
        QCOMPARE(contentOf(path).toStdString(), writeHistory(m_panel->history().histories()));
        const QList<QByteArray> lines = contentOf(path).trimmed().split('\n');
        // A head, 300 steps and 7 epochs of two variants.
        QCOMPARE(lines.size(), 1 + 2 * (300 + 7));
        const MetricSeries& training = m_panel->history().variants()[0].training_loss;
        std::size_t step = 0;
        for (const QByteArray& line : lines) {
            const QList<QByteArray> fields = line.split(',');
            if (fields[0] != "step" || fields[1] != "tied")
                continue;
            QCOMPARE(fields[2].toLongLong(), training.position(step).step);
            QCOMPARE(fields[4].toDouble(), training.raw()[step]);
            ++step;
        }
        QCOMPARE(step, training.size());
    }

    void whatCannotBeWrittenIsAnErrorAndLeavesNothing()
    {
        const QString path = m_folder.filePath(QStringLiteral("missing/plot.png"));
        const Result<void> saved = m_panel->saveFigure(*m_panel->lossPlot(), FigureFormat::Png, path);
        QVERIFY(!saved);
        QVERIFY(!saved.error().oneLine().empty());
        QVERIFY(!m_panel->saveValues(path));
        QVERIFY(!QFile::exists(path));
    }

private:
    QString save(FigureFormat format)
    {
        const QString path = m_folder.filePath(QStringLiteral("plot.%1").arg(QLatin1String(fileSuffix(format))));
        const Result<void> saved = m_panel->saveFigure(*m_panel->lossPlot(), format, path);
        if (!saved)
            QTest::qFail(saved.error().oneLine().c_str(), __FILE__, __LINE__);
        return path;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<MetricPlotPanel> m_panel;
};

LIGATURE_TEST(TestPlotExport)

} // namespace tst_plot_export

#include "tst_plot_export.moc"
