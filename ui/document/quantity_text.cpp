// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/quantity_text.h"

#include <cmath>

#include <QLocale>

namespace ligature {

numbers::Style desktopStyle()
{
    const QLocale locale;
    if (locale.language() == QLocale::C)
        return {}; // A machine without a language: the program speaks English.
    const bool groups = (locale.numberOptions() & QLocale::OmitGroupSeparator) == 0;
    return {locale.decimalPoint().toStdString(), groups ? locale.groupSeparator().toStdString() : std::string()};
}

QString groupedNumber(std::int64_t number)
{
    return QString::fromStdString(numbers::grouped(number, desktopStyle()));
}

QString roundedNumber(double number)
{
    return QString::fromStdString(numbers::rounded(number, 3, desktopStyle()));
}

QString fixedNumber(double number, int decimals)
{
    return QString::fromStdString(numbers::fixed(number, decimals, desktopStyle()));
}

QString shortNumber(double number, int digits)
{
    return QString::fromStdString(numbers::significant(number, digits, desktopStyle(), numbers::Zeros::Drop));
}

QString percentText(double share, int decimals)
{
    return QString::fromStdString(numbers::percent(share, decimals, desktopStyle()));
}

QString bytesText(std::int64_t bytes)
{
    return QString::fromStdString(numbers::bytes(static_cast<std::uint64_t>(bytes), desktopStyle()));
}

QString durationText(double seconds)
{
    return QString::fromStdString(numbers::countdown(seconds, desktopStyle()));
}

QString lossText(double loss)
{
    if (std::isnan(loss))
        return QStringLiteral("not a number");
    if (std::isinf(loss))
        return QStringLiteral("infinite");
    return QString::fromStdString(numbers::significant(loss, 6, desktopStyle()));
}

} // namespace ligature
