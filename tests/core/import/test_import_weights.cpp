// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>

#include <QTemporaryDir>
#include <QTest>

#include "core/export/exporter.h"
#include "core/files/atomic_file.h"
#include "core/import/import_file.h"
#include "core/import/write_import.h"
#include "core/memory/memory_limit.h"
#include "core/network/edits.h"
#include "core/numpy/npz.h"
#include "core/project/examples.h"
#include "core/report/training_folder.h"
#include "core/report/untrained.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/python.h"
#include "tests/support/test_program.h"

namespace test_import_weights {

using namespace ligature;
using namespace ligature::testing;

class TestImportWeights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasExportedComesBack_data();
    void whatWasExportedComesBack();
    void tensorsAreMapped_data();
    void tensorsAreMapped();
    void tiedValuesThatDifferStopWithBothNames();
    void tiedValuesThatAgreeAreOne();
    void scaledUsesAgreeButForTheirRounding();
    void aSmallDifferenceIsTold();
    void aPartGivesOnlyAPart();
    void whatIsMissingAndWhatFitsNowhereIsListed();
    void ofManyThatFitNowhereAFewAreNamed();
    void aFileLargerThanMemoryIsNotRead();
    void aNetworkWithAnErrorIsRefusedWhereTheErrorIs();
    void equalValuesAreOffered();
    void readsWhatNumPyWrites();
    void refusesWhatNumPyWouldNotReadHere_data();
    void refusesWhatNumPyWouldNotReadHere();
    void survivesDamage_data();
    void survivesDamage();
    void aTrainingGoesOnFromThem();
    void whatOtherWeightsLeftIsGoneOrAnError();
};

namespace {

/// Of tiedAutoencoder(3, 2): W (2, 3), read by the encoder as it is and by the decoder transposed.
std::vector<NamedTensor> autoencoderTensors()
{
    return {{"W", Shape{2, 3}, std::vector<float>{1, 2, 3, 4, 5, 6}},
            {"encoder.bias", Shape{2}, std::vector<float>{7, 8}},
            {"decoder.bias", Shape{3}, std::vector<float>{9, 10, 11}}};
}

WeightMapping mapped(const std::vector<NamedTensor>& tensors)
{
    return mapWeights(tiedAutoencoder(3, 2), WeightFile{tensors}).value();
}

std::string refusal(const WeightMapping& mapping)
{
    const Result<Weights> weights = mapping.weights("weights.npz");
    return weights ? "whole" : weights.error().oneLine();
}

const MappedParameter& shared(const WeightMapping& mapping)
{
    return *std::ranges::find(mapping.parameters, "W", &MappedParameter::name);
}

} // namespace

void TestImportWeights::whatWasExportedComesBack_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<bool>("materialized");
    for (const char* const format : {"safetensors", "npz"}) {
        for (const bool materialized : {false, true}) {
            QTest::addRow("%s%s", format, materialized ? ", each use on its own" : "")
                << QString(format) << materialized;
        }
    }
}

void TestImportWeights::whatWasExportedComesBack()
{
    QFETCH(QString, format);
    QFETCH(bool, materialized);
    const QTemporaryDir folder;
    for (const Example& example : examples()) {
        const Project project = loadExample(example.name).value();
        ExportRequest request = untrained(project, tiedArm).value();
        request.options.set("materialized", materialized);
        const Exporter& exporter = *findExporter(format.toStdString());
        const std::string path = folder.filePath("weights").toStdString() + exporter.extension();
        must(writeFileAtomically(path, exporter.write(request, "weights").value().front().bytes));
        const Result<ImportFile> file = readImportFile(path);
        QVERIFY2(file, file ? "" : file.error().oneLine().c_str());
        const WeightMapping mapping = mapWeights(project, std::get<WeightFile>(*file)).value();
        const Result<Weights> weights = mapping.weights(path);
        if (!weights && materialized)
            continue; // A view that does not read all of its parameter cannot give it back.
        QVERIFY2(weights, weights ? "" : weights.error().oneLine().c_str());
        QVERIFY2(*weights == request.weights, std::string(example.name).c_str());
        QVERIFY(mapping.unused.empty());
    }
}

