// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/project/examples.h"
#include "core/project/project_file.h"
#include "core/training/trainer.h"
#include "core/tying/account.h"
#include "core/tying/arm.h"
#include "tests/core/tying/first_losses.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_arms {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

const ArmId ownStart{"untied-own-start"};
const ArmId narrowed{"narrowed"};

std::int64_t parametersOf(const Network& network)
{
    return accountOf(network, TrainingSettings()).tied.parameters;
}

std::vector<float> firstLosses(Project project, std::vector<ArmId> arms)
{
    project.training.arms = std::move(arms);
    return ligature::testing::firstLosses(project);
}

} // namespace

class ArmsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDrawnNetworkIsTheFirst() { QVERIFY(armTypes().front()->id() == tiedArm); }

    void eachIsAWordThatFilesCanHave()
    {
        for (const ArmType* const type : armTypes()) {
            QVERIFY2(isArmWord(type->name()), type->name().c_str());
            QVERIFY(!type->title().empty() && !type->help().empty());
            QCOMPARE(toString(type->id()), type->name());
        }
        QVERIFY(!isArmWord("../x"));
        QVERIFY(!isArmWord(""));
        QVERIFY(!isArmWord(std::string(ArmId::longest + 1, 'a')));
    }

    void aStartOfItsOwnIsTheTwinWithOtherValuesWhereItWasTied()
    {
        const Network drawn = tiedAutoencoder(12, 5).network;
        const auto twin = makeArm(untiedArm, drawn);
        const auto own = makeArm(ownStart, drawn);
        QVERIFY(twin->network == own->network);
        QVERIFY(own->sources.size() < twin->sources.size());
        const auto losses = firstLosses(tiedAutoencoder(12, 5), {tiedArm, untiedArm, ownStart});
        QCOMPARE(losses.size(), std::size_t{3});
        QCOMPARE(losses[0], losses[1]);
        QVERIFY(losses[2] != losses[0]);
    }

    /// All examples that can be trained: nothing is larger than the tied network, no loss sees another shape.
    void theNarrowedOneIsAsSmallAsTheTiedOne_data()
    {
        QTest::addColumn<QString>("example");
        for (const Example& example : examples())
            QTest::newRow(std::string(example.name).c_str()) << QString::fromStdString(std::string(example.name));
    }
    void theNarrowedOneIsAsSmallAsTheTiedOne()
    {
        QFETCH(QString, example);
        const Project project = loadExample(example.toStdString()).value();
        const Network drawn = expand(project.network).network;
        const auto narrow = makeArm(narrowed, drawn);
        if (!narrow) {
            QVERIFY(!narrow.error().what.empty() && !narrow.error().mend.empty());
            // Where nothing but what the data decide is tied, there is nothing to narrow.
            QVERIFY(parametersOf(untied(drawn)) > parametersOf(drawn));
            return;
        }
        QVERIFY(!analyse(narrow->network).hasErrors());
        QVERIFY(lower(narrow->network).has_value());
        QVERIFY(parametersOf(narrow->network) <= parametersOf(drawn));
        QCOMPARE(narrow->network.links.size(), drawn.links.size());
        // As wide as it can be: no less than half of what is allowed.
        QVERIFY(2 * parametersOf(narrow->network) >= parametersOf(drawn));
    }

    void anUnknownArmIsRefusedByName()
    {
        const auto made = makeArm(ArmId("twisted"), tiedAutoencoder(12, 5).network);
        QVERIFY(!made);
        QVERIFY(made.error().oneLine().find("twisted") != std::string::npos);
        QVERIFY(made.error().mend.find("narrowed") != std::string::npos);
    }

    void aListThatCannotBeTrainedIsAnObstacle_data()
    {
        QTest::addColumn<std::vector<ArmId>>("arms");
        QTest::newRow("none") << std::vector<ArmId>{};
        QTest::newRow("one twice") << std::vector<ArmId>{tiedArm, untiedArm, tiedArm};
        QTest::newRow("an unknown one") << std::vector<ArmId>{tiedArm, ArmId("twisted")};
    }
    void aListThatCannotBeTrainedIsAnObstacle()
    {
        QFETCH(std::vector<ArmId>, arms);
        Project project = tiedAutoencoder(12, 5);
        project.training.arms = arms;
        QVERIFY(!trainingObstacles(project, nullptr).empty());
        QVERIFY(!Trainer::create(project, randomDataset(100, 12, 3)));
    }

    void filesHaveTheOldWordsForTheTwoAndAListForOthers_data()
    {
        QTest::addColumn<std::vector<ArmId>>("arms");
        QTest::addColumn<QString>("text");
        QTest::newRow("tied") << std::vector<ArmId>{tiedArm} << R"("variants": "tied")";
        QTest::newRow("untied") << std::vector<ArmId>{untiedArm} << R"("variants": "untied")";
        QTest::newRow("both") << std::vector<ArmId>{tiedArm, untiedArm} << R"("variants": "both")";
        QTest::newRow("others") << std::vector<ArmId>{tiedArm, narrowed} << R"("narrowed")";
    }
    void filesHaveTheOldWordsForTheTwoAndAListForOthers()
    {
        QFETCH(std::vector<ArmId>, arms);
        QFETCH(QString, text);
        Project project = tiedAutoencoder(12, 5);
        project.training.arms = arms;
        const std::string file = writeProject(project);
        QVERIFY2(file.find(text.toStdString()) != std::string::npos, file.c_str());
        const auto read = readProject(file, "project");
        QVERIFY2(read.has_value(), read ? "" : read.error().oneLine().c_str());
        QVERIFY(read->training.arms == arms);
    }

    void fourInLockstepAreAsEachAlone_data()
    {
        QTest::addColumn<int>("threads");
        for (const int threads : {1, 2, 3, 8})
            QTest::addRow("%d threads", threads) << threads;
    }
    void fourInLockstepAreAsEachAlone()
    {
        QFETCH(int, threads);
        Project project = tiedAutoencoder(12, 5);
        project.training.epochs = 3;
        project.training.batch_size = 16;
        const auto data = randomDataset(100, 12, 3);
        const std::vector<ArmId> all = {tiedArm, untiedArm, ownStart, narrowed};
        project.training.arms = all;
        const auto together = Trainer::create(project, data, threads);
        (*together)->advance((*together)->totalSteps(), 1h);
        QVERIFY((*together)->finished());
        QVERIFY((*together)->twinCheck()->identical);
        for (const ArmId& arm : all) {
            project.training.arms = {arm};
            const auto alone = Trainer::create(project, data);
            (*alone)->advance((*alone)->totalSteps(), 1h);
            QVERIFY((*alone)->weights(arm) == (*together)->weights(arm));
        }
    }

private:
    static Network untied(const Network& drawn) { return makeArm(untiedArm, drawn)->network; }
};

LIGATURE_GUILESS_TEST(ArmsTest)

} // namespace test_arms

#include "test_arms.moc"
