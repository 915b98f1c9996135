// SPDX-License-Identifier: GPL-3.0-or-later
// Whether imported models compute what they did is shown by tests/interop/onnx/import_models.py.
#include <algorithm>
#include <limits>

#include <QTest>

#include "core/export/exporter.h"
#include "core/import/imported_model.h"
#include "core/import/write_import.h"
#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/onnx/onnx_model.h"
#include "core/project/examples.h"
#include "core/report/untrained.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_import_onnx {

using namespace ligature;
using namespace ligature::testing;

class TestImportOnnx : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyExampleComesBackAsItWas_data();
    void everyExampleComesBackAsItWas();
    void theTwinComesBackUntied();
    void anExportWhoseNamesClashComesBack();
    void anExportThatWasChangedIsRefused_data();
    void anExportThatWasChangedIsRefused();
    void anInitializerThatIsReadTwiceIsShared();
    void aFoldedTransposeIsPointedOut();
    void exchangedAxesArePointedOut();
    void whatIsOneNumberThroughoutIsNoTie();
    void valuesThatAreNotFiniteAreNamed();
    void theLossThatIsAddedWantsDataThatFit();
    void theLossIsThatOfWhatTheModelEndsIn_data();
    void theLossIsThatOfWhatTheModelEndsIn();
    void aLogSoftmaxInBetweenIsRefused();
    void theBatchIsTheAxisThatIsOpen();
    void whatCannotBeMappedIsNamedAllAtOnce();
    void operandsThatAnOperatorDoesNotHaveAreRefused();
    void whatWouldBeComputedOtherwiseIsRefused_data();
    void whatWouldBeComputedOtherwiseIsRefused();
    void numbersThatDoubleWithEveryNodeAreRefused();
    void namesThatNoLayerMayHaveAreMended();
    void refusesSizesThatNobodyHolds_data();
    void refusesSizesThatNobodyHolds();
    void survivesDamage_data();
    void survivesDamage();
};

namespace {

std::string exported(const Project& project, ArmId variant = tiedArm)
{
    const ExportRequest request = untrained(project, variant).value();
    return findExporter("onnx")->write(request, "model.onnx").value().front().bytes;
}

NamedTensor matrix(const std::string& name, std::int64_t rows, std::int64_t columns)
{
    std::vector<float> values(static_cast<std::size_t>(rows * columns));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = 0.25F * static_cast<float>(i) - 1;
    return {name, Shape{rows, columns}, values};
}

/// An autoencoder whose matrix is one initializer, as another system may have written it.
OnnxModel autoencoder()
{
    OnnxModel model{.name = "elsewhere"};
    model.inputs = {{.name = "pixels", .shape = {std::string("batch"), std::int64_t{6}}}};
    model.outputs = {{.name = "drawn", .shape = {std::string("batch"), std::int64_t{6}}}};
    model.initializers = {{matrix("code.weight", 3, 6), ""},
                          {{"code.bias", Shape{3}, std::vector<float>{1, 2, 3}}, ""}};
    model.nodes = {{.op = "Gemm",
                    .name = "/code/Gemm",
                    .inputs = {"pixels", "code.weight", "code.bias"},
                    .outputs = {"code"},
                    .attributes = {{"transB", std::int64_t{1}}}},
                   {.op = "Tanh", .name = "/bend/Tanh", .inputs = {"code"}, .outputs = {"bent"}},
                   {.op = "Gemm", .name = "/draw/Gemm", .inputs = {"bent", "code.weight"}, .outputs = {"drawn"}}};
    return model;
}

Result<ImportedModel> imported(const OnnxModel& model)
{
    return importOnnx(encodeOnnx(model).value(), "folder/elsewhere.onnx");
}

std::string refusal(const OnnxModel& model)
{
    const Result<ImportedModel> read = imported(model);
    return read ? "read" : read.error().oneLine();
}

} // namespace

void TestImportOnnx::everyExampleComesBackAsItWas_data()
{
    QTest::addColumn<QString>("name");
    for (const Example& example : examples())
        QTest::newRow(std::string(example.name).c_str()) << QString::fromStdString(std::string(example.name));
}

