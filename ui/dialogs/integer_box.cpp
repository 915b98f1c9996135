// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/integer_box.h"

#include <algorithm>

#include <QLineEdit>

namespace ligature {

IntegerBox::IntegerBox(QWidget* parent) : QAbstractSpinBox(parent)
{
    setAccelerated(true);
}

void IntegerBox::setRange(std::int64_t minimum, std::int64_t maximum)
{
    m_minimum = minimum;
    m_maximum = maximum;
}

std::int64_t IntegerBox::number() const
{
    bool good = false;
    const qlonglong value = lineEdit()->text().trimmed().toLongLong(&good);
    return good ? value : m_fallback;
}

void IntegerBox::stepBy(int steps)
{
    // Far from the range's ends the sum cannot overflow: the number is brought into it first.
    const std::int64_t from = std::clamp(number(), m_minimum, m_maximum);
    const std::int64_t room = steps > 0 ? m_maximum - from : from - m_minimum;
    const std::int64_t step = std::min<std::int64_t>(std::abs(std::int64_t{steps}), room);
    const std::int64_t value = steps > 0 ? from + step : from - step;
    lineEdit()->setText(QString::number(value));
    lineEdit()->selectAll();
    emit stepped(value);
}

QValidator::State IntegerBox::validate(QString&, int&) const
{
    return QValidator::Acceptable;
}

QAbstractSpinBox::StepEnabled IntegerBox::stepEnabled() const
{
    const std::int64_t value = number();
    return (value < m_maximum ? StepUpEnabled : StepNone) | (value > m_minimum ? StepDownEnabled : StepNone);
}

} // namespace ligature
