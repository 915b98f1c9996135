// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/replacement.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/files/atomic_file.h"

using namespace ligature;
namespace fs = std::filesystem;

/// What tests/cli/test_torn_files.cpp cannot see from outside: who else is there, and whose journals count.
class TestReplacement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsNotCommittedChangesNothing();
    void severalFilesAndAFolderComeTogether();
    void aFolderOfOthersKeepsWhatIsTheirs();
    void aFolderThatOneStandsInIsNotReplacedAsAWhole();
    void permissionsAndLinksStay();
    void aSaveTakesAwayWhatTheDeadLeft();
    void aSaveLeavesWhatTheLivingMake();
    void aCopiedJournalMovesNothing();
    void whatCameAfterAKillStays();
    void savesOfManyProcessesDoNotMeet();

private:
    std::map<std::string, std::string> files() const;
    /// A process that stages "a" and "b", and is killed before it commits, or in the middle of that.
    void killedWhileSwitching();

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
};

namespace {

std::string bytesIn(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void put(const fs::path& file, const std::string& bytes)
{
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

void must(const Result<void>& done)
{
    if (!done)
        qFatal("%s", done.error().oneLine().c_str());
}

/// Runs it in a process of its own that never returns from it.
pid_t inAnother(const std::function<void()>& work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        work();
        for (;;)
            ::pause();
    }
    return child;
}

void killIt(pid_t child)
{
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
}

bool hasLeftover(const fs::path& folder)
{
    return std::ranges::any_of(fs::directory_iterator(folder), [](const fs::directory_entry& entry) {
        return entry.path().filename().native().starts_with(".ligature-");
    });
}

constexpr std::array<std::string, 0> none;

} // namespace

void TestReplacement::init()
{
    m_temporary = std::make_unique<QTemporaryDir>();
    m_folder = m_temporary->path().toStdString();
}

std::map<std::string, std::string> TestReplacement::files() const
{
    std::map<std::string, std::string> found;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(m_folder)) {
        if (entry.is_regular_file())
            found[entry.path().lexically_relative(m_folder)] = bytesIn(entry.path());
    }
    return found;
}

void TestReplacement::whatIsNotCommittedChangesNothing()
{
    put(m_folder / "a", "old");
    put(m_folder / "net/c", "old");
    const auto before = files();
    {
        Replacement replacement(m_folder);
        must(replacement.write(m_folder / "a", "new"));
        must(replacement.write(m_folder / "b", "new"));
        must(replacement.remove(m_folder / "net/c"));
        const auto staged = replacement.stageFolder(m_folder / "runs/imported");
        must(writeNewFile(*staged / "w", "new", "w"));
        must(replacement.switchFolder(none));
        QCOMPARE(bytesIn(m_folder / "a"), std::string("old"));
    }
    QVERIFY(files() == before);
    QVERIFY(!fs::exists(m_folder / "runs"));
}

void TestReplacement::severalFilesAndAFolderComeTogether()
{
    put(m_folder / "a", "old");
    put(m_folder / "gone", "old");
    put(m_folder / "net/w", "old");
    const std::array<std::string, 1> own = {"w"};
    Replacement replacement(m_folder);
    const auto staged = replacement.stageFolder(m_folder / "net");
    must(writeNewFile(*staged / "w", "new", "w"));
    must(replacement.switchFolder(own));
    must(replacement.remove(m_folder / "gone"));
    must(replacement.write(m_folder / "a", "new"));
    must(replacement.commit());
    const std::map<std::string, std::string> expected = {{"a", "new"}, {"net/w", "new"}};
    QVERIFY(files() == expected);
    QVERIFY(!hasLeftover(m_folder));
}

void TestReplacement::aFolderOfOthersKeepsWhatIsTheirs()
{
    put(m_folder / "net/w", "old");
    put(m_folder / "net/stale", "old");
    put(m_folder / "net/run/log", "theirs");
    const std::array<std::string, 3> own = {"w", "stale", "in/x"};
    Replacement replacement(m_folder / "net");
    const auto staged = replacement.stageFolder(m_folder / "net");
    must(writeNewFile(*staged / "w", "new", "w"));
    must(writeNewFile(*staged / "in/x", "new", "x"));
    must(replacement.switchFolder(own));
    must(replacement.commit());
    const std::map<std::string, std::string> expected = {
        {"net/w", "new"}, {"net/in/x", "new"}, {"net/run/log", "theirs"}};
    QVERIFY(files() == expected);
    QVERIFY(!hasLeftover(m_folder / "net"));
}

void TestReplacement::aFolderThatOneStandsInIsNotReplacedAsAWhole()
{
    put(m_folder / "net/w", "old");
    const fs::path here = fs::current_path();
    fs::current_path(m_folder / "net");
    const std::array<std::string, 1> own = {"w"};
    {
        Replacement replacement(".");
        const auto staged = replacement.stageFolder(".");
        must(writeNewFile(*staged / "w", "new", "w"));
        must(replacement.switchFolder(own));
        must(replacement.commit());
    }
    const std::string seen = bytesIn("w");
    fs::current_path(here);
    QCOMPARE(seen, std::string("new"));
}

