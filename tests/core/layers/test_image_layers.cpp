// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include "core/layers/layer_type.h"
#include "core/network/edits.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_image_layers {

using namespace ligature;
using namespace ligature::testing;

namespace {

Result<Inference> inferred(const std::string& type, const Attributes& attributes, const Shape& input)
{
    const LayerType& layer = *findLayerType(type);
    return layer.infer(withDefaults(layer.attributes(), attributes), std::vector{input});
}

QString text(const std::string& string)
{
    return QString::fromStdString(string);
}

} // namespace

class ImageLayersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shapesAndOperationsAreInferred_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<Attributes>("attributes");
        QTest::addColumn<Shape>("input");
        QTest::addColumn<QString>("output");
        QTest::addColumn<QString>("weight");
        QTest::addColumn<std::int64_t>("flops");
        const auto row = [](const char* title, const char* type, const Attributes& attributes, const Shape& input,
                            const char* output, const char* weight, std::int64_t flops) {
            QTest::newRow(title) << type << attributes << input << output << weight << flops;
        };
        const auto count = [](std::int64_t number) { return AttributeValue(number); };
        row("a convolution", "conv2d", {{"out_channels", count(16)}}, {3, 8, 10}, "16 × 6 × 8", "16 × 3 × 3 × 3",
            2 * 16 * 48 * 27);
        row("one number serves both sides", "conv2d", {{"kernel_size", Shape{5}}, {"padding", Shape{2}}}, {1, 8, 8},
            "16 × 8 × 8", "16 × 1 × 5 × 5", 2 * 16 * 64 * 25);
        row("a height and a width", "conv2d", {{"kernel_size", Shape{1, 4}}, {"stride", Shape{2, 3}}}, {2, 7, 10},
            "16 × 4 × 3", "16 × 2 × 1 × 4", 2 * 16 * 12 * 8);
        row("groups make the weight smaller", "conv2d", {{"out_channels", count(8)}, {"groups", count(4)}}, {4, 5, 5},
            "8 × 3 × 3", "8 × 1 × 3 × 3", 2 * 8 * 9 * 9);
        row("a transposed convolution", "conv_transpose2d", {{"out_channels", count(3)}, {"stride", Shape{2}}},
            {16, 4, 5}, "3 × 9 × 11", "16 × 3 × 3 × 3", 2 * 16 * 20 * 27);
        row("output padding", "conv_transpose2d",
            {{"out_channels", count(3)}, {"stride", Shape{2}}, {"output_padding", Shape{1, 0}}}, {16, 4, 5},
            "3 × 10 × 11", "16 × 3 × 3 × 3", 2 * 16 * 20 * 27);
        row("max pooling moves by its window", "max_pool2d", {{"kernel_size", Shape{3}}}, {4, 9, 10}, "4 × 3 × 3", "",
            4 * 9 * 9);
        row("max pooling with a stride of its own", "max_pool2d",
            {{"kernel_size", Shape{3}}, {"stride", Shape{2}}, {"padding", Shape{1}}}, {4, 9, 10}, "4 × 5 × 5", "",
            4 * 25 * 9);
        row("average pooling", "average_pool2d", {}, {4, 9, 10}, "4 × 4 × 5", "", 4 * 20 * 4);
        row("global average pooling", "global_average_pool", {}, {4, 9, 10}, "4", "", 360);
        row("batch normalization of images", "batch_norm", {}, {4, 9, 10}, "4 × 9 × 10", "4", 720);
        row("batch normalization of features", "batch_norm", {}, {12}, "12", "12", 24);
    }
    void shapesAndOperationsAreInferred()
    {
        QFETCH(QString, type);
        QFETCH(Attributes, attributes);
        QFETCH(Shape, input);
        QFETCH(QString, output);
        QFETCH(QString, weight);
        QFETCH(std::int64_t, flops);
        const auto inference = inferred(type.toStdString(), attributes, input);
        QVERIFY2(inference.has_value(), inference ? "" : inference.error().oneLine().c_str());
        QCOMPARE(text(inference->outputs[0].toString()), output);
        QCOMPARE(inference->slots.empty() ? QString() : text(inference->slots[0].shape.toString()), weight);
        QCOMPARE(inference->flops, flops);
    }

    void whatDoesNotFitSaysHowToMendIt_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<Attributes>("attributes");
        QTest::addColumn<Shape>("input");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("mend");
        const auto row = [](const char* title, const char* type, const Attributes& attributes, const Shape& input,
                            const char* what,
                            const char* mend) { QTest::newRow(title) << type << attributes << input << what << mend; };
        const auto count = [](std::int64_t number) { return AttributeValue(number); };
        row("a square picture in a row", "conv2d", {}, {64}, "its input is 64",
            "put a Reshape before it that makes 64 into 1 × 8 × 8");
        row("a square picture of three colours in a row", "conv2d", {}, {3072}, "its input is 3072",
            "put a Reshape before it that makes 3072 into 3 × 32 × 32");
        row("no picture at all", "max_pool2d", {}, {50}, "its input is 50",
            "put a Reshape before it that makes 50 into channels × height × width");
        row("a picture without channels", "average_pool2d", {}, {28, 20}, "its input is 28 × 20",
            "put a Reshape before it that makes 28 × 20 into 1 × 28 × 20");
        row("a row before a transposed convolution", "conv_transpose2d", {}, {49}, "its input is 49",
            "put a Reshape before it that makes 49 into 1 × 7 × 7");
        row("a kernel larger than the image", "conv2d", {{"kernel_size", Shape{5, 3}}}, {1, 4, 4},
            "the kernel covers 5 × 3, and the image with its padding is 4 × 4",
            "make the kernel or the dilation smaller, or the padding larger");
        row("a kernel larger than the padded image", "conv2d", {{"dilation", Shape{4}}, {"padding", Shape{1}}},
            {1, 6, 6}, "the kernel covers 9 × 9, and the image with its padding is 8 × 8", "make the kernel");
        row("a window larger than the image", "max_pool2d", {{"kernel_size", Shape{9}}}, {1, 8, 8},
            "the kernel covers 9 × 9", "make the kernel");
        row("groups that do not divide the input", "conv2d", {{"groups", count(2)}}, {3, 8, 8},
            "its 3 input channels cannot be split into 2 groups", "choose groups that divide");
        row("groups that do not divide the output", "conv_transpose2d", {{"groups", count(3)}}, {3, 8, 8},
            "its 16 output channels cannot be split into 3 groups", "choose groups that divide");
        row("three numbers for two sides", "conv2d", {{"stride", Shape{1, 1, 1}}}, {1, 8, 8}, "stride has 3 numbers",
            "give a height and a width, or one number for both");
        row("no number where one is needed", "conv2d", {{"kernel_size", Shape{}}}, {1, 8, 8},
            "kernel_size has 0 numbers", "give a height and a width");
        row("more padding than half a window", "max_pool2d", {{"padding", Shape{2}}}, {1, 8, 8},
            "the padding is more than half of the window", "make it at most 1 × 1");
        row("output padding as large as the stride", "conv_transpose2d",
            {{"stride", Shape{2}}, {"output_padding", Shape{2}}}, {1, 8, 8}, "output_padding is 2 × 2",
            "less than 2 × 2");
        row("padding that leaves nothing", "conv_transpose2d", {{"padding", Shape{9}}}, {1, 8, 8}, "cuts off the whole",
            "make the padding smaller");
        row("features before global pooling", "global_average_pool", {}, {64}, "its input is 64", "before the Flatten");
        row("a scalar before batch normalization", "batch_norm", {}, {}, "its input is a scalar", "put a Reshape");
    }
    void whatDoesNotFitSaysHowToMendIt()
    {
        QFETCH(QString, type);
        QFETCH(Attributes, attributes);
        QFETCH(Shape, input);
        QFETCH(QString, what);
        QFETCH(QString, mend);
        const auto inference = inferred(type.toStdString(), attributes, input);
        QVERIFY(!inference);
        QVERIFY2(text(inference.error().what).contains(what), inference.error().oneLine().c_str());
        QVERIFY2(text(inference.error().mend).contains(mend), inference.error().oneLine().c_str());
    }

    void valuesOutOfRangeAreRefused_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<Attributes>("attributes");
        QTest::newRow("a kernel of nothing") << "conv2d" << Attributes{{"kernel_size", Shape{0}}};
        QTest::newRow("a stride of nothing") << "max_pool2d" << Attributes{{"stride", Shape{0, 1}}};
        QTest::newRow("a padding below nothing") << "average_pool2d" << Attributes{{"padding", Shape{-1}}};
        QTest::newRow("a dilation of a billion") << "conv2d" << Attributes{{"dilation", Shape{1'000'000'000}}};
        QTest::newRow("no groups") << "conv2d" << Attributes{{"groups", std::int64_t{0}}};
        QTest::newRow("no epsilon") << "batch_norm" << Attributes{{"eps", 0.0}};
    }
    void valuesOutOfRangeAreRefused()
    {
        QFETCH(QString, type);
        QFETCH(Attributes, attributes);
        QVERIFY(!validate(findLayerType(type.toStdString())->attributes(), attributes, "layer"));
    }

    void aLayerThatNeedsMoreMemoryThanThereIsIsRefusedBeforeAnythingIsAllocated()
    {
        // Its input and output are small, what it lays out in between is not.
        Project project;
        Network& network = project.network;
        const LayerId input = addLayer(network, "input", "input", {{"shape", Shape{64, 1, 1}}});
        const LayerId layer = addLayer(network, "conv_transpose2d", "layer",
                                       {{"out_channels", std::int64_t{4096}},
                                        {"kernel_size", Shape{2}},
                                        {"dilation", Shape{4096}},
                                        {"padding", Shape{2048}}});
        const LayerId loss = addLayer(network, "mean_squared_error", "loss");
        must(link(network, {input, "output"}, {layer, "input"}));
        must(link(network, {layer, "output"}, {loss, "prediction"}));
        must(link(network, {layer, "output"}, {loss, "target"}));
        const auto obstacles = trainingObstacles(project, randomDataset(20, 64, 2).get());
        QCOMPARE(obstacles.size(), std::size_t{1});
        QCOMPARE(obstacles[0].code, std::string("memory"));
    }

    void biasesAndAffineSlotsComeAndGo()
    {
        const LayerType& convolution = *findLayerType("conv2d");
        QCOMPARE(convolution.slots(withDefaults(convolution.attributes(), {})).size(), std::size_t{2});
        QCOMPARE(convolution.slots(withDefaults(convolution.attributes(), {{"bias", false}})).size(), std::size_t{1});
        const LayerType& norm = *findLayerType("batch_norm");
        const auto states = [&](const Attributes& attributes) {
            return std::ranges::count_if(norm.slots(withDefaults(norm.attributes(), attributes)), &SlotSpec::state);
        };
        QCOMPARE(norm.slots(withDefaults(norm.attributes(), {})).size(), std::size_t{4});
        QCOMPARE(norm.slots(withDefaults(norm.attributes(), {{"affine", false}})).size(), std::size_t{2});
        QCOMPARE(states({}), 2);
        QCOMPARE(states({{"affine", false}}), 2);
    }

    void fansArePyTorchs()
    {
        const auto convolution = inferred(
            "conv2d", {{"out_channels", std::int64_t{6}}, {"groups", std::int64_t{2}}, {"kernel_size", Shape{3, 5}}},
            {4, 8, 8});
        QVERIFY(convolution->slots[0].fans == (Fans{2 * 15, 6 * 15}));
        QVERIFY(convolution->slots[1].fans == convolution->slots[0].fans);
        // torch.nn.ConvTranspose2d takes the second axis of its weight, the output's, for the fan in.
        const auto transposed = inferred("conv_transpose2d", {{"out_channels", std::int64_t{6}}}, {4, 8, 8});
        QVERIFY(transposed->slots[0].fans == (Fans{6 * 9, 4 * 9}));
    }
};

LIGATURE_APPLESS_TEST(ImageLayersTest)

} // namespace test_image_layers

#include "test_image_layers.moc"
