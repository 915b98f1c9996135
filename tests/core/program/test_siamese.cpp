// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QTest>

#include "core/network/edits.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_siamese {

using namespace ligature;
using namespace ligature::testing;

// Case 20 of the field's list of what a tie means: two branches that share every weight are one function.

namespace {

constexpr std::int64_t width = 6;
constexpr std::int64_t codeWidth = 3;
constexpr std::int64_t batch = 5;

using Values = std::vector<double>;

/// Adds dense -> tanh -> dense to what `from` gives.
LayerId addBranch(Network& network, const Port& from, const std::string& side)
{
    const LayerId hidden = addLayer(network, "dense", side + " hidden", {{"out_features", std::int64_t{4}}});
    const LayerId bent = addLayer(network, "tanh", side + " tanh");
    const LayerId code = addLayer(network, "dense", side + " code", {{"out_features", codeWidth}});
    must(link(network, from, {hidden, "input"}));
    must(link(network, {hidden, "output"}, {bent, "input"}));
    must(link(network, {bent, "output"}, {code, "input"}));
    return code;
}

/// Two halves of the input, a branch on each that shares every weight and bias, and a contrastive loss; beside it the
/// distances that a person would look at.
struct Siamese {
    Network network;
    LayerId loss;
    Siamese()
    {
        const LayerId input = addLayer(network, "input", "pair", {{"shape", Shape{2, width}}});
        std::vector<LayerId> codes;
        for (const std::int64_t half : {0, 1}) {
            const std::string side = half == 0 ? "left" : "right";
            const LayerId taken = addLayer(network, "slice", side, {{"start", half}, {"drop_axis", true}});
            must(link(network, {input, "output"}, {taken, "input"}));
            codes.push_back(addBranch(network, {taken, "output"}, side));
        }
        for (const std::string layer : {"hidden", "code"}) {
            for (const std::string slot : {"weight", "bias"}) {
                const ParameterId shared =
                    shareSlot(network, {layerNamed(network, "left " + layer), slot}, layer + " " + slot);
                must(tie(network, shared, {layerNamed(network, "right " + layer), slot}));
            }
        }
        const LayerId target = addLayer(network, "target", "same");
        loss = addLayer(network, "contrastive", "loss");
        must(link(network, {codes[0], "output"}, {loss, "input1"}));
        must(link(network, {codes[1], "output"}, {loss, "input2"}));
        must(link(network, {target, "output"}, {loss, "target"}));
        // A loss each, or what nothing reads would be left out of the program.
        for (const std::string kind : {"l1_distance", "cosine_similarity"}) {
            const LayerId distance = addLayer(network, kind, kind);
            const LayerId column = addLayer(network, "reshape", kind + " column", {{"shape", Shape{1}}});
            const LayerId seen = addLayer(network, "mean_squared_error", kind + " loss", {{"weight", 0.0}});
            must(link(network, {codes[0], "output"}, {distance, "input1"}));
            must(link(network, {codes[1], "output"}, {distance, "input2"}));
            must(link(network, {distance, "output"}, {column, "input"}));
            must(link(network, {column, "output"}, {seen, "prediction"}));
            must(link(network, {target, "output"}, {seen, "target"}));
        }
    }
};

/// One branch alone, and the sum of squares of what it gives as the loss's likeness of "the codes are read".
Network oneBranch()
{
    Network network;
    const LayerId input = addLayer(network, "input", "x", {{"shape", Shape{width}}});
    const LayerId code = addBranch(network, {input, "output"}, "left");
    for (const std::string layer : {"hidden", "code"}) {
        for (const std::string slot : {"weight", "bias"})
            shareSlot(network, {layerNamed(network, "left " + layer), slot}, layer + " " + slot);
    }
    const LayerId target = addLayer(network, "target", "wanted", {{"kind", "values"}, {"shape", Shape{codeWidth}}});
    const LayerId loss = addLayer(network, "mean_squared_error", "loss");
    must(link(network, {code, "output"}, {loss, "prediction"}));
    must(link(network, {target, "output"}, {loss, "target"}));
    return network;
}

struct Run {
    OperationGraph graph;
    std::unique_ptr<Program<double>> program;

    Run(const Network& network, std::int64_t rows)
        : graph(lower(network).value()), program(std::make_unique<Program<double>>(graph, rows, 1))
    {
        // By name: both networks have the same parameters under other ids.
        for (ProgramParameter<double>& parameter : program->parameters()) {
            double phase = static_cast<double>(parameter.description.name.size());
            for (double& value : parameter.values)
                value = std::sin(phase += 0.7);
        }
    }

    double operator()(const Values& features, const Values& targets)
    {
        std::int64_t rows = 0;
        for (const GraphInput& input : program->inputs()) {
            const Values& values = input.role == InputRole::Features ? features : targets;
            std::ranges::copy(values, program->inputBuffer(input).begin());
            rows = program->maxBatch();
        }
        const StepContext context{rows, true, 0};
        const double loss = program->forward(context);
        program->backward(context);
        return loss;
    }

    Values output(const Network& network, const std::string& layer) const
    {
        const auto seen = program->valueBuffer(graph.outputs.at({layerNamed(network, layer), "output"}));
        return {seen.begin(), seen.end()};
    }

