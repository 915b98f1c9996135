// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include <QTemporaryDir>
#include <QTest>

#include "core/import/import_file.h"
#include "core/import/weights/tensor_names.h"
#include "core/numpy/npz.h"
#include "tests/support/example_networks.h"
#include "tests/support/python.h"
#include "tests/support/test_program.h"

namespace test_foreign_weights {

using namespace ligature;
using namespace ligature::testing;

namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float infinite = std::numeric_limits<float>::infinity();

using Tensors = std::vector<NamedTensor>;

const Shape wide{2, 3};
const Shape tall{3, 2};

/// Of tiedAutoencoder(3, 2): W (2, 3), read by the encoder as it is and by the decoder transposed, and the biases.
NamedTensor encoder(const std::string& name, float last = 6)
{
    return {name, wide, std::vector<float>{1, 2, 3, 4, 5, last}};
}
NamedTensor decoder(const std::string& name, float last = 6)
{
    return {name, tall, std::vector<float>{1, 4, 2, 5, 3, last}};
}
Tensors withBiases(Tensors weights, const std::string& prefix = {})
{
    weights.push_back({prefix + "encoder.bias", Shape{2}, std::vector<float>{7, 8}});
    weights.push_back({prefix + "decoder.bias", Shape{3}, std::vector<float>{9, 10, 11}});
    return weights;
}

Result<Weights> imported(const Tensors& tensors)
{
    return mapWeights(tiedAutoencoder(3, 2), WeightFile{tensors}).value().weights("file");
}

QString refusal(const Tensors& tensors)
{
    const Result<Weights> weights = imported(tensors);
    return weights ? QStringLiteral("nothing is wrong") : QString::fromStdString(weights.error().oneLine());
}

template <typename T>
std::string bytesOf(const std::vector<T>& values, bool big_endian = false)
{
    std::string bytes;
    for (const T& value : values) {
        std::string one(reinterpret_cast<const char*>(&value), sizeof value);
        if (big_endian)
            std::ranges::reverse(one);
        bytes += one;
    }
    return bytes;
}

/// A safetensors file of one tensor W of two values.
std::string safetensorsOf(const std::string& type, const std::string& data)
{
    const std::string header =
        "{\"W\":{\"dtype\":\"" + type + "\",\"shape\":[2],\"data_offsets\":[0," + std::to_string(data.size()) + "]}}";
    const std::uint64_t size = header.size();
    return std::string(reinterpret_cast<const char*>(&size), sizeof size) + header + data;
}

std::string npyOf(const std::string& type, const std::string& shape, const std::string& data,
                  const std::string& fortran = "False")
{
    const std::string header = "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
    return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' + header + data;
}

} // namespace

