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
}

void TestIdentity::filesWithoutItHaveNone()
{
    QVERIFY(!identityFrom({}));
    auto damaged = toMetadata(trained);
    damaged["data.classes"] = "[1, 2";
    QVERIFY(!identityFrom(damaged));
    damaged["data.classes"] = "[1, 2]";
    QVERIFY(!identityFrom(damaged));
}

LIGATURE_APPLESS_TEST(TestIdentity)

} // namespace test_identity

#include "test_identity.moc"
