// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/rate_range_test.h"

#include <cmath>
#include <limits>

#include <QTest>

#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_rate_range_test {

using namespace ligature;
using namespace ligature::testing;

namespace {

/// A fall of the loss whose middle is at that rate, over rates from 1e-6 to 10.
std::vector<RateTrial> fallingAt(double middle, double depth = 1)
{
    std::vector<RateTrial> trials;
    for (int i = 0; i < 141; ++i) {
        const double rate = std::pow(10, -6 + 7.0 * i / 140);
        const double loss = 2 - depth / (1 + std::exp(-3 * std::log(rate / middle)));
        trials.push_back({rate, loss, loss});
    }
    return trials;
}

Project autoencoder()
{
    Project project = tiedAutoencoder(12, 5);
    project.training.batch_size = 16;
    project.training.optimizer = "sgd";
    project.training.optimizer_attributes = {{"learning_rate", 5.0}};
    project.training.schedule = "cosine";
    project.training.patience = 1;
    return project;
}

} // namespace

class RateRangeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRateIsWhereTheLossFallsFastest_data()
    {
        QTest::addColumn<double>("middle");
        for (const double middle : {1e-5, 1e-3, 0.03, 1.0})
            QTest::addRow("%g", middle) << middle;
    }
    void theRateIsWhereTheLossFallsFastest()
    {
        QFETCH(double, middle);
        const auto rate = suggestedRate(fallingAt(middle));
        QVERIFY(rate.has_value());
        QVERIFY2(std::abs(std::log10(*rate / middle)) < 0.051, std::to_string(*rate).c_str()); // Half a step.
    }

    void aLossThatNeverFallsSuggestsNothing()
    {
        QVERIFY(!suggestedRate({}));
        QVERIFY(!suggestedRate(fallingAt(0.01, -1)));
        QVERIFY(!suggestedRate(fallingAt(0.01, 0)));
        const std::vector<RateTrial> falling = fallingAt(0.01);
        QVERIFY(!suggestedRate(std::span(falling).first(11)));
    }

    void whatIsNoNumberAtTheEndIsLeftOut()
    {
        std::vector<RateTrial> trials = fallingAt(0.01);
        const auto expected = suggestedRate(trials);
        trials.push_back({20, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()});
        trials.push_back({30, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()});
        QVERIFY(suggestedRate(trials) == expected);
    }

    void eachArmIsTriedAloneAndAsOften()
    {
        const auto data = randomDataset(100, 12, 3);
        std::vector<double> shares;
        const auto found = testRates(autoencoder(), data, {}, {}, [&](double share) { shares.push_back(share); });
        QVERIFY2(found.has_value(), found ? "" : found.error().oneLine().c_str());
        QCOMPARE(found->size(), std::size_t{2});
        QVERIFY(std::ranges::is_sorted(shares) && shares.back() <= 1);
        Project one = autoencoder();
        one.training.arms = {untiedArm};
        const auto alone = testRates(one, data);
        for (const RateTrials& arm : *found) {
            QVERIFY(arm.suggested.has_value());
            QVERIFY(*arm.suggested > 1e-4 && *arm.suggested < 10);
            QCOMPARE(arm.trials.front().rate, 1e-6);
            // The project's own rate, schedule and patience are none of it.
            QVERIFY(arm.trials.size() > 60);
        }
        QCOMPARE(found->front().trials.front().loss, found->back().trials.front().loss); // Twins.
        QCOMPARE(alone->front().trials.size(), found->back().trials.size());
        QCOMPARE(alone->front().trials.back().loss, found->back().trials.back().loss);
    }

    void aStopAndWrongRangesAreErrors()
    {
        std::stop_source stop;
        const auto stopped = testRates(autoencoder(), randomDataset(100, 12, 3), {}, stop.get_token(),
                                       [&](double share) { share > 0.2 ? (void)stop.request_stop() : void(); });
        QVERIFY(!stopped);
        for (const RateRange& range :
             {RateRange{0, 1, 10}, RateRange{-1, 1, 10}, RateRange{1, 1, 10}, RateRange{1e-3, 1, 0},
              RateRange{1e-3, std::numeric_limits<double>::infinity(), 10},
              RateRange{std::numeric_limits<double>::quiet_NaN(), 1, 10}})
            QVERIFY(!testRates(autoencoder(), randomDataset(100, 12, 3), range));
    }
};

LIGATURE_APPLESS_TEST(RateRangeTest)

} // namespace test_rate_range_test

#include "test_rate_range_test.moc"
