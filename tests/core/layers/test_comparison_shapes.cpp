// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/layers/layer_type.h"
#include "tests/support/test_program.h"

namespace test_comparison_shapes {

using namespace ligature;

// What arithmetic on activations, parts of them and comparisons make of their inputs' shapes, and what they refuse.

namespace {

using Shapes = std::vector<Shape>;

Result<Inference> inferred(const std::string& name, const Attributes& attributes, const Shapes& inputs)
{
    const LayerType* const type = findLayerType(name);
    if (type == nullptr)
        qFatal("no layer type %s", name.c_str());
    if (const auto valid = validate(type->attributes(), attributes, name); !valid)
        return tl::unexpected(valid.error());
    return type->infer(withDefaults(type->attributes(), attributes), inputs);
}

Attributes integers(std::initializer_list<std::pair<const char*, std::int64_t>> values)
{
    Attributes attributes;
    for (const auto& [name, value] : values)
        attributes.set(name, value);
    return attributes;
}

Attributes onePlace(std::int64_t axis, std::int64_t start)
{
    Attributes attributes = integers({{"axis", axis}, {"start", start}});
    attributes.set("drop_axis", true);
    return attributes;
}

} // namespace

class ComparisonShapesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theOutputHasTheShapeThatFollows_data()
    {
        QTest::addColumn<std::string>("type");
        QTest::addColumn<Attributes>("attributes");
        QTest::addColumn<Shapes>("inputs");
        QTest::addColumn<Shape>("output");
        const auto row = [](const char* title, const char* type, const Attributes& attributes, const Shapes& inputs,
                            const Shape& output) {
            QTest::newRow(title) << std::string(type) << attributes << inputs << output;
        };
        const Attributes none;
        row("a product of three", "multiply", integers({{"inputs", 3}}), {{2, 3}, {2, 3}, {2, 3}}, {2, 3});
        row("a difference of scalars", "subtract", none, {{}, {}}, {});
        row("a matrix product", "matrix_product", none, {{2, 3}, {3, 5}}, {2, 5});
        row("A transposed", "matrix_product", {{"transpose_a", true}}, {{3, 2}, {3, 5}}, {2, 5});
        row("B transposed", "matrix_product", {{"transpose_b", true}}, {{2, 3}, {5, 3}}, {2, 5});
        row("stacks of matrices", "matrix_product", none, {{4, 2, 3}, {4, 3, 1}}, {4, 2, 1});
        row("all of an axis", "slice", none, {{5, 4}}, {5, 4});
        row("from the second to the end", "slice", integers({{"start", 1}}), {{5, 4}}, {4, 4});
        row("up to the last but one", "slice", integers({{"axis", 2}, {"stop", -1}}), {{5, 4}}, {5, 3});
        row("the last two", "slice", integers({{"start", -2}}), {{5}}, {2});
        row("a stop behind the end", "slice", integers({{"stop", 9}}), {{5}}, {5});
        row("every second of five", "slice", integers({{"step", 2}}), {{5}}, {3});
        row("every second from the second", "slice", integers({{"start", 1}, {"step", 2}}), {{5}}, {2});
        row("a step longer than the axis", "slice", integers({{"step", 100}}), {{5}}, {1});
        row("the last place alone", "slice", onePlace(1, -1), {{5, 4}}, {4});
        row("one place of a vector", "slice", onePlace(1, 0), {{5}}, {});
        row("the sum of everything", "sum", none, {{2, 3}}, {});
        row("the sum of a scalar", "sum", none, {{}}, {});
        row("the mean over the first axis", "mean", integers({{"axis", 1}}), {{2, 3}}, {3});
        row("the mean over the last axis", "mean", integers({{"axis", 2}}), {{2, 3}}, {2});
        row("the cosine of vectors", "cosine_similarity", none, {{7}, {7}}, {});
        row("the cosine of rows", "cosine_similarity", none, {{2, 7}, {2, 7}}, {2});
        row("an L1 distance", "l1_distance", none, {{2, 7}, {2, 7}}, {2});
        row("differences kept apart", "l1_distance", {{"reduction", std::string("none")}}, {{2, 7}, {2, 7}}, {2, 7});
    }
    void theOutputHasTheShapeThatFollows()
    {
        QFETCH(std::string, type);
        QFETCH(Attributes, attributes);
        QFETCH(Shapes, inputs);
        QFETCH(Shape, output);
        const auto inference = inferred(type, attributes, inputs);
        QVERIFY2(inference.has_value(), inference ? "" : inference.error().oneLine().c_str());
        QCOMPARE(QString::fromStdString(inference->outputs.at(0).toString()),
                 QString::fromStdString(output.toString()));
    }

