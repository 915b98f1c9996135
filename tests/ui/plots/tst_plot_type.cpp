// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>
#include <string>

#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QWidget>

#include "tests/support/test_folder.h"
#include "tests/support/test_program.h"
#include "ui/document/document.h"
#include "ui/plots/export_button.h"
#include "ui/plots/plot_type.h"
#include "ui/training/run_controller.h"

namespace tst_plot_type {

using namespace ligature;

/// What each plot of the list promises.
class TestPlotType : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theListHasThePlotsOfItsFile()
    {
        QFile file(QString::fromStdString(testing::testFolder() + "/../ui/plots/types/CMakeLists.txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QStringList listed = QString::fromUtf8(file.readAll())
                                 .section(QStringLiteral("ITEMS"), 1)
                                 .split(QRegularExpression(QStringLiteral("[\\s)]+")), Qt::SkipEmptyParts);
        QStringList found;
        for (const PlotType* const type : plotTypes())
            found << QString::fromUtf8(type->name().data(), static_cast<qsizetype>(type->name().size()));
        QCOMPARE(found, listed);
    }

    void eachSaysWhatItIs()
    {
        std::set<std::string_view> names;
        std::set<QString> titles;
        for (const PlotType* const type : plotTypes()) {
            QVERIFY(names.insert(type->name()).second);
            QVERIFY(titles.insert(type->title()).second);
            QCOMPARE(findPlotType(type->name()), type);
            QVERIFY2(type->help().size() > 30, qPrintable(type->title()));
        }
        QCOMPARE(findPlotType("no such plot"), nullptr);
    }

    void eachIsThereBeforeAnythingTrains_data()
    {
        QTest::addColumn<const PlotType*>("type");
        for (const PlotType* const type : plotTypes())
            QTest::newRow(std::string(type->name()).c_str()) << type;
    }
    void eachIsThereBeforeAnythingTrains()
    {
        QFETCH(const PlotType*, type);
        Document document;
        RunController run(&document);
        const std::unique_ptr<QWidget> plot(type->make({&document, &run}, nullptr));
        plot->resize(900, 300);
        plot->show();
        QVERIFY(!plot->accessibleName().isEmpty());
        QVERIFY2(plot->minimumSizeHint().width() <= 700, "It would widen the window.");
        if (type->name() != "parameters")
            QVERIFY(plot->findChild<ExportButton*>() != nullptr);
    }
};

LIGATURE_TEST(TestPlotType)

} // namespace tst_plot_type

#include "tst_plot_type.moc"