void TestImportOnnx::everyExampleComesBackAsItWas()
{
    QFETCH(QString, name);
    const Project project = loadExample(name.toStdString()).value();
    const Result<ImportedModel> read = importOnnx(exported(project), "model.onnx");
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    QVERIFY(read->project == project);
    QVERIFY(read->weights == untrained(project, tiedArm)->weights);
}

void TestImportOnnx::theTwinComesBackUntied()
{
    const Project project = tiedAutoencoder(6, 3);
    const Result<ImportedModel> read = importOnnx(exported(project, untiedArm), "model.onnx");
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    const Weights expected = untrained(project, untiedArm)->weights;
    QCOMPARE(read->weights.parameters.size(), expected.parameters.size());
    for (std::size_t i = 0; i < expected.parameters.size(); ++i)
        QVERIFY(read->weights.parameters[i].values == expected.parameters[i].values);
    for (const auto& [id, parameter] : read->project.network.parameters)
        QVERIFY(!parameter.shared);
}

void TestImportOnnx::anExportWhoseNamesClashComesBack()
{
    Project project = tiedAutoencoder(6, 3);
    must(renameLayer(project.network, layerNamed(project.network, "decoder"), "W"));
    const Result<ImportedModel> read = importOnnx(exported(project), "model.onnx");
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    QVERIFY(read->project == project);
}

void TestImportOnnx::anExportThatWasChangedIsRefused_data()
{
    QTest::addColumn<int>("change");
    QTest::addColumn<QString>("message");
    QTest::newRow("an initializer is gone") << 0 << "no initializer for the parameter \"W\"";
    QTest::newRow("an initializer has another shape") << 1 << "\"W\" is 6 × 3 instead of 3 × 6";
    QTest::newRow("an initializer is new") << 2 << "\"more\" is no parameter";
    QTest::newRow("the project is no project") << 3 << "ligature_project";
}

void TestImportOnnx::anExportThatWasChangedIsRefused()
{
    QFETCH(int, change);
    QFETCH(QString, message);
    OnnxModel model = decodeOnnx(exported(tiedAutoencoder(6, 3)), "model.onnx").value();
    const auto shared = std::ranges::find(model.initializers, "W",
                                          [](const OnnxInitializer& initializer) { return initializer.tensor.name; });
    if (change == 0)
        model.initializers.erase(shared);
    else if (change == 1)
        shared->tensor.shape = shared->tensor.shape.reversed();
    else if (change == 2)
        model.initializers.push_back({matrix("more", 1, 1), ""});
    else
        model.metadata["ligature_project"] = R"({"format": "other"})";
    const QString error = QString::fromStdString(refusal(model));
    QVERIFY2(error.contains(message), qPrintable(error));
}

void TestImportOnnx::anInitializerThatIsReadTwiceIsShared()
{
    const Result<ImportedModel> read = imported(autoencoder());
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    const Network& network = read->project.network;
    QCOMPARE(read->project.name, std::string("elsewhere"));
    const auto shared = findSharedParameter(network, "code_weight");
    QVERIFY(shared);
    QCOMPARE(network.ties.at({layerNamed(network, "code"), "weight"}), (Tie{*shared}));
    QCOMPARE(network.ties.at({layerNamed(network, "draw"), "weight"}), (Tie{*shared, transposeView()}));
    QCOMPARE(read->weights.parameters.size(), std::size_t(2));
    for (const ParameterValues& parameter : read->weights.parameters) {
        if (parameter.parameter == *shared)
            QVERIFY(parameter.values == *matrix("", 3, 6).floats());
        else
            QCOMPARE(parameter.name, std::string("code.bias"));
    }
    QVERIFY(read->project.canvas.layers.size() == network.layers.size());
}

