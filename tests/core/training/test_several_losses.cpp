// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include <QTemporaryDir>
#include <QTest>

#include "core/network/edits.h"
#include "core/report/history_file.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_several_losses {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto noLimit = 1h;
constexpr double weightOfClassify = 0.5;
constexpr double weightOfDraw = 4;

/// One trunk that a classifier and a picture are made of. The loss that was added first is computed last: its head is
/// one layer longer and comes later.
Project twoTasks(double weight_of_draw = weightOfDraw)
{
    Project project;
    project.name = "two tasks";
    project.training.epochs = 3;
    project.training.batch_size = 16;
    project.training.arms = {tiedArm};
    Network& network = project.network;
    const LayerId classify = addLayer(network, "softmax_cross_entropy", "classify", {{"weight", weightOfClassify}});
    const LayerId draw = addLayer(network, "mean_squared_error", "draw", {{"weight", weight_of_draw}});
    const LayerId input = addLayer(network, "input", "x", {{"shape", Shape{8}}});
    const LayerId target = addLayer(network, "target", "label");
    const LayerId trunk = addLayer(network, "dense", "trunk", {{"out_features", std::int64_t{6}}});
    const LayerId picture = addLayer(network, "dense", "picture", {{"out_features", std::int64_t{8}}});
    const LayerId code = addLayer(network, "tanh", "code");
    const LayerId scores = addLayer(network, "dense", "scores", {{"out_features", std::int64_t{3}}});
    must(link(network, {input, "output"}, {trunk, "input"}));
    must(link(network, {trunk, "output"}, {picture, "input"}));
    must(link(network, {trunk, "output"}, {code, "input"}));
    must(link(network, {code, "output"}, {scores, "input"}));
    must(link(network, {scores, "output"}, {classify, "logits"}));
    must(link(network, {target, "output"}, {classify, "target"}));
    must(link(network, {picture, "output"}, {draw, "prediction"}));
    must(link(network, {input, "output"}, {draw, "target"}));
    return project;
}

std::shared_ptr<const Dataset> data()
{
    return randomDataset(50, 8, 3);
}

void finish(Trainer& trainer)
{
    while (!trainer.finished())
        trainer.advance(trainer.totalSteps(), noLimit);
}

std::vector<MetricEvent> eventsOf(const Project& project)
{
    const auto trainer = Trainer::create(project, data()).value();
    finish(*trainer);
    return trainer->takeEvents();
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-5 * std::max(1.0, std::abs(b));
}

History historyOf(const std::vector<MetricEvent>& events, std::vector<std::string> names)
{
    History history{tiedArm, {}, {}, std::move(names)};
    for (const MetricEvent& event : events) {
        if (event.kind == MetricEvent::Kind::Step)
            history.steps.push_back(event);
        if (event.kind == MetricEvent::Kind::Epoch)
            history.epochs.push_back(event);
    }
    return history;
}

/// Without the seconds, which no two trainings share.
std::string tableOf(std::vector<MetricEvent> events, std::vector<std::string> names = {"classify", "draw"})
{
    for (MetricEvent& event : events)
        event.seconds = 0;
    return writeHistory({historyOf(events, std::move(names))});
}

} // namespace

class SeveralLossesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lossesAreToldInTheOrderInWhichTheyWereAdded()
    {
        const Network network = twoTasks().network;
        const std::vector<LossDescription> expected = {{"classify", accuracyMetric(), weightOfClassify},
                                                       {"draw", absoluteErrorMetric(), weightOfDraw}};
        QVERIFY(lossesOf(network) == expected);
        QCOMPARE(namesOfSeveralLosses(network), (std::vector<std::string>{"classify", "draw"}));
        QCOMPARE(metricName(network), std::string("accuracy of classify"));
        QVERIFY(metricOf(lossesOf(network)).is_share);
    }

    void oneLossAloneIsNotTakenApart()
    {
        const Project project = classifier(8, 6, 3);
        QVERIFY(namesOfSeveralLosses(project.network).empty());
        QCOMPARE(metricName(project.network), std::string("accuracy"));
        for (const MetricEvent& event : eventsOf(project))
            QVERIFY(event.losses.empty());
    }

    void theLossIsTheWeightedSumAndTheMetricIsTheFirstOnes()
    {
        int measured = 0;
        for (const MetricEvent& event : eventsOf(twoTasks())) {
            QCOMPARE(event.losses.size(), std::size_t{2});
            const LossMeasure& classify = event.losses[0];
            const LossMeasure& draw = event.losses[1];
            QVERIFY(near(event.train_loss, weightOfClassify * classify.train_loss + weightOfDraw * draw.train_loss));
            if (event.kind == MetricEvent::Kind::Step)
                continue;
            ++measured;
            QVERIFY(near(event.val_loss, weightOfClassify * classify.val_loss + weightOfDraw * draw.val_loss));
            QCOMPARE(event.metric, classify.metric);
            QVERIFY(classify.metric >= 0 && classify.metric <= 1);
            QVERIFY(draw.metric > 0 && draw.metric * draw.metric <= draw.val_loss * 1.0001); // Jensen
        }
        QCOMPARE(measured, 1 + 3 + 1); // The start, three epochs and the end.
    }

    void aLossOfWeightZeroTrainsNothing()
    {
        // The head that only this loss reads stays where it was, and the loss is still told.
        const Project project = twoTasks(0);
        const auto trainer = Trainer::create(project, data()).value();
        const Weights before = trainer->weights(tiedArm);
        finish(*trainer);
        const Weights after = trainer->weights(tiedArm);
        for (std::size_t i = 0; i < before.parameters.size(); ++i) {
            const bool stays = before.parameters[i].name.starts_with("picture.");
            QVERIFY2((before.parameters[i] == after.parameters[i]) == stays, before.parameters[i].name.c_str());
        }
        QVERIFY(trainer->takeEvents().back().losses[1].train_loss > 0);
    }

    void aTargetIsNeededOnlyWhereALossReadsIt()
    {
        // Two losses on the input itself, and data without targets.
        Project project = twoTasks();
        Network& network = project.network;
        std::set<LayerId> gone;
        for (const char* const name : {"classify", "label", "scores", "code"})
            gone.insert(layerNamed(network, name));
        remove(network, gone, {});
        const LayerId huber = addLayer(network, "huber", "robust");
        must(link(network, {layerNamed(network, "picture"), "output"}, {huber, "prediction"}));
        must(link(network, {layerNamed(network, "x"), "output"}, {huber, "target"}));
        Dataset plain = *data();
        plain.target_kind = TargetKind::None;
        plain.target_names.clear();
        plain.class_names.clear();
        plain.targets = {};
        QVERIFY(Trainer::create(project, std::make_shared<const Dataset>(plain)).has_value());
    }

    void historyGivesEachLossItsColumns()
    {
        const std::vector<MetricEvent> events = eventsOf(twoTasks());
        const std::string csv = tableOf(events, {"one, or \"two\"", "draw"});
        QCOMPARE(csv.substr(0, csv.find('\n')),
                 std::string("event,variant,step,epoch,train_loss,val_loss,metric,seconds,"
                             "\"one, or \"\"two\"\".train_loss\",\"one, or \"\"two\"\".val_loss\","
                             "\"one, or \"\"two\"\".metric\",draw.train_loss,draw.val_loss,draw.metric"));
        const auto read = readHistory(csv, "history.csv");
        QVERIFY2(read.has_value(), read ? "" : read.error().oneLine().c_str());
        QCOMPARE(read->front().loss_names, (std::vector<std::string>{"one, or \"two\"", "draw"}));
        QCOMPARE(QByteArray::fromStdString(writeHistory(*read)), QByteArray::fromStdString(csv));
        QCOMPARE(read->front().epochs.back().losses[1].metric, historyOf(events, {}).epochs.back().losses[1].metric);
    }

    void aHistoryWhoseColumnsDoNotMatchIsRefused_data()
    {
        QTest::addColumn<QByteArray>("header");
        const QByteArray plain = "event,variant,step,epoch,train_loss,val_loss,metric,seconds";
        QTest::newRow("a column too many") << plain + ",draw.train_loss";
        QTest::newRow("columns of two losses") << plain + ",draw.train_loss,paint.val_loss,draw.metric";
        QTest::newRow("columns in another order") << plain + ",draw.val_loss,draw.train_loss,draw.metric";
    }
    void aHistoryWhoseColumnsDoNotMatchIsRefused()
    {
        QFETCH(QByteArray, header);
        const auto read = readHistory(header.toStdString() + "\n", "history.csv");
        QVERIFY(!read);
        QCOMPARE(read.error().where, std::string("history.csv, line 1"));
    }

    void goingOnInTheMiddleOfAnEpochGivesTheSameHistory()
    {
        const QTemporaryDir folder;
        const Project project = twoTasks();
        auto first = Trainer::create(project, data()).value();
        first->advance(5, noLimit);
        QVERIFY(first->writeCheckpoint(folder.path().toStdString()).has_value());
        auto second = Trainer::resume(project, data(), folder.path().toStdString()).value();
        finish(*second);
        std::vector<MetricEvent> parts = first->takeEvents();
        std::ranges::copy(second->takeEvents(), std::back_inserter(parts));
        QCOMPARE(QByteArray::fromStdString(tableOf(parts)), QByteArray::fromStdString(tableOf(eventsOf(project))));
    }
};

LIGATURE_GUILESS_TEST(SeveralLossesTest)

} // namespace test_several_losses

#include "test_several_losses.moc"
