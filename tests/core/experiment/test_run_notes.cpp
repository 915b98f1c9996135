// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_notes.h"

#include <filesystem>

#include <sys/stat.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/files/atomic_file.h"
#include "tests/support/test_program.h"

namespace test_run_notes {

using namespace ligature;
namespace fs = std::filesystem;

namespace {

RunNotes someNotes()
{
    RunNotes notes;
    notes.baseline = "bbb";
    notes.set("aaa", {{"best", "to try"}, "Übung \"1\" \\ 日本"});
    notes.set("bbb", {{}, "a note alone"});
    return notes;
}

fs::path folderOf(const QTemporaryDir& folder)
{
    return folder.path().toStdString();
}

void write(const QTemporaryDir& folder, const std::string& bytes)
{
    QVERIFY(writeFileAtomically(folderOf(folder) / runNotesFileName, bytes).has_value());
}

std::string withRuns(const std::string& runs)
{
    return "{\"format\": \"ligature-run-notes\", \"version\": 1, \"runs\": " + runs + "}";
}

} // namespace

class TestRunNotes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theyComeBack()
    {
        const auto back = decodeRunNotes(encodeRunNotes(someNotes()), "notes");
        QVERIFY2(back, back ? "" : back.error().oneLine().c_str());
        QCOMPARE(*back, someNotes());
        QCOMPARE(*decodeRunNotes(encodeRunNotes({}), "notes"), RunNotes());
    }