void TestImportWeights::tensorsAreMapped_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("transposed");
    QTest::addColumn<QString>("by");
    QTest::newRow("by its name") << "W" << false << "name";
    QTest::newRow("by a slot that reads it as it is") << "encoder.weight" << false << "use";
    QTest::newRow("by a slot that reads it transposed") << "decoder.weight" << true << "use";
    QTest::newRow("by a slot in another spelling") << "Encoder/Weight:" << false << "spelling";
    QTest::newRow("by its shape") << "kernel_17" << false << "shape";
    QTest::newRow("not by another shape") << "kernel_17" << true << "";
    QTest::newRow("not by its name with another shape") << "W" << true << "";
}

void TestImportWeights::tensorsAreMapped()
{
    QFETCH(QString, name);
    QFETCH(bool, transposed);
    QFETCH(QString, by);
    std::vector<NamedTensor> tensors = autoencoderTensors();
    tensors[0].name = name.toStdString();
    if (transposed)
        tensors[0] = {tensors[0].name, Shape{3, 2}, std::vector<float>{1, 4, 2, 5, 3, 6}};
    const WeightMapping mapping = mapped(tensors);
    const MappedParameter& found = shared(mapping);
    QCOMPARE(found.isMissing(), by.isEmpty());
    if (by.isEmpty())
        return;
    QCOMPARE(toString(found.tensors.at(0).by), by.toStdString());
    QCOMPARE(found.values, (std::vector<float>{1, 2, 3, 4, 5, 6}));
    QVERIFY(mapping.weights("weights.npz"));
}

void TestImportWeights::tiedValuesThatDifferStopWithBothNames()
{
    std::vector<NamedTensor> tensors = autoencoderTensors();
    tensors[0].name = "encoder.weight";
    tensors.push_back({"decoder.weight", Shape{3, 2}, std::vector<float>{1, 4, 2, 5, 3, 6.5F}});
    const WeightMapping mapping = mapped(tensors);
    QCOMPARE(mapping.conflicts, (std::vector<TieConflict>{{"W", "encoder.weight", "decoder.weight", 0.5}}));
    const std::string error = refusal(mapping);
    QVERIFY2(error.find("\"encoder.weight\" and \"decoder.weight\" are tied") != std::string::npos, error.c_str());
}

void TestImportWeights::tiedValuesThatAgreeAreOne()
{
    std::vector<NamedTensor> tensors = autoencoderTensors();
    tensors.push_back({"encoder.weight", Shape{2, 3}, tensors[0].values});
    tensors.push_back({"decoder.weight", Shape{3, 2}, std::vector<float>{1, 4, 2, 5, 3, 6}});
    const WeightMapping mapping = mapped(tensors);
    QCOMPARE(shared(mapping).tensors.size(), std::size_t(3));
    QVERIFY(mapping.weights("weights.npz"));
    QVERIFY(mapping.unused.empty());
}

void TestImportWeights::scaledUsesAgreeButForTheirRounding()
{
    Project project = tiedAutoencoder(3, 2);
    const ParameterId weight = *findSharedParameter(project.network, "W");
    const View scaled = {{"scale", {{"factor", 0.3}}}};
    View transposed = scaled;
    transposed.push_back(transposeView().front());
    must(tie(project.network, weight, {layerNamed(project.network, "encoder"), "weight"}, scaled));
    must(tie(project.network, weight, {layerNamed(project.network, "decoder"), "weight"}, transposed));
    ExportRequest request = untrained(project, tiedArm).value();
    // Whatever the values: divided by 0.3 and multiplied again, some are other floats.
    for (int i = 0; i < 50; ++i) {
        float value = 0.37F + static_cast<float>(i) * 0.111F;
        for (float& entry : request.weights.parameters.front().values)
            entry = value *= 1.17F;
        request.options.set("materialized", true);
        const std::string bytes = findExporter("npz")->write(request, "weights.npz").value().front().bytes;
        const auto tensors = decodeNpz(bytes, "weights.npz").value();
        const Result<Weights> weights = mapWeights(project, WeightFile{tensors}).value().weights("weights.npz");
        QVERIFY2(weights, weights ? "" : weights.error().oneLine().c_str());
    }
}

