// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/number_text.h"

#include <cmath>

#include "ui/document/quantity_text.h"

namespace ligature {

namespace {

QString superscript(int number)
{
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text = number < 0 ? QStringLiteral("⁻") : QString();
    for (const QChar c : QString::number(std::abs(number)))
        text += digits[c.digitValue()];
    return text;
}

} // namespace

QString valueText(double value, ValueFormat format)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    if (format == ValueFormat::Percent)
        return percentText(value, 1);
    const double size = std::abs(value);
    if (size == 0)
        return QStringLiteral("0");
    if (size < 1e-4 || size >= 1e6)
        return powerText(value, 3);
    // Fixed digits, so that a value that changes thirty times a second does not change its width.
    const int digits_before = static_cast<int>(std::floor(std::log10(size))) + 1;
    return fixedNumber(value, std::max(0, 4 - digits_before));
}

QString powerText(double value, int digits)
{
    const int power = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9));
    const double factor = value / std::pow(10, power);
    const QString ten = QStringLiteral("10") + superscript(power);
    return std::abs(factor - 1) < 1e-6 ? ten : QStringLiteral("%1·%2").arg(shortNumber(factor, digits), ten);
}

} // namespace ligature
