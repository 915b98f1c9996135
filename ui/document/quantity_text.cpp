// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/quantity_text.h"

#include <array>
#include <cmath>

#include <QLocale>

namespace ligature {

namespace {

/// The program speaks English; its numbers do too, wherever it runs.
const QLocale& english()
{
    static const QLocale locale(QLocale::English, QLocale::UnitedStates);
    return locale;
}

} // namespace

QString groupedNumber(std::int64_t number)
{
    return english().toString(qlonglong{number});
}

QString roundedNumber(double number)
{
    if (!(number > 0))
        return QStringLiteral("0");
    const double unit = std::pow(10.0, std::floor(std::log10(number)) - 2);
    const double rounded = std::round(number / unit) * unit;
    return rounded >= 100 ? groupedNumber(std::llround(rounded)) : english().toString(rounded, 'g', 3);
}

QString bytesText(std::int64_t bytes)
{
    static constexpr std::array units = {"B", "KB", "MB", "GB", "TB"};
    double size = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (size >= 1024 && unit + 1 < units.size()) {
        size /= 1024;
        ++unit;
    }
    const int decimals = unit == 0 ? 0 : size < 100 ? 1 : 0;
    return english().toString(size, 'f', decimals) + u' ' + QLatin1String(units[unit]);
}

QString durationText(double seconds)
{
    if (seconds < 10)
        return QStringLiteral("%1 s").arg(seconds, 0, 'f', 1);
    const auto whole = static_cast<qlonglong>(std::ceil(seconds));
    const QChar zero = u'0';
    const QString tail = QStringLiteral("%1").arg(whole % 60, 2, 10, zero);
    if (whole < 3600)
        return QStringLiteral("%1:%2").arg(whole / 60).arg(tail);
    return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, zero).arg(tail);
}

QString lossText(double loss)
{
    if (std::isnan(loss))
        return QStringLiteral("not a number");
    if (std::isinf(loss))
        return QStringLiteral("infinite");
    return QString::asprintf("%#.6g", loss);
}

} // namespace ligature
