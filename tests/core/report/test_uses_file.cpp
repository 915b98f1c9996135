// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstring>

#include <QTest>

#include "core/report/uses_file.h"
#include "tests/support/test_program.h"

namespace test_uses_file {

using namespace ligature;

namespace {

std::vector<WatchedUses> someWatched()
{
    return {{ParameterId{5}, "W, \"shared\"", {{{LayerId{1}, "weight"}, "in,put"}, {{LayerId{2}, "weight"}, "out"}}},
            {ParameterId{6},
             "U",
             {{{LayerId{1}, "u"}, "in,put"}, {{LayerId{2}, "u"}, "out"}, {{LayerId{3}, "u"}, "last"}}}};
}

std::vector<UseGradients> someSeen()
{
    std::vector<UseGradients> seen;
    const auto add = [&](std::int64_t step, std::uint64_t parameter, const std::vector<double>& products) {
        UseGradients figures = useGradients(products);
        figures.step = step;
        figures.parameter = ParameterId{parameter};
        seen.push_back(figures);
    };
    add(1, 5, {2, 0.3, 0.3, 1.0 / 3});
    add(1, 6, {1, 0.1, 0.2, 0.1, 1, 0.3, 0.2, 0.3, 1});
    add(9, 5, {2, 0, 0, 0}); // the second use adds nothing, so that its cosines are not a number
    seen[2].variant = untiedArm;
    return seen;
}

} // namespace

class TestUsesFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsReadToTheBit()
    {
        const std::string csv = writeUses(someWatched(), someSeen());
        QCOMPARE(std::ranges::count(csv, '\n'), 1 + 2 + 3 + 2);
        const auto read = readUses(csv, someWatched(), "uses.csv");
        QVERIFY2(read.has_value(), read ? "" : read.error().oneLine().c_str());
        const auto expected = someSeen();
        QCOMPARE(read->size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE(read->at(i).step, expected[i].step);
            QVERIFY(read->at(i).variant == expected[i].variant);
            QVERIFY(read->at(i).parameter == expected[i].parameter);
            QVERIFY(read->at(i).norms == expected[i].norms);
            QVERIFY(read->at(i).shares == expected[i].shares);
            QCOMPARE(read->at(i).cosines.size(), expected[i].cosines.size());
        }
        QVERIFY(std::isnan(read->at(2).cosine(0, 1)));
        QCOMPARE(read->at(0).cosine(0, 1), expected[0].cosine(0, 1));
    }

    void anotherFileIsRefusedWithItsLine_data()
    {
        QTest::addColumn<std::string>("csv");
        QTest::addColumn<QString>("where");
        const std::string good = writeUses(someWatched(), someSeen());
        const std::string header = good.substr(0, good.find('\n') + 1);
        QTest::newRow("nothing") << std::string() << "uses.csv";
        QTest::newRow("another header") << std::string("a,b\n") << "uses.csv, line 1";
        QTest::newRow("a parameter of another network") << header + "tied,1,V,out,weight,1,1,1 1\n"
                                                        << "uses.csv, line 2";
        QTest::newRow("another layer") << header + "tied,1,U,out,u,1,1,1 1 1\n"
                                       << "uses.csv, line 2";
        QTest::newRow("too few cosines") << header + "tied,1,U,\"in,put\",u,1,1,1 1\n"
                                         << "uses.csv, line 2";
        QTest::newRow("too many cosines") << header + "tied,1,U,\"in,put\",u,1,1,1 1 1 1\n"
                                          << "uses.csv, line 2";
        QTest::newRow("no number") << header + "tied,1,U,\"in,put\",u,much,1,1 1 1\n"
                                   << "uses.csv, line 2";
        QTest::newRow("ended early") << good.substr(0, good.size() - 1).substr(0, good.rfind('\n', good.size() - 2) + 1)
                                     << "uses.csv";
    }
    void anotherFileIsRefusedWithItsLine()
    {
        QFETCH(std::string, csv);
        QFETCH(QString, where);
        const auto read = readUses(csv, someWatched(), "uses.csv");
        QVERIFY(!read.has_value());
        QCOMPARE(QString::fromStdString(read.error().where), where);
    }
};

LIGATURE_GUILESS_TEST(TestUsesFile)

} // namespace test_uses_file

#include "test_uses_file.moc"