    std::map<std::string, Values> gradients() const
    {
        std::map<std::string, Values> found;
        for (const ProgramParameter<double>& parameter : std::as_const(*program).parameters())
            found[parameter.description.name] = {parameter.gradient.begin(), parameter.gradient.end()};
        return found;
    }
};

Values picture(double seed, std::int64_t rows = batch)
{
    Values values;
    for (std::int64_t i = 0; i < rows * width; ++i)
        values.push_back(std::cos(seed + 1.3 * static_cast<double>(i)));
    return values;
}

/// Row by row, a's beside b's.
Values sideBySide(const Values& a, const Values& b)
{
    Values pairs;
    for (std::size_t row = 0; row < a.size(); row += width) {
        for (const Values* const half : {&a, &b})
            pairs.insert(pairs.end(), half->begin() + static_cast<std::ptrdiff_t>(row),
                         half->begin() + static_cast<std::ptrdiff_t>(row) + width);
    }
    return pairs;
}

bool near(const Values& a, const Values& b, double tolerance = 1e-12)
{
    return std::ranges::equal(a, b, [=](double x, double y) { return std::abs(x - y) < tolerance; });
}

const Values labels = {1, 0, 0, 1, 0};

} // namespace

class SiameseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void case20_theDistanceIsTheSameBothWays()
    {
        const Siamese siamese;
        Run one(siamese.network, batch);
        Run other(siamese.network, batch);
        const Values a = picture(0.1);
        const Values b = picture(2.5);
        QCOMPARE(one(sideBySide(a, b), labels), other(sideBySide(b, a), labels)); // To the last bit.
        for (const char* const distance : {"l1_distance", "cosine_similarity"})
            QVERIFY(one.output(siamese.network, distance) == other.output(siamese.network, distance));
        for (const auto& [name, gradient] : one.gradients())
            QVERIFY2(near(gradient, other.gradients().at(name)), name.c_str());
    }

    void case20_aPictureIsNotFarFromItself()
    {
        const Siamese siamese;
        Run run(siamese.network, batch);
        const Values a = picture(0.4);
        const Values all_same(batch, 1.0);
        QCOMPARE(run(sideBySide(a, a), all_same), 0.0);
        QVERIFY(run.output(siamese.network, "l1_distance") == Values(batch, 0.0));
        QVERIFY(near(run.output(siamese.network, "cosine_similarity"), Values(batch, 1.0)));
        for (const auto& [name, gradient] : run.gradients())
            QVERIFY2(gradient == Values(gradient.size(), 0.0), name.c_str());
    }

    void aTripletOfOnePictureThriceIsPulledNowhere_data()
    {
        QTest::addColumn<QString>("norm");
        QTest::newRow("Euclidean") << "2";
        QTest::newRow("L1") << "1";
    }
    void aTripletOfOnePictureThriceIsPulledNowhere()
    {
        QFETCH(QString, norm);
        Network network;
        const LayerId input = addLayer(network, "input", "x", {{"shape", Shape{width}}});
        const LayerId code = addBranch(network, {input, "output"}, "left");
        const LayerId loss = addLayer(network, "triplet_margin", "loss", {{"p", norm.toStdString()}});
        for (const char* const port : {"anchor", "positive", "negative"})
            must(link(network, {code, "output"}, {loss, port}));
        Run run(network, batch);
        run(picture(0.3), {});
        // What pulls one way and the other is the same number: nothing of it may be left, not even its rounding.
        for (const auto& [name, gradient] : run.gradients())
            QVERIFY2(gradient == Values(gradient.size(), 0.0), name.c_str());
    }

    void case20_twoBranchesAreOnePassOverBothHalves()
    {
        const Siamese siamese;
        Run two(siamese.network, batch);
        const Values a = picture(0.1);
        const Values b = picture(2.5);
        two(sideBySide(a, b), labels);

        // One branch on all ten pictures; what the loss pulls each code by is put in by a target that is that far off.
        const Network branch = oneBranch();
        Run one(branch, 2 * batch);
        Values both = a;
        both.insert(both.end(), b.begin(), b.end());
        one(both, Values(2 * batch * codeWidth, 0.0));
        const Values codes = one.output(branch, "left code");
        Values expected = two.output(siamese.network, "left code");
        const Values right = two.output(siamese.network, "right code");
        expected.insert(expected.end(), right.begin(), right.end());
        QVERIFY(near(codes, expected));

        const double elements = 2 * batch * codeWidth;
        Values wanted;
        for (const char* const side : {"left code", "right code"}) {
            const ValueIndex code = two.graph.outputs.at({layerNamed(siamese.network, side), "output"});
            for (const double pull : two.program->gradientBuffer(code))
                wanted.push_back(codes[wanted.size()] - pull * elements / 2);
        }
        one(both, wanted);
        for (const auto& [name, gradient] : one.gradients())
            QVERIFY2(near(gradient, two.gradients().at(name)), name.c_str());
    }
};

LIGATURE_GUILESS_TEST(SiameseTest)

} // namespace test_siamese

#include "test_siamese.moc"
