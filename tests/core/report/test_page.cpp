// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include <nlohmann/json.hpp>

#include "core/report/page.h"
#include "tests/support/test_program.h"

namespace test_page {

using namespace ligature;

class TestPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPageIsFilledOnce_data()
    {
        QTest::addColumn<QByteArray>("page");
        QTest::addColumn<QByteArray>("filled");
        QTest::newRow("nothing to fill") << QByteArray("a { b } c") << QByteArray("a { b } c");
        QTest::newRow("one part") << QByteArray("<{{first}}>") << QByteArray("<1>");
        QTest::newRow("a part twice") << QByteArray("{{first}}{{first}}") << QByteArray("11");
        QTest::newRow("what is put in is not searched") << QByteArray("{{second}}") << QByteArray("{{first}}");
        QTest::newRow("another name stays") << QByteArray("{{third}}{{first}}") << QByteArray("{{third}}1");
        QTest::newRow("an end is missing") << QByteArray("{{first}} {{first") << QByteArray("1 {{first");
        QTest::newRow("nothing") << QByteArray() << QByteArray();
    }
    void aPageIsFilledOnce()
    {
        QFETCH(const QByteArray, page);
        QFETCH(const QByteArray, filled);
        QCOMPARE(QByteArray::fromStdString(filledPage(page.toStdString(), {{"first", "1"}, {"second", "{{first}}"}})),
                 filled);
    }

    void thePagesShareTheirStyle() { QVERIFY(filledPage("{{page style}}", {}).find(".card") != std::string::npos); }

    void noTextInTheDataEndsItsElement()
    {
        const nlohmann::ordered_json data = {{"name", "</script><!--"}, {"bytes", "\xff"}};
        const std::string text = pageData(data);
        QVERIFY(text.find('<') == std::string::npos);
        QCOMPARE(nlohmann::json::parse(text)["name"].get<std::string>(), std::string("</script><!--"));
        QCOMPARE(nlohmann::json::parse(text)["bytes"].get<std::string>(), std::string("\xEF\xBF\xBD"));
    }

    void trainingIsToldInRows()
    {
        TrainingSettings training;
        training.optimizer = "sgd";
        training.optimizer_attributes.set("learning_rate", 0.25);
        training.batch_size = 7;
        const auto rows = trainingRows(training);
        const auto has = [&rows](const std::pair<std::string, std::string>& row) {
            return std::find(rows.begin(), rows.end(), row) != rows.end();
        };
        QVERIFY(has({"Learning rate", "0.25"}));
        QVERIFY(has({"Batch size", "7"}));
    }
};

LIGATURE_APPLESS_TEST(TestPage)

} // namespace test_page

#include "test_page.moc"
