// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <cstring>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "core/export/exporter.h"
#include "core/files/atomic_file.h"
#include "core/network/edits.h"
#include "core/report/untrained.h"
#include "core/safetensors/safetensors_file.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/python.h"
#include "tests/support/test_program.h"

namespace test_weight_files {

using namespace ligature;
using namespace ligature::testing;

class TestWeightFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStorageIsWrittenOnce_data();
    void everyStorageIsWrittenOnce();
    void theTieIsInTheMetadata();
    void aViewIsThereWithAllItsAttributes();
    void theSameWeightsGiveTheSameBytes_data();
    void theSameWeightsGiveTheSameBytes();
    void theReferenceLibrariesReadTheSameBits_data();
    void theReferenceLibrariesReadTheSameBits();
    void readsWhatTheReferenceLibraryWrites();
    void refusesNamesThatNoFileCanHold_data();
    void refusesNamesThatNoFileCanHold();
    void materializedItHoldsEachUse_data();
    void materializedItHoldsEachUse();
    void whatNoMemoryHoldsIsRefusedBeforeItIsTaken();
    void aPreviewNamesEveryParameter_data();
    void aPreviewNamesEveryParameter();
};

namespace {

/// A small tied autoencoder after some steps, as the dialog would export it.
ExportRequest trained(ArmId variant)
{
    Project project = tiedAutoencoder(6, 3);
    project.name = "Größe ⅓";
    project.training.arms = {tiedArm, untiedArm};
    auto trainer = Trainer::create(project, randomDataset(40, 6, 2));
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    (*trainer)->advance(5, std::chrono::milliseconds(10'000));
    return {project.name, variant, (*trainer)->network(variant), (*trainer)->weights(variant)};
}

/// Bits that a conversion or a print would change: NaNs with a payload, infinities, a denormal, a negative zero.
void makeOdd(Weights& weights)
{
    std::vector<float>& values = std::ranges::max_element(weights.parameters, {}, [](const ParameterValues& p) {
                                     return p.values.size();
                                 })->values;
    const std::uint32_t odd[] = {0x7f800001U, 0xffc0beefU, 0x7f800000U, 0xff800000U, 0x00000001U, 0x80000000U};
    for (std::size_t i = 0; i < std::size(odd); ++i)
        values[i] = std::bit_cast<float>(odd[i]);
}

QByteArray bytesOf(const std::vector<float>& values)
{
    return {reinterpret_cast<const char*>(values.data()), static_cast<qsizetype>(values.size() * sizeof(float))};
}

/// The formats of nothing but weights.
void addFormats()
{
    QTest::addColumn<QString>("format");
    for (const char* const format : {"safetensors", "npz"})
        QTest::newRow(format) << QString(format);
}

Result<std::string> exported(const QString& format, const ExportRequest& request)
{
    return findExporter(format.toStdString())
        ->write(request, "weights")
        .map([](const std::vector<ExportedFile>& files) { return files.front().bytes; });
}

} // namespace

void TestWeightFiles::everyStorageIsWrittenOnce_data()
{
    QTest::addColumn<ArmId>("variant");
    QTest::addColumn<std::size_t>("values");
    QTest::newRow("tied: one weight and two biases") << tiedArm << std::size_t(6 * 3 + 3 + 6);
    QTest::newRow("untied: two weights and two biases") << untiedArm << std::size_t(2 * 6 * 3 + 3 + 6);
}

void TestWeightFiles::everyStorageIsWrittenOnce()
{
    QFETCH(ArmId, variant);
    QFETCH(std::size_t, values);
    const auto bytes = exported("safetensors", trained(variant));
    QVERIFY(bytes);
    const auto file = decodeSafetensors(*bytes, "weights");
    QVERIFY(file);
    std::size_t count = 0;
    for (const NamedTensor& tensor : file->tensors)
        count += tensor.floats()->size();
    QCOMPARE(count, values);
}

void TestWeightFiles::theTieIsInTheMetadata()
{
    ExportRequest request = trained(tiedArm);
    const auto file = decodeSafetensors(*exported("safetensors", request), "weights");
    QVERIFY(file);
    QCOMPARE(file->metadata.at("format"), std::string("ligature"));
    QCOMPARE(file->metadata.at("project"), request.project_name);
    QCOMPARE(file->metadata.at("variant"), std::string("tied"));

    const std::string& text = file->metadata.at("ties");
    const QJsonArray ties = QJsonDocument::fromJson(QByteArray::fromStdString(text)).array();
    QCOMPARE(static_cast<std::size_t>(ties.size()), request.network.ties.size());
    QJsonObject weight_views;
    for (const QJsonValue tie : ties) {
        QVERIFY(findTensor(*file, tie["parameter"].toString().toStdString()) != nullptr);
        if (tie["slot"].toString() == "weight")
            weight_views[tie["parameter"].toString()] =
                weight_views[tie["parameter"].toString()].toString() + "|" +
                (tie["view"].toArray().isEmpty() ? "as it is" : tie["view"][0]["type"].toString());
    }
    const QString shared = QString::fromStdString(request.weights.parameters.front().name);
    QCOMPARE(weight_views, (QJsonObject{{shared, "|as it is|transpose"}}));
}

void TestWeightFiles::aViewIsThereWithAllItsAttributes()
{
    ExportRequest request = trained(tiedArm);
    for (auto& [slot, tie] : request.network.ties) {
        if (!tie.view.empty())
            tie.view = {{"slice", {{"stop", std::int64_t{3}}}}, {"hash", {{"shape", Shape{6, 3}}}}};
    }
    const auto file = decodeSafetensors(*exported("safetensors", request), "weights");
    QVERIFY(file);
    const QJsonArray ties = QJsonDocument::fromJson(QByteArray::fromStdString(file->metadata.at("ties"))).array();
    QJsonArray view;
    for (const QJsonValue tie : ties) {
        if (!tie["view"].toArray().isEmpty())
            view = tie["view"].toArray();
    }
    // Whoever reads the file need not know our defaults.
    QCOMPARE(view[0].toObject()["attributes"].toObject(),
             (QJsonObject{{"axis", 0}, {"start", 0}, {"stop", 3}, {"step", 1}}));
    QCOMPARE(view[1].toObject()["attributes"].toObject(),
             (QJsonObject{{"seed", 0}, {"shape", QJsonArray{6, 3}}, {"signs", true}}));
}

void TestWeightFiles::theSameWeightsGiveTheSameBytes_data()
{
    addFormats();
}

void TestWeightFiles::theSameWeightsGiveTheSameBytes()
{
    QFETCH(QString, format);
    const ExportRequest request = trained(tiedArm);
    const auto first = exported(format, request);
    const auto second = exported(format, request);
    QVERIFY(first && second);
    QVERIFY(*first == *second);
    // And tomorrow too: the time and the date in the archive's first entry are those where DOS begins.
    if (format == "npz")
        QCOMPARE(first->substr(10, 4), std::string("\x00\x00\x21\x00", 4));
}

void TestWeightFiles::theReferenceLibrariesReadTheSameBits_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<ArmId>("variant");
    for (const std::string format : {"safetensors", "npz", "onnx"}) {
        for (const ArmId variant : {tiedArm, untiedArm}) {
            QTest::newRow((format + ", " + toString(variant)).c_str()) << QString::fromStdString(format) << variant;
        }
    }
}

void TestWeightFiles::theReferenceLibrariesReadTheSameBits()
{
    QFETCH(QString, format);
    QFETCH(ArmId, variant);
    const QString missing = missingPythonModule(format == "npz" ? QStringList{"numpy"} : QStringList{"numpy", format});
    if (!missing.isEmpty())
        QSKIP(qPrintable("Python has no module " + missing));

    ExportRequest request = trained(variant);
    makeOdd(request.weights);
    const auto bytes = exported(format, request);
    QVERIFY(bytes);
    const QTemporaryDir folder;
    const QString path =
        folder.filePath("weights") + QString::fromStdString(findExporter(format.toStdString())->extension());
    QVERIFY(writeFileAtomically(path.toStdString(), *bytes));
    const PythonResult python = runPython("core/export/read_weights.py", {path});
    QVERIFY2(python.exit_code == 0, python.errors.constData());

    const QJsonObject read = QJsonDocument::fromJson(python.output).object();
    const QJsonObject tensors = read["tensors"].toObject();
    QCOMPARE(static_cast<std::size_t>(tensors.size()), request.weights.parameters.size());
    for (const ParameterValues& parameter : request.weights.parameters) {
        const QJsonObject tensor = tensors[QString::fromStdString(parameter.name)].toObject();
        QCOMPARE(tensor["type"].toString(), QString("<f4"));
        QJsonArray shape;
        for (const std::int64_t extent : parameter.shape.extents())
            shape.append(static_cast<qint64>(extent));
        QCOMPARE(tensor["shape"].toArray(), shape);
        QCOMPARE(QByteArray::fromHex(tensor["bytes"].toString().toLatin1()), bytesOf(parameter.values));
    }
    const QJsonObject metadata = read["metadata"].toObject();
    QCOMPARE(metadata["project"].toString().toStdString(), request.project_name);
    QCOMPARE(metadata["variant"].toString().toStdString(), toString(variant));
    QCOMPARE(static_cast<std::size_t>(metadata["ties"].toArray().size()), request.network.ties.size());
}

void TestWeightFiles::readsWhatTheReferenceLibraryWrites()
{
    const QString missing = missingPythonModule({"numpy", "safetensors"});
    if (!missing.isEmpty())
        QSKIP(qPrintable("Python has no module " + missing));
    const QTemporaryDir folder;
    const std::string path = folder.filePath("reference.safetensors").toStdString();
    const PythonResult python = runPython("core/export/write_safetensors.py", {QString::fromStdString(path)});
    QVERIFY2(python.exit_code == 0, python.errors.constData());
    const auto bytes = readFile(path, 10'000);
    QVERIFY(bytes);
    const auto file = decodeSafetensors(*bytes, path);
    QVERIFY2(file, file ? "" : file.error().oneLine().c_str());
    QCOMPARE(file->metadata, (std::map<std::string, std::string>{{"made by", "the reference library"}}));
    QCOMPARE(*findTensor(*file, "matrix"),
             (NamedTensor{"matrix", Shape{2, 3}, std::vector<float>{0, 0.25F, 0.5F, 0.75F, 1, 1.25F}}));
    QCOMPARE(*findTensor(*file, "steps"),
             (NamedTensor{"steps", Shape{2}, std::vector<std::int64_t>{-1, std::int64_t{1} << 40}}));
    QCOMPARE(*findTensor(*file, "scalar"), (NamedTensor{"scalar", Shape{}, std::vector<float>{0.5F}}));
}

void TestWeightFiles::refusesNamesThatNoFileCanHold_data()
{
    addFormats();
}

void TestWeightFiles::refusesNamesThatNoFileCanHold()
{
    QFETCH(QString, format);
    ExportRequest request = trained(tiedArm);
    request.weights.parameters[1].name = request.weights.parameters[0].name;
    const auto twice = exported(format, request);
    QVERIFY(!twice);
    QCOMPARE(twice.error().what, std::string("is the name of two parameters"));
    request.weights.parameters[1].name = "__metadata__";
    const auto reserved = exported(format, request);
    QVERIFY(!reserved);
    QCOMPARE(reserved.error().what, std::string("is a name that the file format keeps for itself"));
}

void TestWeightFiles::materializedItHoldsEachUse_data()
{
    addFormats();
}

void TestWeightFiles::materializedItHoldsEachUse()
{
    QFETCH(QString, format);
    ExportRequest request = trained(tiedArm);
    const auto tied = exported(format, request);
    request.options.set("materialized", true);
    const auto each = exported(format, request);
    QVERIFY(tied && each);
    for (const char* const name : {"encoder.weight", "decoder.weight"}) {
        QVERIFY2(tied->find(name) == std::string::npos || format == "npz", name);
        QVERIFY2(each->find(name) != std::string::npos, name);
    }
    QVERIFY(each->size() > tied->size());
    if (format != "safetensors")
        return;
    const SafetensorsFile file = decodeSafetensors(*each, "each").value();
    const NamedTensor& encoder = *findTensor(file, "encoder.weight");
    const NamedTensor& decoder = *findTensor(file, "decoder.weight");
    QCOMPARE(encoder.shape, Shape({3, 6}));
    QCOMPARE(decoder.shape, Shape({6, 3}));
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 6; ++column)
            QCOMPARE((*decoder.floats())[column * 3 + row], (*encoder.floats())[row * 6 + column]);
    }
}

void TestWeightFiles::whatNoMemoryHoldsIsRefusedBeforeItIsTaken()
{
    for (const ArmId variant : {tiedArm, untiedArm}) {
        const auto drawn = untrained(tiedAutoencoder(1'000'000, 1'000'000), variant);
        QVERIFY(!drawn);
        QCOMPARE(drawn.error().kind, ErrorKind::Work);
        QVERIFY2(drawn.error().oneLine().find("of memory") != std::string::npos, drawn.error().oneLine().c_str());
    }
}

void TestWeightFiles::aPreviewNamesEveryParameter_data()
{
    addFormats();
}

void TestWeightFiles::aPreviewNamesEveryParameter()
{
    QFETCH(QString, format);
    const ExportRequest request = trained(tiedArm);
    const std::string preview = findExporter(format.toStdString())->preview(request).value();
    for (const ParameterValues& parameter : request.weights.parameters)
        QVERIFY(preview.find(parameter.name) != std::string::npos);
    QVERIFY(preview.find("transpose") != std::string::npos);
}

LIGATURE_APPLESS_TEST(TestWeightFiles)

} // namespace test_weight_files

#include "test_weight_files.moc"
