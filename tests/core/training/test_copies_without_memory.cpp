// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdlib>

#include <QTest>

#include "core/training/session.h"
#include "tests/support/example_networks.h"

// The allocator is this program's own, so that large blocks can be refused: it is a program by itself.
extern "C" void* __libc_malloc(std::size_t size);

namespace {

std::atomic<std::size_t> largest_block = ~std::size_t{0};

} // namespace

extern "C" void* malloc(std::size_t size)
{
    if (size <= largest_block)
        return __libc_malloc(size);
    errno = ENOMEM;
    return nullptr;
}

using namespace ligature;
using namespace ligature::testing;

/// What is copied of a running training is as large as its network; where there is no memory for that, the training
/// says so and goes on.
class CopiesWithoutMemoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPauseWithoutMemoryForItsCopiesIsAMessage()
    {
        Project project = tiedAutoencoder(64, 1024); // 256 kB a matrix
        project.training.epochs = 1'000'000;
        project.training.batch_size = 16;
        SessionStart from;
        from.dataset = randomDataset(100, 64, 3);
        TrainingSession session(project, {}, 1, false, 0, std::move(from));
        const auto reaches = [&session](SessionState state) {
            return QTest::qWaitFor([&] { return session.takeUpdate().state == state; }, 20'000);
        };
        QVERIFY(reaches(SessionState::Running));
        largest_block = 200'000;
        session.pause();
        QVERIFY(reaches(SessionState::Paused));
        const SessionUpdate refused = session.takeUpdate();
        largest_block = ~std::size_t{0};
        QVERIFY(refused.copy_error.has_value());
        QVERIFY(refused.copy_error->what.find("memory") != std::string::npos);
        QVERIFY(!refused.copy_error->mend.empty());
        QVERIFY(session.state() == nullptr);

        const std::int64_t step = refused.step;
        session.resume();
        QVERIFY(QTest::qWaitFor([&] { return session.takeUpdate().step > step; }, 20'000));
        session.pause();
        QVERIFY(QTest::qWaitFor([&] { return session.state() != nullptr; }, 20'000));
        QVERIFY(!session.takeUpdate().copy_error);
    }

    void aTrainingWithoutMemoryToStartFails()
    {
        largest_block = 200'000;
        {
            SessionStart from;
            from.dataset = randomDataset(100, 64, 3);
            TrainingSession session(tiedAutoencoder(64, 1024), {}, 1, false, 0, std::move(from));
            QVERIFY(QTest::qWaitFor([&] { return session.isGone(); }, 20'000));
            const SessionUpdate update = session.takeUpdate();
            largest_block = ~std::size_t{0};
            QCOMPARE(update.state, SessionState::Failed);
            QVERIFY(update.error.has_value());
            QVERIFY(update.error->what.find("memory") != std::string::npos);
        }
    }
};

QTEST_GUILESS_MAIN(CopiesWithoutMemoryTest)
#include "test_copies_without_memory.moc"
