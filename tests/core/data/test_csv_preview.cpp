// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/data/data_format.h"
#include "tests/core/data/data_files.h"
#include "tests/support/test_program.h"

namespace test_csv_preview {

using namespace ligature;

namespace {

constexpr auto table = "id,size,colour,kind\n1,2.50,red,a\n2,3,blue,b\n3,4,red,a\n";

Result<DataPreview> preview(const DataFiles& files, const Attributes& options, int rows = 2)
{
    const DataFormat* const csv = findDataFormat("csv");
    return csv->preview(withDefaults(csv->options(), options), files.folder(), rows);
}

} // namespace

class TestCsvPreview : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void titlesSayWhatWasDetected();
    void cellsAreShownAsTheFileHasThem();
    void atMostTheWantedRowsAreShown();
    void aFaultInTheDataIsNotedBesideTheRows_data();
    void aFaultInTheDataIsNotedBesideTheRows();
    void whatIsNoTableIsAnError();
    void onlyTheHeadOfALongFileIsRead_data();
    void onlyTheHeadOfALongFileIsRead();
    void theFirstLinesMayBeLongerThanTheHead();
    void aLineWithoutEndIsAnError();
    void loadReadsGzipToo();
};

void TestCsvPreview::titlesSayWhatWasDetected()
{
    const DataFiles files;
    files.write("data.csv", table);
    const auto shown = preview(
        files, {{"path", std::string("data.csv")}, {"targets", std::string("kind")}, {"ignored", std::string("id")}});
    QVERIFY2(shown.has_value(), shown ? "" : shown.error().oneLine().c_str());
    QCOMPARE(shown->columns, (std::vector<std::string>{"id (ignored)", "size (number)", "colour (2 categories)",
                                                       "kind (target, 2 classes)"}));
    QCOMPARE(shown->note, std::string("3 samples of 3, 2 classes"));

    const auto values = preview(files, {{"path", std::string("data.csv")}, {"targets", std::string("id,size")}});
    QCOMPARE(values->columns[1], std::string("size (target)"));
    QCOMPARE(values->note, std::string("3 samples of 4, 2 targets"));
}

void TestCsvPreview::cellsAreShownAsTheFileHasThem()
{
    const DataFiles files;
    files.write("data.csv", table);
    const auto shown = preview(files, {{"path", std::string("data.csv")}});
    QCOMPARE(shown->rows[0], (std::vector<std::string>{"1", "2.50", "red", "a"}));
    QCOMPARE(shown->rows[1], (std::vector<std::string>{"2", "3", "blue", "b"}));
}

void TestCsvPreview::atMostTheWantedRowsAreShown()
{
    const DataFiles files;
    files.write("data.csv", table);
    const Attributes options{{"path", std::string("data.csv")}};
    QCOMPARE(preview(files, options, 2)->rows.size(), std::size_t(2));
    QCOMPARE(preview(files, options, 100)->rows.size(), std::size_t(3));
    QCOMPARE(preview(files, options, 0)->rows.size(), std::size_t(0));
}

void TestCsvPreview::aFaultInTheDataIsNotedBesideTheRows_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<std::string>("targets");
    QTest::addColumn<std::string>("note");
    QTest::newRow("a stray text") << QByteArray("a,b\n1,2\nx,3\n4,5\n") << std::string()
                                  << std::string("data.csv, line 3, column 1 (\"a\"): \"x\" is not a number; put a "
                                                 "number there, as in the column's other lines");
    QTest::newRow("a target that is being typed")
        << QByteArray("a,bird\n1,2\n3,4\n") << std::string("bir")
        << std::string("data.csv: there is no column \"bir\", which is to be a target; the columns are \"a\", "
                       "\"bird\"");
}

void TestCsvPreview::aFaultInTheDataIsNotedBesideTheRows()
{
    QFETCH(QByteArray, text);
    QFETCH(std::string, targets);
    QFETCH(std::string, note);
    const DataFiles files;
    files.write("data.csv", text.toStdString());
    const auto shown = preview(files, {{"path", std::string("data.csv")}, {"targets", targets}});
    QVERIFY(shown.has_value());
    QCOMPARE(shown->note, note);
    QCOMPARE(shown->columns.size(), std::size_t(2));
    QCOMPARE(shown->rows.size(), std::size_t(2));
}

void TestCsvPreview::whatIsNoTableIsAnError()
{
    const DataFiles files;
    files.write("data.csv", "a,b\n1,2\n3\n");
    const auto shown = preview(files, {{"path", std::string("data.csv")}});
    QVERIFY(!shown.has_value());
    QCOMPARE(shown.error().where, std::string("data.csv, line 3, column 2 (\"b\")"));
}

void TestCsvPreview::onlyTheHeadOfALongFileIsRead_data()
{
    QTest::addColumn<int>("shift");
    // Over these the cut falls into every part of a line, into a character and into a quoted cell.
    for (int shift = 0; shift < 10; ++shift)
        QTest::addRow("cut at byte %d of a line", shift) << shift;
}

void TestCsvPreview::onlyTheHeadOfALongFileIsRead()
{
    QFETCH(int, shift);
    const DataFiles files;
    std::string text = "n," + std::string(static_cast<std::size_t>(shift), 'e') + "name\n";
    while (text.size() < 1'200'000)
        text += "1,\"é\né\"\n";                // 10 bytes
    files.write("data.csv", text + "2,3,4\n"); // ragged, but far behind the head
    const auto shown = preview(files, {{"path", std::string("data.csv")}});
    QVERIFY2(shown.has_value(), shown ? "" : shown.error().oneLine().c_str());
    QVERIFY2(shown->note.starts_with("in its first 1.0 MB: "), shown->note.c_str());
    QCOMPARE(shown->rows[1], (std::vector<std::string>{"1", "é\né"}));
}

void TestCsvPreview::theFirstLinesMayBeLongerThanTheHead()
{
    const DataFiles files;
    const std::string name(1'500'000, 'n');
    files.write("data.csv", name + ",b\n1,2\n3,4\n" + std::string(2'000'000, '\n'));
    const auto shown = preview(files, {{"path", std::string("data.csv")}});
    QVERIFY2(shown.has_value(), shown ? "" : shown.error().oneLine().c_str());
    QCOMPARE(shown->columns[0].size(), name.size() + std::string(" (number)").size());
    QCOMPARE(shown->rows.size(), std::size_t(2));
}

void TestCsvPreview::aLineWithoutEndIsAnError()
{
    const DataFiles files;
    files.write("data.csv.gz", gzipped(std::string(80'000'000, 'x')));
    const auto shown = preview(files, {{"path", std::string("data.csv.gz")}});
    QVERIFY(!shown.has_value());
    QCOMPARE(shown.error().what, std::string("its first lines are longer than 67.1 MB"));
}

void TestCsvPreview::loadReadsGzipToo()
{
    const DataFiles files;
    files.write("data.csv.gz", gzipped(table));
    const DataSource source{.format = "csv", .options = {{"path", std::string("data.csv.gz")}}};
    const auto data = loadDataset(source, files.folder());
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->sample_count, 3);
    QVERIFY(preview(files, source.options).has_value());

    files.write("data.csv.gz", gzipped(table).substr(0, 40));
    QCOMPARE(loadDataset(source, files.folder()).error().what, std::string("the compressed data ends too early"));
}

LIGATURE_APPLESS_TEST(TestCsvPreview)

} // namespace test_csv_preview

#include "test_csv_preview.moc"
