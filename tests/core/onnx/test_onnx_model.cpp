// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/onnx_model.h"
#include "tests/support/test_program.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include <QTest>

namespace test_onnx_model {

using namespace ligature;

class TestOnnxModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenReadsBack();
    void everyBitOfAValueIsKept();
    void readsFloatsOfSixteenBits_data();
    void readsFloatsOfSixteenBits();
    void refuses_data();
    void refuses();
    void survivesAFileThatIsCutOffAnywhere();
    void survivesAnyByteThatIsWrong();
    void aNodeIsReadableOnALine();
};

namespace {

OnnxModel sample()
{
    OnnxModel model{.name = "Größe ⅓", .help = "a test", .producer = "Ligature", .producer_version = "1"};
    model.metadata = {{"format", "ligature"}, {"ties", "[]"}};
    model.inputs = {{.name = "x", .shape = {std::string("N"), std::int64_t{3}}, .help = "what goes in"}};
    model.outputs = {{.name = "y", .element = OnnxElement::Int64, .shape = {std::string(), std::int64_t{1}}}};
    model.initializers = {{{"W", Shape{2, 1}, std::vector<float>{0.5F, -0.0F}}, "read by y"},
                          {{"axes", Shape{1}, std::vector<std::int64_t>{INT64_MIN}}, ""},
                          {{"nothing", Shape{0, 4}, std::vector<float>{}}, ""}};
    OnnxNode node{.op = "Gemm", .name = "y", .inputs = {"x", "W", ""}, .outputs = {"y"}, .domain = "other"};
    node.attributes = {{"alpha", 0.5},
                       {"transB", std::int64_t{1}},
                       {"mode", std::string("same")},
                       {"pads", std::vector<std::int64_t>{0, -1}},
                       {"scales", std::vector<double>{0.25, 1}},
                       {"activations", std::vector<std::string>{"Tanh", "Relu"}},
                       {"value", NamedTensor{"", Shape{}, std::vector<std::int64_t>{7}}}};
    model.nodes = {node};
    return model;
}

std::string reading(const std::string& bytes)
{
    const Result<OnnxModel> model = decodeOnnx(bytes, "model.onnx");
    return model ? "read" : model.error().oneLine();
}

/// A field of a message as protobuf writes it: its number with the type "length-delimited", the length, the bytes.
std::string field(int number, const std::string& bytes)
{
    std::string length;
    std::size_t rest = bytes.size();
    for (; rest >= 128; rest >>= 7)
        length += static_cast<char>((rest & 127) | 128);
    return std::string(1, static_cast<char>(number << 3 | 2)) + length + static_cast<char>(rest) + bytes;
}

std::string number(int field_number, char value)
{
    return {static_cast<char>(field_number << 3), value};
}

/// A model with that in its graph: ModelProto.opset_import is 8, ModelProto.graph is 7.
std::string withGraph(const std::string& graph)
{
    return field(8, number(2, 17)) + field(7, graph);
}

/// With that tensor: GraphProto.initializer is 5; of TensorProto dims is 1, data_type 2 (1 is FLOAT), name 8,
/// raw_data 9, external_data 13, data_location 14 (1 is EXTERNAL).
std::string withTensor(const std::string& tensor)
{
    return withGraph(field(5, field(8, "W") + tensor));
}

} // namespace

void TestOnnxModel::whatIsWrittenReadsBack()
{
    const OnnxModel model = sample();
    const std::string bytes = encodeOnnx(model).value();
    const Result<OnnxModel> read = decodeOnnx(bytes, "model.onnx");
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    QVERIFY(*read == model);
    QVERIFY(encodeOnnx(*read).value() == bytes);
}

void TestOnnxModel::everyBitOfAValueIsKept()
{
    OnnxModel model = sample();
    std::vector<float> odd;
    for (const std::uint32_t bits : {0x7f800001U, 0xff800000U, 0x00000001U, 0x80000000U, 0x7fc0beefU, 0x3f800000U})
        odd.push_back(std::bit_cast<float>(bits));
    model.initializers = {{{"W", Shape{6}, odd}, ""}};
    const OnnxModel read = decodeOnnx(encodeOnnx(model).value(), "model.onnx").value();
    QVERIFY(std::ranges::equal(*read.initializers[0].tensor.floats(), odd, {}, std::bit_cast<std::uint32_t, float>,
                               std::bit_cast<std::uint32_t, float>));
}

