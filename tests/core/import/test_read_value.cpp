// SPDX-License-Identifier: GPL-3.0-or-later
// Where the batch lies once an ONNX model has reshaped what it has. That models compute what they did is shown by
// tests/interop/onnx.
#include <QTest>

#include "core/import/onnx/read_value.h"
#include "tests/support/test_program.h"

namespace test_read_value {

using namespace ligature;

class TestReadValue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBatchIsFoundAgain_data();
    void theBatchIsFoundAgain();
};

namespace {

/// "-1 4", "N 4", "2N 3" as what is asked for.
std::vector<AskedExtent> askedOf(const QString& text)
{
    std::vector<AskedExtent> asked;
    for (const QString& word : text.split(' ', Qt::SkipEmptyParts)) {
        if (!word.endsWith('N'))
            asked.push_back({word.toLongLong(), 0});
        else
            asked.push_back({0, word.size() == 1 ? 1 : word.chopped(1).toLongLong()});
    }
    return asked;
}

QString textOf(const ReadActivation& read)
{
    QStringList words;
    for (std::size_t axis = 0; axis < read.rank(); ++axis) {
        const QString extent = QString::number(read.extents[axis]);
        if (axis != read.batch)
            words << extent;
        else if (read.before > 1)
            words << QString::number(read.before) + "N" + QString::number(read.extents[axis] / read.before);
        else
            words << (read.extents[axis] == 1 ? QString("N") : "N" + extent);
    }
    return words.join(' ');
}

} // namespace

void TestReadValue::theBatchIsFoundAgain_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<int>("samples");
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("found");
    QTest::newRow("as it is written") << "N 4 6" << 0 << "N 24"
                                      << "N 24";
    QTest::newRow("kept by 0") << "N 4 6" << 0 << "0 24"
                               << "N 24";
    QTest::newRow("left open") << "N 4 6" << 0 << "-1 24"
                               << "N 24";
    QTest::newRow("beside what is left open") << "N 4 6" << 2 << "2 -1"
                                              << "N 24";
    QTest::newRow("the number of samples is another's extent too") << "N 2 6" << 2 << "2 2 6"
                                                                   << "N 2 6";
    QTest::newRow("all rows of all samples") << "N 4 6" << 0 << "-1 6"
                                             << "N4 6";
    QTest::newRow("all rows, by a multiple") << "N 4 6" << 0 << "4N 6"
                                             << "N4 6";
    QTest::newRow("heads beside the batch") << "4 N 6" << 0 << "4 2N 3"
                                            << "4 N2 3";
    QTest::newRow("steps before the batch, in one axis") << "4 N 6" << 0 << "-1 6"
                                                         << "4N1 6";
    QTest::newRow("back again") << "N4 6" << 0 << "-1 4 6"
                                << "N 4 6";
    QTest::newRow("a number where only the batch can lie: that of the samples it was traced with")
        << "N 4 6" << 0 << "4 -1 6"
        << "N 4 6";
    QTest::newRow("the batch would be torn apart") << "4 N 6" << 0 << "2 N 12"
                                                   << "";
    QTest::newRow("another number of elements") << "N 4 6" << 0 << "N 23"
                                                << "";
    QTest::newRow("an axis of 0 that there is not") << "N 4" << 0 << "N 4 0"
                                                    << "";
    QTest::newRow("two axes left open") << "N 4 6" << 0 << "-1 -1 6"
                                        << "";
}

void TestReadValue::theBatchIsFoundAgain()
{
    QFETCH(QString, from);
    QFETCH(int, samples);
    QFETCH(QString, asked);
    QFETCH(QString, found);
    ReadActivation read;
    for (const QString& word : from.split(' ')) {
        if (word.startsWith('N')) {
            read.batch = read.extents.size();
            read.extents.push_back(word.size() == 1 ? 1 : word.mid(1).toLongLong());
        } else {
            read.extents.push_back(word.toLongLong());
        }
    }
    read.shape = read.sample();
    const auto fixed = samples > 0 ? std::optional<std::int64_t>(samples) : std::nullopt;
    const Result<ReadActivation> given = reshaped(read, askedOf(asked), fixed);
    QCOMPARE(given ? textOf(*given) : QString(), found);
    if (given)
        QCOMPARE(given->shape.elementCount(), given->sample().elementCount());
}

LIGATURE_APPLESS_TEST(TestReadValue)

} // namespace test_read_value

#include "test_read_value.moc"
