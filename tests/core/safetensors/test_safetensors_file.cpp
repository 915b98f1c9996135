// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/safetensors/safetensors_file.h"
#include "tests/support/test_program.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

#include <QTest>

namespace test_safetensors_file {

using namespace ligature;

class TestSafetensorsFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenReadsBackBitForBit();
    void theDataBeginsAtAMultipleOfEight_data();
    void theDataBeginsAtAMultipleOfEight();
    void refuses_data();
    void refuses();
    void readsTensorsInTheOrderOfTheirData();
    void refusesAFileThatIsCutOffAnywhere();
    void survivesAnyByteThatIsWrong();
    void refusesToWriteWhatNobodyCouldRead();
};

namespace {

std::string withHeader(const std::string& header, const std::string& data)
{
    std::string bytes;
    for (int shift = 0; shift < 64; shift += 8)
        bytes += static_cast<char>(header.size() >> shift & 0xff);
    return bytes + header + data;
}

SafetensorsFile sample()
{
    // A signalling NaN, an infinity, a denormal and a negative zero: bits that a conversion would change.
    std::vector<float> odd;
    for (const std::uint32_t bits : {0x7f800001U, 0xff800000U, 0x00000001U, 0x80000000U, 0x7fc0beefU, 0x3f800000U})
        odd.push_back(std::bit_cast<float>(bits));
    return {.tensors = {{"W", Shape{2, 3}, odd},
                        {"step", Shape{}, std::vector<std::int64_t>{INT64_MIN}},
                        {"nothing", Shape{0, 4}, std::vector<float>{}},
                        {"Gewicht ⅓ \"quoted\"", Shape{2}, std::vector<std::int64_t>{-1, 1LL << 60}}},
            .metadata = {{"format", "ligature"}, {"ties", R"([{"layer": "decoder"}])"}}};
}

bool sameBits(const NamedTensor& a, const NamedTensor& b)
{
    if (a.name != b.name || a.shape != b.shape || a.values.index() != b.values.index())
        return false;
    if (a.integers() != nullptr)
        return *a.integers() == *b.integers();
    return std::ranges::equal(*a.floats(), *b.floats(), {}, std::bit_cast<std::uint32_t, float>,
                              std::bit_cast<std::uint32_t, float>);
}

} // namespace

void TestSafetensorsFile::whatIsWrittenReadsBackBitForBit()
{
    const SafetensorsFile file = sample();
    const auto read = decodeSafetensors(encodeSafetensors(file), "weights");
    QVERIFY(read);
    QCOMPARE(read->metadata, file.metadata);
    QCOMPARE(read->tensors.size(), file.tensors.size());
    for (const NamedTensor& tensor : file.tensors) {
        const NamedTensor* const back = findTensor(*read, tensor.name);
        QVERIFY(back != nullptr && sameBits(tensor, *back));
    }
    QVERIFY(findTensor(*read, "none of this name") == nullptr);
}

void TestSafetensorsFile::theDataBeginsAtAMultipleOfEight_data()
{
    QTest::addColumn<int>("name_size");
    for (int size = 1; size <= 9; ++size)
        QTest::addRow("with a name of %d letters", size) << size;
}

void TestSafetensorsFile::theDataBeginsAtAMultipleOfEight()
{
    QFETCH(int, name_size);
    const std::string name(static_cast<std::size_t>(name_size), 'n');
    const std::string bytes =
        encodeSafetensors({.tensors = {{name, Shape{1}, std::vector<float>{1.5F}}}, .metadata = {}});
    QCOMPARE((bytes.size() - sizeof(float)) % 8, std::size_t(0));
    QCOMPARE(bytes.substr(8, name.size() + 5), "{\"" + name + "\":{");
    QCOMPARE(bytes.substr(bytes.size() - 4), std::string("\x00\x00\xc0\x3f", 4));
}

