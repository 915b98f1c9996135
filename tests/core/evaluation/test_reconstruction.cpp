// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QTest>

#include "by_hand.h"
#include "core/evaluation/reconstruction.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_reconstruction {

using namespace ligature;
using namespace ligature::testing;

class ReconstructionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothArmsGiveWhatLoopsGive()
    {
        const auto data = randomDataset(150, 12, 3);
        Project project = tiedAutoencoder(12, 5);
        project.training.epochs = 50;
        const auto trainer = trainedFor(project, data, 100);
        std::vector<std::int64_t> samples;
        for (std::int64_t sample = 3; sample < 150; sample += 2) // More than are computed at once.
            samples.push_back(sample);
        for (const ArmId& arm : trainer->variants()) {
            const Network& network = trainer->network(arm);
            const Weights weights = trainer->weights(arm);
            const auto made = reconstruct(network, weights, *data, samples);
            QVERIFY2(made.has_value(), made ? "" : made.error().oneLine().c_str());
            QCOMPARE(made->errors.size(), samples.size());
            std::vector<float> decoder;
            if (arm == tiedArm) {
                const std::vector<float>& w = valuesAt(network, weights, "encoder", "weight");
                for (std::size_t row = 0; row < 12; ++row)
                    for (std::size_t column = 0; column < 5; ++column)
                        decoder.push_back(w[column * 12 + row]);
            } else {
                decoder = valuesAt(network, weights, "decoder", "weight");
            }
            for (std::size_t i = 0; i < samples.size(); ++i) {
                const std::vector<double> x = featuresOf(*data, samples[i]);
                std::vector<double> code = dense(valuesAt(network, weights, "encoder", "weight"),
                                                 valuesAt(network, weights, "encoder", "bias"), x);
                for (double& value : code)
                    value = std::tanh(value);
                const std::vector<double> y = dense(decoder, valuesAt(network, weights, "decoder", "bias"), code);
                double off = 0;
                for (std::size_t f = 0; f < 12; ++f) {
                    QVERIFY(std::abs(static_cast<double>(made->values[i * 12 + f]) - y[f]) < 1e-5);
                    off += (y[f] - x[f]) * (y[f] - x[f]) / 12;
                }
                QVERIFY(std::abs(made->errors[i] - off) < 1e-5 * (1 + off));
            }
        }
    }

    void theWorstComeFirst()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const std::vector<double> errors = {0.5, 2, nan, 2, 0.1};
        QCOMPARE(worstOf(errors, 4), (std::vector<std::size_t>{2, 1, 3, 0}));
        QCOMPARE(worstOf(errors, 9).size(), std::size_t{5});
    }

    void whatGivesSomethingElseIsAnError()
    {
        const auto data = randomDataset(60, 8, 3);
        const auto trainer = trainedFor(classifier(8, 4, 3), data, 1);
        const std::vector<std::int64_t> samples = {0};
        QVERIFY(!reconstruct(trainer->network(tiedArm), trainer->weights(tiedArm), *data, samples));
        QVERIFY(!reconstructionOf(trainer->network(tiedArm)));
    }

    void whatIsAPicture_data()
    {
        QTest::addColumn<Shape>("features");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("a square in a row") << Shape{64} << 1 << 8 << 8;
        QTest::newRow("a matrix") << Shape{28, 20} << 1 << 28 << 20;
        QTest::newRow("grey") << Shape{1, 5, 7} << 1 << 5 << 7;
        QTest::newRow("in colour") << Shape{3, 5, 7} << 3 << 5 << 7;
        QTest::newRow("12 numbers") << Shape{12} << 0 << 0 << 0;
        QTest::newRow("4 numbers of a flower") << Shape{4} << 0 << 0 << 0;
        QTest::newRow("two channels") << Shape{2, 5, 7} << 0 << 0 << 0;
    }
    void whatIsAPicture()
    {
        QFETCH(Shape, features);
        QFETCH(int, channels);
        QFETCH(int, height);
        QFETCH(int, width);
        const auto picture = pictureShapeOf(features);
        QCOMPARE(picture.has_value(), channels > 0);
        if (picture)
            QCOMPARE(*picture, (PictureShape{channels, height, width}));
    }
};

LIGATURE_APPLESS_TEST(ReconstructionTest)

} // namespace test_reconstruction

#include "test_reconstruction.moc"
