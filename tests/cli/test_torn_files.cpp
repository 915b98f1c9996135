// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "tests/cli/torn_task.h"
#include "tests/support/test_program.h"

namespace test_torn_files {

using namespace ligature::testing;

/// What is killed, and what meets a full or a failing disk, at each of its calls to the system that change files: old
/// files are whole or are the new ones whole, what belongs together stays together, an error changes nothing, and the
/// next call gives what it would have given and leaves nothing beside it.
class TestTornFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void disturbed_data();
    void disturbed();
    void cleanupTestCase();

private:
    QTemporaryDir m_models;          ///< projects and files to import
    QMap<QString, WholeRun> m_whole; ///< of the tasks
    QStringList m_table;
    TornOutcome m_sum;
};

namespace {

/// A call that the preparation needs.
void call(const QStringList& arguments)
{
    const Outcome outcome = runProgram(arguments);
    if (outcome.code != 0)
        qFatal("%s: %s", qPrintable(arguments.join(u' ')), outcome.errors.constData());
}

QString nameOf(const Disturbance& disturbance)
{
    return QLatin1String(disturbance.with) + QLatin1String(disturbance.lasts ? ", lasting" : "") +
           QLatin1String(disturbance.is_poor ? ", poor disk" : "");
}

} // namespace

void TestTornFiles::initTestCase()
{
    QVERIFY(m_models.isValid());
    const QString old_project = writeExample("seed-08-two-numbers", m_models.path());
    const QString project = writeExample("shared-scale", m_models.path());
    QVERIFY(QFile::rename(old_project, m_models.filePath("old.ligature")));
    QVERIFY(QFile::rename(project, m_models.filePath("new.ligature")));
    // Of the same network, with other values.
    writeBytes(m_models.filePath("other.ligature"), bytesOf(m_models.filePath("new.ligature")));
    setInProject(m_models.filePath("other.ligature"), {"training", "seed"}, 7);
    for (const char* const name : {"old", "new", "other"}) {
        const QString file = m_models.filePath(name);
        for (const char* const format : {"onnx", "safetensors"})
            call({"export", file + ".ligature", "--format", format, "-o", file + "." + format});
    }
}

