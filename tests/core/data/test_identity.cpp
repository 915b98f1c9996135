// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/data/identity.h"
#include "tests/support/test_program.h"

namespace test_identity {

using namespace ligature;

namespace {

const DataIdentity trained{{"x1", "x2", "c=red"}, {"y"}, {"a", "b", "c"}, "none"};

} // namespace

class TestIdentity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesWhatDiffers_data();
    void namesWhatDiffers();
    void survivesAFile();
    void filesWithoutItHaveNone();
};

void TestIdentity::namesWhatDiffers_data()
{
    QTest::addColumn<DataIdentity>("now");
    QTest::addColumn<QString>("difference");
    const auto row = [](const char* name, const DataIdentity& now, const char* difference) {
        QTest::newRow(name) << now << QString(difference);
    };
    row("the same", trained, "");
    DataIdentity now = trained;
    now.classes = {"b", "c", "d"};
    row("a renamed class", now,
        "the data's classes are not those that were trained on: \"a\" is not there, and \"d\" is new");
    now.classes = {"a", "b", "c", "<unk>"};
    row("an added token", now, "the data's classes are not those that were trained on: \"<unk>\" is new");
    now.classes = {"a", "c"};
    row("a class that is gone", now, "the data's classes are not those that were trained on: \"b\" is not there");
    now.classes = {"b", "a", "c"};
    row("classes in another order", now,
        "the data's classes are in another order: \"b\", \"a\", \"c\", where \"a\", \"b\", \"c\" were trained on");
    now = trained;
    now.features = {"x2", "x1", "c=red"};
    row("columns in another order", now,
        "the data's columns are in another order: \"x2\", \"x1\", \"c=red\", where \"x1\", \"x2\", \"c=red\" were "
        "trained on");
    now.features = {"x1", "x2", "c=green"};
    row("another category", now,
        "the data's columns are not those that were trained on: \"c=red\" is not there, and \"c=green\" is new");
    now = trained;
    now.targets = {"z"};
    row("another target", now,
        "the data's target columns are not those that were trained on: \"y\" is not there, and \"z\" is new");
    now = trained;
    now.scaling = "standardize";
    row("another scaling", now, "the data's scaling is standardize, and none was trained on");
}

void TestIdentity::namesWhatDiffers()
{
    QFETCH(DataIdentity, now);
    QFETCH(QString, difference);
    QCOMPARE(QString::fromStdString(differenceOf(trained, now).value_or("")), difference);
}

void TestIdentity::survivesAFile()
{
    DataIdentity odd = trained;
    odd.classes = {"\n", "\"", "größe", ""};
    QVERIFY(identityFrom(toMetadata(odd)) == odd);
    odd.scaling = "standardize";
    odd.scaling_lines = {{0, 0.1, 1e-300, 3}, {9223372036854775807.0L, -1, 1.0 / 3, 5e-324}};
    QVERIFY(identityFrom(toMetadata(odd)) == odd);
    odd.scaling_lines = {{1, 2, 3, 4}, {1, 2, 3, 4}};
    QVERIFY(identityFrom(toMetadata(odd)) == odd);
    // By what the data are scaled is no difference of theirs.
    QVERIFY(!differenceOf(odd, DataIdentity{odd.features, odd.targets, odd.classes, "standardize"}));
}

void TestIdentity::filesWithoutItHaveNone()
{
    QVERIFY(!identityFrom({}));
    auto damaged = toMetadata(trained);
    damaged["data.classes"] = "[1, 2";
    QVERIFY(!identityFrom(damaged));
    damaged["data.classes"] = "[1, 2]";
    QVERIFY(!identityFrom(damaged));
    damaged = toMetadata(trained);
    for (const char* const lines : {"", "[", "{}", "[1]", "[[1, 2, 3, 4]]", R"([[1, 2, 3, 4, "5"]])",
                                    "[[0, 0, 0, 0, 0]]", "[[0, 0, 0, 0, 1e999]]", R"({"lines": [[1, 2, 3, 4, 5]]})"}) {
        damaged["data.scaling_lines"] = lines;
        QVERIFY2(identityFrom(damaged)->scaling_lines.empty(), lines);
    }
}

LIGATURE_APPLESS_TEST(TestIdentity)

} // namespace test_identity

#include "test_identity.moc"
