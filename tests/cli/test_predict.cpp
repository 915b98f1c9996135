// SPDX-License-Identifier: GPL-3.0-or-later
// The use of what was trained. That predictions and figures are PyTorch's, tests/interop/pytorch/predictions.py shows.
#include <algorithm>
#include <cmath>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/core/data/image_bytes.h"
#include "tests/support/test_program.h"

namespace test_predict {

using namespace ligature::testing;

namespace {

QByteArray lineOf(const QByteArray& text, int line)
{
    return text.split('\n').value(line);
}

/// Irises as a file of the user's.
QByteArray flowers(bool with_species, int count)
{
    QByteArray text = with_species ? "sepal,petal,species\n" : "sepal,petal\n";
    for (int i = 0; i < count; ++i) {
        text += QByteArray::number(4 + i % 7) + "," + QByteArray::number(1 + i % 3);
        text += with_species ? QByteArray(",") + "abc"[i % 3] + "\n" : "\n";
    }
    return text;
}

} // namespace

class TestPredict : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_project = writeExample("digits-classifier", m_folder.path());
        setInProject(m_project, {"network", "layers"}, layers(2, 3));
        setInProject(m_project, {"data"},
                     QJsonObject{{"format", "csv"},
                                 {"options", QJsonObject{{"path", "flowers.csv"}, {"targets", "species"}}},
                                 {"scaling", "standardize"}});
        writeBytes(file("flowers.csv"), flowers(true, 90));
        writeBytes(file("few.csv"), flowers(true, 30));
        writeBytes(file("bare.tsv"), flowers(false, 4).replace(',', '\t'));
        m_run = file("run");
        QCOMPARE(
            runProgram({"train", m_project, "--variant", "both", "--seed", "5", "--epochs", "2", "--out", m_run}).code,
            0);
    }

    void aRowASampleWithTheClassAndItsProbabilities()
    {
        const Outcome outcome = predict({"--variant", "tied"});
        QCOMPARE(outcome.errors, QByteArray());
        QCOMPARE(outcome.code, 0);
        QCOMPARE(lineOf(outcome.output, 0), QByteArray("sample,species,species=a,species=b,species=c"));
        QCOMPARE(outcome.output.count('\n'), 91);
        for (int sample = 1; sample <= 90; ++sample) {
            const QList<QByteArray> cells = lineOf(outcome.output, sample).split(',');
            QCOMPARE(cells.value(0).toInt(), sample);
            const QList<double> shares = {cells.value(2).toDouble(), cells.value(3).toDouble(),
                                          cells.value(4).toDouble()};
            QVERIFY(std::abs(shares[0] + shares[1] + shares[2] - 1) < 1e-6);
            const auto most = std::max_element(shares.begin(), shares.end()) - shares.begin();
            QCOMPARE(cells.value(1), QByteArray(1, "abc"[most]));
        }
    }

    void aFileIsWrittenWholeOrNotAtAll()
    {
        const QString target = file("predictions.csv");
        writeBytes(target, "old");
        QCOMPARE(predict({"--variant", "tied", "--data", file("gone.csv"), "-o", target}).code, 2);
        QCOMPARE(bytesOf(target), QByteArray("old"));
        const Outcome outcome = predict({"--variant", "tied", "-o", target});
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.output, QByteArray());
        QCOMPARE(bytesOf(target), predict({"--variant", "tied"}).output);
        const Outcome lost = predict({"--variant", "tied", "-o", file("no/such/folder/p.csv")});
        QVERIFY(lost.code == 1 || lost.code == 2);
        QVERIFY(lost.errors.contains("no/such/folder"));
    }

    /// A sample means the same wherever it is read from: alone it has no mean and no deviation of its own.
    void otherFilesAreScaledAsTheTrainedOne()
    {
        const QByteArray all = predict({"--variant", "tied"}).output;
        const Outcome bare = predict({"--variant", "tied", "--data", file("bare.tsv"), "--data-option", "targets="});
        QCOMPARE(bare.code, 0);
        QCOMPARE(bare.errors, QByteArray());
        QCOMPARE(bare.output.count('\n'), 5);
        for (int sample = 0; sample <= 4; ++sample)
            QCOMPARE(lineOf(bare.output, sample), lineOf(all, sample));
    }

    /// Predictions need no targets, whatever the project says of them.
    void aFileWithoutItsTargetsIsPredicted()
    {
        const Outcome bare = predict({"--variant", "tied", "--data", file("bare.tsv")});
        QCOMPARE(bare.errors, QByteArray());
        QCOMPARE(bare.output,
                 predict({"--variant", "tied", "--data", file("bare.tsv"), "--data-option", "targets="}).output);
        QCOMPARE(run("evaluate", {"--data", file("bare.tsv")}).code, 2);
    }

    void columnsAreFoundByTheirNames()
    {
        writeBytes(file("turned.csv"), "species,petal,sepal\nb,2,5\nb,2,5\n");
        const Outcome turned = predict({"--variant", "tied", "--data", file("turned.csv")});
        QCOMPARE(turned.errors, QByteArray());
        QCOMPARE(lineOf(turned.output, 1), lineOf(predict({"--variant", "tied"}).output, 2).replace(0, 1, "1"));
        // A file of one class alone.
        QCOMPARE(evaluation({"--data", file("turned.csv")})["samples"].toInt(), 2);
    }

    void picturesAreToldByTheirFiles()
    {
        const QString folder = file("pictures");
        const auto picture = [&](const QString& name, std::uint8_t level) {
            QVERIFY(QDir().mkpath(QFileInfo(folder + "/" + name).path()));
            writeBytes(folder + "/" + name, QByteArray::fromStdString(pngOf(2, 1, {level, 9})));
        };
        for (int i = 0; i < 20; ++i) {
            picture(QString("all/dark/%1.png").arg(i), static_cast<std::uint8_t>(i));
            picture(QString("all/light/%1.png").arg(i), static_cast<std::uint8_t>(255 - i));
        }
        picture("new/x, y.png", 3);
        picture("new/z.png", 250);
        const QString project = writeExample("digits-classifier", folder);
        setInProject(project, {"network", "layers"}, layers(2, 2));
        setInProject(
            project, {"data"},
            QJsonObject{{"format", "images"}, {"options", QJsonObject{{"path", "all"}}}, {"scaling", "unit_range"}});
        QCOMPARE(runProgram({"train", project, "--variant", "tied", "--epochs", "30", "--split", "stratified", "--out",
                             folder + "/run"})
                     .code,
                 0);
        const Outcome outcome =
            runProgram({"predict", project, "--weights", folder + "/run", "--data", folder + "/new"});
        QCOMPARE(outcome.errors, QByteArray());
        QCOMPARE(lineOf(outcome.output, 0), QByteArray("sample,file,class,class=dark,class=light"));
        QVERIFY2(lineOf(outcome.output, 1).startsWith("1,\"x, y.png\",dark,"), outcome.output.constData());
        QVERIFY2(lineOf(outcome.output, 2).startsWith("2,z.png,light,"), outcome.output.constData());
    }

    void figuresOfTheValidationPartAreTheLastEpochs()
    {
        const QJsonObject told = evaluation({"--part", "validation"});
        QCOMPARE(told["samples"].toInt(), 18);
        QCOMPARE(told["metric_name"].toString(), QString("accuracy"));
        QMap<QString, QByteArrayList> last;
        for (const QByteArray& line : bytesOf(m_run + "/history.csv").split('\n')) {
            const QByteArrayList cells = line.split(',');
            if (cells.first() == "epoch")
                last[cells[1]] = cells;
        }
        QCOMPARE(told["arms"].toArray().size(), 2);
        for (const QJsonValue& arm : told["arms"].toArray()) {
            const QByteArrayList cells = last[arm["variant"].toString()];
            QCOMPARE(arm["seed"].toInt(), 5); // the training's, not the project's
            QVERIFY(arm["loss"].toDouble() == cells[5].toDouble());
            QVERIFY(arm["metric"].toDouble() == cells[6].toDouble());
        }
    }

    void partsAddUpToAll()
    {
        const auto loss = [&](const char* part) {
            const QJsonObject told = evaluation({"--part", part, "--variant", "tied"});
            return std::pair(told["samples"].toInt(), told["arms"][0]["loss"].toDouble());
        };
        const auto [training, training_loss] = loss("training");
        const auto [validation, validation_loss] = loss("validation");
        const auto [all, all_loss] = loss("all");
        QCOMPARE(training + validation, all);
        QVERIFY(std::abs((training * training_loss + validation * validation_loss) / all - all_loss) < 1e-6);
    }

    void anotherFileIsEvaluated()
    {
        const QJsonObject told = evaluation({"--data", file("few.csv")});
        QCOMPARE(told["data"].toString(), QString("few.csv"));
        QCOMPARE(told["samples"].toInt(), 30);
        const Outcome text = run("evaluate", {"--data", file("few.csv")});
        QVERIFY(text.output.contains("accuracy") && text.output.contains("30 samples of few.csv."));
    }

    void generatedPointsAreTrainedOnAndPredicted()
    {
        const QString out = file("points");
        const QStringList data = {"--data-option", "set=spirals", "--data-option", "classes=3"};
        QVERIFY(QDir().mkpath(out));
        const QString points = writeExample("digits-classifier", out);
        setInProject(points, {"network", "layers"}, layers(2, 3));
        setInProject(points, {"data"}, QJsonObject{{"format", "point-sets"}, {"scaling", "none"}});
        QCOMPARE(runProgram(QStringList{"train", points, "--epochs", "1", "--out", out + "/run"} + data).code, 0);
        const Outcome outcome = runProgram(QStringList{"predict", points, "--weights", out + "/run"} + data);
        QCOMPARE(outcome.code, 0);
        QCOMPARE(lineOf(outcome.output, 0), QByteArray("sample,class,class=spiral 1,class=spiral 2,class=spiral 3"));
    }

    void wrongCallsAreTold_data()
    {
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("error");
        const auto row = [](const char* name, const char* verb, const QStringList& arguments, const char* error) {
            QTest::newRow(name) << QString(verb) << arguments << QByteArray(error);
        };
        row("two arms", "predict", {}, "run: this folder holds both variants; add --variant and one of these");
        row("an arm that was not trained", "predict", {"--variant", "narrowed"}, "narrowed.safetensors");
        row("no arm", "predict", {"--variant", "knotted"}, "--variant");
        row("no such file", "evaluate", {"--data", "gone.csv"}, "gone.csv");
        row("no such part", "evaluate", {"--part", "tests"}, "--part");
        row("no test part", "evaluate", {"--part", "test"}, "there are no samples in the part \"test\"");
        row("other classes", "evaluate", {"--data", "renamed.csv"}, "renamed.csv: the data's classes are not those");
        row("other columns", "predict", {"--variant", "tied", "--data", "others.csv"},
            "others.csv: the data's columns are not those that were trained on: \"petal\" is not there, and \"leaf\" "
            "is new");
        row("other columns and no targets", "predict", {"--variant", "tied", "--data", "bare others.csv"},
            "\"petal\" is not there, and \"leaf\" is new");
        row("a column more", "predict", {"--variant", "tied", "--data", "more.csv"}, "trained on: \"leaf\" is new");
        row("another split", "evaluate", {"--data", "few.csv", "--part", "validation"},
            "few.csv: it would be split into 24 and 6 samples");
        row("another scaling", "predict", {"--variant", "tied", "--data-option", "scaling=none"},
            "the data's scaling is none, and standardize was trained on");
        row("no targets to hold against", "evaluate", {"--data", "bare.tsv", "--data-option", "targets="},
            "bare.tsv: the data's target columns are not those that were trained on");
    }

    void wrongCallsAreTold()
    {
        QFETCH(QString, verb);
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, error);
        writeBytes(file("renamed.csv"), flowers(true, 30).replace(",a\n", ",d\n"));
        writeBytes(file("others.csv"), flowers(true, 30).replace("sepal,petal", "sepal,leaf"));
        writeBytes(file("bare others.csv"), flowers(false, 5).replace("sepal,petal", "sepal,leaf"));
        writeBytes(file("more.csv"), "leaf,sepal,petal,species\n1,2,3,a\n");
        for (QString& argument : arguments) {
            if (argument.endsWith(".csv") || argument.endsWith(".tsv"))
                argument = file(argument);
        }
        const Outcome outcome = run(verb, arguments);
        QCOMPARE(outcome.code, 2);
        QCOMPARE(outcome.output, QByteArray());
        QVERIFY2(outcome.errors.contains(error), outcome.errors.constData());
        QCOMPARE(outcome.errors.count('\n'), 1);
    }

    void damagedWeightsAreTold()
    {
        const QString damaged = file("damaged");
        QVERIFY(QDir().mkpath(damaged));
        for (const char* const name : {"tied.safetensors", "tied.checkpoint.safetensors"}) {
            for (const char* const other : {"tied.safetensors", "tied.checkpoint.safetensors"}) {
                const QByteArray bytes = bytesOf(m_run + "/" + other);
                writeBytes(damaged + "/" + other, other == name ? bytes.left(bytes.size() / 2) : bytes);
            }
            const Outcome outcome = runProgram({"predict", m_project, "--weights", damaged});
            QCOMPARE(outcome.code, 2);
            QVERIFY2(outcome.errors.contains(name), outcome.errors.constData());
        }
        writeBytes(damaged + "/tied.checkpoint.safetensors", bytesOf(m_run + "/tied.safetensors"));
        const Outcome outcome = runProgram({"predict", m_project, "--weights", damaged});
        QCOMPARE(outcome.code, 2);
    }