void TestSafetensorsFile::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* title, const std::string& bytes, const char* expected) {
        QTest::newRow(title) << QByteArray::fromStdString(bytes) << expected;
    };
    const auto one = [](const std::string& entry) { return "{\"a\":" + entry + "}"; };
    const std::string data(8, '\0');
    row("an empty file", "", "f: is shorter than 8 bytes");
    row("a header longer than the file", std::string("\x09\0\0\0\0\0\0\0{}      ", 16),
        "f: claims a header of 9 bytes");
    row("a header of more bytes than there are numbers", std::string(8, '\xff') + "{}",
        "f: claims a header of 18446744073709551615 bytes");
    row("a header over the limit", std::string("\x01\xe1\xf5\x05\0\0\0\0", 8) + std::string(100'000'001, ' '),
        "f: claims a header of 100000001 bytes");
    row("a header that is a list", withHeader("[]", ""), "f: has a header that does not begin with {");
    row("a header that begins with a space", withHeader(" {}", ""), "f: has a header that does not begin with {");
    row("a tensor twice",
        withHeader(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                   R"("a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
                   data),
        "f, header, /a: is a key that comes twice");
    row("a number for a tensor", withHeader(one("1"), ""),
        "f, header, /a: is not an object of dtype, shape and data_offsets");
    row("a tensor with a key too many",
        withHeader(one(R"({"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1})"), ""),
        "f, header, /a: is not an object of dtype, shape and data_offsets");
    row("complex numbers", withHeader(one(R"({"dtype":"C64","shape":[1],"data_offsets":[0,8]})"), data),
        "f, header, /a: has the element type C64");
    row("halves that are too many", withHeader(one(R"({"dtype":"F16","shape":[5],"data_offsets":[0,8]})"), data),
        "f, header, /a: has data of another size than its shape");
    row("a negative extent", withHeader(one(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})"), data),
        "f, header, /a: has a shape that is not a list of whole numbers");
    row("an extent with a fraction", withHeader(one(R"({"dtype":"F32","shape":[2.0],"data_offsets":[0,8]})"), data),
        "f, header, /a: has a shape that is not a list of whole numbers");
    row("an extent beyond 64 bits",
        withHeader(one(R"({"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,8]})"), data),
        "f, header, /a: has a shape that is not a list of whole numbers");
    row("a shape whose product overflows to what fits",
        withHeader(one(R"({"dtype":"F32","shape":[4294967296,4294967296,2],"data_offsets":[0,8]})"), data),
        "f, header, /a: has data of another size than its shape");
    row("a shape that needs more than there is",
        withHeader(one(R"({"dtype":"F32","shape":[3],"data_offsets":[0,8]})"), data),
        "f, header, /a: has data of another size than its shape");
    row("data that is no whole number of values",
        withHeader(one(R"({"dtype":"F32","shape":[1],"data_offsets":[0,7]})"), data),
        "f, header, /a: has data of another size than its shape");
    row("offsets the wrong way round", withHeader(one(R"({"dtype":"F32","shape":[2],"data_offsets":[8,0]})"), data),
        "f, header, /a: has data_offsets that are not a beginning and an end");
    row("data past the end", withHeader(one(R"({"dtype":"F32","shape":[4],"data_offsets":[0,16]})"), data),
        "f: has 8 bytes of data, and its header tells of 16");
    row("data after the last tensor", withHeader(one(R"({"dtype":"F32","shape":[1],"data_offsets":[0,4]})"), data),
        "f: has 8 bytes of data, and its header tells of 4");
    row("a hole before a tensor", withHeader(one(R"({"dtype":"F32","shape":[1],"data_offsets":[4,8]})"), data),
        "f: the data of \"a\" begins at byte 4, not at 0");
    row("tensors that overlap",
        withHeader(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                   R"("b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
                   data),
        "f: the data of \"b\" begins at byte 4, not at 8");
    row("metadata that is no text", withHeader(R"({"__metadata__":{"a/b":1}})", ""),
        "f, header, /__metadata__/a~1b: is not a text");
    row("metadata that is a list", withHeader(R"({"__metadata__":[]})", ""),
        "f, header, /__metadata__: is not an object");
}

void TestSafetensorsFile::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    const auto read = decodeSafetensors({bytes.constData(), static_cast<std::size_t>(bytes.size())}, "f");
    QVERIFY(!read);
    QCOMPARE(QString::fromStdString(read.error().where + ": " + read.error().what), expected);
    QVERIFY(!read.error().mend.empty());
}

void TestSafetensorsFile::readsTensorsInTheOrderOfTheirData()
{
    const auto read = decodeSafetensors(withHeader(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},)"
                                                   R"("b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}   )",
                                                   std::string("\x00\x00\x80\x3f\x00\x00\x00\x40", 8)),
                                        "f");
    QVERIFY(read);
    QCOMPARE(read->tensors.size(), std::size_t(2));
    QCOMPARE(read->tensors[0], (NamedTensor{"b", Shape{1}, std::vector<float>{1}}));
    QCOMPARE(read->tensors[1], (NamedTensor{"a", Shape{1}, std::vector<float>{2}}));
}

void TestSafetensorsFile::refusesAFileThatIsCutOffAnywhere()
{
    const std::string whole = encodeSafetensors(sample());
    for (std::size_t size = 0; size < whole.size(); ++size)
        QVERIFY(!decodeSafetensors(std::string_view(whole).substr(0, size), "f"));
}

void TestSafetensorsFile::survivesAnyByteThatIsWrong()
{
    const std::string whole = encodeSafetensors(sample());
    const auto header_end = whole.find("  ");
    for (std::size_t i = 0; i < whole.size(); ++i) {
        for (const unsigned char mask : {0x01, 0x20, 0x80, 0xff}) {
            std::string wrong = whole;
            wrong[i] = static_cast<char>(static_cast<unsigned char>(wrong[i]) ^ mask);
            const auto read = decodeSafetensors(wrong, "f");
            // In the values a wrong byte is another value; in the header's length it is always seen.
            QVERIFY(read ? i >= 8 : !read.error().what.empty());
            if (read && i > header_end + 8)
                QCOMPARE(read->tensors.size(), std::size_t(4));
        }
    }
}

void TestSafetensorsFile::refusesToWriteWhatNobodyCouldRead()
{
    const NamedTensor tensor{"W", Shape{1}, std::vector<float>{1}};
    const NamedTensor reserved{"__metadata__", Shape{1}, std::vector<float>{1}};
    const NamedTensor short_of_values{"W", Shape{2}, std::vector<float>{1}};
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, (void)encodeSafetensors({{tensor, tensor}, {}}));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, (void)encodeSafetensors({{reserved}, {}}));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, (void)encodeSafetensors({{short_of_values}, {}}));
}

LIGATURE_APPLESS_TEST(TestSafetensorsFile)

} // namespace test_safetensors_file

#include "test_safetensors_file.moc"
