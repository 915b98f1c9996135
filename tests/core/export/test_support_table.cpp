// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>

#include "core/export/exporter.h"
#include "core/layers/layer_type.h"
#include "core/optimization/schedule.h"
#include "core/views/view.h"
#include "tests/support/test_folder.h"
#include "tests/support/test_program.h"

namespace test_support_table {

using namespace ligature;

namespace {

constexpr const char* beginMark = "<!-- table -->\n";
constexpr const char* endMark = "<!-- end of table -->";

/// Goes wherever they go, as test_composites shows.
bool isMadeOfOthers(const LayerType& type)
{
    return type.composite() != nullptr;
}
template <typename Type>
bool isMadeOfOthers(const Type&)
{
    return false;
}

template <typename Type, typename Supports>
QString tableOf(const QString& heading, std::span<const Type* const> types, Supports supports)
{
    QString text = "| " + heading + " |";
    QString rule = "\n| --- |";
    for (const Exporter* const exporter : exporters()) {
        text += " " + QString::fromStdString(exporter->name()) + " |";
        rule += " --- |";
    }
    text += rule + "\n";
    for (const Type* const type : types) {
        if (isMadeOfOthers(*type))
            continue;
        text += "| " + QString::fromStdString(type->title()) + " |";
        for (const Exporter* const exporter : exporters())
            text += supports(*exporter, *type) ? " yes |" : " refused |";
        text += "\n";
    }
    return text;
}

QString tables()
{
    return tableOf("layer", layerTypes(), [](const Exporter& e, const LayerType& t) { return e.supportsLayer(t); }) +
           "\n" + tableOf("view", viewTypes(), [](const Exporter& e, const ViewType& t) { return e.supportsView(t); }) +
           "\n" + tableOf("schedule", scheduleTypes(), [](const Exporter& e, const ScheduleType& t) {
               return e.supportsSchedule(t);
           });
}

} // namespace

class SupportTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDocumentedTableIsWhatExportersSay()
    {
        QFile file(QString::fromStdString(ligature::testing::testFolder()) + "/../core/export/README.md");
        QVERIFY(file.open(QIODevice::ReadOnly));
        QString text = QString::fromUtf8(file.readAll());
        file.close();
        const qsizetype begin = text.indexOf(beginMark) + qsizetype(qstrlen(beginMark));
        const qsizetype end = text.indexOf(endMark);
        QVERIFY(begin > 0 && end >= begin);
        if (qEnvironmentVariableIsSet("LIGATURE_WRITE_TABLE")) {
            text.replace(begin, end - begin, tables());
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text.toUtf8());
            return;
        }
        QVERIFY2(text.mid(begin, end - begin) == tables(),
                 "core/export/README.md is out of date: run this test with LIGATURE_WRITE_TABLE=1");
    }
};

LIGATURE_GUILESS_TEST(SupportTableTest)

} // namespace test_support_table

#include "test_support_table.moc"
