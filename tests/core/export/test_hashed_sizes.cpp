// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/export/exporter.h"
#include "core/network/edits.h"
#include "core/report/untrained.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_hashed_sizes {

using namespace ligature;
using namespace ligature::testing;

namespace {

/// 64 features -> hidden -> 10 classes, the hidden weight hashed out of so many entries.
Project hashed(std::int64_t hidden, std::int64_t entries, bool signs)
{
    Project project = perceptron({64, hidden, 10});
    Network& network = project.network;
    const Slot slot{layerNamed(network, "dense"), "weight"};
    const ParameterId storage = shareSlot(network, slot, "S");
    network.parameters.at(storage).shape = Shape{entries};
    must(tie(network, storage, slot, {{"hash", {{"shape", Shape{hidden, 64}}, {"signs", signs}}}}));
    return project;
}

std::size_t sizeOf(const Exporter& exporter, const Project& project, const ArmId& arm)
{
    const auto files = exporter.write(untrained(project, arm).value(), "model" + exporter.extension());
    if (!files)
        qFatal("%s", files.error().oneLine().c_str());
    std::size_t size = 0;
    for (const ExportedFile& file : *files)
        size += file.bytes.size();
    return size;
}

} // namespace

/// What a tie saves must not come back as a table beside it.
class TestHashedSizes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHashedTieIsNotLargerThanItsTwin_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<qint64>("hidden");
        QTest::addColumn<qint64>("entries");
        QTest::addColumn<bool>("signs");
        for (const Exporter* const exporter : exporters()) {
            for (const bool signs : {false, true}) {
                const auto row = [&](qint64 hidden, qint64 entries) {
                    QTest::addRow("%s, %lld of %lld%s", exporter->name().c_str(), static_cast<long long>(entries),
                                  static_cast<long long>(64 * hidden), signs ? " with signs" : "")
                        << QString::fromStdString(exporter->name()) << hidden << entries << signs;
                };
                row(64, 2);
                row(64, 100);
                row(128, 1024);
                row(128, 3000);
                row(512, 16000);
                row(2048, 40000); // Places of more than 16 bits.
            }
        }
    }
    void aHashedTieIsNotLargerThanItsTwin()
    {
        QFETCH(QString, format);
        QFETCH(qint64, hidden);
        QFETCH(qint64, entries);
        QFETCH(bool, signs);
        const Exporter& exporter = *findExporter(format.toStdString());
        const Project project = hashed(hidden, entries, signs);
        const std::size_t tied = sizeOf(exporter, project, tiedArm);
        const std::size_t untied = sizeOf(exporter, project, untiedArm);
        QVERIFY2(tied <= untied, qPrintable(QString("%1 bytes, and untied %2").arg(tied).arg(untied)));
    }
};

LIGATURE_APPLESS_TEST(TestHashedSizes)

} // namespace test_hashed_sizes

#include "test_hashed_sizes.moc"