void TestImportWeights::aSmallDifferenceIsTold()
{
    std::vector<NamedTensor> tensors = autoencoderTensors();
    tensors[0].name = "encoder.weight";
    tensors.push_back({"decoder.weight", Shape{3, 2}, std::vector<float>{1 + 0x1p-23F, 4, 2, 5, 3, 6}});
    const std::string error = refusal(mapped(tensors));
    QVERIFY2(error.find("differ by up to 1.192") != std::string::npos, error.c_str());
}

void TestImportWeights::aPartGivesOnlyAPart()
{
    Project project = tiedAutoencoder(3, 2);
    const ParameterId weight = *findSharedParameter(project.network, "W");
    project.network.parameters.at(weight).shape = Shape{4, 3};
    const View part = {{"slice", {{"start", std::int64_t{1}}, {"stop", std::int64_t{3}}}}};
    View transposed = part;
    transposed.push_back(transposeView().front());
    must(tie(project.network, weight, {layerNamed(project.network, "encoder"), "weight"}, part));
    must(tie(project.network, weight, {layerNamed(project.network, "decoder"), "weight"}, transposed));
    std::vector<NamedTensor> tensors = autoencoderTensors();
    tensors[0].name = "encoder.weight";
    const std::string error = refusal(mapWeights(project, WeightFile{tensors}).value());
    QVERIFY2(error.find("\"W\" (4 × 3, there in part)") != std::string::npos, error.c_str());
}

void TestImportWeights::whatIsMissingAndWhatFitsNowhereIsListed()
{
    std::vector<NamedTensor> tensors = autoencoderTensors();
    tensors[0] = {"W", Shape{5, 3}, std::vector<float>(15)};
    tensors.pop_back();
    tensors.push_back({"steps", Shape{}, std::vector<std::int64_t>{3}});
    const std::string error = refusal(mapped(tensors));
    for (const char* const part :
         {"weights.npz", "\"W\" (2 × 3)", "\"decoder.bias\" (3)", "nothing takes \"steps\" (scalar), \"W\" (5 × 3)"})
        QVERIFY2(error.find(part) != std::string::npos, error.c_str());
}

void TestImportWeights::ofManyThatFitNowhereAFewAreNamed()
{
    std::vector<NamedTensor> tensors;
    for (int i = 0; i < 1000; ++i)
        tensors.push_back({"tensor" + std::to_string(i), Shape{7}, std::vector<float>(7)});
    const std::string error = refusal(mapped(tensors));
    QVERIFY2(error.find("\"tensor19\" (7) and 980 more") != std::string::npos, error.c_str());
}

void TestImportWeights::aFileLargerThanMemoryIsNotRead()
{
    const std::uint64_t size = std::min<std::uint64_t>(availableMemory().value_or(0) / 2, std::uint64_t{60} << 30);
    if (4 * size <= availableMemory().value_or(0))
        QSKIP("the memory that is free is not known, or more than a file may take");
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("large.npz").toStdString();
    must(writeFileAtomically(file, "PK"));
    std::error_code error;
    std::filesystem::resize_file(file, size, error); // Of holes.
    if (error)
        QSKIP("the disk keeps no such file");
    const Result<ImportFile> read = readImportFile(file);
    QVERIFY(!read);
    QVERIFY2(read.error().what.find("of memory") != std::string::npos, read.error().oneLine().c_str());
}

void TestImportWeights::aNetworkWithAnErrorIsRefusedWhereTheErrorIs()
{
    Project project = tiedAutoencoder(3, 2);
    must(setAttribute(project.network, layerNamed(project.network, "decoder"), "out_features", std::int64_t{4}));
    const auto by_layer = mapWeights(project, WeightFile{autoencoderTensors()});
    QVERIFY(!by_layer);
    QVERIFY2(by_layer.error().where == "loss", by_layer.error().oneLine().c_str());
    project = tiedAutoencoder(3, 2);
    const ParameterId unused = addSharedParameter(project.network, "unused");
    project.network.parameters.at(unused).initializer = {"nothing", {}};
    const auto by_parameter = mapWeights(project, WeightFile{autoencoderTensors()});
    QVERIFY(!by_parameter);
    QCOMPARE(by_parameter.error().where, std::string("unused"));
}

