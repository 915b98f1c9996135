// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QTest>

#include "core/tensor/equal_values.h"
#include "tests/support/test_program.h"

namespace test_equal_values {

using namespace ligature;

namespace {

struct Tensor {
    Shape shape;
    std::vector<float> values;
};
using Tensors = std::vector<Tensor>;

const Tensor matrix{{2, 3}, {1, 2, 3, 4, 5, 6}};
const Tensor transposedMatrix{{3, 2}, {1, 4, 2, 5, 3, 6}};

} // namespace

class EqualValuesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLastOneIsFoundAmongThoseBefore_data()
    {
        QTest::addColumn<Tensors>("tensors");
        QTest::addColumn<int>("number"); // -1: it equals none
        QTest::addColumn<bool>("transposed");
        const float nan = std::numeric_limits<float>::quiet_NaN();
        QTest::newRow("nothing before") << Tensors{matrix} << -1 << false;
        QTest::newRow("as it is") << Tensors{matrix, matrix} << 0 << false;
        QTest::newRow("transposed") << Tensors{matrix, transposedMatrix} << 0 << true;
        QTest::newRow("the first of several") << Tensors{{{2}, {7, 8}}, matrix, matrix, matrix} << 1 << false;
        QTest::newRow("transposed, of what equals an earlier one")
            << Tensors{matrix, matrix, transposedMatrix} << 0 << true;
        QTest::newRow("the same numbers in another shape") << Tensors{matrix, {{3, 2}, matrix.values}} << -1 << false;
        QTest::newRow("the same numbers in a row") << Tensors{matrix, {{6}, matrix.values}} << -1 << false;
        QTest::newRow("one value differs") << Tensors{matrix, {{2, 3}, {1, 2, 3, 4, 5, 7}}} << -1 << false;
        QTest::newRow("one number all over") << Tensors{{{3}, {0, 0, 0}}, {{3}, {0, 0, 0}}} << -1 << false;
        QTest::newRow("zeros of both signs") << Tensors{{{2}, {0, -0.0F}}, {{2}, {0, -0.0F}}} << -1 << false;
        QTest::newRow("a zero of another sign") << Tensors{{{2}, {1, 0}}, {{2}, {1, -0.0F}}} << -1 << false;
        QTest::newRow("not a number, to the bit") << Tensors{{{2}, {1, nan}}, {{2}, {1, nan}}} << 0 << false;
        QTest::newRow("a symmetric matrix is told as it is")
            << Tensors{{{2, 2}, {1, 2, 2, 1}}, {{2, 2}, {1, 2, 2, 1}}} << 0 << false;
        QTest::newRow("one value") << Tensors{{{1}, {3}}, {{1}, {3}}} << -1 << false;
        QTest::newRow("no values") << Tensors{{{0}, {}}, {{0}, {}}} << -1 << false;
        QTest::newRow("values that do not fill the shape") << Tensors{matrix, {{2, 3}, {1, 2, 3}}} << -1 << false;
    }
    void theLastOneIsFoundAmongThoseBefore()
    {
        QFETCH(Tensors, tensors);
        QFETCH(int, number);
        QFETCH(bool, transposed);
        EqualValues values;
        std::optional<EqualValues::Match> match;
        for (const Tensor& tensor : tensors)
            match = values.add(tensor.shape, tensor.values);
        QCOMPARE(match ? static_cast<int>(match->number) : -1, number);
        QCOMPARE(match.value_or(EqualValues::Match()).transposed, transposed);
    }
};

LIGATURE_APPLESS_TEST(EqualValuesTest)

} // namespace test_equal_values

#include "test_equal_values.moc"