void TestReplacement::permissionsAndLinksStay()
{
    put(m_folder / "net/w", "old");
    put(m_folder / "elsewhere/b", "old");
    fs::permissions(m_folder / "net/w", fs::perms(0640));
    fs::permissions(m_folder / "net", fs::perms(0750));
    fs::create_symlink(m_folder / "elsewhere/b", m_folder / "b");
    const std::array<std::string, 1> own = {"w"};
    Replacement replacement(m_folder);
    const auto staged = replacement.stageFolder(m_folder / "net");
    must(writeNewFile(*staged / "w", "new", "w"));
    must(replacement.switchFolder(own));
    must(replacement.write(m_folder / "b", "new"));
    must(replacement.commit());
    QCOMPARE(fs::status(m_folder / "net/w").permissions(), fs::perms(0640));
    QCOMPARE(fs::status(m_folder / "net").permissions(), fs::perms(0750));
    QVERIFY(fs::is_symlink(m_folder / "b"));
    QCOMPARE(bytesIn(m_folder / "elsewhere/b"), std::string("new"));
    QVERIFY(!hasLeftover(m_folder / "elsewhere"));
}

void TestReplacement::aSaveTakesAwayWhatTheDeadLeft()
{
    put(m_folder / ".ligature-123.part", "of an earlier version, or killed");
    put(m_folder / ".ligature-aB3dE6", "what a folder was tried with");
    put(m_folder / ".ligature-5.old", "of a set whose journal is gone");
    put(m_folder / ".ligature-9.part/model.py", "a folder");
    put(m_folder / ".ligature-notes.txt", "not ours");
    put(m_folder / "ligature-1.part", "not ours");
    must(writeFileAtomically(m_folder / "a", "new"));
    const std::map<std::string, std::string> expected = {
        {"a", "new"}, {".ligature-notes.txt", "not ours"}, {"ligature-1.part", "not ours"}};
    QVERIFY(files() == expected);
}

void TestReplacement::aSaveLeavesWhatTheLivingMake()
{
    int ready[2] = {};
    QCOMPARE(::pipe(ready), 0);
    const pid_t other = inAnother([&] {
        Replacement replacement(m_folder);
        must(replacement.write(m_folder / "a", "theirs"));
        must(writeNewFile(*replacement.stageFolder(m_folder / "net") / "w", "theirs", "w"));
        (void)!::write(ready[1], "x", 1);
        for (;;)
            ::pause();
    });
    char byte = 0;
    QCOMPARE(::read(ready[0], &byte, 1), ssize_t(1));
    const auto during = files();
    QCOMPARE(during.size(), std::size_t(2));
    must(writeFileAtomically(m_folder / "b", "ours"));
    auto expected = during;
    expected["b"] = "ours";
    QVERIFY(files() == expected);
    killIt(other);
    must(writeFileAtomically(m_folder / "b", "ours again"));
    const std::map<std::string, std::string> after = {{"b", "ours again"}};
    QVERIFY(files() == after);
}

/// Half way: "a" is switched, "b" is not.
void TestReplacement::killedWhileSwitching()
{
    put(m_folder / "a", "old");
    put(m_folder / "b", "old");
    const pid_t other = inAnother([&] {
        put(m_folder / ".ligature-1.part", "new");
        put(m_folder / ".ligature-2.part", "new");
        std::array<Switch, 2> steps;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            steps[i].target = m_folder / (i == 0 ? "a" : "b");
            steps[i].part = m_folder / (i == 0 ? ".ligature-1.part" : ".ligature-2.part");
            steps[i].old = m_folder / (i == 0 ? ".ligature-1.old" : ".ligature-2.old");
            steps[i].before = identityOf(steps[i].target);
            steps[i].after = identityOf(steps[i].part);
        }
        Journal journal;
        if (!journal.open(m_folder).value())
            qFatal("no journal");
        must(journal.write(steps));
        if (switchOver(steps[0]) != 0)
            qFatal("not switched");
        ::kill(::getpid(), SIGKILL);
    });
    ::waitpid(other, nullptr, 0);
    QCOMPARE(bytesIn(m_folder / "a"), std::string("new"));
    QCOMPARE(bytesIn(m_folder / "b"), std::string("old"));
}

void TestReplacement::aCopiedJournalMovesNothing()
{
    killedWhileSwitching();
    QTemporaryDir other;
    const fs::path copy = fs::path(other.path().toStdString()) / "copy";
    fs::copy(m_folder, copy, fs::copy_options::recursive);
    QCOMPARE(*readFile(copy / "a", 100), std::string("new"));
    QCOMPARE(*readFile(m_folder / "a", 100), std::string("old"));
    QVERIFY(!fs::exists(m_folder / ".ligature-journal"));
}

void TestReplacement::whatCameAfterAKillStays()
{
    killedWhileSwitching();
    fs::remove(m_folder / "a");
    put(m_folder / "a", "somebody's, since");
    QCOMPARE(*readFile(m_folder / "b", 100), std::string("old"));
    QCOMPARE(bytesIn(m_folder / "a"), std::string("somebody's, since"));
    must(writeFileAtomically(m_folder / "b", "new"));
    QVERIFY(!hasLeftover(m_folder));
}

void TestReplacement::savesOfManyProcessesDoNotMeet()
{
    const auto save = [&](const std::string& text) {
        for (int round = 0; round < 20; ++round) {
            Replacement replacement(m_folder);
            must(replacement.write(m_folder / "a", text));
            must(replacement.write(m_folder / text, text));
            must(replacement.commit());
        }
        ::_exit(0);
    };
    std::vector<pid_t> children;
    for (const char* const text : {"x", "y", "z"})
        children.push_back(inAnother([&] { save(text); }));
    for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    for (const char* const text : {"x", "y", "z"})
        QCOMPARE(bytesIn(m_folder / text), std::string(text));
    QCOMPARE(bytesIn(m_folder / "a").size(), std::size_t(1));
    QVERIFY(!hasLeftover(m_folder));
}

QTEST_APPLESS_MAIN(TestReplacement)
#include "test_replacement.moc"