void TestTornFiles::disturbed_data()
{
    QTest::addColumn<TornTask>("task");
    QTest::addColumn<Disturbance>("disturbance");
    const QString models = m_models.path();
    const auto exported = [models](const QString& project, const QString& format, const QString& path) {
        return QStringList{"export", models + u'/' + project + ".ligature", "--format", format, "-o", path};
    };
    const auto nothing = [](const QString&) {};
    const auto earlier = [exported](const QString& format, const QString& name) {
        return [=](const QString& folder) { call(exported("other", format, folder + name)); };
    };
    const QStringList look_at_code = {"info", "FOLDER/model.py"};
    const QStringList look_at_folder = {"info", "FOLDER/net/model.py"};
    const QStringList look_at_project = {"info", "FOLDER/my.ligature"};
    const QStringList import_weights = {"import", models + "/new.safetensors", "-o", "FOLDER/my.ligature"};
    const QStringList import_model = {"import", models + "/new.onnx", "-o", "FOLDER/my.ligature"};
    const auto project = [models](const QString& folder) {
        QFile::copy(models + "/new.ligature", folder + "/my.ligature");
    };

    const auto trained = [models](const QString& of, const QStringList& more) {
        return QStringList{"train", models + u'/' + of + ".ligature", "--threads", "1"} + more;
    };
    const auto timeless = [](const QString& file, const QByteArray& bytes) {
        if (file.endsWith(".html"))
            return QByteArray("a report");
        QByteArray lines;
        for (const QByteArray& line : bytes.split('\n'))
            lines += (file.endsWith(".csv") ? line.left(line.lastIndexOf(',')) : line) + '\n';
        return lines;
    };
    const QStringList look_at_run = {"info", "FOLDER/run/history.csv"};

    const TornTask tasks[] = {
        {"an example over a project",
         [](const QString& folder) { writeBytes(folder + "/my.ligature", "old"); },
         {"examples", "shared-scale", "-o", "FOLDER/my.ligature"},
         look_at_project,
         true},
        {"an export of one file",
         earlier("safetensors", "/w.safetensors"),
         exported("new", "safetensors", "FOLDER/w.safetensors"),
         {},
         true},
        {"an export to a new file", nothing, exported("new", "onnx", "FOLDER/m.onnx"), {}, true},
        {"code and weights over earlier ones", earlier("pytorch", "/model.py"),
         exported("new", "pytorch", "FOLDER/model.py"), look_at_code},
        {"code and weights, new", nothing, exported("new", "pytorch", "FOLDER/model.py"), look_at_code},
        {"code over another's weights",
         [](const QString& folder) { writeBytes(folder + "/model.safetensors", "another's"); },
         exported("new", "keras", "FOLDER/model.py"), look_at_code},
        {"a folder over an earlier one", earlier("pytorch", "/net"), exported("new", "pytorch", "FOLDER/net"),
         look_at_folder, true},
        {"a new folder", nothing, exported("new", "pytorch", "FOLDER/net"), look_at_folder, true},
        {"a folder with files of one's own",
         [=](const QString& folder) {
             earlier("pytorch", "/net")(folder);
             QDir(folder).mkpath("net/run");
             writeBytes(folder + "/net/run/log.txt", "mine");
         },
         exported("new", "pytorch", "FOLDER/net"), look_at_folder},
        {"weights into a project", project, import_weights, look_at_project, true},
        {"weights over imported ones",
         [=](const QString& folder) {
             project(folder);
             call({"import", models + "/other.safetensors", "-o", folder + "/my.ligature"});
         },
         import_weights, look_at_project, true},
        {"weights over imported ones and one's own",
         [=](const QString& folder) {
             project(folder);
             call({"import", models + "/other.safetensors", "-o", folder + "/my.ligature"});
             writeBytes(folder + "/my.runs/imported/notes.txt", "mine");
         },
         import_weights, look_at_project},
        {"a model as a new project", nothing, import_model, look_at_project},
        {"a model over another project",
         [=](const QString& folder) {
             call({"import", models + "/old.onnx", "-o", folder + "/my.ligature"});
         },
         import_model, look_at_project},
        {"a training over another one",
         [=](const QString& folder) {
             call(trained("other", {"--steps", "3", "--out", folder + "/run"}));
         },
         trained("new", {"--steps", "5", "--out", "FOLDER/run"}),
         look_at_run,
         false,
         {},
         timeless},
        {"a training that goes on",
         [=](const QString& folder) {
             call(trained("new", {"--epochs", "1", "--steps", "3", "--out", folder + "/run"}));
         },
         trained("new", {"--epochs", "1", "--resume", "FOLDER/run"}), look_at_run, false,
         trained("new", {"--epochs", "1", "--resume", "FOLDER/run"}), timeless},
    };
    for (const TornTask& task : tasks) {
        for (const Disturbance& disturbance :
             {Disturbance{"kill"}, Disturbance{"short"}, Disturbance{"ENOSPC"}, Disturbance{"EIO"},
              Disturbance{"ENOSPC", true}, Disturbance{"EIO", true}, Disturbance{"memory"},
              Disturbance{"memory", true}})
            QTest::addRow("%s: %s", qPrintable(task.name), qPrintable(nameOf(disturbance))) << task << disturbance;
    }
    for (const TornTask& task : tasks) {
        for (const Disturbance& disturbance : {Disturbance{"kill", false, true}, Disturbance{"EIO", false, true}}) {
            if (task.name.contains("a folder") || task.name.contains("over earlier") ||
                task.name.contains("a model over"))
                QTest::addRow("%s: %s", qPrintable(task.name), qPrintable(nameOf(disturbance))) << task << disturbance;
        }
    }
}

void TestTornFiles::disturbed()
{
    QFETCH(const TornTask, task);
    QFETCH(const Disturbance, disturbance);
    const QTemporaryDir folder;
    const QString whole = task.name + (disturbance.is_poor ? ", poor" : "");
    if (!m_whole.contains(whole))
        m_whole[whole] = runWhole(task, disturbance.is_poor, folder.filePath("whole"));
    const TornOutcome seen = disturb(task, m_whole[whole], disturbance, folder.path());
    m_table.append(QString::asprintf("%-42s %-15s %5d %5d %7d %8d %5d %7d   %s", qPrintable(task.name),
                                     qPrintable(nameOf(disturbance)), seen.calls, seen.runs, seen.killed, seen.refused,
                                     seen.done, seen.mended, seen.wrong.isEmpty() ? "holds" : "BROKEN"));
    for (const auto& [sum, count] : {std::pair(&m_sum.runs, seen.runs),
                                     {&m_sum.killed, seen.killed},
                                     {&m_sum.refused, seen.refused},
                                     {&m_sum.done, seen.done},
                                     {&m_sum.mended, seen.mended}})
        *sum += count;
    QVERIFY2(seen.wrong.isEmpty(), qPrintable(seen.wrong.join("\n   ")));
}

void TestTornFiles::cleanupTestCase()
{
    std::printf("%-42s %-15s calls  runs  killed  refused  done  mended\n", "task", "disturbed with");
    for (const QString& line : std::as_const(m_table))
        std::printf("%s\n", qPrintable(line));
    std::printf("%-42s %-15s       %5d %7d %8d %5d %7d\n", "together", "", m_sum.runs, m_sum.killed, m_sum.refused,
                m_sum.done, m_sum.mended);
}

LIGATURE_GUILESS_TEST(TestTornFiles)

} // namespace test_torn_files

#include "test_torn_files.moc"
