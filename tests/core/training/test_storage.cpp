// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include <QTest>

#include "core/network/edits.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/tensor/random_stream.h"
#include "core/training/optimizer_state.h"
#include "core/training/trainer.h"
#include "core/tying/account.h"
#include "core/tying/twin.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_storage {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

Project autoencoder(const std::string& optimizer, double rate, double decay)
{
    Project project = tiedAutoencoder(12, 5);
    project.training.batch_size = 16;
    project.training.arms = {tiedArm};
    project.training.optimizer = optimizer;
    project.training.optimizer_attributes = {{"learning_rate", rate}, {"weight_decay", decay}};
    return project;
}

/// The values of the parameter of that name before any step and after `steps`.
std::pair<std::vector<float>, std::vector<float>> trained(const Project& project, std::int64_t steps,
                                                          const std::string& name)
{
    const auto trainer = Trainer::create(project, randomDataset(100, 12, 3));
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    const auto valuesOf = [&] {
        for (const ParameterValues& parameter : (*trainer)->weights(tiedArm).parameters) {
            if (parameter.name == name)
                return parameter.values;
        }
        return std::vector<float>();
    };
    const std::vector<float> before = valuesOf();
    (*trainer)->advance(steps, 1h);
    return {before, valuesOf()};
}

GraphParameter describe(Shape shape, bool stored_transposed)
{
    GraphParameter description;
    description.shape = std::move(shape);
    description.stored_transposed = stored_transposed;
    return description;
}

/// A matrix with its optimizer's state, beside no network: its gradient is drawn.
class OneParameter {
public:
    OneParameter(const OptimizerType& type, const Attributes& attributes, Shape shape, bool stored_transposed)
        : m_type(type), m_attributes(withDefaults(type.attributes(), attributes)),
          m_description(describe(std::move(shape), stored_transposed)),
          m_values(static_cast<std::size_t>(m_description.shape.elementCount())), m_gradient(m_values.size()),
          m_scratch(static_cast<std::size_t>(type.scratchSize(m_attributes, m_description.shape)))
    {
        for (const OptimizerVector& vector : type.state(m_attributes, m_description.shape)) {
            m_state.emplace_back(static_cast<std::size_t>(shapeOf(vector.kind, m_description.shape).elementCount()));
        }
        for (AlignedArray<float>& vector : m_state)
            m_spans.push_back(vector.span());
        draw("values", 0, m_values);
    }

    void step(std::int64_t number)
    {
        draw("gradient", static_cast<std::uint64_t>(number), m_gradient);
        const ParameterState<float> parameter{.values = m_values.span(),
                                              .gradient = m_gradient.span(),
                                              .state = m_spans,
                                              .shape = m_description.shape,
                                              .stored_transposed = m_description.stored_transposed,
                                              .scratch = m_scratch.span()};
        m_type.step(m_attributes, 0.01, number, std::span(&parameter, 1));
    }

    [[nodiscard]] std::vector<float> inOrder() const
    {
        std::vector<float> values(m_values.size());
        fetch(m_values.span(), m_description, std::span<float>(values));
        return values;
    }

private:
    void draw(const char* what, std::uint64_t number, AlignedArray<float>& to)
    {
        RandomStream random(7, what, {number});
        std::vector<double> drawn(to.size());
        std::ranges::generate(drawn, [&random] { return random.normal(); });
        store(std::span<const double>(drawn), m_description, to.span());
    }

    const OptimizerType& m_type;
    Attributes m_attributes;
    GraphParameter m_description;
    AlignedArray<float> m_values;
    AlignedArray<float> m_gradient;
    AlignedArray<float> m_scratch;
    std::vector<AlignedArray<float>> m_state;
    std::vector<std::span<float>> m_spans;
};

/// All gradients are 0, and are there: a use that is stopped would have none.
void takeAwayTheLoss(Network& network)
{
    must(setAttribute(network, layerNamed(network, "loss"), "weight", 0.0));
}

} // namespace

