// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QLocale>
#include <QRegularExpression>

#include "ui/dialogs/attribute_field.h"

namespace ligature {

namespace {

tl::unexpected<Error> notMeant(const QString& text, const char* what)
{
    return fail({}, QStringLiteral("'%1' %2").arg(text, QLatin1String(what)).toStdString());
}

} // namespace

Result<AttributeValue> parseAttribute(AttributeKind kind, const QString& text)
{
    const QString trimmed = text.trimmed();
    bool good = false;
    switch (kind) {
    case AttributeKind::Integer: {
        const qlonglong value = trimmed.toLongLong(&good);
        if (good)
            return AttributeValue(std::int64_t{value});
        const double real = QLocale::c().toDouble(trimmed, &good); // "1e4"
        if (good && real == std::floor(real) && std::abs(real) < 9e15)
            return AttributeValue(static_cast<std::int64_t>(real));
        return notMeant(trimmed, "is not a whole number");
    }
    case AttributeKind::Real: {
        const double value = QLocale::c().toDouble(trimmed, &good);
        if (good)
            return AttributeValue(value);
        return notMeant(trimmed, "is not a number");
    }
    case AttributeKind::Shape: {
        static const QRegularExpression separators(QStringLiteral("[\\s,×xX*]+"));
        std::vector<std::int64_t> extents;
        if (trimmed == QLatin1String("scalar")) // Shape::toString()
            return AttributeValue(Shape{});
        for (const QString& part : trimmed.split(separators, Qt::SkipEmptyParts)) {
            extents.push_back(part.toLongLong(&good));
            if (!good)
                return notMeant(part, "is not an extent; write a shape as 8 x 8");
        }
        return AttributeValue(Shape(std::move(extents)));
    }
    case AttributeKind::Boolean: return AttributeValue(trimmed == QLatin1String("true"));
    case AttributeKind::Choice:
    case AttributeKind::Text:
    case AttributeKind::Path: break;
    }
    return AttributeValue(trimmed.toStdString());
}

QString attributeText(const AttributeValue& value)
{
    if (const auto* const real = std::get_if<double>(&value))
        return QLocale::c().toString(*real, 'g', QLocale::FloatingPointShortest);
    // An empty one is what an empty field means, such as a stride that follows the window's size.
    if (const auto* const shape = std::get_if<Shape>(&value); shape != nullptr && shape->rank() == 0)
        return {};
    return QString::fromStdString(toString(value));
}

} // namespace ligature
