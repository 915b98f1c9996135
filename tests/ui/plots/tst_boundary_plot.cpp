// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "trained_plot.h"

namespace tst_boundary_plot {

using namespace ligature;
using namespace ligature::testing;

class TestBoundaryPlot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Three classes by the angle, in a file with two features.
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        QFile file(m_folder.filePath(QStringLiteral("plane.csv")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("east,north,side\n");
        for (int i = 0; i < 300; ++i) {
            const double angle = i * 2.399963;
            const double radius = std::sqrt(i / 300.0) * 2;
            const double x = radius * std::cos(angle);
            const double y = radius * std::sin(angle);
            const char* const side = y > 0.4 ? "up" : x > 0 ? "right" : "left";
            file.write(QStringLiteral("%1,%2,%3\n").arg(x).arg(y).arg(QLatin1String(side)).toUtf8());
        }
    }

    void beforeTrainingItSaysWhatToDo()
    {
        TrainedPlot plot("boundary", onPlane(3));
        QVERIFY(plot.page->message().contains(QStringLiteral("F5")));
        plot.document.replace(onDigits(tiedAutoencoder(64, 8), 2));
        QTRY_VERIFY(plot.page->message().contains(QStringLiteral("two feature")));
    }

    void eachPointIsWhatLoopsGive()
    {
        TrainedPlot plot("boundary", onPlane(20));
        QVERIFY(plot.train());
        const QStringList names = classNames(plot);
        QCOMPARE(names.size(), 3);
        const auto isRight = [&] {
            const QList<QStringList> table = plot.table();
            int wrong = 0;
            for (const QStringList& row : table) {
                const TrainedVariant& arm = plot.arm(row[0] == QStringLiteral("tied") ? tiedArm : untiedArm);
                const std::vector<double> scores =
                    perceptronScores(arm.network, arm.weights, {row[1].toDouble(), row[2].toDouble()});
                const auto best = std::ranges::max_element(scores);
                double sum = 0;
                for (const double score : scores)
                    sum += std::exp(score - *best);
                const bool is_near = std::abs(row[4].toDouble() - 1 / sum) < 1e-4;
                wrong += is_near && names[best - scores.begin()] == row[3] ? 0 : 1;
            }
            // Where two scores are equal but for rounding, either may win.
            return table.size() == 2 * 96 * 96 && wrong < 5;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isRight(), 15'000);
        auto* const maps = plot.find<DrawnFigure>("boundaryMaps");
        QVERIFY2(maps->fieldText({0, 0}).startsWith(QStringLiteral("Tied at east ")),
                 qPrintable(maps->fieldText({0, 0})));
        QVERIFY(maps->fieldText({100, 5}).startsWith(QStringLiteral("Untied at east ")));
        QCOMPARE(maps->fieldAt(maps->fieldRect({100, 5}, maps->size()).center(), maps->size()), QPoint(100, 5));
        QVERIFY(plot.page->sentence().contains(QStringLiteral("tell different classes in")));
    }

    void otherDataAreSaid()
    {
        TrainedPlot plot("boundary", onDigits(classifier(64, 8, 10), 2));
        QVERIFY(plot.train());
        QTRY_VERIFY(!plot.page->showsContent() && plot.page->message().contains(QStringLiteral("two feature")));
    }

private:
    Project onPlane(std::int64_t epochs) const
    {
        Project project = classifier(2, 12, 3);
        project.data = {
            "csv",
            {{"path", m_folder.filePath(QStringLiteral("plane.csv")).toStdString()}, {"targets", std::string("side")}},
            "none"};
        project.training.epochs = epochs;
        return project;
    }
    static QStringList classNames(const TrainedPlot& plot)
    {
        QStringList names;
        for (const std::string& name : plot.run.dataset()->class_names)
            names << QString::fromStdString(name);
        return names;
    }

    QTemporaryDir m_folder;
};

LIGATURE_TEST(TestBoundaryPlot)

} // namespace tst_boundary_plot

#include "tst_boundary_plot.moc"
