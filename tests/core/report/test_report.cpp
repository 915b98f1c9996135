// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include <QTest>

#include <nlohmann/json.hpp>

#include "core/project/examples.h"
#include "core/report/report.h"
#include "tests/support/test_program.h"

namespace test_report {

using namespace ligature;

namespace {

TrainingReport someReport()
{
    TrainingReport report;
    report.project = loadExample("tied-autoencoder-digits").value();
    History tied{tiedArm, {}, {}};
    tied.epochs.push_back({MetricEvent::Kind::Epoch, tiedArm, 0, 0, 0.5, notMeasured, 0.25, 0});
    report.histories.push_back(tied);
    return report;
}

/// What the page's script reads.
nlohmann::json dataOf(const std::string& page)
{
    const std::string begin = "<script id=\"data\" type=\"application/json\">";
    const std::size_t from = page.find(begin) + begin.size();
    return nlohmann::json::parse(page.substr(from, page.find("</script>", from) - from));
}

std::vector<MetricEvent> losses(const std::vector<double>& values)
{
    std::vector<MetricEvent> events;
    for (const double value : values) {
        MetricEvent event;
        event.step = static_cast<std::int64_t>(events.size()) + 1;
        event.train_loss = value;
        events.push_back(event);
    }
    return events;
}

} // namespace

class TestReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePageHoldsTheCountsAndTheCurves()
    {
        const nlohmann::json data = dataOf(writeReport(someReport()));
        QCOMPARE(data["counts"]["tied"]["parameters"].get<int>(), 2144);
        QCOMPARE(data["counts"]["untied"]["parameters"].get<int>(), 4192);
        QCOMPARE(data["parameters"][0]["untied"].get<int>(), 4096);
        QCOMPARE(data["variants"][0]["epochs"]["train_loss"][0].get<double>(), 0.5);
        QVERIFY(data["variants"][0]["epochs"]["val_loss"][0].is_null());
        QCOMPARE(data["metric"].get<std::string>(), std::string("mean absolute error"));
    }

    void severalLossesHaveCurvesOfTheirOwn()
    {
        TrainingReport report;
        report.project = loadExample("multi-task-digits").value();
        History tied{tiedArm, {}, {}, namesOfSeveralLosses(report.project.network)};
        MetricEvent event{.kind = MetricEvent::Kind::Epoch, .train_loss = 3};
        event.losses = {{.train_loss = 1, .val_loss = 2, .metric = 0.75}, {.train_loss = 0.1}};
        tied.epochs.push_back(event);
        report.histories.push_back(tied);
        const nlohmann::json data = dataOf(writeReport(report));
        QCOMPARE(data["metric"].get<std::string>(), std::string("accuracy of classify"));
        QCOMPARE(data["losses"][1]["name"].get<std::string>(), std::string("draw"));
        QCOMPARE(data["losses"][1]["weight"].get<double>(), 20.0);
        QCOMPARE(data["variants"][0]["losses"][0]["val_loss"][0].get<double>(), 2.0);
        QCOMPARE(data["variants"][0]["losses"][1]["train_loss"][0].get<double>(), 0.1);
        QVERIFY(data["variants"][0]["losses"][1]["metric"][0].is_null());
        QVERIFY(dataOf(writeReport(someReport()))["losses"].empty());
    }

    void noTextOfAProjectEndsTheDataEarly_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("the end of a script") << QByteArray("</script><script>alert(1)</script>");
        QTest::newRow("a comment") << QByteArray("<!-- <script>");
        QTest::newRow("the template's own mark") << QByteArray("{{report data}}");
        QTest::newRow("quotes and a backslash") << QByteArray("\"\\\n\x01");
    }
    void noTextOfAProjectEndsTheDataEarly()
    {
        QFETCH(const QByteArray, name);
        TrainingReport report = someReport();
        const std::string plain = writeReport(report);
        report.project.name = name.toStdString();
        const std::string page = writeReport(report);
        QCOMPARE(dataOf(page)["title"].get<std::string>(), name.toStdString());
        const auto tags = [](const std::string& text) { return std::count(text.begin(), text.end(), '<'); };
        QCOMPARE(tags(page), tags(plain));
    }

    void textThatIsNotUtf8DoesNotStopTheReport()
    {
        TrainingReport report = someReport();
        report.project.name = std::string(1, '\xff');
        QCOMPARE(dataOf(writeReport(report))["title"].get<std::string>(), std::string("\xEF\xBF\xBD"));
    }

    void thePageHoldsWhatTheUsesAdded()
    {
        TrainingReport report = someReport();
        QVERIFY(dataOf(writeReport(report))["uses"].empty());
        report.watched_uses = {
            {ParameterId{3}, "W", {{{LayerId{1}, "weight"}, "encoder"}, {{LayerId{2}, "weight"}, "decoder"}}}};
        for (std::int64_t step = 1; step <= 5000; ++step) {
            UseGradients figures = useGradients(std::vector<double>{9, 0, 0, 1});
            figures.step = step;
            figures.parameter = ParameterId{3};
            report.use_gradients.push_back(figures);
        }
        const nlohmann::json uses = dataOf(writeReport(report))["uses"];
        QCOMPARE(uses.size(), std::size_t{1});
        const nlohmann::json& w = uses[0];
        QVERIFY(w["step"].size() <= 2000);
        QCOMPARE(w["step"].back().get<int>(), 5000);
        QCOMPARE(w["uses"][0]["norm"][0].get<double>(), 3.0);
        QCOMPARE(w["uses"][1]["share"].back().get<double>(), 0.25);
        QCOMPARE(w["from_step"].get<int>(), 4501);
        QCOMPARE(w["cosines"][1][0].get<double>(), 0.0);
        QVERIFY(w["sentence"].get<std::string>().starts_with("The use in encoder supplies 75 %"));
    }

    void aShortCurveIsKeptWhole() { QCOMPARE(thinned(losses({3, 1, 2}), 3).size(), std::size_t(3)); }

    void aLongCurveKeepsItsSpikesAndItsEnd()
    {
        std::vector<double> values(10'000, 1.0);
        values[4'321] = 9;
        values[6'789] = -9;
        values.back() = 0.5;
        const std::vector<MetricEvent> kept = thinned(losses(values), 100);
        QVERIFY(kept.size() <= 100);
        const auto has = [&](std::int64_t step) {
            return std::ranges::any_of(kept, [step](const MetricEvent& event) { return event.step == step; });
        };
        QVERIFY(has(4'322) && has(6'790) && has(10'000));
        QVERIFY(std::ranges::is_sorted(kept, {}, &MetricEvent::step));
    }

    void aLongCurveKeepsThatALossWasNotFinite()
    {
        std::vector<double> values(1'000, 1.0);
        values[500] = std::numeric_limits<double>::quiet_NaN();
        const std::vector<MetricEvent> kept = thinned(losses(values), 40);
        QVERIFY(std::ranges::any_of(kept, [](const MetricEvent& event) { return event.step == 501; }));
    }
};

LIGATURE_GUILESS_TEST(TestReport)

} // namespace test_report

#include "test_report.moc"
