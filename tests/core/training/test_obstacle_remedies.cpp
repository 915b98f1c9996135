// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <functional>

#include <QTest>

#include "core/network/edits.h"
#include "core/project/project_remedy.h"
#include "core/training/settings_finding.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_obstacle_remedies {

using namespace ligature;
using ligature::testing::classifier;
using ligature::testing::randomDataset;
using ligature::testing::tiedAutoencoder;

namespace {

using Change = std::function<void(TrainingSettings&)>;
using Check = std::function<bool(const TrainingSettings&)>;

Project sound()
{
    return tiedAutoencoder(12, 5);
}

} // namespace

/// What keeps a project from training, and is mended in its settings, has the mend as an edit.
class TestObstacleRemedies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wrongSettingsAreMendedByAnEdit_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("title");
        const auto row = [](const char* name, const char* title, Change change) {
            QTest::newRow(name) << std::move(change) << QString(title);
        };
        row("an optimizer that is not there", "Use Adam", [](TrainingSettings& s) { s.optimizer = "magic"; });
        row("no arm", "Train Tied and Untied", [](TrainingSettings& s) { s.arms = {}; });
        row("an arm twice", "Leave it out", [](TrainingSettings& s) { s.arms = {tiedArm, untiedArm, tiedArm}; });
        row("an arm that is not there", "Leave it out", [](TrainingSettings& s) {
            s.arms = {tiedArm, ArmId("twisted")};
        });
        row("a rate that is out of its range", "Use the usual learning rate",
            [](TrainingSettings& s) { s.optimizer_attributes.set("learning_rate", -1.0); });
        row("a setting of another optimizer", "Use the usual values",
            [](TrainingSettings& s) { s.optimizer_attributes.set("magic", 1.0); });
        row("a schedule that is not there", "Keep the learning rate constant",
            [](TrainingSettings& s) { s.schedule = "magic"; });
        row("a setting of another schedule", "Use the usual values",
            [](TrainingSettings& s) { s.schedule_attributes.set("magic", 1.0); });
        row("no sample in a batch", "Use the usual batch size", [](TrainingSettings& s) { s.batch_size = 0; });
        row("no epoch", "Use the usual epochs", [](TrainingSettings& s) { s.epochs = -3; });
        row("nothing is left to train on", "Use the usual validation split",
            [](TrainingSettings& s) { s.validation_fraction = 1; });
        row("gradients are clipped to less than nothing", "Use the usual clip gradients",
            [](TrainingSettings& s) { s.gradient_clipping = -1; });
        row("two of them", "Use the usual values", [](TrainingSettings& s) { s.epochs = s.batch_size = 0; });
    }
    void wrongSettingsAreMendedByAnEdit()
    {
        QFETCH(Change, change);
        QFETCH(QString, title);
        Project project = sound();
        QVERIFY(!settingsFinding(project));
        change(project.training);
        const auto found = settingsFinding(project);
        QVERIFY(found.has_value());
        QVERIFY(!found->mend.empty());
        QVERIFY(found->remedy.has_value());
        QCOMPARE(QString::fromStdString(found->remedy->title), title);
        const Project broken = project;
        QVERIFY(applyRemedy(project, *found->remedy).has_value());
        QVERIFY(project != broken);
        QVERIFY(project.network == broken.network);
        QVERIFY(!settingsFinding(project));
        QVERIFY(trainingObstacles(project, randomDataset(100, 12, 3).get()).empty());
    }

    void whatMemoryCannotHoldIsTrainedInSmallerPieces_data()
    {
        QTest::addColumn<qint64>("features");
        QTest::addColumn<qint64>("hidden");
        QTest::addColumn<qint64>("samples");
        QTest::addColumn<qint64>("batch");
        QTest::addColumn<QString>("title");
        // 200,000 samples of 4,000,000 values: terabytes. A sample alone takes some 100 MB.
        QTest::newRow("a smaller batch") << qint64{1} << qint64{4'000'000} << qint64{200'000} << qint64{1'000'000}
                                         << "Train in batches of";
        QTest::newRow("even one sample is too much")
            << qint64{1000} << qint64{1'000'000'000} << qint64{100} << qint64{32} << "";
    }
    void whatMemoryCannotHoldIsTrainedInSmallerPieces()
    {
        QFETCH(qint64, features);
        QFETCH(qint64, hidden);
        QFETCH(qint64, samples);
        QFETCH(qint64, batch);
        QFETCH(QString, title);
        Project project = classifier(features, hidden, 2);
        project.training.arms = {tiedArm};
        project.training.batch_size = batch;
        const auto data = randomDataset(samples, features, 2);
        const auto obstacles = trainingObstacles(project, data.get());
        QCOMPARE(obstacles.size(), std::size_t(1));
        QCOMPARE(obstacles[0].code, std::string("memory"));
        QCOMPARE(obstacles[0].remedy.has_value(), !title.isEmpty());
        if (title.isEmpty())
            return;
        QVERIFY2(QString::fromStdString(obstacles[0].remedy->title).startsWith(title),
                 obstacles[0].remedy->title.c_str());
        QVERIFY(applyRemedy(project, *obstacles[0].remedy).has_value());
        QVERIFY(project.training.batch_size < batch);
        QVERIFY(trainingObstacles(project, data.get()).empty());
    }

    void anArmThatCannotBeMadeIsLeftOut()
    {
        Project project = sound();
        CustomArm arm;
        arm.title = "gone";
        arm.changes.push_back({});
        project.network.arms["gone"] = arm;
        for (const std::vector<ArmId>& arms : {std::vector<ArmId>{tiedArm, ArmId("gone")}, {ArmId("gone")}}) {
            project.training.arms = arms;
            const auto data = randomDataset(100, 12, 3);
            const auto obstacles = trainingObstacles(project, data.get());
            QCOMPARE(obstacles.size(), std::size_t(1));
            QCOMPARE(obstacles[0].code, std::string("arm"));
            QVERIFY(obstacles[0].remedy.has_value());
            Project mended = project;
            QVERIFY(applyRemedy(mended, *obstacles[0].remedy).has_value());
            QVERIFY(mended.training.arms == std::vector<ArmId>{tiedArm});
            QVERIFY(trainingObstacles(mended, data.get()).empty());
        }
    }

    void aLossThatIsNotFiniteIsMendedInWhatMadeItSo_data()
    {
        QTest::addColumn<double>("rate");
        QTest::addColumn<double>("factor");
        QTest::addColumn<QString>("scaling");
        QTest::addColumn<QString>("title");
        QTest::newRow("a rate that is too large") << 60.0 << 1.0 << "none"
                                                  << "Make the learning rate 6";
        QTest::newRow("a rate with digits") << 62.5 << 1.0 << "none"
                                            << "Make the learning rate 6.2";
        QTest::newRow("a rate of a person's round number") << 300.0 << 1.0 << "none"
                                                           << "Make the learning rate 30";
        QTest::newRow("data that are too large") << 0.01 << 1e30 << "none"
                                                 << "Standardize the data";
        QTest::newRow("scaled data that are too large") << 0.01 << 1e30 << "unit_range"
                                                        << "";
    }
    void aLossThatIsNotFiniteIsMendedInWhatMadeItSo()
    {
        QFETCH(double, rate);
        QFETCH(double, factor);
        QFETCH(QString, scaling);
        QFETCH(QString, title);
        Project project = sound();
        project.training.arms = {tiedArm};
        project.training.epochs = 200;
        project.training.optimizer = "sgd";
        project.training.optimizer_attributes = {{"learning_rate", rate}};
        project.data.scaling = scaling.toStdString();
        const auto source = randomDataset(100, 12, 3);
        const auto data = std::make_shared<Dataset>();
        data->sample_count = source->sample_count;
        data->feature_shape = source->feature_shape;
        data->target_kind = source->target_kind;
        data->target_shape = source->target_shape;
        data->target_names = source->target_names;
        data->class_names = source->class_names;
        data->targets = AlignedArray<float>(source->targets.size());
        data->features = AlignedArray<float>(source->features.size());
        data->scaling = scaling.toStdString();
        std::ranges::transform(source->features.span(), data->features.span().begin(),
                               [&](float v) { return static_cast<float>(v * factor); });
        std::ranges::copy(source->targets.span(), data->targets.span().begin());
        auto trainer = Trainer::create(project, data);
        QVERIFY(trainer.has_value());
        (*trainer)->advance(1000, std::chrono::milliseconds(60'000));
        QVERIFY((*trainer)->divergence().has_value());
        const auto& remedy = (*trainer)->divergence()->remedy;
        QCOMPARE(remedy.has_value(), !title.isEmpty());
        if (!remedy)
            return;
        QCOMPARE(QString::fromStdString(remedy->title), title);
        Project mended = project;
        QVERIFY(applyRemedy(mended, *remedy).has_value());
        QVERIFY(mended.network == project.network);
        QVERIFY(mended.training.optimizer_attributes.get<double>("learning_rate") < rate ||
                mended.data.scaling == "standardize");
    }
};

LIGATURE_APPLESS_TEST(TestObstacleRemedies)

} // namespace test_obstacle_remedies

#include "test_obstacle_remedies.moc"
