// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/atomic_file.h"

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "tests/support/fixed_size_disk.h"
#include "tests/support/test_program.h"

namespace test_atomic_file {

using namespace ligature;
using namespace ligature::testing;
namespace fs = std::filesystem;

class TestAtomicFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void writesTheBytes_data();
    void writesTheBytes();
    void replacesAFileAndKeepsItsPermissions();
    void givesANewFileWhatTheUmaskGives();
    void followsASymbolicLink_data();
    void followsASymbolicLink();
    void refusesACircleOfLinks();
    void refusesWhatIsNoPlaceForAFile_data();
    void refusesWhatIsNoPlaceForAFile();
    void aFullDiskLosesNothing();
    void aFileSizeLimitLosesNothing();
    void aReadOnlyDiskLosesNothing();
    void aReadOnlyFolderLosesNothing();
    void aProtectedFileIsNotReplaced();
    void aKilledSaveTearsNothing();
    void readsAWholeFile_data();
    void readsAWholeFile();
    void refusesToReadWhatIsNoFile_data();
    void refusesToReadWhatIsNoFile();

private:
    fs::path m_folder;
    std::unique_ptr<QTemporaryDir> m_temporary;
};

namespace {

std::string contents(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void put(const fs::path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary) << bytes;
}

std::size_t filesIn(const fs::path& folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// What every failure owes: the file as it was, nothing beside it, and an error of the machine's with a mend.
void verifyNothingLost(const fs::path& file, const std::string& bytes, const Result<void>& written)
{
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::Work);
    QCOMPARE(written.error().where, file.string());
    QVERIFY(!written.error().mend.empty());
    QCOMPARE(contents(file), bytes);
    QCOMPARE(filesIn(file.parent_path()), std::size_t(1));
}

/// Root may write everywhere, so what is refused to others is tried as nobody.
class AsNobody {
public:
    AsNobody() : m_dropped(::geteuid() == 0 && ::seteuid(65534) == 0) {}
    ~AsNobody()
    {
        if (m_dropped && ::seteuid(0) != 0)
            qFatal("root's rights did not come back");
    }
    AsNobody(const AsNobody&) = delete;
    AsNobody& operator=(const AsNobody&) = delete;

private:
    bool m_dropped;
};

} // namespace

void TestAtomicFile::init()
{
    m_temporary = std::make_unique<QTemporaryDir>();
    QVERIFY(m_temporary->isValid());
    m_folder = m_temporary->path().toStdString();
    fs::permissions(m_folder, fs::perms(0755));
}

void TestAtomicFile::writesTheBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("a line of text") << QByteArray("x = 1\n");
    QTest::newRow("nothing at all") << QByteArray();
    QTest::newRow("zeros and bytes that are no text") << QByteArray("\x00\xff\x00\xfe", 4);
    QTest::newRow("more than a pipe or a page holds") << QByteArray(3 << 20, 'w');
}

void TestAtomicFile::writesTheBytes()
{
    QFETCH(QByteArray, bytes);
    const fs::path file = m_folder / "weights.safetensors";
    QVERIFY(writeFileAtomically(file, bytes.toStdString()));
    QCOMPARE(contents(file), bytes.toStdString());
    QCOMPARE(filesIn(m_folder), std::size_t(1));
}

void TestAtomicFile::replacesAFileAndKeepsItsPermissions()
{
    const fs::path file = m_folder / "net.ligature";
    put(file, "a longer old text");
    fs::permissions(file, fs::perms(0640));
    QVERIFY(writeFileAtomically(file, "new"));
    QCOMPARE(contents(file), std::string("new"));
    QCOMPARE(fs::status(file).permissions(), fs::perms(0640));
}

void TestAtomicFile::givesANewFileWhatTheUmaskGives()
{
    const mode_t before = ::umask(0027);
    const auto written = writeFileAtomically(m_folder / "net.ligature", "new");
    ::umask(before);
    QVERIFY(written);
    QCOMPARE(fs::status(m_folder / "net.ligature").permissions(), fs::perms(0640));
}

void TestAtomicFile::followsASymbolicLink_data()
{
    QTest::addColumn<bool>("exists");
    QTest::newRow("to a file") << true;
    QTest::newRow("to a file that is not there yet") << false;
}

