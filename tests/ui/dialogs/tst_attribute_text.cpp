// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/dialogs/attribute_field.h"

namespace tst_attribute_text {

using namespace ligature;

class AttributeTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTextIsReadAsTheValueThatItMeans_data()
    {
        QTest::addColumn<AttributeKind>("kind");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("value"); // empty: it means none
        QTest::newRow("a power of ten is a real number") << AttributeKind::Real << "1e-3"
                                                         << "0.001";
        QTest::newRow("spaces around a number do not matter") << AttributeKind::Real << " 0.5 "
                                                              << "0.5";
        QTest::newRow("a comma is no decimal point") << AttributeKind::Real << "0,5"
                                                     << "";
        QTest::newRow("a word is no number") << AttributeKind::Real << "fast"
                                             << "";
        QTest::newRow("a whole number") << AttributeKind::Integer << "128"
                                        << "128";
        QTest::newRow("a whole number as a power of ten") << AttributeKind::Integer << "1e4"
                                                          << "10000";
        QTest::newRow("half is not whole") << AttributeKind::Integer << "0.5"
                                           << "";
        QTest::newRow("a shape with crosses") << AttributeKind::Shape << "8 x 8"
                                              << "8 × 8";
        QTest::newRow("a shape as it is shown") << AttributeKind::Shape << "28 × 28"
                                                << "28 × 28";
        QTest::newRow("a shape with commas") << AttributeKind::Shape << "3, 4, 5"
                                             << "3 × 4 × 5";
        QTest::newRow("a shape with a word") << AttributeKind::Shape << "8 by 8"
                                             << "";
    }
    void anEmptyFieldIsAnEmptyShapeAndSoIsAScalar()
    {
        for (const char* text : {"", " ", "scalar"}) {
            const Result<AttributeValue> read = parseAttribute(AttributeKind::Shape, QLatin1String(text));
            QVERIFY(read.has_value());
            QVERIFY(*read == AttributeValue(Shape{}));
            QCOMPARE(attributeText(*read), QString());
        }
    }

    void aTextIsReadAsTheValueThatItMeans()
    {
        QFETCH(AttributeKind, kind);
        QFETCH(QString, text);
        QFETCH(QString, value);
        const Result<AttributeValue> read = parseAttribute(kind, text);
        QCOMPARE(read.has_value(), !value.isEmpty());
        if (read) {
            QCOMPARE(attributeText(*read), value);
            QVERIFY(parseAttribute(kind, attributeText(*read)) == read);
        }
    }
};

LIGATURE_TEST(AttributeTextTest)

} // namespace tst_attribute_text

#include "tst_attribute_text.moc"