private:
    QString file(const QString& name) const { return m_folder.filePath(name); }
    Outcome run(const QString& verb, const QStringList& arguments) const
    {
        return runProgram(QStringList{verb, m_project, "--weights", m_run} + arguments);
    }
    Outcome predict(const QStringList& arguments) const { return run("predict", arguments); }
    QJsonObject evaluation(const QStringList& arguments) const
    {
        return QJsonDocument::fromJson(run("evaluate", QStringList{"--json"} + arguments).output).object();
    }
    /// The example's layers with as many inputs and outputs as these data have.
    QJsonArray layers(int inputs, int classes) const
    {
        const QJsonObject project = QJsonDocument::fromJson(bytesOf(m_project)).object();
        QJsonArray all = project["network"]["layers"].toArray();
        for (auto&& layer : all) {
            QJsonObject changed = layer.toObject();
            if (changed["type"] == "input")
                changed["attributes"] = QJsonObject{{"shape", QJsonArray{inputs}}};
            if (changed["name"] == "output")
                changed["attributes"] = QJsonObject{{"out_features", classes}};
            layer = changed;
        }
        return all;
    }

    const QTemporaryDir m_folder;
    QString m_project;
    QString m_run;
};

LIGATURE_GUILESS_TEST(TestPredict)

} // namespace test_predict

#include "test_predict.moc"