void TestOnnxModel::readsFloatsOfSixteenBits_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<float>("value");
    constexpr char half = 10;  // TensorProto.FLOAT16
    constexpr char brain = 16; // TensorProto.BFLOAT16
    const auto row = [](const char* title, char type, std::uint16_t bits, float value) {
        const std::string raw = {static_cast<char>(bits & 0xFF), static_cast<char>(bits >> 8)};
        QTest::newRow(title) << QByteArray::fromStdString(withTensor(number(1, 1) + number(2, type) + field(9, raw)))
                             << value;
    };
    constexpr float infinity = std::numeric_limits<float>::infinity();
    row("half: 1", half, 0x3C00, 1.0F);
    row("half: -2", half, 0xC000, -2.0F);
    row("half: nearest to a third", half, 0x3555, 0.333251953125F);
    row("half: the largest", half, 0x7BFF, 65504.0F);
    row("half: the smallest normal", half, 0x0400, 0x1p-14F);
    row("half: the smallest", half, 0x0001, 0x1p-24F);
    row("half: the largest that is not normal", half, 0x83FF, -1023 * 0x1p-24F);
    row("half: -0", half, 0x8000, -0.0F);
    row("half: infinity", half, 0xFC00, -infinity);
    row("half: not a number", half, 0x7E00, std::numeric_limits<float>::quiet_NaN());
    row("brain float: 1", brain, 0x3F80, 1.0F);
    row("brain float: near to -pi", brain, 0xC049, -3.140625F);
    row("brain float: infinity", brain, 0x7F80, infinity);
}

void TestOnnxModel::readsFloatsOfSixteenBits()
{
    QFETCH(QByteArray, bytes);
    QFETCH(float, value);
    const Result<OnnxModel> read = decodeOnnx(bytes.toStdString(), "model.onnx");
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    const std::vector<float>& values = *read->initializers.at(0).tensor.floats();
    QCOMPARE(values.size(), std::size_t{1});
    QVERIFY(std::isnan(value) ? std::isnan(values[0]) : values[0] == value);
    QCOMPARE(std::signbit(values[0]), std::signbit(value));
}

void TestOnnxModel::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* title, const std::string& bytes, const char* message) {
        QTest::newRow(title) << QByteArray::fromStdString(bytes) << QString(message);
    };
    const std::string four(4, '\0');
    const std::string is_float = number(2, 1);
    row("nothing", "", "no graph");
    row("a text", "solver: Adam", "no ONNX model");
    row("a model without a graph", field(8, number(2, 17)), "no graph");
    row("data in another file", withTensor(number(1, 1) + is_float + number(14, 1)), "in another file");
    row("data said to be in another file",
        withTensor(number(1, 1) + is_float + field(9, four) +
                   field(13, field(1, "location") + field(2, "/etc/passwd"))),
        "in another file");
    row("fewer values than the shape has", withTensor(number(1, 2) + is_float + field(9, four)), "holds 1 values");
    row("a shape larger than any memory",
        withTensor(std::string("\x08\xff\xff\xff\xff\xff\xff\xff\x7f", 9) + number(1, 100) + is_float + field(9, four)),
        "holds 1 values");
    row("a negative extent",
        withTensor(std::string("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11) + is_float + field(9, four)),
        "negative extent");
    row("bytes that are no whole values", withTensor(number(1, 1) + is_float + field(9, "12345")), "holds 1 values");
    row("complex numbers", withTensor(number(1, 1) + number(2, 14) + field(9, "12345678")), "neither floats");
    row("floats of 8 bits", withTensor(number(1, 1) + number(2, 17) + field(9, "1")), "neither floats");
    row("half floats of which one is cut off", withTensor(number(1, 2) + number(2, 10) + field(9, "123")),
        "holds 1 values");
    row("one name twice", withGraph(field(5, field(8, "W") + is_float) + field(5, field(8, "W") + is_float)),
        "stored twice");
    row("a sparse tensor", withGraph(field(15, "")), "sparse");
    row("a function of its own", withGraph("") + std::string("\xca\x01\x03\x0a\x01") + "f", "functions of its own");
}

void TestOnnxModel::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, message);
    const QString error = QString::fromStdString(reading(bytes.toStdString()));
    QVERIFY2(error.startsWith("model.onnx") && error.contains(message), qPrintable(error));
}

void TestOnnxModel::survivesAFileThatIsCutOffAnywhere()
{
    const std::string bytes = encodeOnnx(sample()).value();
    // A message may end after any of its fields, so some are models; none is this one.
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const Result<OnnxModel> model = decodeOnnx(bytes.substr(0, length), "model.onnx");
        QVERIFY(!model || !(*model == sample()));
    }
}

void TestOnnxModel::survivesAnyByteThatIsWrong()
{
    const std::string bytes = encodeOnnx(sample()).value();
    for (std::size_t place = 0; place < bytes.size(); ++place) {
        for (const int flip : {1, 0x80, 0xff}) {
            std::string wrong = bytes;
            wrong[place] = static_cast<char>(wrong[place] ^ flip);
            QVERIFY(!reading(wrong).empty());
        }
    }
}

void TestOnnxModel::aNodeIsReadableOnALine()
{
    const OnnxNode node{
        .op = "Gemm", .inputs = {"x", "W", ""}, .outputs = {"y"}, .attributes = {{"transB", std::int64_t{1}}}};
    QCOMPARE(toString(node), std::string("y = Gemm(x, W, _) transB=1"));
}

LIGATURE_APPLESS_TEST(TestOnnxModel)

} // namespace test_onnx_model

#include "test_onnx_model.moc"