void TestImportOnnx::aFoldedTransposeIsPointedOut()
{
    OnnxModel model = autoencoder();
    NamedTensor copy{"folded", Shape{6, 3}, std::vector<float>(18)};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 6; ++column)
            std::get<0>(copy.values)[column * 3 + row] =
                std::get<0>(model.initializers[0].tensor.values)[row * 6 + column];
    }
    model.initializers.push_back({copy, ""});
    model.nodes[2].inputs[1] = "folded";
    model.nodes[2].attributes["transB"] = std::int64_t{1};
    const Result<ImportedModel> read = imported(model);
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    QVERIFY(std::ranges::find(read->notes, "\"code.weight\" and \"draw.weight\" are equal, one read transposed, and "
                                           "could be tied.") != read->notes.end());
}

void TestImportOnnx::exchangedAxesArePointedOut()
{
    OnnxModel model{.name = "kernels"};
    model.inputs = {{.name = "x", .shape = {std::string("batch"), std::int64_t{1}, std::int64_t{5}, std::int64_t{5}}}};
    model.outputs = {{.name = "y", .shape = {}}};
    NamedTensor kernel{"K", Shape{2, 1, 2, 2}, std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8}};
    NamedTensor exchanged{"L", Shape{2, 1, 2, 2}, std::vector<float>{1, 3, 2, 4, 5, 7, 6, 8}};
    model.initializers = {{kernel, ""}, {exchanged, ""}};
    model.nodes = {{.op = "Conv", .inputs = {"x", "K"}, .outputs = {"a"}},
                   {.op = "Conv", .inputs = {"x", "L"}, .outputs = {"b"}},
                   {.op = "Add", .inputs = {"a", "b"}, .outputs = {"y"}}};
    const Result<ImportedModel> read = imported(model);
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    const auto tells = [](const std::string& note) { return note.find("order 0, 1, 3, 2") != std::string::npos; };
    QVERIFY(std::ranges::any_of(read->notes, tells));
}

void TestImportOnnx::whatIsOneNumberThroughoutIsNoTie()
{
    OnnxModel model = autoencoder();
    model.initializers.push_back({{"zeros", Shape{6}, std::vector<float>(6, 0.0F)}, ""});
    model.nodes[2].inputs.push_back("zeros");
    model.nodes.push_back({.op = "Add", .name = "again", .inputs = {"drawn", "zeros"}, .outputs = {"more"}});
    model.outputs[0].name = "more";
    const Result<ImportedModel> read = imported(model);
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    QVERIFY(!findSharedParameter(read->project.network, "zeros"));
    const auto asks = [](const std::string& note) { return note.find("zeros\" is 0 throughout") != std::string::npos; };
    QVERIFY(std::ranges::any_of(read->notes, asks));
}

void TestImportOnnx::valuesThatAreNotFiniteAreNamed()
{
    OnnxModel model = autoencoder();
    std::get<0>(model.initializers[0].tensor.values)[8] = std::numeric_limits<float>::quiet_NaN();
    const std::string error = refusal(model);
    QVERIFY2(error.find("code.weight: its element [1, 2] is not a number") != std::string::npos, error.c_str());
}

void TestImportOnnx::theLossThatIsAddedWantsDataThatFit()
{
    const ImportedModel read = imported(autoencoder()).value();
    for (const Diagnostic& diagnostic : analyse(read.project.network).diagnostics)
        QVERIFY2(diagnostic.severity != Severity::Error, diagnostic.message.c_str());
    const auto trainer =
        Trainer::resume(read.project, randomDataset(40, 6, 2), stateFrom(read.project, read.weights).value());
    // The data that it was made with are classes, and the loss that was added wants six values: the data are chosen.
    QVERIFY(!trainer);
    QVERIFY2(trainer.error().oneLine().find("target") != std::string::npos, trainer.error().oneLine().c_str());
}

void TestImportOnnx::theLossIsThatOfWhatTheModelEndsIn_data()
{
    QTest::addColumn<QString>("op");
    QTest::addColumn<bool>("is_read_again");
    QTest::addColumn<QString>("loss");
    QTest::addColumn<bool>("has_softmax");
    QTest::newRow("a Softmax") << "Softmax" << false << "softmax_cross_entropy" << false;
    QTest::newRow("a LogSoftmax") << "LogSoftmax" << false << "softmax_cross_entropy" << false;
    QTest::newRow("a Softmax that is read on") << "Softmax" << true << "mean_squared_error" << true;
    QTest::newRow("another operator") << "Sigmoid" << false << "mean_squared_error" << false;
}

