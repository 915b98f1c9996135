// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QTest>

#include "by_hand.h"
#include "core/evaluation/decision_map.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_decision_map {

using namespace ligature;
using namespace ligature::testing;

class DecisionMapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachPointIsWhatLoopsGive()
    {
        Project project = classifier(2, 9, 3);
        project.training.epochs = 60;
        const auto data = randomDataset(240, 2, 3);
        const auto trainer = trainedFor(project, data, 400);
        const Network& network = trainer->network(tiedArm);
        const Weights weights = trainer->weights(tiedArm);
        const DecisionGrid grid{-2, 3, -1.5, 2.5, 17, 11};
        const auto map = decisionMapOf(network, weights, *data, grid);
        QVERIFY(map.has_value());
        QCOMPARE(map->classes.size(), std::size_t{17 * 11});
        std::set<int> classes;
        for (int row = 0; row < 11; ++row) {
            for (int column = 0; column < 17; ++column) {
                const double x = -2 + 5 * (column + 0.5) / 17;
                const double y = -1.5 + 4 * (row + 0.5) / 11;
                std::vector<double> scores = perceptronScores(network, weights, {x, y});
                const auto best = std::ranges::max_element(scores) - scores.begin();
                double sum = 0;
                for (const double score : scores)
                    sum += std::exp(score);
                const auto place = static_cast<std::size_t>(row * 17 + column);
                const double share = std::exp(scores[static_cast<std::size_t>(best)]) / sum;
                QVERIFY(std::abs(static_cast<double>(map->shares[place]) - share) < 1e-5);
                QCOMPARE(map->classes[place], static_cast<std::int32_t>(best));
                classes.insert(map->classes[place]);
            }
        }
        QVERIFY(classes.size() > 1);
    }

    void theGridIsAroundAllSamples()
    {
        const auto data = randomDataset(50, 2, 3);
        const DecisionGrid grid = decisionGridOf(*data);
        for (std::int64_t sample = 0; sample < 50; ++sample) {
            const std::vector<double> at = featuresOf(*data, sample);
            QVERIFY(at[0] > grid.x_lower && at[0] < grid.x_upper);
            QVERIFY(at[1] > grid.y_lower && at[1] < grid.y_upper);
        }
    }

    void otherThanTwoFeaturesAreAnError()
    {
        const auto data = randomDataset(50, 3, 3);
        const auto trainer = trainedFor(classifier(3, 4, 3), data, 1);
        QVERIFY(!decisionMapOf(trainer->network(tiedArm), trainer->weights(tiedArm), *data, {}));
    }
};

LIGATURE_APPLESS_TEST(DecisionMapTest)

} // namespace test_decision_map

#include "test_decision_map.moc"
