// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <cstdlib>

#include <QTest>

#include "core/optimization/schedule.h"
#include "core/program/lower.h"
#include "core/training/optimizer_state.h"
#include "core/training/variant_run.h"
#include "core/tying/twin.h"
#include "tests/core/golden/golden_file.h"
#include "tests/support/example_networks.h"

// The C library's allocator, counted: operator new and Eigen's own buffers both come here.
extern "C" void* __libc_malloc(std::size_t size);
extern "C" void* __libc_memalign(std::size_t alignment, std::size_t size);

namespace {
thread_local bool counting = false;
std::atomic<int> allocations = 0;

void count()
{
    if (counting)
        ++allocations;
}
} // namespace

extern "C" void* malloc(std::size_t size)
{
    count();
    return __libc_malloc(size);
}
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size)
{
    count();
    return __libc_memalign(alignment, size);
}
extern "C" int posix_memalign(void** to, std::size_t alignment, std::size_t size)
{
    count();
    *to = __libc_memalign(alignment, size);
    return *to == nullptr ? 12 : 0;
}

using namespace ligature;
using namespace ligature::testing;

class NoAllocationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCounterCounts()
    {
        allocations = 0;
        counting = true;
        // Volatile, or the compiler leaves both out.
        void* volatile plain = std::malloc(64);
        AlignedArray<float>* volatile aligned = new AlignedArray<float>(1000);
        counting = false;
        std::free(plain);
        delete aligned;
        QCOMPARE(allocations.load(), 3);
    }

    void aStepAllocatesNothing_data()
    {
        QTest::addColumn<QString>("network");
        QTest::addColumn<int>("width");
        QTest::addColumn<QString>("optimizer");
        QTest::addColumn<bool>("watched");
        for (const OptimizerType* const type : optimizerTypes()) {
            const std::string name = type->name();
            const char* const optimizer = name.c_str();
            QTest::addRow("a small classifier, %s", optimizer) << "classifier" << 64 << optimizer << false;
            // Large enough that Eigen's own product would allocate.
            QTest::addRow("a large classifier, %s", optimizer) << "classifier" << 700 << optimizer << false;
            QTest::addRow("a large tied autoencoder, %s", optimizer) << "autoencoder" << 784 << optimizer << false;
            QTest::addRow("a large tied autoencoder that is watched, %s", optimizer)
                << "autoencoder" << 784 << optimizer << true;
            QTest::addRow("a normalized convolutional network, %s", optimizer)
                << "convolutional" << 784 << optimizer << false;
        }
    }
    void aStepAllocatesNothing()
    {
        QFETCH(QString, network);
        QFETCH(int, width);
        QFETCH(QString, optimizer);
        QFETCH(bool, watched);
        Project project = network == "autoencoder"     ? tiedAutoencoder(width, 256)
                          : network == "convolutional" ? convolutional(28, {16, 32}, 10, true)
                                                       : classifier(width, 512, 10);
        project.training.optimizer = optimizer.toStdString();
        project.training.batch_size = 64;
        project.training.epochs = 100;
        const auto graph = lower(project.network).value();
        VariantRun run(tiedArm, project.network, graph, randomDataset(200, width, 10), project.training,
                       drawInitialValues(graph, 1));
        if (watched) {
            run.watchUses(1);
            run.watchGradients(1);
        }
        run.advance(6, 0); // Over an epoch's end, so that the list of events has its size.
        run.events().clear();
        QCOMPARE(run.takeUseGradients().size(), watched ? std::size_t{6} : std::size_t{0});
        QCOMPARE(run.takeGradientNorms().size(), watched ? std::size_t{6} : std::size_t{0});
        allocations = 0;
        counting = true;
        run.advance(5, 0);
        counting = false;
        QCOMPARE(allocations.load(), 0);
    }

    void aStepWithAScheduleAllocatesNothing_data()
    {
        QTest::addColumn<QString>("schedule");
        for (const ScheduleType* const type : scheduleTypes())
            QTest::newRow(type->name().c_str()) << QString::fromStdString(type->name());
    }
    void aStepWithAScheduleAllocatesNothing()
    {
        QFETCH(QString, schedule);
        Project project = tiedAutoencoder(64, 32);
        project.training.schedule = schedule.toStdString();
        project.training.batch_size = 64;
        project.training.epochs = 100;
        const auto graph = lower(project.network).value();
        VariantRun run(tiedArm, project.network, graph, randomDataset(200, 64, 10), project.training,
                       drawInitialValues(graph, 1));
        run.advance(6, 0);
        run.events().clear();
        allocations = 0;
        counting = true;
        run.advance(5, 0); // Over an epoch's end.
        counting = false;
        QCOMPARE(allocations.load(), 0);
    }

    void aStepOfEveryGoldenNetworkAllocatesNothing_data()
    {
        QTest::addColumn<int>("row");
        const golden::Json& cases = golden::layerCases();
        for (std::size_t i = 0; i < cases.size(); ++i)
            QTest::newRow(cases[i].at("title").get<std::string>().c_str()) << static_cast<int>(i);
    }
    void aStepOfEveryGoldenNetworkAllocatesNothing()
    {
        QFETCH(int, row);
        const golden::Json& golden = golden::layerCases()[static_cast<std::size_t>(row)];
        const auto batch = golden.at("batch").get<std::int64_t>();
        Program<float> program(golden::graph(golden::network(golden.at("network"))), batch, 1);
        golden::setParameters(program, golden::tensors(golden.at("parameters")));
        golden::setSamples(program, golden.at("features").get<std::vector<double>>(),
                           golden.at("targets").get<std::vector<double>>(), 0, batch);
        OptimizerState<float> optimizer(program, {});
        const StepContext context{.batch = batch, .training = true, .step = 1};
        double metric = 0;
        allocations = 0;
        counting = true;
        program.forward(context);
        program.updateState(context);
        program.backward(context);
        optimizer.step();
        metric = program.metric(context);
        counting = false;
        QCOMPARE(allocations.load(), 0);
        QVERIFY(metric == metric);
    }
};

QTEST_GUILESS_MAIN(NoAllocationTest)
#include "test_no_allocation.moc"