void TestImportOnnx::theLossIsThatOfWhatTheModelEndsIn()
{
    QFETCH(QString, op);
    QFETCH(bool, is_read_again);
    QFETCH(QString, loss);
    QFETCH(bool, has_softmax);
    OnnxModel model = autoencoder();
    model.nodes.push_back({.op = op.toStdString(), .name = "ends", .inputs = {"drawn"}, .outputs = {"last"}});
    model.outputs[0].name = "last";
    if (is_read_again) {
        model.nodes.push_back({.op = "Tanh", .inputs = {"last"}, .outputs = {"more"}});
        model.outputs.push_back(model.outputs[0]);
        model.outputs.back().name = "more";
    }
    const Result<ImportedModel> read = imported(model);
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    const auto count = [&](const std::string& type) {
        return std::ranges::count(read->project.network.layers, type,
                                  [](const auto& layer) { return layer.second.type; });
    };
    QCOMPARE(count(loss.toStdString()), is_read_again ? 2 : 1);
    QCOMPARE(count("softmax") == 1, has_softmax);
    for (const Diagnostic& diagnostic : analyse(read->project.network).diagnostics)
        QVERIFY2(diagnostic.severity != Severity::Error, diagnostic.message.c_str());
    const std::string told = loss == "mean_squared_error" ? "mean squared error" : "softmax cross-entropy";
    for (const std::string& words : {told, std::string("replace what was added")}) {
        const auto tells = [&](const std::string& note) { return note.find(words) != std::string::npos; };
        QVERIFY2(std::ranges::any_of(read->notes, tells), words.c_str());
    }
}

void TestImportOnnx::aLogSoftmaxInBetweenIsRefused()
{
    OnnxModel model = autoencoder();
    model.nodes[1].op = "LogSoftmax";
    const std::string error = refusal(model);
    QVERIFY2(error.find("bend_Tanh (LogSoftmax: there is a layer") != std::string::npos, error.c_str());
}

void TestImportOnnx::theBatchIsTheAxisThatIsOpen()
{
    OnnxModel model{.name = "steps"};
    model.inputs = {{.name = "x", .shape = {std::int64_t{5}, std::string("batch"), std::int64_t{6}}}};
    model.outputs = {{.name = "y", .shape = {std::string("batch"), std::int64_t{3}}}};
    model.initializers = {{matrix("W", 3, 6), ""}, {{"last", Shape{}, std::vector<std::int64_t>{-1}}, ""}};
    model.nodes = {{.op = "Gather", .inputs = {"x", "last"}, .outputs = {"h"}},
                   {.op = "Gemm", .inputs = {"h", "W"}, .outputs = {"y"}, .attributes = {{"transB", std::int64_t{1}}}}};
    const Result<ImportedModel> read = imported(model);
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    const Layer& input = read->project.network.layers.at(layerNamed(read->project.network, "x"));
    QCOMPARE(input.attributes.get<Shape>("shape"), (Shape{5, 6}));
    // With the batch's extent fixed it cannot be told from the steps.
    model.inputs[0].shape[1] = std::int64_t{2};
    model.nodes[0].attributes["axis"] = std::int64_t{0};
    QVERIFY(refusal(model).find("along the batch's axis") != std::string::npos);
}

void TestImportOnnx::whatCannotBeMappedIsNamedAllAtOnce()
{
    OnnxModel model = autoencoder();
    model.nodes[1].op = "Erf";
    model.nodes[2].attributes["transA"] = std::int64_t{1};
    model.nodes[2].inputs[0] = "pixels";
    model.nodes.push_back({.op = "FusedGelu", .name = "own", .inputs = {"bent"}, .outputs = {"more"}, .domain = "x.y"});
    model.nodes.push_back({.op = "Add", .inputs = {"drawn", "more"}, .outputs = {"last"}});
    model.nodes.push_back({.op = "Cos", .name = "one", .inputs = {"last"}, .outputs = {"waves"}});
    model.nodes.push_back({.op = "Cos", .name = "other", .inputs = {"waves"}, .outputs = {"end"}});
    model.outputs[0].name = "end";
    const QString error = QString::fromStdString(refusal(model));
    for (const char* const name :
         {"one, other (Cos", "bend_Tanh (Erf", "draw_Gemm (Gemm: it reads its input transposed", "own (x.y.FusedGelu"})
        QVERIFY2(error.contains(name), qPrintable(error));
}

