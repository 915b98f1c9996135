// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QTest>

#include "core/import/import_file.h"
#include "core/numpy/npz.h"
#include "core/safetensors/safetensors_file.h"
#include "tests/core/import/weight_files.h"
#include "tests/support/test_program.h"

namespace test_foreign_files {

using namespace ligature;
using namespace ligature::testing;

/// Files of weights that other programs wrote: all types of numbers, and what is no file of weights.
class TestForeignFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
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
        const QString folder = writtenByPython();
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
        const QString folder = writtenByPython();
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
};

LIGATURE_APPLESS_TEST(TestForeignFiles)

} // namespace test_foreign_files

#include "test_foreign_files.moc"