void TestImportWeights::equalValuesAreOffered()
{
    const Project project = perceptron({4, 4, 4, 3});
    const std::vector<float> values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    const ExportRequest request = untrained(project, tiedArm).value();
    std::vector<NamedTensor> tensors;
    for (const ParameterValues& parameter : request.weights.parameters) {
        std::vector<float> own(parameter.values.size(), 0.0F); // Biases of zero say nothing.
        if (parameter.shape == Shape{4, 4})
            own = values;
        tensors.push_back({parameter.name, parameter.shape, own});
    }
    const WeightMapping mapping = mapWeights(project, WeightFile{tensors}).value();
    QCOMPARE(mapping.equal.size(), std::size_t(1));
    QVERIFY(!mapping.equal[0].transposed);
}

void TestImportWeights::readsWhatNumPyWrites()
{
    if (const QString missing = missingPythonModule({"numpy"}); !missing.isEmpty())
        QSKIP("Python has no NumPy");
    const QTemporaryDir folder;
    const PythonResult python = runPython("core/import/write_npz.py", {folder.path()});
    QVERIFY2(python.exit_code == 0, python.errors.constData());
    const auto read = [&](const char* name) { return readImportFile(folder.filePath(name).toStdString()); };
    const std::vector<float> values = {0, 0.25F, 0.5F, 0.75F, 1, 1.25F};
    for (const char* const name : {"plain.npz", "packed.npz"}) {
        const Result<ImportFile> file = read(name);
        QVERIFY2(file, file ? "" : file.error().oneLine().c_str());
        const std::vector<NamedTensor>& tensors = std::get<WeightFile>(*file).tensors;
        QCOMPARE(tensors.size(), std::size_t(5)); // Without the text.
        QCOMPARE(tensors[0], (NamedTensor{"matrix", Shape{2, 3}, values}));
        QCOMPARE(tensors[1], (NamedTensor{"columns", Shape{2, 3}, values}));
        std::vector<float> cube;
        for (int i = 0; i < 24; ++i) // (4, 3, 2), the axes of a (2, 3, 4) the other way round.
            cube.push_back(static_cast<float>(i % 2 * 12 + i / 2 % 3 * 4 + i / 6));
        QCOMPARE(tensors[2], (NamedTensor{"cube", Shape{4, 3, 2}, cube}));
        QCOMPARE(tensors[3], (NamedTensor{"scalar", Shape{}, std::vector<float>{0.5F}}));
        QCOMPARE(tensors[4], (NamedTensor{"whole", Shape{2}, std::vector<std::int64_t>{-1, std::int64_t{1} << 40}}));
    }
    for (const auto& [name, message] :
         {std::pair("objects.npz", "|O"), std::pair("bomb.npz", "far more than the file holds")}) {
        const Result<ImportFile> file = read(name);
        QVERIFY2(!file && file.error().oneLine().find(message) != std::string::npos,
                 file ? name : file.error().oneLine().c_str());
    }
}

void TestImportWeights::refusesWhatNumPyWouldNotReadHere_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("a shape larger than any memory")
        << QByteArray("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9), }");
    QTest::newRow("a number that is none")
        << QByteArray("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }");
    QTest::newRow("a negative extent") << QByteArray("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }");
    QTest::newRow("no shape") << QByteArray("{'descr': '<f4', 'fortran_order': False}");
    QTest::newRow("a type that is not closed") << QByteArray("{'shape': (1,), 'fortran_order': False, 'descr': '<f4");
    QTest::newRow("an extent of 0 in the order of Fortran, with data")
        << QByteArray("{'descr': '<f4', 'fortran_order': True, 'shape': (0, 3), }");
}