void TestImportOnnx::operandsThatAnOperatorDoesNotHaveAreRefused()
{
    OnnxModel model = autoencoder();
    model.nodes[1] = {.op = "Sub", .name = "less", .inputs = {"code", "code", "code"}, .outputs = {"bent"}};
    const std::string error = refusal(model);
    QVERIFY2(error.find("less (Sub: it has 3 inputs)") != std::string::npos, error.c_str());
}

void TestImportOnnx::whatWouldBeComputedOtherwiseIsRefused_data()
{
    QTest::addColumn<int>("change");
    QTest::addColumn<QString>("message");
    QTest::newRow("what a layer gives out, cut to whole numbers") << 0 << "(Cast: it makes whole numbers";
    QTest::newRow("what a layer gives out, rounded") << 10 << "(Cast: it rounds what a layer gives out to FLOAT16";
    QTest::newRow("a tensor that adds an axis before the batch's") << 1 << "is added to 3 a sample";
    QTest::newRow("a factor that adds an axis before the batch's") << 2 << "multiplies 3 a sample";
    QTest::newRow("another's operator that is called as one of ONNX's") << 3 << "(com.other.Erf";
}

void TestImportOnnx::whatWouldBeComputedOtherwiseIsRefused()
{
    QFETCH(int, change);
    QFETCH(QString, message);
    OnnxModel model = autoencoder();
    if (change == 0 || change == 10) {
        const std::int64_t type = change == 0 ? 7 : 10;
        model.nodes[1] = {.op = "Cast", .inputs = {"code"}, .outputs = {"bent"}, .attributes = {{"to", type}}};
    } else if (change == 1 || change == 2) {
        const Shape shape = change == 1 ? Shape{1, 1, 3} : Shape{1, 1, 1};
        const std::vector<float> values(static_cast<std::size_t>(shape.elementCount()), 2.0F);
        model.initializers.push_back({{"more", shape, values}, ""});
        model.nodes[1] = {.op = change == 1 ? "Add" : "Mul", .inputs = {"code", "more"}, .outputs = {"bent"}};
    } else {
        for (const auto& [name, value] :
             {std::pair("root", 1.4142135F), std::pair("one", 1.0F), std::pair("half", 0.5F)})
            model.initializers.push_back({{name, Shape{}, std::vector<float>{value}}, ""});
        const std::vector<OnnxNode> gelu = {{.op = "Div", .inputs = {"code", "root"}, .outputs = {"a"}},
                                            {.op = "Erf", .inputs = {"a"}, .outputs = {"b"}, .domain = "com.other"},
                                            {.op = "Add", .inputs = {"b", "one"}, .outputs = {"c"}},
                                            {.op = "Mul", .inputs = {"code", "c"}, .outputs = {"d"}},
                                            {.op = "Mul", .inputs = {"d", "half"}, .outputs = {"bent"}}};
        model.nodes.erase(model.nodes.begin() + 1);
        model.nodes.insert(model.nodes.begin() + 1, gelu.begin(), gelu.end());
        OnnxModel own = model;
        own.nodes[2].domain.clear();
        QCOMPARE(refusal(own), std::string("read"));
    }
    const QString error = QString::fromStdString(refusal(model));
    QVERIFY2(error.contains(message), qPrintable(error));
}

