// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "core/project/project_file.h"
#include "tests/cli/program.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_info_large {

using namespace ligature;
using namespace ligature::testing;

namespace {

constexpr long memoryLimit = 200L << 10; // in KiB

/// `width` features through `depth` Dense layers of that width.
Network chain(std::int64_t width, int depth)
{
    Network network;
    const LayerId input = addLayer(network, "input", "x", {{"shape", Shape{width}}});
    LayerId last = input;
    for (int i = 0; i < depth; ++i) {
        const LayerId dense = addLayer(network, "dense", {}, {{"out_features", width}});
        must(link(network, {last, "output"}, {dense, "input"}));
        last = dense;
    }
    const LayerId loss = addLayer(network, "mean_squared_error", "loss");
    must(link(network, {last, "output"}, {loss, "prediction"}));
    must(link(network, {input, "output"}, {loss, "target"}));
    return network;
}

Network repeated(std::int64_t width, std::int64_t passes, bool shared)
{
    Network network = chain(width, 3);
    const std::set<LayerId> middle = {layerNamed(network, "dense2")};
    if (const auto added = addRepeat(network, middle, passes, shared); !added)
        qFatal("%s", added.error().oneLine().c_str());
    return network;
}

} // namespace

/// `info` on networks of a billion parameters: told from shapes, without memory of any tensor's size.
class TestInfoLarge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBillionParametersTakeLittleMemory_data()
    {
        QTest::addColumn<Network>("network");
        QTest::addColumn<qint64>("tied");
        QTest::addColumn<qint64>("untied");
        constexpr qint64 side = 31623;
        constexpr qint64 large = side * side;
        constexpr qint64 block = 1000 * 1000 + 1000;
        QTest::newRow("one layer") << chain(side, 1) << large + side << large + side;
        QTest::newRow("a tied autoencoder")
            << tiedAutoencoder(side, side).network << large + 2 * side << 2 * large + 2 * side;
        QTest::newRow("a thousand layers") << chain(1000, 1000) << 1000 * block << 1000 * block;
        QTest::newRow("a layer repeated with its own parameters")
            << repeated(1000, 998, false) << 1000 * block << 1000 * block;
        QTest::newRow("a layer repeated that shares them") << repeated(1000, 998, true) << 3 * block << 1000 * block;
    }
    void aBillionParametersTakeLittleMemory()
    {
        QFETCH(Network, network);
        QFETCH(qint64, tied);
        QFETCH(qint64, untied);
        Project project;
        project.name = "large";
        project.network = network;
        const QTemporaryDir folder;
        const QString file = folder.filePath("large.ligature");
        must(saveProject(project, file.toStdString()));
        for (const QStringList& how : {QStringList{"info", file, "--json"}, QStringList{"info", file}}) {
            QElapsedTimer timer;
            timer.start();
            const Outcome outcome = runProgram(how);
            qInfo("%lld ms", static_cast<long long>(timer.elapsed())); // told, not asserted: machines differ
            QCOMPARE(outcome.code, 0);
            if (how.size() == 3) {
                const QJsonDocument info = QJsonDocument::fromJson(outcome.output);
                QCOMPARE(info["counts"]["tied"]["parameters"].toInteger(), tied);
                QCOMPARE(info["counts"]["untied"]["parameters"].toInteger(), untied);
            }
        }
        rusage usage{};
        QCOMPARE(getrusage(RUSAGE_CHILDREN, &usage), 0);
        qInfo("at most %ld MB", usage.ru_maxrss >> 10);
        QVERIFY2(usage.ru_maxrss < memoryLimit, qPrintable(QString::number(usage.ru_maxrss)));
    }
};

LIGATURE_GUILESS_TEST(TestInfoLarge)

} // namespace test_info_large

#include "test_info_large.moc"
