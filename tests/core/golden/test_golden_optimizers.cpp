// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/optimization/optimizer.h"
#include "core/training/optimizer_state.h"
#include "golden_file.h"
#include "tests/support/test_program.h"

namespace test_golden_optimizers {

using namespace ligature;
using namespace ligature::golden;

namespace {

/// Of Debian's torch, and of a newer one.
const std::vector<Json>& files()
{
    static const std::vector<Json> content = {readFile("optimizers.json"), readFile("newer_optimizers.json")};
    return content;
}

TrainingSettings settingsOf(const Json& golden)
{
    TrainingSettings settings;
    settings.optimizer = golden.at("optimizer").get<std::string>();
    const OptimizerType* type = findOptimizerType(settings.optimizer);
    settings.optimizer_attributes = attributes(golden.at("attributes"), type->attributes());
    settings.gradient_clipping = golden.at("gradient_clipping").get<double>();
    return settings;
}

/// The network with each parameter's own factors of the learning rate and of the weight decay.
Network networkOf(const Json& description, const Json& factors)
{
    Network result = network(description);
    for (auto& [id, parameter] : result.parameters) {
        const std::string name = parameterName(result, id);
        if (!factors.contains(name))
            continue;
        parameter.learning_rate_factor = factors.at(name).at(0).get<double>();
        parameter.weight_decay_factor = factors.at(name).at(1).get<double>();
    }
    return result;
}

template <typename T>
void compare(const Json& file, const Json& golden)
{
    const Json& start = file.at("networks").at(golden.at("network").get<std::string>());
    const Network net = networkOf(start.at("network"), golden.at("factors"));
    const auto batch = golden.at("batch").get<std::int64_t>();
    Program<T> program(graph(net), batch, 1);
    OptimizerState<T> optimizer(program, settingsOf(golden));
    setParameters(program, tensors(start.at("parameters")));
    const auto features = start.at("features").get<std::vector<double>>();
    const auto targets = start.at("targets").get<std::vector<double>>();
    const auto losses = golden.at("losses").get<std::vector<double>>();
    const Tensors after = tensors(golden.at("after"));
    constexpr std::int64_t samples = 20;

    for (std::size_t step = 0; step < losses.size(); ++step) {
        setSamples(program, features, targets, static_cast<std::int64_t>(step) * batch % samples, batch);
        const StepContext context{.batch = batch, .training = true, .step = step};
        const double off = relativeError({program.forward(context)}, {losses[step]});
        QVERIFY2(off < tolerance<T>, qPrintable(QStringLiteral("loss of step %1: off by %2").arg(step).arg(off)));
        program.backward(context);
        optimizer.step();
        for (const ProgramParameter<T>& parameter : program.parameters()) {
            const std::string& name = parameter.description.name;
            const std::vector<double>& all = after.at(name);
            const auto size = static_cast<std::ptrdiff_t>(parameter.values.size());
            const auto begin = all.begin() + static_cast<std::ptrdiff_t>(step) * size;
            const double error = relativeError(inOrder<T>(parameter, parameter.values), {begin, begin + size});
            QVERIFY2(
                error < tolerance<T>,
                qPrintable(QStringLiteral("%1 after step %2: off by %3").arg(name.c_str()).arg(step + 1).arg(error)));
        }
    }
}

} // namespace

class GoldenOptimizersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twentyStepsLeadWherePyTorchsLead_data()
    {
        QTest::addColumn<int>("file");
        QTest::addColumn<int>("row");
        for (std::size_t file = 0; file < files().size(); ++file) {
            const Json& cases = files()[file].at("cases");
            for (std::size_t i = 0; i < cases.size(); ++i) {
                QTest::newRow(cases[i].at("title").get<std::string>().c_str())
                    << static_cast<int>(file) << static_cast<int>(i);
            }
        }
    }
    void twentyStepsLeadWherePyTorchsLead()
    {
        QFETCH(int, file);
        QFETCH(int, row);
        const Json& content = files()[static_cast<std::size_t>(file)];
        const Json& golden = content.at("cases")[static_cast<std::size_t>(row)];
        QCOMPARE(golden.at("losses").size(), std::size_t{20});
        compare<double>(content, golden);
        compare<float>(content, golden);
    }

    void everyOptimizerHasAGoldenRow_data()
    {
        QTest::addColumn<QString>("type");
        for (const OptimizerType* type : optimizerTypes())
            QTest::newRow(type->name().c_str()) << QString::fromStdString(type->name());
    }
    void everyOptimizerHasAGoldenRow()
    {
        QFETCH(QString, type);
        for (const Json& file : files()) {
            for (const Json& golden : file.at("cases")) {
                if (golden.at("optimizer") == type.toStdString())
                    return;
            }
        }
        QFAIL("add one to OPTIMIZERS in tests/golden/make_golden.py, or in make_newer_optimizers.py");
    }
};

LIGATURE_GUILESS_TEST(GoldenOptimizersTest)

} // namespace test_golden_optimizers

#include "test_golden_optimizers.moc"