void TestImportOnnx::numbersThatDoubleWithEveryNodeAreRefused()
{
    OnnxModel model = autoencoder();
    model.initializers.push_back({{"n0", Shape{2}, std::vector<std::int64_t>{0, -1}}, ""});
    std::vector<OnnxNode> doubling;
    for (int i = 0; i < 60; ++i) {
        const std::string from = "n" + std::to_string(i);
        doubling.push_back({.op = "Concat",
                            .inputs = {from, from},
                            .outputs = {"n" + std::to_string(i + 1)},
                            .attributes = {{"axis", std::int64_t{0}}}});
    }
    model.nodes.insert(model.nodes.begin(), doubling.begin(), doubling.end());
    model.nodes.push_back({.op = "Reshape", .inputs = {"drawn", "n60"}, .outputs = {"last"}});
    model.outputs[0].name = "last";
    const std::string error = refusal(model);
    QVERIFY2(error.find("more numbers than any shape has") != std::string::npos, error.c_str());
}

void TestImportOnnx::namesThatNoLayerMayHaveAreMended()
{
    OnnxModel model = autoencoder();
    model.nodes[1].name = "\xff\xfe\n.";
    model.nodes[2].name = std::string(5000, 'x');
    model.initializers[0].tensor.name = "W\x01.\xc3";
    for (OnnxNode& node : model.nodes)
        std::ranges::replace(node.inputs, std::string("code.weight"), model.initializers[0].tensor.name);
    const Result<ImportedModel> read = imported(model);
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    QVERIFY(findSharedParameter(read->project.network, "W"));
}

void TestImportOnnx::refusesSizesThatNobodyHolds_data()
{
    QTest::addColumn<int>("change");
    QTest::newRow("an input of many features") << 0;
    QTest::newRow("a filled tensor") << 1;
    QTest::newRow("an operator that pools over nothing") << 2;
    QTest::newRow("an input of no features") << 3;
    QTest::newRow("an older operator set") << 4;
}

void TestImportOnnx::refusesSizesThatNobodyHolds()
{
    QFETCH(int, change);
    OnnxModel model = autoencoder();
    constexpr std::int64_t huge = std::int64_t{1} << 62;
    if (change == 0) {
        model.inputs[0].shape[1] = huge;
    } else if (change == 1) {
        model.nodes.insert(model.nodes.begin(),
                           {.op = "ConstantOfShape", .inputs = {"extents"}, .outputs = {"filled"}});
        model.initializers.push_back({{"extents", Shape{2}, std::vector<std::int64_t>{huge, huge}}, ""});
        model.nodes[1].inputs[1] = "filled";
    } else if (change == 2) {
        model.nodes[1] = {.op = "MaxPool",
                          .inputs = {"code"},
                          .outputs = {"bent"},
                          .attributes = {{"kernel_shape", std::vector<std::int64_t>{huge, huge}}}};
    } else if (change == 3) {
        model.inputs[0].shape[1] = std::int64_t{0};
    } else {
        model.operator_set = 1;
    }
    QVERIFY2(refusal(model).starts_with("folder/elsewhere.onnx"), refusal(model).c_str());
}

void TestImportOnnx::survivesDamage_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("an export") << QByteArray::fromStdString(exported(loadExample("albert-style-encoder").value()));
    QTest::newRow("a small export") << QByteArray::fromStdString(exported(tiedAutoencoder(6, 3)));
    QTest::newRow("another system's") << QByteArray::fromStdString(encodeOnnx(autoencoder()).value());
}

void TestImportOnnx::survivesDamage()
{
    QFETCH(QByteArray, bytes);
    const std::string whole = bytes.toStdString();
    const std::size_t apart = 1 + whole.size() / 250;
    int refused = 0;
    for (std::size_t place = 0; place < whole.size(); place += apart) {
        refused += importOnnx(std::string_view(whole).substr(0, place), "cut.onnx") ? 0 : 1;
        for (const int flip : {0x01, 0x10, 0x80}) {
            std::string wrong = whole;
            wrong[place] = static_cast<char>(wrong[place] ^ flip);
            if (const Result<ImportedModel> read = importOnnx(wrong, "wrong.onnx"); !read)
                QVERIFY(read.error().where.starts_with("wrong.onnx"));
        }
    }
    QVERIFY(refused > 0);
}

LIGATURE_APPLESS_TEST(TestImportOnnx)

} // namespace test_import_onnx

#include "test_import_onnx.moc"
