// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QTest>

#include "core/network/edits.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/project/project_file.h"
#include "core/retying/follow.h"
#include "core/retying/tie_edits.h"
#include "core/retying/tie_preview.h"
#include "core/training/trainer.h"
#include "core/tying/twin.h"
#include "tests/support/compiled_network.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_tie_edits {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

// Numbers in the names are those of the test cases in the field's list of what a tie means.

namespace {

constexpr std::int64_t features = 9;
constexpr std::int64_t hidden = 4;

Project autoencoder(const std::string& optimizer = "adam")
{
    Project project = tiedAutoencoder(features, hidden);
    project.training.arms = {tiedArm};
    project.training.optimizer = optimizer;
    project.training.batch_size = 16;
    project.training.epochs = 10;
    project.training.optimizer_attributes.set("learning_rate", 0.02);
    if (optimizer == "sgd")
        project.training.optimizer_attributes.set("momentum", 0.9);
    return project;
}

std::shared_ptr<const Dataset> data()
{
    static const auto dataset = randomDataset(100, features, 3);
    return dataset;
}

/// The project's tied network after some steps from a state, or from the start.
TrainedState trained(const Project& project, std::int64_t steps, const TrainedState* from = nullptr)
{
    const auto resumed = [&] { return Trainer::resume(project, data(), TrainingState{{{tiedArm, *from}}}); };
    auto trainer = from == nullptr ? Trainer::create(project, data()) : resumed();
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    (*trainer)->advance(steps, 1h);
    return (*trainer)->state().variants.at(tiedArm);
}

Project withNetwork(Project project, const Network& network)
{
    project.network = network;
    return project;
}

struct Sample {
    Project project;
    Slot encoder;
    Slot decoder;
    ParameterId shared;
    TrainedNetwork model;

    explicit Sample(const std::string& optimizer = "adam", std::int64_t steps = 12)
        : project(autoencoder(optimizer)), encoder{layerNamed(project.network, "encoder"), "weight"},
          decoder{layerNamed(project.network, "decoder"), "weight"},
          shared(*findSharedParameter(project.network, "W")), model{project.network, {}}
    {
        if (steps > 0)
            model.state = trained(project, steps);
    }
    const TrainedParameter& of(const TrainedNetwork& network, const Slot& slot) const
    {
        return *network.state->parameters.at(network.network.ties.at(slot).parameter);
    }
};

std::vector<float> transposed(const std::vector<float>& values, std::size_t rows, std::size_t columns)
{
    std::vector<float> result(values.size());
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns && row * columns + column < values.size(); ++column)
            result[column * rows + row] = values[row * columns + column];
    }
    return result;
}

double largest(const std::vector<float>& a, const std::vector<float>& b)
{
    return largestDifference({a.begin(), a.end()}, {b.begin(), b.end()});
}

/// Loss and gradients in double precision on fixed features.
struct DoubleRun {
    OperationGraph graph;
    Program<double> program;
    double loss = 0;
    DoubleRun(const Network& network, const TrainedState& state) : graph(lower(network).value()), program(graph, 8, 1)
    {
        for (ProgramParameter<double>& parameter : program.parameters()) {
            const std::vector<float>& values = state.parameters.at(parameter.description.id)->values;
            const std::vector<double> wide(values.begin(), values.end());
            store(std::span<const double>(wide), parameter.description, parameter.values);
        }
        for (const GraphInput& input : program.inputs()) {
            const auto buffer = program.inputBuffer(input);
            for (std::size_t i = 0; i < buffer.size(); ++i)
                buffer[i] = std::sin(static_cast<double>(i) * 0.7) + 0.1;
        }
        const StepContext context{8, true, 0};
        loss = program.forward(context);
        program.backward(context);
    }
    std::vector<double> gradient(ParameterId id) const
    {
        const auto& all = program.parameters();
        const auto& parameter = *std::ranges::find(all, id, [](const auto& one) { return one.description.id; });
        std::vector<double> ordered(parameter.gradient.size());
        fetch(std::span<const double>(parameter.gradient), parameter.description, std::span<double>(ordered));
        return ordered;
    }
};

} // namespace

class TieEditsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void resumingFromAStateGivesTheSameBits_data()
    {
        QTest::addColumn<QString>("optimizer");
        for (const OptimizerType* const type : optimizerTypes())
            QTest::newRow(type->name().c_str()) << QString::fromStdString(type->name());
    }
    void resumingFromAStateGivesTheSameBits()
    {
        QFETCH(QString, optimizer);
        Project project = autoencoder(optimizer.toStdString());
        project.training.arms = {tiedArm, untiedArm};
        const auto straight = Trainer::create(project, data()).value();
        straight->advance(17, 1h);
        const auto first = Trainer::create(project, data()).value();
        first->advance(8, 1h); // In the middle of an epoch of 5 steps.
        const auto second = Trainer::resume(project, data(), first->state()).value();
        second->advance(9, 1h);
        QCOMPARE(second->step(), 17);
        QVERIFY(second->state().variants == straight->state().variants);
    }

    void aStateOfAnotherNetworkIsRefused()
    {
        const Sample sample;
        Project other = autoencoder();
        must(setAttribute(other.network, sample.encoder.layer, "out_features", std::int64_t{5}));
        TrainingState state;
        state.variants[tiedArm] = *sample.model.state;
        const auto refused = Trainer::resume(other, data(), state);
        QVERIFY(!refused);
        QVERIFY(QString::fromStdString(refused.error().what).contains("4 × 9"));
        other = autoencoder();
        other.training.arms = {tiedArm, untiedArm};
        QVERIFY(!Trainer::resume(other, data(), state));
    }

    void case21_untyingChangesNoOutput_data() { resumingFromAStateGivesTheSameBits_data(); }
    void case21_untyingChangesNoOutput()
    {
        QFETCH(QString, optimizer);
        const Sample sample(optimizer.toStdString());
        for (const Slot& use : {sample.encoder, sample.decoder}) {
            const auto untied = untieUse(sample.model, use);
            QVERIFY(untied);
            const DoubleRun before(sample.model.network, *sample.model.state);
            const DoubleRun after(untied->network, *untied->state);
            QVERIFY(before.loss > 0);
            QVERIFY(std::abs(after.loss - before.loss) <= 1e-12 * before.loss);
        }
    }

    void case21_theNextStepAfterUntyingIsTheTwins_data() { resumingFromAStateGivesTheSameBits_data(); }
    void case21_theNextStepAfterUntyingIsTheTwins()
    {
        QFETCH(QString, optimizer);
        const Sample sample(optimizer.toStdString());
        // The twin, its values and its optimizer's state transposed by hand.
        const Twin twin = untie(sample.project.network);
        TrainedState twin_state = *sample.model.state;
        const TrainedParameter& w = *sample.model.state->parameters.at(sample.shared);
        QVERIFY(!w.state.empty());
        const auto turned = std::make_shared<TrainedParameter>(
            TrainedParameter{Shape{features, hidden}, transposed(w.values, hidden, features), w.state});
        for (TrainedVector& vector : turned->state) {
            if (vector.kind == StateKind::RowSquares)
                vector.values = w.stateVector("column_square");
            else if (vector.kind == StateKind::ColumnSquares)
                vector.values = w.stateVector("row_square");
            else
                vector.values = transposed(vector.values, hidden, features);
        }
        twin_state.parameters[twin.network.ties.at(sample.encoder).parameter] =
            sample.model.state->parameters.at(sample.shared);
        twin_state.parameters[twin.network.ties.at(sample.decoder).parameter] = turned;
        const TrainedNetwork twins{twin.network, trained(withNetwork(sample.project, twin.network), 1, &twin_state)};

        const auto untied = untieUse(sample.model, sample.decoder).value();
        QCOMPARE(sample.of(untied, sample.decoder), *turned);
        const auto all = untieAll(sample.model, sample.shared).value();
        for (const TrainedNetwork& network : {untied, all}) {
            const TrainedNetwork stepped{network.network,
                                         trained(withNetwork(sample.project, network.network), 1, &*network.state)};
            for (const Slot& use : {sample.encoder, sample.decoder}) {
                const TrainedParameter& mine = sample.of(stepped, use);
                const TrainedParameter& theirs = sample.of(twins, use);
                QVERIFY(largest(mine.values, sample.of(network, use).values) > 1e-4); // It moved.
                QVERIFY(largest(mine.values, theirs.values) < 2e-6);
                QCOMPARE(mine.state.size(), w.state.size());
                for (const TrainedVector& vector : mine.state)
                    QVERIFY(largest(vector.values, theirs.stateVector(vector.name)) < 2e-6);
            }
        }
    }

    void untyingAllRemovesTheParameter()
    {
        const Sample sample;
        const auto all = untieAll(sample.model, sample.shared).value();
        QVERIFY(!all.network.parameters.contains(sample.shared));
        QVERIFY(all.network.ties.at(sample.encoder).parameter != all.network.ties.at(sample.decoder).parameter);
        QVERIFY(!untieAll(all, sample.shared));
        QVERIFY(!untieUse(all, sample.encoder));
    }

    void case21_tyingEqualValuesAgainChangesNothing_data()
    {
        QTest::addColumn<Kept>("kept");
        QTest::newRow("A's") << Kept::First;
        QTest::newRow("B's") << Kept::Second;
        QTest::newRow("the mean") << Kept::Mean;
    }
    void case21_tyingEqualValuesAgainChangesNothing()
    {
        QFETCH(Kept, kept);
        const Sample sample;
        const auto untied = untieUse(sample.model, sample.decoder).value();
        const auto tied = tieToParameter(untied, sample.shared, sample.decoder, transposeView(), kept).value();
        QCOMPARE(*tied.state, *sample.model.state);
        QCOMPARE(tied.network.ties, sample.project.network.ties);
    }

    void aTieOfUnequalValuesKeepsWhatIsAskedFor()
    {
        const Sample sample;
        TrainedNetwork untied = untieUse(sample.model, sample.decoder).value();
        untied.state = trained(withNetwork(sample.project, untied.network), 10, &*untied.state);
        const TrainedParameter a = sample.of(untied, sample.encoder);
        const TrainedParameter b = sample.of(untied, sample.decoder);
        const auto turned = [](const std::vector<float>& values) { return transposed(values, features, hidden); };
        QVERIFY(largest(a.values, turned(b.values)) > 1e-3);
        const auto tied = [&](Kept kept) {
            return *tieToParameter(untied, sample.shared, sample.decoder, transposeView(), kept)
                        .value()
                        .state->parameters.at(sample.shared);
        };
        QCOMPARE(tied(Kept::First), a);
        const TrainedParameter second = tied(Kept::Second);
        QCOMPARE(second.values, turned(b.values));
        QCOMPARE(second.state.size(), std::size_t{2});
        for (const TrainedVector& vector : second.state)
            QCOMPARE(vector.values, turned(b.stateVector(vector.name)));
        const TrainedParameter mean = tied(Kept::Mean);
        const auto expectMean = [&](const std::vector<float>& got, const std::vector<float>& x, std::vector<float> y) {
            for (std::size_t i = 0; i < y.size(); ++i)
                y[i] = static_cast<float>((double(x[i]) + double(y[i])) / 2);
            return got == y;
        };
        QVERIFY(expectMean(mean.values, a.values, turned(b.values)));
        QCOMPARE(mean.state.size(), std::size_t{2});
        for (const TrainedVector& vector : mean.state)
            QVERIFY(expectMean(vector.values, a.stateVector(vector.name), turned(b.stateVector(vector.name))));
    }

    void twoSlotsAreTiedThroughAView()
    {
        const Sample sample;
        const auto untied = untieAll(sample.model, sample.shared).value();
        const auto tied = tieSlots(untied, sample.decoder, sample.encoder, transposeView(), Kept::Second, "V").value();
        const ParameterId v = *findSharedParameter(tied.network, "V");
        QCOMPARE(tied.network.ties.at(sample.decoder), (Tie{v}));
        QCOMPARE(tied.network.ties.at(sample.encoder), (Tie{v, transposeView()}));
        QCOMPARE(tied.state->parameters.at(v)->shape, (Shape{features, hidden}));
        // Back again: A reads W transposed, so B reads it as it is.
        const auto again = tieSlots(tied, sample.encoder, sample.decoder, transposeView()).value();
        QCOMPARE(again, tied);
        QVERIFY(!tieSlots(untied, sample.decoder, sample.encoder, {}));
    }

    void case27_removingAUseSubtractsExactlyItsGradient()
    {
        const Sample sample;
        const DoubleRun tied(sample.model.network, *sample.model.state);
        const auto untied = untieUse(sample.model, sample.decoder).value();
        const DoubleRun apart(untied.network, *untied.state);
        const auto whole = tied.gradient(sample.shared);
        const auto left = apart.gradient(sample.shared);
        const auto removed = apart.gradient(untied.network.ties.at(sample.decoder).parameter);
        QCOMPARE(whole.size(), std::size_t{features * hidden});
        for (std::size_t row = 0; row < hidden; ++row) {
            for (std::size_t column = 0; column < features; ++column) {
                const std::size_t at = row * features + column;
                QVERIFY(std::abs(removed[column * hidden + row]) > 1e-9);
                QVERIFY(std::abs(whole[at] - removed[column * hidden + row] - left[at]) < 1e-12);
            }
        }
    }

    void beforeTrainingAnUntiedUseStartsFromWhatItRead_data()
    {
        QTest::addColumn<bool>("encoder");
        QTest::addColumn<int>("seed");
        for (const int seed : {1, 2, 77}) {
            QTest::addRow("the first use, seed %d", seed) << true << seed;
            QTest::addRow("the other use, seed %d", seed) << false << seed;
        }
    }
    void beforeTrainingAnUntiedUseStartsFromWhatItRead()
    {
        QFETCH(bool, encoder);
        QFETCH(int, seed);
        const Sample sample("adam", 0);
        const auto untied = untieUse(sample.model, encoder ? sample.encoder : sample.decoder).value();
        QVERIFY(!untied.state);
        const auto before = firstState(sample.model.network, static_cast<std::uint64_t>(seed)).value();
        const auto after = firstState(untied.network, static_cast<std::uint64_t>(seed)).value();
        QCOMPARE(DoubleRun(untied.network, after).loss, DoubleRun(sample.model.network, before).loss);
        const auto& w = before.parameters.at(sample.shared)->values;
        QCOMPARE(after.parameters.at(untied.network.ties.at(sample.encoder).parameter)->values, w);
        // And it stays so in the file.
        Project project = withNetwork(sample.project, untied.network);
        const auto reread = readProject(writeProject(project), "a.ligature");
        QVERIFY2(reread.has_value(), reread ? "" : reread.error().oneLine().c_str());
        QCOMPARE(*reread, project);
    }

    void beforeTrainingATieKeepsTheDrawOfAOrOfB()
    {
        const Sample sample("adam", 0);
        Network network = sample.project.network;
        remove(network, {}, {sample.shared});
        for (auto& [id, parameter] : network.parameters)
            parameter.first_draw.reset(); // Each is drawn by itself.
        const TrainedNetwork apart{network, {}};
        const auto values = [](const TrainedNetwork& model, const Slot& slot) {
            return firstState(model.network, 5)->parameters.at(model.network.ties.at(slot).parameter)->values;
        };
        const auto a = values(apart, sample.encoder);
        const auto b = values(apart, sample.decoder);
        QVERIFY(largest(a, transposed(b, features, hidden)) > 0.01);
        const auto tied = [&](Kept kept) {
            return tieSlots(apart, sample.encoder, sample.decoder, transposeView(), kept);
        };
        QCOMPARE(values(*tied(Kept::First), sample.encoder), a);
        QCOMPARE(values(*tied(Kept::Second), sample.encoder), transposed(b, features, hidden));
        const auto mean = tied(Kept::Mean);
        QVERIFY(!mean);
        QVERIFY(QString::fromStdString(mean.error().what).contains("not trained"));
    }

    void untyingReadsThroughEveryView_data()
    {
        QTest::addColumn<const ViewType*>("type");
        QTest::addColumn<Shape>("shape");
        const Shape read{4, 6};
        for (const ViewType* const type : viewTypes()) {
            for (const Shape& shape : {read, Shape{6, 4}, Shape{9, 6}, Shape{24}, Shape{6}, Shape{3, 4, 6}}) {
                const auto attributes = type->fitting(shape, read);
                if (attributes && outputShape({ViewStep{type->name(), *attributes}}, shape) == read)
                    QTest::addRow("%s of %s", type->name().c_str(), shape.toString().c_str()) << type << shape;
            }
        }
    }
    void untyingReadsThroughEveryView()
    {
        QFETCH(const ViewType*, type);
        QFETCH(Shape, shape);
        Project project = tiedAutoencoder(6, 4);
        project.training.arms = {tiedArm};
        Network& network = project.network;
        const Slot use{layerNamed(network, "encoder"), "weight"};
        untieSlot(network, {layerNamed(network, "decoder"), "weight"});
        const ParameterId w = addSharedParameter(network, "V");
        network.parameters.at(w).shape = shape;
        must(tie(network, w, use, {ViewStep{type->name(), *type->fitting(shape, Shape{4, 6})}}));
        const auto trainer = Trainer::create(project, randomDataset(100, 6, 3)).value();
        for (const std::int64_t steps : {0, 6}) {
            TrainedNetwork model{network, {}};
            if (steps > 0) {
                trainer->advance(steps, 1h);
                model.state = trainer->state().variants.at(tiedArm);
            }
            const auto untied = untieUse(model, use);
            QVERIFY2(untied.has_value(), untied ? "" : untied.error().oneLine().c_str());
            const TrainedState before = model.state ? *model.state : firstState(network, 1).value();
            const TrainedState after = untied->state ? *untied->state : firstState(untied->network, 1).value();
            const double expected = DoubleRun(network, before).loss;
            QVERIFY(std::abs(DoubleRun(untied->network, after).loss - expected) <= 1e-12 * expected);
            if (!model.state)
                continue;
            const auto tied = tieToParameter(*untied, w, use, network.ties.at(use).view, Kept::First).value();
            QCOMPARE(*tied.state, before);
            // What was read goes back to where it came from.
            const auto back = tieToParameter(*untied, w, use, network.ties.at(use).view, Kept::Second).value();
            QVERIFY(largest(back.state->parameters.at(w)->values, before.parameters.at(w)->values) < 1e-6);
        }
    }

    void aPreviewTellsWhatATieLevelsAndCosts()
    {
        const Sample sample;
        TrainedNetwork untied = untieUse(sample.model, sample.decoder).value();
        const TiePreview untying = previewEdit(sample.project, sample.model, untied, data());
        QVERIFY(untying.trained);
        QCOMPARE(untying.largest_difference, 0.0);
        QCOMPARE(untying.parameters_after - untying.parameters_before, features * hidden);
        QVERIFY(std::abs(*untying.loss_after - *untying.loss_before) < 1e-6 * *untying.loss_before);

        untied.state = trained(withNetwork(sample.project, untied.network), 10, &*untied.state);
        const auto tied = tieToParameter(untied, sample.shared, sample.decoder, transposeView(), Kept::Mean).value();
        const TiePreview tying = previewEdit(sample.project, untied, tied, data());
        const double expected = largest(sample.of(untied, sample.encoder).values,
                                        transposed(sample.of(untied, sample.decoder).values, features, hidden));
        QCOMPARE(*tying.largest_difference, expected);
        QCOMPARE(tying.parameters_before - tying.parameters_after, features * hidden);
        QVERIFY(*tying.loss_before != *tying.loss_after);
        QVERIFY(tying.conflicts.empty());
        QVERIFY(!previewEdit(sample.project, untied, tied, nullptr).loss_before);
    }

    void aPreviewOfMoreThanMemoryHoldsHasNoValues()
    {
        Project project = tiedAutoencoder(1'000'000, 1'000'000);
        const TrainedNetwork before{project.network, {}};
        const Slot decoder{layerNamed(project.network, "decoder"), "weight"};
        const TiePreview preview = previewEdit(project, before, untieUse(before, decoder).value(), data());
        QCOMPARE(preview.parameters_after - preview.parameters_before, std::int64_t{1'000'000'000'000});
        QVERIFY(!preview.largest_difference && !preview.loss_before);
    }

    void whatWasTrainedOutlivesAParameterLargerThanMemory()
    {
        const Sample sample;
        TrainedNetwork with_unused = sample.model;
        const ParameterId huge = addSharedParameter(with_unused.network, "huge");
        with_unused.network.parameters.at(huge).shape = Shape{1'000'000, 1'000'000};
        const auto followed = follow(sample.model.network, *sample.model.state, with_unused.network);
        QVERIFY(followed);
        QVERIFY(*followed == *sample.model.state);
        // What is read of it would have to be put into the whole of it.
        const View corner = {{"slice", {{"axis", std::int64_t{0}}, {"start", std::int64_t{0}}, {"stop", hidden}}},
                             {"slice", {{"axis", std::int64_t{1}}, {"start", std::int64_t{0}}, {"stop", features}}}};
        const auto tied = tieToParameter(with_unused, huge, sample.encoder, corner);
        QVERIFY(!tied);
        QVERIFY2(tied.error().where == "huge", tied.error().oneLine().c_str());
    }

    void aPreviewNamesConflictingSettings()
    {
        const Sample sample("adam", 0);
        TrainedNetwork apart = untieUse(sample.model, sample.decoder).value();
        Parameter& own = apart.network.parameters.at(apart.network.ties.at(sample.decoder).parameter);
        own.learning_rate_factor = 0.1;
        own.initializer = {"zeros", {}};
        own.trainable = false;
        const auto tied = tieToParameter(apart, sample.shared, sample.decoder, transposeView()).value();
        const TiePreview preview = previewEdit(sample.project, apart, tied, data());
        QCOMPARE(preview.trained, false);
        QCOMPARE(preview.conflicts.size(), std::size_t{3});
        QCOMPARE(preview.conflicts[1], std::string("decoder.weight has the learning-rate factor 0.1 and W 1, "
                                                   "which stays."));
    }
};

LIGATURE_GUILESS_TEST(TieEditsTest)

} // namespace test_tie_edits

#include "test_tie_edits.moc"