void TestImportWeights::refusesWhatNumPyWouldNotReadHere()
{
    QFETCH(QByteArray, header);
    const std::string bytes = std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' +
                              header.toStdString() + std::string(8, '\0');
    const Result<NamedTensor> tensor = decodeNpy(bytes, "array.npy");
    QVERIFY(!tensor);
    QCOMPARE(tensor.error().where, std::string("array.npy"));
}

void TestImportWeights::survivesDamage_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("npz") << "npz";
    QTest::newRow("safetensors") << "safetensors";
}

void TestImportWeights::survivesDamage()
{
    QFETCH(QString, format);
    const Project project = tiedAutoencoder(3, 2);
    const std::string whole =
        findExporter(format.toStdString())->write(untrained(project, tiedArm).value(), "weights").value().front().bytes;
    const auto tensorsOf = [&](const std::string& bytes) -> Result<std::vector<NamedTensor>> {
        if (format == "npz")
            return decodeNpz(bytes, "weights");
        return decodeSafetensors(bytes, "weights").map([](const SafetensorsFile& file) { return file.tensors; });
    };
    for (std::size_t place = 0; place < whole.size(); place += 7) {
        QVERIFY(!tensorsOf(whole.substr(0, place)));
        for (const int flip : {0x01, 0x80}) {
            std::string wrong = whole;
            wrong[place] = static_cast<char>(wrong[place] ^ flip);
            if (const auto tensors = tensorsOf(wrong))
                QVERIFY(mapWeights(project, WeightFile{*tensors}));
        }
    }
}

void TestImportWeights::aTrainingGoesOnFromThem()
{
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("my.ligature").toStdString();
    const Project project = loadExample("tied-autoencoder-digits").value();
    ExportRequest request = untrained(project, tiedArm).value();
    for (ParameterValues& parameter : request.weights.parameters) {
        for (float& value : parameter.values)
            value *= 0.5F;
    }
    const Result<WrittenImport> written = writeImportedWeights(project, request.weights, file);
    QVERIFY2(written, written ? "" : written.error().oneLine().c_str());
    QVERIFY(!written->no_checkpoint);
    QCOMPARE(written->weights.filename().string(), std::string("imported"));
    QVERIFY(readTrained(written->weights, project, tiedArm)->weights == request.weights);
    const auto data = std::make_shared<const Dataset>(loadDataset(project.data, {}).value());
    const auto trainer = Trainer::resume(project, data, written->weights);
    QVERIFY2(trainer, trainer ? "" : trainer.error().oneLine().c_str());
    QVERIFY((*trainer)->weights(tiedArm) == request.weights);
    QCOMPARE((*trainer)->step(), std::int64_t(0));
    (*trainer)->advance(5, std::chrono::milliseconds(10'000));
    QCOMPARE((*trainer)->step(), std::int64_t(5));
    QVERIFY((*trainer)->weights(tiedArm) != request.weights);
}

void TestImportWeights::whatOtherWeightsLeftIsGoneOrAnError()
{
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("my.ligature").toStdString();
    const std::filesystem::path left = importedWeightsFolder(file) / "tied.checkpoint.safetensors";
    Project project = loadExample("tied-autoencoder-digits").value();
    const Weights weights = untrained(project, tiedArm).value().weights;
    project.data.options = {{"path", std::string("gone.csv")}};
    project.data.format = "csv";
    std::filesystem::create_directories(left.parent_path());
    must(writeFileAtomically(left, "of other weights"));
    const Result<WrittenImport> written = writeImportedWeights(project, weights, file);
    QVERIFY2(written && written->no_checkpoint, written ? "" : written.error().oneLine().c_str());
    QVERIFY(!std::filesystem::exists(left));
    std::filesystem::create_directories(left / "full");
    const Result<WrittenImport> refused = writeImportedWeights(project, weights, file);
    QVERIFY(!refused);
    QCOMPARE(refused.error().where, left.string());
}

LIGATURE_APPLESS_TEST(TestImportWeights)

} // namespace test_import_weights

#include "test_import_weights.moc"