void TestAtomicFile::followsASymbolicLink()
{
    QFETCH(bool, exists);
    fs::create_directory(m_folder / "elsewhere");
    const fs::path target = m_folder / "elsewhere" / "net.ligature";
    if (exists)
        put(target, "old");
    fs::create_symlink("elsewhere/net.ligature", m_folder / "link.ligature");
    QVERIFY(writeFileAtomically(m_folder / "link.ligature", "new"));
    QVERIFY(fs::is_symlink(m_folder / "link.ligature"));
    QCOMPARE(contents(target), std::string("new"));
}

void TestAtomicFile::refusesACircleOfLinks()
{
    fs::create_symlink("b", m_folder / "a");
    fs::create_symlink("a", m_folder / "b");
    const auto written = writeFileAtomically(m_folder / "a", "new");
    QVERIFY(!written);
    QCOMPARE(written.error().what, std::string("is a symbolic link that leads in a circle"));
}

void TestAtomicFile::refusesWhatIsNoPlaceForAFile_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("mend");
    QTest::newRow("a folder") << "folder"
                              << "give the name of a file in it";
    QTest::newRow("the root") << "/"
                              << "give the name of a file in it";
    QTest::newRow("in a folder that is not there") << "nowhere/net.ligature"
                                                   << "create the folder first, or choose one that exists";
    QTest::newRow("below a file") << "file/net.ligature"
                                  << "choose a folder; a part of this path is a file";
    QTest::newRow("a name that is too long") << QString(300, 'n') << "choose a shorter name";
    QTest::newRow("a device") << "/dev/full"
                              << "choose another file";
    QTest::newRow("no name at all") << ""
                                    << "create the folder first, or choose one that exists";
}

void TestAtomicFile::refusesWhatIsNoPlaceForAFile()
{
    QFETCH(QString, place);
    QFETCH(QString, mend);
    fs::create_directory(m_folder / "folder");
    put(m_folder / "file", "a file");
    const fs::path file = place.isEmpty() ? fs::path() : m_folder / place.toStdString();
    const auto written = writeFileAtomically(file, "new");
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::Work);
    QCOMPARE(QString::fromStdString(written.error().mend), mend);
    QCOMPARE(filesIn(m_folder), std::size_t(2));
    QCOMPARE(filesIn(m_folder / "folder"), std::size_t(0));
    QCOMPARE(contents(m_folder / "file"), std::string("a file"));
}