/// Weights that other programs wrote: other prefixes, other types of numbers, values that are none.
class TestForeignWeights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTieWhoseCopiesDifferIsFoundBehindAnyPrefix_data()
    {
        QTest::addColumn<Tensors>("same");
        QTest::addColumn<Tensors>("other");
        QTest::addColumn<QString>("conflict");
        const auto row = [](const char* title, const std::string& first, const std::string& second,
                            const std::string& biases) {
            QTest::newRow(title) << withBiases({encoder(first), decoder(second)}, biases)
                                 << withBiases({encoder(first), decoder(second, 7)}, biases)
                                 << QString::fromStdString("\"" + first + "\" and \"" + second + "\" are tied");
        };
        const auto prefix = [&](const char* title, const std::string& before) {
            row(title, before + "encoder.weight", before + "decoder.weight", before);
        };
        prefix("none", "");
        prefix("a member of a class", "model.");
        prefix("DataParallel", "module.");
        prefix("torch.compile", "_orig_mod.");
        prefix("PEFT", "base_model.model.");
        prefix("several", "module._orig_mod.model.");
        prefix("Transformers", "transformer.");
        prefix("a word that nobody knows", "autoencoder.");
        prefix("words that nobody knows", "my.auto_encoder.");
        prefix("a scope of TensorFlow", "model/");
        row("of one and not of the other", "model.encoder.weight", "decoder.weight", "");
        row("of two kinds", "module.encoder.weight", "_orig_mod.decoder.weight", "model.");
        row("in another spelling", "Encoder/weight", "Decoder/weight", "");
        row("in another spelling behind one", "model.Encoder.Weight", "model.Decoder.Weight", "model.");
        row("in another spelling behind one that nobody knows", "ae.Encoder.Weight", "ae.Decoder.Weight", "ae.");
        row("the parameter's own name and a use's", "model.W", "model.decoder.weight", "model.");
        row("one in another spelling", "encoder.weight", "Decoder.weight", "");
    }
    void aTieWhoseCopiesDifferIsFoundBehindAnyPrefix()
    {
        QFETCH(Tensors, same);
        QFETCH(Tensors, other);
        QFETCH(QString, conflict);
        const Result<Weights> whole = imported(same);
        QVERIFY2(whole, whole ? "" : whole.error().oneLine().c_str());
        QCOMPARE(whole->parameters.front().values, (std::vector<float>{1, 2, 3, 4, 5, 6}));
        QVERIFY2(refusal(other).contains(conflict), qPrintable(refusal(other)));
        QVERIFY(refusal(other).contains("differ by up to 1"));
    }

    void whatIsThereTwiceUnderOneNameIsRefusedWhereItDiffers()
    {
        const Tensors both = withBiases({encoder("encoder.weight"), encoder("model.encoder.weight", 7)});
        QVERIFY2(refusal(both).contains("\"encoder.weight\" and \"model.encoder.weight\" are both values for "
                                        "\"encoder.weight\", and their values differ by up to 1"),
                 qPrintable(refusal(both)));
        QVERIFY(imported(withBiases({encoder("encoder.weight"), encoder("model.encoder.weight")})));
        const Tensors teams = withBiases({encoder("teacher.encoder.weight"), encoder("pupil.encoder.weight", 7)});
        QVERIFY2(refusal(teams).contains("\"pupil.encoder.weight\" and \"teacher.encoder.weight\" are both values for"),
                 qPrintable(refusal(teams)));
    }

    void aNameThatOnlyEndsLikeAParametersIsLeftAlone()
    {
        Tensors tensors = withBiases({encoder("W"), encoder("lstm.W", 7)});
        const WeightMapping mapping = mapWeights(tiedAutoencoder(3, 2), WeightFile{tensors}).value();
        QVERIFY(mapping.weights("file"));
        QCOMPARE(mapping.unused, (std::vector<UnusedTensor>{{"lstm.W", wide}}));
    }

    void whatIsNoNumberIsRefusedWithItsPlace_data()
    {
        QTest::addColumn<Tensors>("tensors");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* title, std::size_t place, float value, const char* expected) {
            Tensors tensors = withBiases({encoder("W")});
            std::get<std::vector<float>>(tensors[0].values)[place] = value;
            QTest::newRow(title) << tensors << expected;
        };
        row("NaN", 0, nan, "file: \"W\"[0, 0] is NaN, and weights have to be finite");
        row("infinity", 4, infinite, "file: \"W\"[1, 1] is infinite, and");
        row("minus infinity", 2, -infinite, "file: \"W\"[0, 2] is minus infinity, and");
        Tensors several = withBiases({encoder("model.encoder.weight", nan), decoder("model.decoder.weight", nan)});
        std::get<std::vector<float>>(several[0].values)[1] = infinite;
        QTest::newRow("several, behind a prefix and tied")
            << several << "file: \"model.encoder.weight\"[0, 1] is infinite (2 of its 6 values are no finite numbers)";
        Tensors bias = withBiases({encoder("W")});
        bias.back().values = std::vector<float>{9, nan, 11};
        QTest::newRow("in a bias") << bias << "file: \"decoder.bias\"[1] is NaN";
        Tensors by_shape = withBiases({encoder("kernel")});
        std::get<std::vector<float>>(by_shape[0].values)[5] = nan;
        QTest::newRow("in what only its shape fits") << by_shape << "file: \"kernel\"[1, 2] is NaN";
        Tensors unused = withBiases({encoder("W")});
        unused.push_back({"mask", Shape{2, 2}, std::vector<float>{0, -infinite, 0, 0}});
        QTest::newRow("in what nothing takes") << unused << "nothing is wrong";
    }
    void whatIsNoNumberIsRefusedWithItsPlace()
    {
        QFETCH(Tensors, tensors);
        QFETCH(QString, expected);
        QVERIFY2(refusal(tensors).startsWith(expected), qPrintable(refusal(tensors)));
    }

    void whatIsTooLargeForAFloatIsRefusedWithItsValue_data()
    {
        QTest::addColumn<std::string>("file");
        QTest::addColumn<bool>("npy");
        const std::vector<double> values = {1, -1e300};
        QTest::newRow("safetensors") << safetensorsOf("F64", bytesOf(values)) << false;
        QTest::newRow("npy") << npyOf("<f8", "(2,)", bytesOf(values)) << true;
        QTest::newRow("npy, big-endian") << npyOf(">f8", "(2,)", bytesOf(values, true)) << true;
    }
    void whatIsTooLargeForAFloatIsRefusedWithItsValue()
    {
        QFETCH(std::string, file);
        QFETCH(bool, npy);
        NamedTensor tensor = npy ? decodeNpy(file, "W").value() : decodeSafetensors(file, "f").value().tensors[0];
        tensor.name = "W";
        const Result<void> finite = checkFinite(tensor, "f");
        QVERIFY(!finite);
        QVERIFY2(finite.error().what.starts_with("\"W\"[1] is -1e+300, and the largest float of 32 bits is 3.4e+38"),
                 finite.error().oneLine().c_str());
    }

    void valuesOfOtherTypesAreThoseOfNumPy_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("type");
        QTest::addColumn<bool>("rounds");
        const auto row = [](const char* name, const char* type, bool rounds) {
            QTest::newRow(name) << name << type << rounds;
        };
        row("every_half.safetensors", "F16", false);
        row("every_bfloat16.safetensors", "BF16", false);
        row("double.safetensors", "F64", true);
        row("every_half.npz", "<f2", false);
        row("every_half_big.npz", ">f2", false);
        row("float_big.npz", ">f4", false);
        row("double_big.npz", ">f8", true);
        row("extended.npz", "<f16", true);
        row("extended_big.npz", ">f16", true);
        row("columns_big.npz", ">f8", true);
        row("columns_half.npz", "<f2", false);
    }
    void valuesOfOtherTypesAreThoseOfNumPy()
    {
        QFETCH(QString, name);
        QFETCH(QString, type);
        QFETCH(bool, rounds);
        const QString folder = written();
        if (folder.isEmpty())
            QSKIP("Python has no PyTorch, NumPy and safetensors");
        const auto read = [&](const QString& file) { return readImportFile(QString(folder + file).toStdString()); };
        const Result<ImportFile> file = read("/" + name);
        QVERIFY2(file, file ? "" : file.error().oneLine().c_str());
        const Result<ImportFile> expected = read("/" + name + ".npz");
        QVERIFY2(expected, expected ? "" : expected.error().oneLine().c_str());
        const NamedTensor& tensor = std::get<WeightFile>(*file).tensors.at(0);
        const NamedTensor& reference = std::get<WeightFile>(*expected).tensors.at(0);
        QCOMPARE(tensor.shape, reference.shape);
        QVERIFY(tensor.floats() != nullptr);
        for (std::size_t i = 0; i < tensor.floats()->size(); ++i) {
            const float value = (*tensor.floats())[i];
            const float wanted = (*reference.floats())[i];
            QVERIFY2(std::bit_cast<std::uint32_t>(value) == std::bit_cast<std::uint32_t>(wanted) ||
                         (std::isnan(value) && std::isnan(wanted)),
                     qPrintable(QString("%1: %2 instead of %3").arg(i).arg(value).arg(wanted)));
        }
        QCOMPARE(QString::fromStdString(tensor.origin.type), type);
        QCOMPARE(tensor.origin.rounding.changed > 0, rounds);
        QVERIFY(tensor.origin.rounding.largest < 6e-8); // Half of 2^-23, and no less where it rounded.
    }

    void whatRoundingDidIsTold()
    {
        Tensors tensors = withBiases({encoder("W")});
        tensors[0].origin.type = "F64";
        tensors[0].origin.rounding = {.changed = 4, .vanished = 1, .largest = 5e-8, .beyond = {}, .beyond_value = 0};
        tensors[1].origin.type = tensors[2].origin.type = "F16";
        const WeightMapping mapping = mapWeights(tiedAutoencoder(3, 2), WeightFile{tensors}).value();
        QCOMPARE(mapping.notes.size(), std::size_t(2));
        QCOMPARE(mapping.notes[0],
                 std::string("2 tensors are of the type F16, converted to floats of 32 bits: every value is kept as it "
                             "is."));
        QCOMPARE(mapping.notes[1],
                 std::string("1 tensor is of the type F64, converted to floats of 32 bits: 4 of 6 values were rounded, "
                             "by at most 5.0e-08 of themselves; 1 was too small and became 0."));
    }

    void wholeNumbersAreNamedAsTheCause_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("type");
        QTest::newRow("of 64 bits") << "W"
                                    << "";
        QTest::newRow("of 8 bits") << "W"
                                   << "I8";
        QTest::newRow("truths") << "W"
                                << "BOOL";
        QTest::newRow("of NumPy's") << "W"
                                    << "<u2";
        QTest::newRow("by a use") << "encoder.weight"
                                  << "";
        QTest::newRow("behind a prefix") << "module.encoder.weight"
                                         << "U8";
        QTest::newRow("in another spelling") << "Encoder/Weight"
                                             << "";
    }
    void wholeNumbersAreNamedAsTheCause()
    {
        QFETCH(QString, name);
        QFETCH(QString, type);
        Tensors tensors = withBiases({});
        NamedTensor whole{name.toStdString(), wide, std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}};
        whole.origin.type = type.toStdString();
        tensors.push_back(whole);
        tensors.push_back(encoder("other")); // It has the shape, and is not taken in its stead.
        const QString error = refusal(tensors);
        QVERIFY2(error.contains("it has no values for \"W\" (2 × 3): \"" + name + "\" holds whole numbers (" +
                                (type.isEmpty() ? "I64" : type) + "), which are no weights"),
                 qPrintable(error));
        QVERIFY2(error.endsWith("save them as floats of 32 bits (F32), scaled back where they were quantized"),
                 qPrintable(error));
        QVERIFY(!error.contains("nothing takes \"" + name));
    }

    void aShapeThatDoesNotFitIsTold_data()
    {
        QTest::addColumn<Tensors>("tensors");
        QTest::addColumn<QString>("expected");
        QTest::newRow("transposed, as Keras has it")
            << withBiases({decoder("W")}) << "\"W\" is 3 × 2 in it instead of 2 × 3 (transposed)";
        QTest::newRow("of another width")
            << withBiases({{"W", Shape{2, 4}, std::vector<float>(8)}}) << "\"W\" is 2 × 4 in it instead of 2 × 3";
        QTest::newRow("behind a prefix") << withBiases({decoder("model.encoder.weight")})
                                         << "\"model.encoder.weight\" is 3 × 2 in it instead of 2 × 3 (transposed)";
        QTest::newRow("flat") << withBiases({{"W", Shape{6}, std::vector<float>(6)}})
                              << "\"W\" is 6 in it instead of 2 × 3";
        QTest::newRow("with an axis of 1") << withBiases({{"W", Shape{2, 3, 1}, std::vector<float>(6)}})
                                           << "\"W\" is 2 × 3 × 1 in it instead of 2 × 3";
        QTest::newRow("a scalar") << withBiases({{"W", Shape{}, std::vector<float>(1)}})
                                  << "\"W\" is a scalar in it instead of 2 × 3";
    }
    void aShapeThatDoesNotFitIsTold()
    {
        QFETCH(Tensors, tensors);
        QFETCH(QString, expected);
        QVERIFY2(refusal(tensors).contains(expected), qPrintable(refusal(tensors)));
    }

    void aUseOfAnotherShapeBesideOneThatFitsIsRefused_data()
    {
        QTest::addColumn<NamedTensor>("other");
        QTest::addColumn<QString>("expected"); // empty: it is nothing of the network's
        QTest::newRow("as the other is")
            << encoder("decoder.weight")
            << "\"decoder.weight\" is 2 × 3 in it instead of 3 × 2 (transposed), and it reads "
               "what other tensors give";
        QTest::newRow("behind a prefix") << encoder("model.decoder.weight") << "\"model.decoder.weight\" is 2 × 3";
        QTest::newRow("of whole numbers") << NamedTensor{"decoder.weight", tall, std::vector<std::int64_t>(6)}
                                          << "\"decoder.weight\" holds whole numbers (I64)";
        QTest::newRow("of the parameter's name") << decoder("W") << "\"W\" is 3 × 2 in it instead of 2 × 3";
        QTest::newRow("in another spelling") << encoder("Decoder Weight") << "";
        QTest::newRow("of another layer") << encoder("head.weight") << "";
    }
    void aUseOfAnotherShapeBesideOneThatFitsIsRefused()
    {
        QFETCH(NamedTensor, other);
        QFETCH(QString, expected);
        const Tensors tensors = withBiases({encoder("encoder.weight"), other});
        QVERIFY2(refusal(tensors).contains(expected.isEmpty() ? "nothing is wrong" : expected),
                 qPrintable(refusal(tensors)));
    }

    void everyTypeOfSafetensorsIsReadByItsSize_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<NamedTensor>("expected");
        const auto row = [](const char* type, const std::string& bytes, NamedTensor expected) {
            expected.name = "W";
            expected.shape = Shape{2};
            QTest::newRow(type) << type << bytes << expected;
        };
        const auto floats = [](float a, float b) { return NamedTensor{{}, {}, std::vector<float>{a, b}}; };
        const auto whole = [](std::int64_t a, std::int64_t b) {
            return NamedTensor{{}, {}, std::vector<std::int64_t>{a, b}};
        };
        row("F64", bytesOf<double>({0.1, 1e-50}), floats(0.1F, 0));
        row("F16", bytesOf<std::uint16_t>({0x3c00, 0x8001}), floats(1, -5.9604645e-08F));
        row("BF16", bytesOf<std::uint16_t>({0x3f80, 0xc040}), floats(1, -3));
        row("F8_E4M3", bytesOf<std::uint8_t>({0x7e, 0x81}), floats(448, -0.001953125F));
        row("F8_E5M2", bytesOf<std::uint8_t>({0x7b, 0x81}), floats(57344, -1.52587890625e-05F));
        row("I8", bytesOf<std::int8_t>({-128, 127}), whole(-128, 127));
        row("I16", bytesOf<std::int16_t>({-2, 3}), whole(-2, 3));
        row("I32", bytesOf<std::int32_t>({-2, 3}), whole(-2, 3));
        row("I64", bytesOf<std::int64_t>({-2, 3}), whole(-2, 3));
        row("U8", bytesOf<std::uint8_t>({255, 3}), whole(255, 3));
        row("U16", bytesOf<std::uint16_t>({65535, 3}), whole(65535, 3));
        row("U32", bytesOf<std::uint32_t>({4294967295, 3}), whole(4294967295, 3));
        row("U64", bytesOf<std::uint64_t>({~std::uint64_t{0}, 3}), whole(std::numeric_limits<std::int64_t>::max(), 3));
        row("BOOL", bytesOf<std::uint8_t>({1, 0}), whole(1, 0));
    }
    void everyTypeOfSafetensorsIsReadByItsSize()
    {
        QFETCH(QString, type);
        QFETCH(std::string, bytes);
        QFETCH(NamedTensor, expected);
        const auto file = decodeSafetensors(safetensorsOf(type.toStdString(), bytes), "f");
        QVERIFY2(file, file ? "" : file.error().oneLine().c_str());
        QVERIFY(file->tensors.at(0) == expected);
        QVERIFY(!decodeSafetensors(safetensorsOf(type.toStdString(), bytes + '\0'), "f"));
        QVERIFY(!decodeSafetensors(safetensorsOf(type.toStdString(), bytes.substr(1)), "f"));
    }

    void whatIsNoTensorOfNumbersIsNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        QTest::newRow("complex") << "complex.npz"
                                 << "W.npy: its elements are of the type \"<c8\": complex numbers";
        QTest::newRow("records") << "records.npz"
                                 << "W.npy: its elements are records";
        QTest::newRow("bytes") << "bytes.npz"
                               << "W.npy: its elements are of the type \"|S1\"";
    }
    void whatIsNoTensorOfNumbersIsNamed()
    {
        QFETCH(QString, name);
        QFETCH(QString, expected);
        const QString folder = written();
        if (folder.isEmpty())
            QSKIP("Python has no PyTorch, NumPy and safetensors");
        const Result<ImportFile> file = readImportFile(QString(folder + "/" + name).toStdString());
        QVERIFY(!file);
        QVERIFY2(QString::fromStdString(file.error().oneLine()).contains(expected), file.error().oneLine().c_str());
    }

    void whatIsAnotherKindOfFileIsSaid_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        QTest::newRow("torch.save as safetensors") << "torch.safetensors"
                                                   << "is a file of torch.save or pickle";
        QTest::newRow("torch.save as npz") << "torch.npz"
                                           << "it is an archive of torch.save";
        QTest::newRow("torch.save") << "torch.pt"
                                    << "can be read by Python alone; save them with safetensors";
        QTest::newRow("a pickle as safetensors") << "pickle.safetensors"
                                                 << "is a file of torch.save or pickle";
        QTest::newRow("numpy.save as npz") << "single.npz"
                                           << "it is a single array";
        QTest::newRow("an entry twice") << "twice.npz"
                                        << "it is no npz archive, or it is damaged (";
        QTest::newRow("an entry with and without its ending") << "ending.npz"
                                                              << "W: it is there twice";
        QTest::newRow("what NumPy does not take for arrays") << "others.npz"
                                                             << "";
        QTest::newRow("packed in another way") << "lzma.npz"
                                               << "W.npy: it cannot be unpacked; save it with numpy.savez";
    }
    void whatIsAnotherKindOfFileIsSaid()
    {
        QFETCH(QString, name);
        QFETCH(QString, expected);
        const QString folder = written();
        if (folder.isEmpty())
            QSKIP("Python has no PyTorch, NumPy and safetensors");
        const Result<ImportFile> file = readImportFile(QString(folder + "/" + name).toStdString());
        QCOMPARE(file.has_value(), expected.isEmpty());
        if (!file)
            QVERIFY2(QString::fromStdString(file.error().oneLine()).contains(expected), file.error().oneLine().c_str());
        else
            QCOMPARE(std::get<WeightFile>(*file).tensors.size(), std::size_t(1));
    }

    void oddNpyFilesAreReadOrRefused_data()
    {
        QTest::addColumn<std::string>("file");
        QTest::addColumn<QString>("expected"); // empty: it is read
        const std::string two = bytesOf<float>({1, 2});
        QTest::newRow("as Python 2 wrote shapes") << npyOf("<f4", "(2L,)", two) << "";
        QTest::newRow("without data") << npyOf("<f4", "(2,)", "") << "it holds 0 bytes";
        QTest::newRow("with more data than its shape") << npyOf("<f4", "(1,)", two) << "it holds 8 bytes";
        QTest::newRow("a quadruple as aarch64 has it")
            << npyOf("<f16", "(1,)", std::string("\1\2\3\4\5\6\7\0\0\0\0\0\0\0\xff\x3f", 16)) << "80 bits";
        QTest::newRow("a quadruple that is 1")
            << npyOf("<f16", "(1,)", std::string("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\x3f", 16)) << "80 bits";
        QTest::newRow("an extended 1") << npyOf("<f16", "(1,)",
                                                std::string("\0\0\0\0\0\0\0\x80\xff\x3f\0\0\0\0\0\0", 16))
                                       << "";
        QTest::newRow("an extended 1 with anything behind it")
            << npyOf("<f16", "(1,)", std::string("\0\0\0\0\0\0\0\x80\xff\x3f\1\2\3\4\xff\x3f", 16)) << "";
        QTest::newRow("bfloat16 as ml_dtypes writes it") << npyOf("<V2", "(4,)", two) << "bytes without a meaning";
        QTest::newRow("an empty type") << npyOf("", "(2,)", two) << "records";
        QTest::newRow("an unknown order") << npyOf("?f4", "(2,)", two) << "of the type \"?f4\"";
    }
    void oddNpyFilesAreReadOrRefused()
    {
        QFETCH(std::string, file);
        QFETCH(QString, expected);
        const Result<NamedTensor> tensor = decodeNpy(file, "W.npy");
        QCOMPARE(tensor.has_value(), expected.isEmpty());
        if (!tensor)
            QVERIFY2(QString::fromStdString(tensor.error().oneLine()).contains(expected),
                     tensor.error().oneLine().c_str());
    }

private:
    /// The folder that Python wrote into; empty where it lacks something.
    QString written()
    {
        if (!missingPythonModule({"numpy", "torch", "safetensors"}).isEmpty())
            return {};
        if (!m_folder) {
            m_folder = std::make_unique<QTemporaryDir>();
            const PythonResult python = runPython("core/import/write_weights.py", {m_folder->path()});
            if (python.exit_code != 0)
                qFatal("%s", python.errors.constData());
        }
        return m_folder->path();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

LIGATURE_APPLESS_TEST(TestForeignWeights)

} // namespace test_foreign_weights

#include "test_foreign_weights.moc"