    void tagsAreReadFromWhatIsTyped_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("tags");
        QTest::newRow("nothing") << ""
                                 << "";
        QTest::newRow("one") << "best"
                             << "best";
        QTest::newRow("in order, each once") << "b, a,b"
                                             << "a, b";
        QTest::newRow("spaces around them") << "  to try ,, best , "
                                            << "best, to try";
        QTest::newRow("lines") << "two\nlines"
                               << "two lines";
        QTest::newRow("too long, cut at a whole character")
            << QString(39, u'a') + QStringLiteral("ü") << QString(39, u'a');
    }
    void tagsAreReadFromWhatIsTyped()
    {
        QFETCH(const QString, typed);
        QTEST(QString::fromStdString(tagsText(tagsFromText(typed.toStdString()))), "tags");
    }

    void whatIsTypedCanBeReadBack_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::newRow("lines and tabs") << QByteArray("one\n\ttwo  three \r\n");
        QTest::newRow("controls") << QByteArray("a\x01\x1f\x7f z");
        QTest::newRow("much") << QByteArray(100'000, 'x');
        QTest::newRow("much of two bytes") << QByteArray(QString(5'000, u'ü').toUtf8());
    }
    void whatIsTypedCanBeReadBack()
    {
        QFETCH(const QByteArray, typed);
        RunNotes notes;
        notes.set("a", {tagsFromText(typed.toStdString()), noteFromText(typed.toStdString())});
        const auto back = decodeRunNotes(encodeRunNotes(notes), "notes");
        QVERIFY2(back, back ? "" : back.error().oneLine().c_str());
        QCOMPARE(*back, notes);
    }

    void aFileIsReadWithoutTrust_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("told"); // a part of the error
        const auto row = [](const char* name, const std::string& bytes, const char* told) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << told;
        };
        row("empty", "", "notes.json");
        row("half of it", encodeRunNotes(someNotes()).substr(0, 60), "line");
        row("zeros", std::string(100, '\0'), "notes.json");
        row("no UTF-8", withRuns("{\"a\": {\"note\": \"\xff\"}}"), "notes.json");
        row("a list", "[]", "notes.json");
        row("another format", "{\"format\": \"other\", \"version\": 1, \"runs\": {}}", "ligature-run-notes");
        row("a newer version", "{\"format\": \"ligature-run-notes\", \"version\": 2, \"runs\": {}}", "newer");
        row("a word for a version", "{\"format\": \"ligature-run-notes\", \"version\": \"1\", \"runs\": {}}",
            "version");
        row("no runs", "{\"format\": \"ligature-run-notes\", \"version\": 1}", "runs");
        row("a list of runs", withRuns("[]"), "runs");
        row("a key twice", withRuns("{\"a\": {}, \"a\": {}}"), "twice");
        row("one key more", withRuns("{\"a\": {\"colour\": 1}}"), "colour");
        row("a number for a note", withRuns("{\"a\": {\"note\": 1}}"), "/runs/a/note");
        row("a line break in a note", withRuns("{\"a\": {\"note\": \"x\\ny\"}}"), "line break");
        row("a long note", withRuns("{\"a\": {\"note\": \"" + std::string(5000, 'x') + "\"}}"), "4096");
        row("a long tag", withRuns("{\"a\": {\"tags\": [\"" + std::string(50, 'x') + "\"]}}"), "40");
        row("a tag with a comma", withRuns("{\"a\": {\"tags\": [\"x,y\"]}}"), "comma");
        row("an empty tag", withRuns("{\"a\": {\"tags\": [\"\"]}}"), "empty");
        std::string tags = "\"t0\"";
        for (int i = 1; i < 40; ++i)
            tags += ", \"t" + std::to_string(i) + "\"";
        row("many tags", withRuns("{\"a\": {\"tags\": [" + tags + "]}}"), "32");
        row("deep", withRuns(std::string(5000, '[')), "notes.json");
        row("a long name", withRuns("{\"" + std::string(1000, 'k') + "\": {}}"), "its name");
    }
    void aFileIsReadWithoutTrust()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, told);
        const QTemporaryDir folder;
        write(folder, bytes.toStdString());
        const auto read = readRunNotes(folderOf(folder));
        QVERIFY(!read);
        const QString error = QString::fromStdString(read.error().oneLine());
        QVERIFY2(error.contains(told), qPrintable(error));
        QVERIFY(!read.error().mend.empty());
        // Nothing is written over it.
        QVERIFY(!changeRunNotes(folderOf(folder), [](RunNotes& notes) { notes.set("a", {{"x"}, {}}); }));
        QCOMPARE(QByteArray::fromStdString(*readFile(folderOf(folder) / runNotesFileName, 1 << 20)), bytes);
        // Set aside it is kept, and a new one begun.
        const auto aside = setRunNotesAside(folderOf(folder));
        QVERIFY(aside.has_value());
        QCOMPARE(QByteArray::fromStdString(*readFile(*aside, 1 << 20)), bytes);
        QVERIFY(changeRunNotes(folderOf(folder), [](RunNotes& notes) { notes.set("a", {{"x"}, {}}); }).has_value());
        QCOMPARE(readRunNotes(folderOf(folder))->of("a").tags, std::vector<std::string>{"x"});
    }

    void twoWritersKeepEachOthersEntries()
    {
        const QTemporaryDir folder;
        QCOMPARE(*readRunNotes(folderOf(folder)), RunNotes());
        QVERIFY(changeRunNotes(folderOf(folder), [](RunNotes& n) { n.set("a", {{}, "one"}); }).has_value());
        const auto both = changeRunNotes(folderOf(folder), [](RunNotes& n) { n.set("b", {{}, "two"}); });
        QCOMPARE(both->entries.size(), std::size_t{2});
        // An entry that says nothing is none.
        QVERIFY(changeRunNotes(folderOf(folder), [](RunNotes& n) { n.set("a", {}); }).has_value());
        QCOMPARE(readRunNotes(folderOf(folder))->entries.size(), std::size_t{1});
    }

    void setAsideTakesNoNameThatIsTaken()
    {
        const QTemporaryDir folder;
        for (const char* const name : {"notes.json.unreadable-1", "notes.json.unreadable-2"}) {
            write(folder, name);
            QCOMPARE(setRunNotesAside(folderOf(folder))->filename().string(), std::string(name));
        }
        QCOMPARE(*readFile(folderOf(folder) / "notes.json.unreadable-1", 100), std::string("notes.json.unreadable-1"));
        QVERIFY(!setRunNotesAside(folderOf(folder)));
    }
};

LIGATURE_APPLESS_TEST(TestRunNotes)

} // namespace test_run_notes

#include "test_run_notes.moc"