void TestAtomicFile::aFullDiskLosesNothing()
{
    const FixedSizeDisk disk(m_folder);
    if (!disk.isMounted())
        QSKIP("mounting a small disk takes root; the file size limit below runs everywhere");
    put(m_folder / "net.ligature", "old");
    const auto written = writeFileAtomically(m_folder / "net.ligature", std::string(100'000, 'x'));
    verifyNothingLost(m_folder / "net.ligature", "old", written);
    QCOMPARE(written.error().mend, std::string("free some space, or choose another folder"));
    QVERIFY(writeFileAtomically(m_folder / "net.ligature", std::string(10'000, 'x')));
}

void TestAtomicFile::aFileSizeLimitLosesNothing()
{
    put(m_folder / "net.ligature", "old");
    rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit limit = {4096, before.rlim_max};
    const auto old_action = std::signal(SIGXFSZ, SIG_IGN); // NOLINT(bugprone-signal-handler)
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto written = writeFileAtomically(m_folder / "net.ligature", std::string(10'000, 'x'));
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, old_action);
    verifyNothingLost(m_folder / "net.ligature", "old", written);
}

void TestAtomicFile::aReadOnlyDiskLosesNothing()
{
    FixedSizeDisk disk(m_folder);
    if (!disk.isMounted())
        QSKIP("mounting a read-only disk takes root; the read-only folder below runs everywhere");
    put(m_folder / "net.ligature", "old");
    QVERIFY(disk.makeReadOnly());
    verifyNothingLost(m_folder / "net.ligature", "old", writeFileAtomically(m_folder / "net.ligature", "new"));
}

void TestAtomicFile::aReadOnlyFolderLosesNothing()
{
    put(m_folder / "net.ligature", "old");
    fs::permissions(m_folder / "net.ligature", fs::perms(0666));
    fs::permissions(m_folder, fs::perms(0555));
    Result<void> written;
    {
        const AsNobody nobody;
        written = writeFileAtomically(m_folder / "net.ligature", "new");
    }
    verifyNothingLost(m_folder / "net.ligature", "old", written);
    QCOMPARE(written.error().mend, std::string("choose a folder that you may write to"));
    fs::permissions(m_folder, fs::perms(0755));
}

void TestAtomicFile::aProtectedFileIsNotReplaced()
{
    put(m_folder / "net.ligature", "old");
    fs::permissions(m_folder / "net.ligature", fs::perms(0444));
    fs::permissions(m_folder, fs::perms(0777));
    Result<void> written;
    Result<void> checked;
    {
        const AsNobody nobody;
        checked = checkReplaceable(m_folder / "net.ligature");
        written = writeFileAtomically(m_folder / "net.ligature", "new");
    }
    verifyNothingLost(m_folder / "net.ligature", "old", written);
    QCOMPARE(written.error().what, std::string("is write-protected"));
    QVERIFY(!checked);
    QCOMPARE(checked.error(), written.error());
    QVERIFY(checkReplaceable(m_folder / "new.ligature"));
    QVERIFY(!checkReplaceable(m_folder / "gone" / "new.ligature"));
}

void TestAtomicFile::aKilledSaveTearsNothing()
{
    const fs::path file = m_folder / "net.ligature";
    const std::string texts[] = {std::string(1 << 20, 'a'), std::string(1 << 20, 'b')};
    put(file, texts[0]);
    for (int round = 0; round < 20; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            for (int i = 1;; ++i)
                (void)writeFileAtomically(file, texts[i % 2]);
        }
        QVERIFY(child > 0);
        ::usleep(static_cast<useconds_t>(2000 + 1700 * round % 9000));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const std::string found = contents(file);
        QVERIFY(found == texts[0] || found == texts[1]);
    }
}

void TestAtomicFile::readsAWholeFile_data()
{
    QTest::addColumn<int>("size");
    QTest::newRow("an empty one") << 0;
    QTest::newRow("a byte") << 1;
    QTest::newRow("one byte below the limit") << 9'999;
    QTest::newRow("as long as the limit") << 10'000;
}

void TestAtomicFile::readsAWholeFile()
{
    QFETCH(int, size);
    std::string bytes;
    for (int i = 0; i < size; ++i)
        bytes += static_cast<char>(i * 7);
    put(m_folder / "data", bytes);
    const auto read = readFile(m_folder / "data", 10'000);
    QVERIFY(read);
    QCOMPARE(*read, bytes);
}

void TestAtomicFile::refusesToReadWhatIsNoFile_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("what");
    QTest::newRow("a path to nothing") << "nothing"
                                       << "cannot be read (No such file or directory)";
    QTest::newRow("a folder") << "folder"
                              << "is a folder";
    QTest::newRow("a pipe that nobody writes to") << "pipe"
                                                  << "is not a regular file";
    QTest::newRow("an endless device") << "/dev/zero"
                                       << "is not a regular file";
    QTest::newRow("a file over the limit") << "long"
                                           << "is longer than the 10000 bytes that such a file may have";
    // Claims to have no bytes at all, as all files of /proc do.
    QTest::newRow("a file that is longer than it says") << "/proc/self/smaps"
                                                        << "is longer than the 10000 bytes that such a file may have";
}

void TestAtomicFile::refusesToReadWhatIsNoFile()
{
    QFETCH(QString, place);
    QFETCH(QString, what);
    fs::create_directory(m_folder / "folder");
    QCOMPARE(::mkfifo((m_folder / "pipe").c_str(), 0600), 0);
    put(m_folder / "long", std::string(10'001, 'x'));
    const auto read = readFile(m_folder / place.toStdString(), 10'000);
    QVERIFY(!read);
    QCOMPARE(QString::fromStdString(read.error().what), what);
    QCOMPARE(read.error().kind, ErrorKind::Input);
    QVERIFY(!read.error().mend.empty());
}

LIGATURE_APPLESS_TEST(TestAtomicFile)

} // namespace test_atomic_file

#include "test_atomic_file.moc"
