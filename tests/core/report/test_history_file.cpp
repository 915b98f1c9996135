// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include <QTest>

#include "core/report/history_file.h"
#include "tests/support/test_program.h"

namespace test_history_file {

using namespace ligature;

namespace {

using Kind = MetricEvent::Kind;

std::vector<History> someHistories()
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    History tied{tiedArm, {}, {}};
    tied.epochs.push_back({Kind::Epoch, tiedArm, 0, 0, 1.0 / 3, 0.1, 0.2, 0});
    tied.steps.push_back({Kind::Step, tiedArm, 1, 1, 5e-324, notMeasured, notMeasured, 0.001});
    tied.steps.push_back({Kind::Step, tiedArm, 2, 1, infinity, notMeasured, notMeasured, 1e9});
    History untied{untiedArm, {}, {}};
    untied.steps.push_back({Kind::Step, untiedArm, 1, 1, notMeasured, notMeasured, notMeasured, 0.002});
    return {tied, untied};
}

bool sameBits(double a, double b)
{
    return std::isnan(a) ? std::isnan(b) : std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool sameEvents(const std::vector<MetricEvent>& a, const std::vector<MetricEvent>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const MetricEvent& x, const MetricEvent& y) {
        return x.kind == y.kind && x.variant == y.variant && x.step == y.step && x.epoch == y.epoch &&
               sameBits(x.train_loss, y.train_loss) && sameBits(x.val_loss, y.val_loss) &&
               sameBits(x.metric, y.metric) && sameBits(x.seconds, y.seconds);
    });
}

} // namespace

class TestHistoryFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsReadToTheLastBit()
    {
        const std::vector<History> written = someHistories();
        const auto read = readHistory(writeHistory(written), "history.csv");
        QVERIFY2(read.has_value(), read ? "" : read.error().oneLine().c_str());
        QCOMPARE(read->size(), written.size());
        for (std::size_t i = 0; i < written.size(); ++i) {
            QVERIFY((*read)[i].variant == written[i].variant);
            QVERIFY(sameEvents((*read)[i].epochs, written[i].epochs));
            QVERIFY(sameEvents((*read)[i].steps, written[i].steps));
        }
    }

    void whatIsNotMeasuredIsAnEmptyCell()
    {
        QVERIFY(writeHistory(someHistories()).find("step,tied,1,1,5e-324,,,0.001\n") != std::string::npos);
    }

    void aBadLineIsNamed_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("too few cells") << QByteArray("step,tied,1,1,0.5");
        QTest::newRow("text for a number") << QByteArray("step,tied,one,1,0.5,,,0");
        QTest::newRow("no loss") << QByteArray("step,tied,1,1,,,,0");
        QTest::newRow("no name of a variant") << QByteArray("step,Half!,1,1,0.5,,,0");
        QTest::newRow("an event that is not there") << QByteArray("jump,tied,1,1,0.5,,,0");
        QTest::newRow("something after a number") << QByteArray("step,tied,1x,1,0.5,,,0");
    }
    void aBadLineIsNamed()
    {
        QFETCH(const QByteArray, line);
        const std::string csv = writeHistory({}) + line.toStdString() + "\n";
        const auto read = readHistory(csv, "history.csv");
        QVERIFY(!read);
        QCOMPARE(read.error().where, std::string("history.csv, line 2"));
    }

    void anotherCsvFileIsRefused() { QVERIFY(!readHistory("a,b\n1,2\n", "other.csv")); }
};

LIGATURE_GUILESS_TEST(TestHistoryFile)

} // namespace test_history_file

#include "test_history_file.moc"
