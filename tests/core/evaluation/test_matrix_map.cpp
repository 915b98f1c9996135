// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "by_hand.h"
#include "core/evaluation/matrix_map.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_matrix_map {

using namespace ligature;
using namespace ligature::testing;

namespace {

ParameterValues valuesOfShape(const Shape& shape)
{
    ParameterValues values{ParameterId{1}, "W", shape, {}};
    for (std::int64_t i = 0; i < shape.elementCount(); ++i)
        values.values.push_back(
            static_cast<float>(std::sin(static_cast<double>(i) * 1.7) * static_cast<double>(i % 13)));
    return values;
}

} // namespace

class MatrixMapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFieldIsTheExtremeOfItsBlock_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("most");
        QTest::newRow("an entry each") << 6 << 9 << 16;
        QTest::newRow("several rows a field") << 100 << 7 << 16;
        QTest::newRow("several columns a field") << 5 << 333 << 16;
        QTest::newRow("both") << 130 << 97 << 32;
    }
    void aFieldIsTheExtremeOfItsBlock()
    {
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(int, most);
        const ParameterValues values = valuesOfShape(Shape{rows, columns});
        const MatrixMap map = matrixMapOf({&values, {}}, most);
        QCOMPARE(map.rows, std::int64_t{rows});
        QCOMPARE(map.columns, std::int64_t{columns});
        QVERIFY(map.field_rows <= most && map.field_columns <= most);
        // Each entry lies in one block, whose field is at least as far from 0 and is one of its entries.
        std::vector<bool> found(map.fields.size());
        for (int r = 0; r < rows; ++r) {
            for (int c = 0; c < columns; ++c) {
                const float value = values.values[static_cast<std::size_t>(r * columns + c)];
                std::int64_t field_row = 0;
                while (map.firstRow(field_row + 1) <= r)
                    ++field_row;
                std::int64_t field_column = 0;
                while (map.firstColumn(field_column + 1) <= c)
                    ++field_column;
                const float field = map.field(field_row, field_column);
                QVERIFY(std::abs(field) >= std::abs(value));
                if (field == value)
                    found[static_cast<std::size_t>(field_row * map.field_columns + field_column)] = true;
            }
        }
        QVERIFY(std::ranges::find(found, false) == found.end());
        QCOMPARE(map.least, static_cast<double>(*std::ranges::min_element(values.values)));
        QCOMPARE(map.greatest, static_cast<double>(*std::ranges::max_element(values.values)));
    }

    void kernelsAndVectorsAreMatricesToo()
    {
        const ParameterValues kernels = valuesOfShape(Shape{4, 3, 2, 2});
        const MatrixMap map = matrixMapOf({&kernels, {}}, 64);
        // A tile of 2 x 2 for each of 4 outputs down and 3 inputs across.
        QCOMPARE(map.rows, std::int64_t{8});
        QCOMPARE(map.columns, std::int64_t{6});
        QCOMPARE(map.tile_rows, std::int64_t{2});
        std::size_t place = 0;
        for (int output = 0; output < 4; ++output) {
            for (int input = 0; input < 3; ++input) {
                for (int y = 0; y < 2; ++y) {
                    for (int x = 0; x < 2; ++x, ++place) {
                        QCOMPARE(map.field(output * 2 + y, input * 2 + x), kernels.values[place]);
                        QCOMPARE(placeOf(kernels.shape, output * 2 + y, input * 2 + x),
                                 static_cast<std::int64_t>(place));
                    }
                }
            }
        }
        const ParameterValues bias = valuesOfShape(Shape{7});
        QCOMPARE(matrixMapOf({&bias, {}}, 64).rows, std::int64_t{1});
        QCOMPARE(matrixMapOf({&bias, {}}, 64).columns, std::int64_t{7});
    }

    void whatIsNoNumberIsKept()
    {
        ParameterValues values = valuesOfShape(Shape{8, 8});
        values.values[9] = std::nanf("");
        const MatrixMap map = matrixMapOf({&values, {}}, 2);
        QVERIFY(std::isnan(map.field(0, 0)));
        QVERIFY(std::isfinite(map.least) && std::isfinite(map.greatest));
    }

    void aUseIsReadThroughItsTie()
    {
        Project project = tiedAutoencoder(12, 5);
        const auto trainer = trainedFor(project, randomDataset(100, 12, 3), 40);
        const Network& tied = trainer->network(tiedArm);
        const Network& untied = trainer->network(untiedArm);
        const Weights tied_weights = trainer->weights(tiedArm);
        const Weights untied_weights = trainer->weights(untiedArm);
        const Slot decoder{*findLayer(tied, "decoder"), "weight"};
        const auto use = valuesOfUse(tied, tied_weights, decoder);
        const auto copy = valuesOfUse(untied, untied_weights, decoder);
        QVERIFY(use && copy);
        QVERIFY((shapeOf(*use) == Shape{12, 5}));
        QVERIFY(shapeOf(*copy) == shapeOf(*use));
        const std::vector<float>& w = valuesAt(tied, tied_weights, "encoder", "weight");
        const std::vector<float>& of_twin = valuesAt(untied, untied_weights, "decoder", "weight");
        const MatrixMap map = matrixMapOf(*use, 64);
        const MatrixMap difference = differenceMapOf(*use, *copy, 64);
        double squares = 0;
        for (int r = 0; r < 12; ++r) {
            for (int c = 0; c < 5; ++c) {
                const float read = w[static_cast<std::size_t>(c * 12 + r)];
                const float off = read - of_twin[static_cast<std::size_t>(r * 5 + c)];
                QCOMPARE(map.field(r, c), read);
                QCOMPARE(difference.field(r, c), off);
                squares += static_cast<double>(off) * static_cast<double>(off);
            }
        }
        QVERIFY(squares > 0);
        QVERIFY(std::abs(difference.norm - std::sqrt(squares)) < 1e-9);
        QVERIFY(!valuesOfUse(tied, tied_weights, {decoder.layer, "no such slot"}));
        QVERIFY(!valuesOfUse(tied, {}, decoder));
    }

    void equalWeightsDifferByNothing()
    {
        const ParameterValues values = valuesOfShape(Shape{9, 4});
        const MatrixMap map = differenceMapOf({&values, transposeView()}, {&values, transposeView()}, 64);
        QCOMPARE(map.rows, std::int64_t{4});
        QCOMPARE(map.norm, 0.0);
        QCOMPARE(map.least, 0.0);
    }
};

LIGATURE_APPLESS_TEST(MatrixMapTest)

} // namespace test_matrix_map

#include "test_matrix_map.moc"