/// One storage: one gradient, one state, one step, one decay, counted once, however many uses read it.
class StorageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFrozenParameterKeepsItsBitsAndPassesGradientsOn_data()
    {
        QTest::addColumn<QString>("optimizer");
        for (const OptimizerType* const type : optimizerTypes())
            QTest::newRow(type->name().c_str()) << QString::fromStdString(type->name());
    }
    void aFrozenParameterKeepsItsBitsAndPassesGradientsOn()
    {
        QFETCH(QString, optimizer);
        Project project = autoencoder(optimizer.toStdString(), 0.01, 0.1);
        project.network.parameters.at(*findSharedParameter(project.network, "W")).trainable = false;
        const auto [w_before, w_after] = trained(project, 20, "W");
        QVERIFY(!w_before.empty());
        QVERIFY(w_before == w_after);
        // The encoder's bias gets its gradient through the frozen decoder.
        const auto [bias_before, bias_after] = trained(project, 20, "encoder.bias");
        QVERIFY(bias_before != bias_after);
    }

    void aSharedParameterIsDecayedOnceAStep_data()
    {
        QTest::addColumn<QString>("optimizer");
        QTest::addColumn<double>("kept");
        QTest::newRow("SGD") << "sgd" << 1 - 0.1 * 0.1;
        for (const char* decoupled : {"adamw", "adafactor", "lion", "muon"})
            QTest::newRow(decoupled) << decoupled << 1 - 0.1 * 0.1;
    }
    void aSharedParameterIsDecayedOnceAStep()
    {
        QFETCH(QString, optimizer);
        QFETCH(double, kept);
        Project project = autoencoder(optimizer.toStdString(), 0.1, 0.1);
        takeAwayTheLoss(project.network); // so that decay is all that moves it
        constexpr int steps = 3;
        const auto [before, after] = trained(project, steps, "W");
        for (std::size_t i = 0; i < before.size(); ++i) {
            const double expected = before[i] * std::pow(kept, steps);
            QVERIFY(std::abs(after[i] - expected) <= 1e-6 * std::abs(expected));
        }
    }

    void aSharedParameterIsSteppedOnceAStep()
    {
        // Adam's first step is the rate, whatever the gradient; two steps of two uses would be twice that.
        const auto [before, after] = trained(autoencoder("adam", 0.01, 0), 1, "W");
        for (std::size_t i = 0; i < before.size(); ++i)
            QVERIFY(std::abs(std::abs(after[i] - before[i]) - 0.01) < 1e-4);
    }

    void theAccountIsWhatTrainingKeeps_data()
    {
        QTest::addColumn<Network>("network");
        Network network = tiedAutoencoder(12, 5).network;
        QTest::newRow("tied") << network;
        QTest::newRow("untied") << untie(network).network;
        Network frozen = network;
        frozen.parameters.at(*findSharedParameter(frozen, "W")).trainable = false;
        QTest::newRow("frozen") << frozen;
        const ParameterId unused = addSharedParameter(network, "unused");
        network.parameters.at(unused).shape = Shape{7};
        QTest::newRow("one that nothing reads") << network;
    }
    void theAccountIsWhatTrainingKeeps()
    {
        QFETCH(Network, network);
        for (const OptimizerType* const type : optimizerTypes()) {
            TrainingSettings settings;
            settings.optimizer = type->name();
            const Account account = accountOf(network, settings);
            const OperationGraph graph = lower(network).value();
            Program<float> program(graph, 4, 1);
            const OptimizerState<float> state(program, settings);
            std::size_t values = 0;
            std::size_t gradients = 0;
            std::size_t kept = 0;
            for (const ProgramParameter<float>& parameter : program.parameters()) {
                values += parameter.values.size();
                gradients += parameter.gradient.size();
            }
            for (const ParameterState<float>& one : state.states())
                kept += std::accumulate(one.state.begin(), one.state.end(), std::size_t{0},
                                        [](std::size_t sum, std::span<float> vector) { return sum + vector.size(); });
            QCOMPARE(account.tied.parameters, static_cast<std::int64_t>(values));
            QCOMPARE(account.tied.weight_bytes, static_cast<std::int64_t>(values * sizeof(float)));
            QCOMPARE(account.tied.gradient_bytes, static_cast<std::int64_t>(gradients * sizeof(float)));
            QCOMPARE(account.tied.optimizer_bytes, static_cast<std::int64_t>(kept * sizeof(float)));
            std::int64_t by_parameter = 0;
            for (const ParameterAccount& entry : account.parameters)
                by_parameter += entry.weight_bytes + entry.gradient_bytes + entry.optimizer_bytes;
            QCOMPARE(by_parameter,
                     account.tied.weight_bytes + account.tied.gradient_bytes + account.tied.optimizer_bytes);
        }
    }

    void aStepHasTheSameBitsHoweverItsMatrixIsStored_data()
    {
        QTest::addColumn<QString>("optimizer");
        QTest::addColumn<Attributes>("attributes");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        const auto add = [](const std::string& optimizer, const char* how, Attributes attributes) {
            attributes.set("weight_decay", 0.1);
            // What steps element by element rounds the last ones, that do not fill a register, by other instructions.
            std::vector<std::pair<int, int>> sizes = {{48, 128}, {128, 48}, {64, 64}};
            if (optimizer == "adafactor" || optimizer == "muon")
                sizes.insert(sizes.end(), {{37, 130}, {130, 37}});
            for (const auto& [rows, columns] : sizes) {
                QTest::addRow("%s%s, %d x %d", optimizer.c_str(), how, rows, columns)
                    << QString::fromStdString(optimizer) << attributes << rows << columns;
            }
        };
        for (const OptimizerType* const type : optimizerTypes())
            add(type->name(), "", {});
        add("rmsprop", " with momentum", {{"momentum", 0.8}});
        add("rmsprop", ", centred", {{"centered", true}, {"eps", 0.01}});
        add("rmsprop", ", centred, with momentum", {{"centered", true}, {"eps", 0.01}, {"momentum", 0.8}});
        add("muon", " without Nesterov's momentum", {{"nesterov", false}});
        add("muon", " as large as AdamW's", {{"adjust_lr_fn", std::string("match_rms_adamw")}});
    }
    void aStepHasTheSameBitsHoweverItsMatrixIsStored()
    {
        QFETCH(QString, optimizer);
        QFETCH(Attributes, attributes);
        QFETCH(int, rows);
        QFETCH(int, columns);
        const OptimizerType& type = *findOptimizerType(optimizer.toStdString());
        OneParameter plain(type, attributes, Shape{rows, columns}, false);
        OneParameter turned(type, attributes, Shape{rows, columns}, true);
        for (std::int64_t step = 1; step <= 4; ++step) {
            const std::vector<float> before = plain.inOrder();
            plain.step(step);
            turned.step(step);
            QVERIFY(plain.inOrder() != before);
            QVERIFY(plain.inOrder() == turned.inOrder());
        }
    }

    void eachUseHasItsValuesAndItsLayersOperations()
    {
        const Network network = tiedAutoencoder(12, 5).network;
        const Account account = accountOf(network, TrainingSettings());
        const ParameterId shared = *findSharedParameter(network, "W");
        const auto w = std::ranges::find(account.parameters, shared, &ParameterAccount::parameter);
        QCOMPARE(w->saved(), std::int64_t{60});
        QCOMPARE(w->reads.size(), std::size_t{2});
        QCOMPARE(w->reads[0].slot, (Slot{layerNamed(network, "encoder"), "weight"}));
        QCOMPARE(w->reads[0].values, std::int64_t{60});
        // A product of 12 x 5, a multiply and an add counting as two.
        QCOMPARE(w->reads[0].flops_per_sample, std::int64_t{2 * 60});
        QCOMPARE(w->reads[1].flops_per_sample, std::int64_t{2 * 60});
    }

    void runningStatisticsAreNoParameters()
    {
        Network network = tiedAutoencoder(12, 5).network;
        const Counts before = accountOf(network, TrainingSettings()).tied;
        const ParameterId statistics = addSharedParameter(network, "statistics");
        network.parameters.at(statistics).shape = Shape{7};
        network.parameters.at(statistics).state = true;
        const Account account = accountOf(network, TrainingSettings());
        QVERIFY(account.tied == before);
        QVERIFY(std::ranges::none_of(account.parameters,
                                     [&](const ParameterAccount& entry) { return entry.parameter == statistics; }));
    }
};

LIGATURE_GUILESS_TEST(StorageTest)

} // namespace test_storage

#include "test_storage.moc"
