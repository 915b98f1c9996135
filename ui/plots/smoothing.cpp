// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/smoothing.h"

#include <cmath>

namespace ligature {

double Smoothing::next(double value)
{
    if (!std::isfinite(value) || m_weight <= 0)
        return value;
    if (m_empty)
        m_first = value;
    m_empty = false;
    m_constant = m_constant && value == m_first;
    m_average = m_weight * m_average + (1 - m_weight) * value;
    m_weight_power *= m_weight;
    return m_constant ? value : m_average / (1 - m_weight_power);
}

} // namespace ligature
