// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

using namespace ligature::testing;
using Json = nlohmann::json;

namespace {

std::vector<Json> jsonLines(const QString& text)
{
    std::vector<Json> lines;
    for (const QString& line : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        lines.push_back(Json::parse(line.toStdString()));
    return lines;
}

QStringList sorted(const Json& object)
{
    QStringList keys;
    for (const auto& [key, value] : object.items())
        keys << QString::fromStdString(key);
    keys.sort();
    return keys;
}

} // namespace

class CliContractTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void examplesAreListedByName()
    {
        const Outcome outcome = runProgram({"examples"});
        QCOMPARE(outcome.code, 0);
        QStringList names;
        for (const QString& line : outcome.out.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
            names << line.section(QLatin1Char(' '), 0, 0);
        for (const char* name : {"tied-autoencoder-digits", "tied-autoencoder-fashion", "shared-dense", "shared-scale",
                                 "digits-classifier", "fashion-classifier"})
            QVERIFY2(names.contains(QLatin1String(name)), name);
    }

    void infoCountsByStorage_data()
    {
        QTest::addColumn<QString>("example");
        QTest::addColumn<int>("tied");
        QTest::addColumn<int>("untied");
        QTest::newRow("the tied autoencoder shares its weight") << "tied-autoencoder-digits" << 2144 << 4192;
        QTest::newRow("the larger one too") << "tied-autoencoder-fashion" << 201744 << 402448;
        QTest::newRow("a classifier shares nothing") << "digits-classifier" << 2410 << 2410;
    }
    void infoCountsByStorage()
    {
        QFETCH(QString, example);
        QTemporaryDir folder;
        const Outcome outcome = runProgram({"info", writeExample(folder.path(), example), "--json"});
        QCOMPARE(outcome.code, 0);
        const Json info = Json::parse(outcome.out.toStdString());
        QTEST(info["counts"]["tied"]["parameters"].get<int>(), "tied");
        QTEST(info["counts"]["untied"]["parameters"].get<int>(), "untied");
        QCOMPARE(info["counts"]["tied"]["weight_bytes"].get<int>(),
                 4 * info["counts"]["tied"]["parameters"].get<int>());
    }

    void infoHasTheKeysOfTheContract()
    {
        QTemporaryDir folder;
        const Outcome outcome = runProgram({"info", writeExample(folder.path(), "tied-autoencoder-digits"), "--json"});
        const Json info = Json::parse(outcome.out.toStdString());
        for (const char* key : {"name", "layers", "parameters", "counts", "diagnostics"})
            QVERIFY2(info.contains(key), key);
        QCOMPARE(sorted(info["layers"][0]), QStringList({"id", "input_shapes", "name", "output_shapes", "type"}));
        QCOMPARE(sorted(info["parameters"][0]), QStringList({"id", "name", "shape", "trainable", "uses"}));
        QCOMPARE(sorted(info["parameters"][0]["uses"][0]), QStringList({"layer", "slot", "view"}));
        QCOMPARE(sorted(info["counts"]["tied"]), QStringList({"flops_per_sample", "gradient_bytes", "optimizer_bytes",
                                                              "parameters", "trainable", "weight_bytes"}));
    }

    void trainSaysEveryStepAndEpochOfBothVariants()
    {
        QTemporaryDir folder;
        const QString project = writeExample(folder.path(), "tied-autoencoder-digits");
        const Outcome outcome =
            runProgram({"train", project, "--epochs", "1", "--json", "--out", folder.filePath("o")});
        QCOMPARE(outcome.code, 0);
        std::map<std::pair<std::string, std::string>, int> counts;
        std::map<std::string, double> first_loss;
        for (const Json& line : jsonLines(outcome.out)) {
            const auto variant = line["variant"].get<std::string>();
            ++counts[{line["event"], variant}];
            for (const char* key : {"seed", "step", "epoch", "train_loss", "val_loss", "metric", "seconds"})
                QVERIFY2(line.contains(key), key);
            if (line["event"] == "step" && line["step"] == 1)
                first_loss[variant] = line["train_loss"];
        }
        for (const char* variant : {"tied", "untied"}) {
            QCOMPARE((counts[{"step", variant}]), 45);
            QVERIFY((counts[{"epoch", variant}]) >= 1);
            QCOMPARE((counts[{"end", variant}]), 1);
        }
        QCOMPARE(first_loss["tied"], first_loss["untied"]);
    }

    void theSameSeedWritesTheSameBytes()
    {
        QTemporaryDir folder;
        const QString project = writeExample(folder.path(), "tied-autoencoder-digits");
        for (const char* out : {"a", "b"})
            QCOMPARE(runProgram({"train", project, "--epochs", "2", "--out", folder.filePath(out)}).code, 0);
        for (const char* file : {"tied.safetensors", "untied.safetensors", "tied.checkpoint.safetensors"}) {
            const QString name = QLatin1Char('/') + QLatin1String(file);
            QVERIFY2(bytesOf(folder.filePath("a") + name) == bytesOf(folder.filePath("b") + name), file);
        }
    }

    void aResumedTrainingEndsAtTheSameBytes()
    {
        QTemporaryDir folder;
        const QString project = writeExample(folder.path(), "tied-autoencoder-digits");
        const QString whole = folder.filePath("whole");
        const QString half = folder.filePath("half");
        QCOMPARE(runProgram({"train", project, "--epochs", "3", "--out", whole}).code, 0);
        QCOMPARE(runProgram({"train", project, "--epochs", "3", "--steps", "50", "--out", half}).code, 0);
        const Outcome resumed = runProgram({"train", project, "--epochs", "3", "--resume", half, "--out", half});
        QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
        for (const char* file : {"/tied.safetensors", "/untied.safetensors"})
            QVERIFY(bytesOf(whole + QLatin1String(file)) == bytesOf(half + QLatin1String(file)));
    }

    void exportWritesTheTrainedWeights_data()
    {
        QTest::addColumn<QString>("format");
        QTest::newRow("safetensors") << "safetensors";
        QTest::newRow("npz") << "npz";
    }
    void exportWritesTheTrainedWeights()
    {
        QFETCH(QString, format);
        QTemporaryDir folder;
        const QString project = writeExample(folder.path(), "tied-autoencoder-digits");
        const QString out = folder.filePath("o");
        QCOMPARE(runProgram({"train", project, "--epochs", "1", "--out", out}).code, 0);
        const QString file = folder.filePath("w");
        const Outcome ambiguous = runProgram({"export", project, "--format", format, "--weights", out, "-o", file});
        QCOMPARE(ambiguous.code, 2); // The folder holds both variants.
        QVERIFY(!QFile::exists(file));
        const Outcome outcome =
            runProgram({"export", project, "--format", format, "--weights", out, "--variant", "tied", "-o", file});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
        QVERIFY(bytesOf(file).size() > 4 * 2144);
        QVERIFY(bytesOf(file).size() < 4 * 4192);
    }

    void checkPassesOnEveryExampleOfTheDigits_data()
    {
        QTest::addColumn<QString>("example");
        for (const char* name : {"tied-autoencoder-digits", "shared-dense", "shared-scale", "digits-classifier"})
            QTest::newRow(name) << name;
    }
    void checkPassesOnEveryExampleOfTheDigits()
    {
        QFETCH(QString, example);
        QTemporaryDir folder;
        const Outcome outcome = runProgram({"check", writeExample(folder.path(), example)});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.out + outcome.err));
        QVERIFY(outcome.out.contains("equal to the last bit"));
    }
};

QTEST_GUILESS_MAIN(CliContractTest)
#include "test_cli_contract.moc"
