// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/support/test_program.h"

/// The page that `ligature-cli compare --html` writes: its script is run in Node, over pages of every kind.
namespace test_compare_page {

using namespace ligature::testing;

namespace {

const QString example = QStringLiteral("tied-autoencoder-digits");

struct Page {
    QString text;       ///< as a reader has it
    QStringList badges; ///< the answers
    QStringList faults; ///< what run_page.mjs found wrong
};

/// Runs the page's script.
Page shown(const QString& file)
{
    QProcess node;
    node.start(QStringLiteral("node"), {QStringLiteral(LIGATURE_PAGES "/run_page.mjs"), file});
    if (!node.waitForFinished(60000) || node.exitCode() != 0)
        return {{}, {}, {QString::fromUtf8(node.readAllStandardError())}};
    const QJsonObject told = QJsonDocument::fromJson(node.readAllStandardOutput()).object();
    const auto list = [&told](const char* name) { return told[QLatin1String(name)].toVariant().toStringList(); };
    return {told["text"].toString(), list("badges"), list("faults")};
}

QJsonObject dataOf(const QString& file)
{
    const QByteArray page = bytesOf(file);
    const QByteArray begin = "<script id=\"data\" type=\"application/json\">";
    const qsizetype from = page.indexOf(begin) + begin.size();
    return QJsonDocument::fromJson(page.mid(from, page.indexOf("</script>", from) - from)).object();
}

QJsonValue at(QJsonValue value, const QStringList& path)
{
    for (const QString& name : path)
        value = value.isArray() ? value[name.toInt()] : value[name];
    return value;
}

/// The page has the signs of a book where the program's sentences have those of a terminal.
QString plain(QString text)
{
    return text.replace(QChar(0x2212), '-').replace(QChar(0xA0), ' ');
}

} // namespace

class TestComparePage : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    /// @return the page's file, empty where the comparison failed
    QString compare(const QStringList& options, const QString& project)
    {
        const QString file = path("page.html");
        const Outcome outcome = runProgram(QStringList{"compare", project, "--html", file, "--threads", "2"} + options);
        return outcome.code == 0 ? file : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable("node").isEmpty()) {
            QVERIFY2(!qEnvironmentVariableIsSet("CI"), "Node runs the page: install nodejs");
            QSKIP("there is no Node here; ./dev test installs it");
        }
        QVERIFY(m_folder.isValid());
        QVERIFY(!writeExample(example, m_folder.path()).isEmpty());
    }

    void thePageOfEachKindShowsItsAnswers_data()
    {
        QTest::addColumn<QString>("project");
        QTest::addColumn<double>("rate"); // 0: as in the example; else of SGD
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QStringList>("told");
        QTest::newRow("two arms") << example << 0.0 << QStringList{"--seeds", "6", "--epochs", "2"}
                                  << QStringList{"worse than Untied", "Won : lost", "W is read by encoder.weight",
                                                 "Mean squared error", "Memory while training"};
        QTest::newRow("four arms") << example << 0.0
                                   << QStringList{"--seeds", "6",      "--epochs",
                                                  "2",       "--arms", "tied,untied,untied-own-start,narrowed"}
                                   << QStringList{"Holm", "98.3 % interval", "Validation loss by stored parameters",
                                                  "Untied, own start"};
        QTest::newRow("fractions, tuned, with a test")
            << example << 0.0 << QStringList{"--seeds",         "6",   "--epochs", "2", "--fractions", "0.1,1",
                                             "--test-fraction", "0.2", "--tune",   "2"}
            << QStringList{"All 2 settings", "Sample efficiency", "Test loss", "tuned",
                           "100 % of the training samples"};
        QTest::newRow("a setting varied") << example << 0.0 << QStringList{"--seeds",  "6",
                                                                           "--epochs", "2",
                                                                           "--vary",   "encoder.out_features=8,16",
                                                                           "--vary",   "learning_rate=0.001,0.01"}
                                          << QStringList{"All 4 settings", "Out features of encoder 8, learning rate",
                                                         "Parameters, Tied", "Tables and curves"};
        QTest::newRow("too few seeds") << example << 0.0 << QStringList{"--seeds", "5", "--epochs", "2"}
                                       << QStringList{"no verdict", "fewer than 6 seeds"};
        QTest::newRow("one seed") << example << 0.0 << QStringList{"--seeds", "1", "--epochs", "2"}
                                  << QStringList{"no verdict"};
        QTest::newRow("enough seeds for the bootstrap")
            << example << 0.0 << QStringList{"--seeds", "20", "--epochs", "2"}
            << QStringList{"Bootstrap", "The bootstrap agrees"};
        QTest::newRow("all runs diverge") << example << 1e3 << QStringList{"--seeds", "6", "--epochs", "3"}
                                          << QStringList{"12 runs diverged", "no verdict", "Runs that diverged"};
        QTest::newRow("a single epoch") << example << 0.0 << QStringList{"--seeds", "6", "--epochs", "1"}
                                        << QStringList{"Over the epochs"};
        QTest::newRow("by a metric of which more is better")
            << "shared-dense" << 0.0 << QStringList{"--seeds", "6", "--epochs", "2", "--by", "metric"}
            << QStringList{"compared by accuracy", "Accuracy"};
    }
    void thePageOfEachKindShowsItsAnswers()
    {
        QFETCH(const QString, project);
        QFETCH(const double, rate);
        QFETCH(const QStringList, options);
        QFETCH(const QStringList, told);
        const QString file = writeExample(project, m_folder.path());
        if (rate > 0)
            setInProject(file, {"training", "optimizer"},
                         QJsonObject{{"type", "sgd"}, {"attributes", QJsonObject{{"learning_rate", rate}}}});
        const QString page = compare(options, file);
        QVERIFY(!page.isEmpty());
        const Page seen = shown(page);
        QCOMPARE(seen.faults, QStringList());
        for (const QString& words : told)
            QVERIFY2(seen.text.contains(words), qPrintable(words + " is not in " + seen.text));
        // The sentences are those of the program.
        const QJsonArray groups = dataOf(page)["groups"].toArray();
        QVERIFY(!groups.isEmpty());
        for (const QJsonValue& group : groups) {
            for (const QString& line : at(group, {"verdict"}).toString().split('\n'))
                QVERIFY2(plain(seen.text).contains(line), qPrintable(line + " is not in " + plain(seen.text)));
        }
        QVERIFY(plain(seen.text).contains(at(dataOf(page), {"program", "sources_sha256"}).toString()));
        QVERIFY(seen.text.contains("ligature-cli compare " + file + " "));
    }

    void noTextOfAProjectBecomesMarkup_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("the end of a script") << "</script><img src=x onerror=alert(1)>";
        QTest::newRow("a comment") << "<!-- <script>";
        QTest::newRow("marks of the page's parts") << "{{comparison data}}{{page script}}";
        QTest::newRow("quotes and a backslash") << "\"'\\`${1}`";
    }
    void noTextOfAProjectBecomesMarkup()
    {
        QFETCH(const QString, name);
        const QString file = writeExample(example, m_folder.path());
        setInProject(file, {"name"}, name);
        setInProject(file, {"description"}, name + " <b>bold</b>");
        const QString page = compare({"--seeds", "6", "--epochs", "1"}, file);
        const Page seen = shown(page);
        QCOMPARE(seen.faults, QStringList());
        QVERIFY(seen.text.contains(name + " <b>bold</b>"));
        QCOMPARE(bytesOf(page).count("<script"), 2);
    }

    /// What the checks say is in the JSON, and everything but the times is the same on one thread as on two.
    void theFiguresAreTheSameOnEveryNumberOfThreads()
    {
        const QString file = writeExample(example, m_folder.path());
        QList<QJsonObject> answers;
        for (const char* threads : {"1", "2"}) {
            const Outcome outcome =
                runProgram({"compare", file, "--seeds", "10", "--epochs", "2", "--json", "--threads", threads});
            QCOMPARE(outcome.code, 0);
            answers.append(QJsonDocument::fromJson(outcome.output).object());
            answers.last().remove("times");
        }
        QCOMPARE(answers[0], answers[1]);
        const QJsonObject group = answers[0]["groups"].toArray().first().toObject();
        QCOMPARE(group["training_samples"].toInt(), 1438);
        QCOMPARE(group["validation_samples"].toInt(), 359);
        const QJsonValue loss = at(group, {"arms", "0", "figures", "validation_loss"});
        QCOMPARE(at(loss, {"name"}).toString(), QString("Validation loss"));
        QCOMPARE(at(loss, {"against_baseline", "signs", "losses"}).toInt(), 10);
        const QJsonValue checks = at(loss, {"against_baseline", "checks"});
        // Of ten signs all are alike, of either kind.
        QCOMPARE(at(checks, {"sign_flip_p"}).toDouble(), 2.0 / 1024);
        QVERIFY(at(checks, {"sign_flip_exact"}).toBool());
        QVERIFY(at(checks, {"bootstrap_interval"}).isNull());
        QCOMPARE(at(checks, {"sentences"}).toString(), QString("Sign flips agree (p = 0.0020)."));
    }

    void theTextSaysWhatTheChecksSay()
    {
        const QString file = writeExample(example, m_folder.path());
        const Outcome outcome = runProgram({"compare", file, "--seeds", "10", "--epochs", "2"});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.output.contains("Sign flips agree (p = 0.0020)."), outcome.output.constData());
    }

    void theReportOfATrainingRunsToo()
    {
        const QString file = writeExample(example, m_folder.path());
        QCOMPARE(runProgram({"train", file, "--epochs", "3", "--out", path("trained")}).code, 0);
        const Page seen = shown(path("trained/report.html"));
        QCOMPARE(seen.faults, QStringList());
        QVERIFY2(seen.text.contains("Parameters, counted by storage"), qPrintable(seen.text));
    }
};

LIGATURE_GUILESS_TEST(TestComparePage)

} // namespace test_compare_page

#include "test_compare_page.moc"
