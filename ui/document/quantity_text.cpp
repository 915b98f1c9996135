// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/quantity_text.h"

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
    if (bytes < 10'000)
        return groupedNumber(bytes) + QStringLiteral(" B");
    return english().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString durationText(double seconds)
{
    if (seconds < 10)
        return QStringLiteral("%1 s").arg(seconds, 0, 'f', seconds < 0.95 ? 2 : 1);
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
