// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <random>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/export/write_export.h"
#include "core/import/import_file.h"
#include "core/onnx/onnx_model.h"
#include "core/project/examples.h"
#include "core/report/untrained.h"
#include "tests/support/test_program.h"

namespace test_damaged_models {

using namespace ligature;

/// Whatever the bytes are, an import gives a model or says why not: it does not crash, hang or take memory by what the
/// file claims. The sanitizers look on.
class DamagedModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyBytesAreReadOrRefused_data()
    {
        QTest::addColumn<QString>("example");
        QTest::addColumn<QString>("format");
        QTest::addColumn<bool>("ours");
        for (const char* const example : {"tied-autoencoder-digits", "unrolled-rnn", "cnn-shared-kernels",
                                          "hashed-net-digits", "seed-unnumbered-1-transposed-pair"}) {
            QTest::addRow("%s as our own ONNX", example) << example << "onnx" << true;
            QTest::addRow("%s as another system's", example) << example << "onnx" << false;
        }
        QTest::newRow("safetensors") << "tied-autoencoder-digits"
                                     << "safetensors" << true;
        QTest::newRow("npz") << "tied-autoencoder-digits"
                             << "npz" << true;
    }
    void anyBytesAreReadOrRefused()
    {
        QFETCH(QString, example);
        QFETCH(QString, format);
        QFETCH(bool, ours);
        const std::string whole = fileOf(example.toStdString(), format.toStdString(), ours);
        const QTemporaryDir folder;
        const QString path = folder.filePath("model." + format);
        QVERIFY(write(path, whole));
        const auto sound = readImportFile(path.toStdString());
        // What our export writes of some views only our import understands.
        QVERIFY2(sound || !ours, sound ? "" : sound.error().oneLine().c_str());
        std::mt19937 random(7);
        int refused = 0;
        for (int i = 0; i < 60; ++i) {
            QVERIFY(write(path, damaged(whole, random)));
            const auto read = readImportFile(path.toStdString());
            if (read)
                continue;
            ++refused;
            QVERIFY2(!read.error().what.empty(), qPrintable(example));
            QVERIFY(read.error().oneLine().find('\n') == std::string::npos);
        }
        QVERIFY(refused > 0);
    }

private:
    static std::string fileOf(const std::string& example, const std::string& format, bool ours)
    {
        const auto request = untrained(loadExample(example).value(), tiedArm).value();
        const std::string bytes = findExporter(format)->write(request, "model." + format)->front().bytes;
        if (ours)
            return bytes;
        OnnxModel model = decodeOnnx(bytes, "model.onnx").value();
        model.metadata.clear(); // By which an import knows its own.
        return encodeOnnx(model).value();
    }
    static bool write(const QString& path, const std::string& bytes)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) &&
               file.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size());
    }
    /// Cut off, or with bytes that are others; most of what a model file says stands in its first and last kilobytes.
    static std::string damaged(std::string bytes, std::mt19937& random)
    {
        const auto below = [&](std::size_t count) { return static_cast<std::size_t>(random()) % count; };
        const auto place = [&] {
            const std::size_t near = below(std::min<std::size_t>(bytes.size(), 2000));
            switch (below(3)) {
            case 0: return near;
            case 1: return bytes.size() - 1 - near;
            default: return below(bytes.size());
            }
        };
        switch (below(4)) {
        case 0: bytes.resize(place()); break;
        case 1: {
            const std::size_t from = place();
            const std::size_t count = std::min(bytes.size() - from, 1 + below(50));
            std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(from), count, static_cast<char>(0xff));
            break;
        }
        default:
            for (std::size_t i = 0; i <= below(8); ++i)
                bytes[place()] = static_cast<char>(below(256));
        }
        return bytes;
    }
};

LIGATURE_GUILESS_TEST(DamagedModelsTest)

} // namespace test_damaged_models

#include "test_damaged_models.moc"