    void aLossTakesWhatItCanCompare_data()
    {
        QTest::addColumn<std::string>("type");
        QTest::addColumn<Shapes>("inputs");
        QTest::newRow("huber") << std::string("huber") << Shapes{{3}, {3}};
        QTest::newRow("huber of one number in two shapes") << std::string("huber") << Shapes{{1}, {}};
        QTest::newRow("KL divergence") << std::string("kl_divergence") << Shapes{{2, 3}, {2, 3}};
        QTest::newRow("contrastive") << std::string("contrastive") << Shapes{{3}, {3}, {}};
        QTest::newRow("contrastive of matrices") << std::string("contrastive") << Shapes{{3, 2}, {3, 2}, {1}};
        QTest::newRow("triplet margin") << std::string("triplet_margin") << Shapes{{3}, {3}, {3}};
    }
    void aLossTakesWhatItCanCompare()
    {
        QFETCH(std::string, type);
        QFETCH(Shapes, inputs);
        const auto inference = inferred(type, {}, inputs);
        QVERIFY2(inference.has_value(), inference ? "" : inference.error().oneLine().c_str());
        QVERIFY(inference->outputs.empty());
        QVERIFY(inference->flops > 0);
    }

    void whatDoesNotFitIsRefusedWithAMend_data()
    {
        QTest::addColumn<std::string>("type");
        QTest::addColumn<Attributes>("attributes");
        QTest::addColumn<Shapes>("inputs");
        QTest::addColumn<std::string>("message");
        const auto row = [](const char* title, const char* type, const Attributes& attributes, const Shapes& inputs,
                            const char* message) {
            QTest::newRow(title) << std::string(type) << attributes << inputs << std::string(message);
        };
        const Attributes none;
        row("a product of two shapes", "multiply", none, {{2}, {3}}, "2 and 3");
        row("a difference of two shapes", "subtract", none, {{2}, {2, 1}}, "2 × 1 cannot be taken from 2");
        row("a product of vectors", "matrix_product", none, {{3}, {3}}, "3 is no matrix");
        row("inner extents that differ", "matrix_product", none, {{2, 3}, {4, 5}}, "they are 3 and 4");
        row("inner extents that differ when transposed", "matrix_product", {{"transpose_b", true}}, {{2, 3}, {3, 5}},
            "they are 3 and 5");
        row("stacks of two heights", "matrix_product", none, {{4, 2, 3}, {5, 3, 1}}, "before their last two axes");
        row("an axis that is not there", "slice", integers({{"axis", 2}}), {{5}}, "no axis 2 in an input of 5");
        row("a slice of a scalar", "slice", none, {{}}, "no axis 1 in an input of scalar");
        row("a start behind the end", "slice", integers({{"start", 5}}), {{5}}, "no place 5 on axis 1");
        row("a start before the beginning", "slice", integers({{"start", -6}}), {{5}}, "no place -6 on axis 1");
        row("nothing between start and stop", "slice", integers({{"start", 3}, {"stop", 3}}), {{5}}, "from 3 up to 3");
        row("a stop before the beginning", "slice", integers({{"stop", -5}}), {{5}}, "from 0 up to -5");
        row("a step of 0", "slice", integers({{"step", 0}}), {{5}}, "step");
        row("a sum over an axis that is not there", "sum", integers({{"axis", 3}}), {{2, 3}}, "no axis 3");
        row("the cosine of two shapes", "cosine_similarity", none, {{2}, {3}}, "2 and 3");
        row("the cosine of scalars", "cosine_similarity", none, {{}, {}}, "points nowhere");
        row("the summed distance of scalars", "l1_distance", none, {{}, {}}, "no axis");
        row("the distance of two shapes", "l1_distance", none, {{2}, {3}}, "2 and 3");
        row("a pair of two shapes", "contrastive", none, {{2}, {3}, {}}, "2 and 3");
        row("a target that is no label", "contrastive", none, {{2}, {2}, {2}}, "whether a pair is the same");
        row("a triplet of two shapes", "triplet_margin", none, {{2}, {2}, {3}}, "2 and 3");
        row("a triplet of scalars", "triplet_margin", none, {{}, {}, {}}, "no axis");
        row("a distribution of another width", "kl_divergence", none, {{2}, {3}}, "target of 3");
        row("a distribution of one number", "kl_divergence", none, {{}, {}}, "no distribution");
        row("a target of another shape", "huber", none, {{2}, {3}}, "target of 3");
    }
    void whatDoesNotFitIsRefusedWithAMend()
    {
        QFETCH(std::string, type);
        QFETCH(Attributes, attributes);
        QFETCH(Shapes, inputs);
        QFETCH(std::string, message);
        const auto inference = inferred(type, attributes, inputs);
        QVERIFY(!inference);
        QVERIFY2(inference.error().what.find(message) != std::string::npos, inference.error().what.c_str());
        QVERIFY(!inference.error().mend.empty());
    }

    void enormousMatricesDoNotOverflowTheirCount()
    {
        const std::int64_t million = 1'000'000'000;
        const auto inference = inferred("matrix_product", {}, {{million, million}, {million, million}});
        QVERIFY(inference.has_value());
        QVERIFY(inference->flops > 0);
    }
};

LIGATURE_GUILESS_TEST(ComparisonShapesTest)

} // namespace test_comparison_shapes

#include "test_comparison_shapes.moc"
