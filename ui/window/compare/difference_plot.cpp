// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/difference_plot.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/plots/number_text.h"
#include "ui/window/compare/verdict_look.h"

namespace ligature {

namespace {

constexpr int differenceRowHeight = 30;
constexpr int axisHeight = 42;
constexpr int sideMargin = 14;
constexpr double seedDot = 3;

/// A step of 1, 2 or 5 times a power of ten that cuts the span into a few parts.
double tickStep(double span, int parts)
{
    const double rough = span / std::max(1, parts);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    const double digit = rough / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
}

} // namespace

DifferencePlot::DifferencePlot(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("difference_plot"));
    setAccessibleName(tr("Differences from the baseline"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void DifferencePlot::setAnswer(std::shared_ptr<const ExperimentAnswer> answer, std::size_t chosen_group)
{
    m_chosen_group = chosen_group;
    m_answer = std::move(answer);
    makeRows();
    setMinimumHeight(sizeHint().height()); // Many rows are scrolled.
    update();
}

void DifferencePlot::makeRows()
{
    m_rows.clear();
    m_low = m_high = m_margin = 0;
    if (m_answer == nullptr)
        return;
    const ExperimentFigures& figures = m_answer->figures;
    const auto figureOf = [&figures](const ArmFigures& arm) -> const ArmFigure& {
        return figures.is_by_metric ? arm.metric : arm.val_loss;
    };
    m_is_relative = true;
    for (const GroupFigures& group : figures.groups) {
        for (const ArmFigures& arm : group.arms) {
            const auto& comparison = figureOf(arm).comparison;
            m_is_relative =
                m_is_relative && (!comparison || !comparison->difference.mean || comparison->verdict.relative_mean);
        }
    }
    QStringList described;
    for (std::size_t i = 0; i < figures.groups.size(); ++i) {
        const GroupFigures& group = figures.groups[i];
        const bool is_of_several_arms = group.arms.size() > 2;
        if (is_of_several_arms && i != m_chosen_group)
            continue;
        const auto baseline = std::ranges::find(group.arms, m_answer->experiment.baseline(), &ArmFigures::arm);
        QStringList place;
        for (const std::string& value : group.values) {
            if (!is_of_several_arms)
                place << QString::fromStdString(value);
        }
        if (!is_of_several_arms && m_answer->experiment.settings().fractions.size() > 1)
            place << signedPercent(group.group.fraction).mid(1);
        for (const ArmFigures& arm : group.arms) {
            const ArmFigure& figure = figureOf(arm);
            if (!figure.comparison || !figure.comparison->difference.mean)
                continue;
            const statistics::PairedDifference& difference = figure.comparison->difference;
            const double unit = m_is_relative ? std::abs(difference.baseline_mean.value_or(1)) : 1;
            Row row;
            row.name = QString::fromStdString(arm.title);
            if (!place.isEmpty())
                row.name += QStringLiteral(" · ") + place.join(QStringLiteral(", "));
            row.help = QString::fromStdString(figure.comparison->sentence);
            row.answer = figure.comparison->verdict.answer;
            row.mean = *difference.mean / unit;
            if (difference.interval)
                row.interval = statistics::Interval{difference.interval->low / unit, difference.interval->high / unit};
            for (std::size_t seed = 0; seed < figure.values.size(); ++seed) {
                const double value = (figure.values[seed] - figureOf(*baseline).values[seed]) / unit;
                if (std::isfinite(value))
                    row.seeds.push_back(value);
            }
            m_margin = std::max(m_margin, m_is_relative ? figure.comparison->verdict.margin.amount
                                                        : figure.comparison->verdict.absolute_margin);
            for (const double value : row.seeds) {
                m_low = std::min(m_low, value);
                m_high = std::max(m_high, value);
            }
            if (row.interval) {
                m_low = std::min(m_low, row.interval->low);
                m_high = std::max(m_high, row.interval->high);
            }
            described << row.name + QStringLiteral(": ") + row.help;
            m_rows.push_back(std::move(row));
        }
    }
    m_low = std::min(m_low, -1.5 * m_margin);
    m_high = std::max(m_high, 1.5 * m_margin);
    if (m_high - m_low <= 0) {
        m_low = -1;
        m_high = 1;
    }
    const double air = 0.04 * (m_high - m_low);
    m_low -= air;
    m_high += air;
    setAccessibleDescription(described.join(u'\n'));
}

QSize DifferencePlot::minimumSizeHint() const
{
    return {260, axisHeight + differenceRowHeight};
}

QSize DifferencePlot::sizeHint() const
{
    return {520, axisHeight + differenceRowHeight * std::max(1, static_cast<int>(m_rows.size()))};
}

QRectF DifferencePlot::plotRect() const
{
    int names = 0;
    for (const Row& row : m_rows)
        names = std::max(names, fontMetrics().horizontalAdvance(row.name));
    names = std::min(names + 2, width() / 3);
    return QRectF(rect()).adjusted(sideMargin + names + 12, 6, -sideMargin - 20, -axisHeight);
}

double DifferencePlot::place(double value) const
{
    const QRectF area = plotRect();
    return area.left() + (value - m_low) / (m_high - m_low) * area.width();
}

void DifferencePlot::paintAxis(QPainter& painter, const Theme& theme) const
{
    const QRectF area = plotRect();
    if (m_margin > 0) {
        QColor band = theme.accent;
        band.setAlphaF(0.14F);
        painter.fillRect(QRectF(place(-m_margin), area.top(), place(m_margin) - place(-m_margin), area.height()), band);
    }
    const double step = tickStep(m_high - m_low, std::max(3, static_cast<int>(area.width() / 90)));
    for (double tick = std::ceil(m_low / step) * step; tick <= m_high; tick += step) {
        const double value = std::abs(tick) < step / 2 ? 0 : tick;
        const double x = place(value);
        painter.setPen(QPen(value == 0 ? theme.muted_text : mixed(theme.panel, theme.border, 0.55), 1));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        painter.setPen(theme.muted_text);
        painter.drawText(QRectF(x - 50, area.bottom() + 3, 100, 18), Qt::AlignHCenter | Qt::AlignTop,
                         m_is_relative ? signedPercent(value) : valueText(value, ValueFormat::Plain));
    }
    const QString name = QString::fromStdString(m_answer->figures.measure) +
                         (m_is_relative ? tr(", relative to the baseline") : tr(", difference from the baseline")) +
                         (m_margin > 0 ? tr("; the band is your margin") : QString());
    painter.setPen(theme.muted_text);
    const QRectF below(4, area.bottom() + 20, width() - 8, 20);
    painter.drawText(below, Qt::AlignCenter,
                     fontMetrics().elidedText(name, Qt::ElideRight, static_cast<int>(below.width())));
}

void DifferencePlot::paintRow(QPainter& painter, const Theme& theme, const Row& row, double middle) const
{
    const QRectF area = plotRect();
    painter.setPen(theme.text);
    const QRectF name(sideMargin, middle - differenceRowHeight / 2.0, area.left() - 12 - sideMargin,
                      differenceRowHeight);
    painter.drawText(name, Qt::AlignRight | Qt::AlignVCenter,
                     fontMetrics().elidedText(row.name, Qt::ElideMiddle, static_cast<int>(name.width())));
    QColor faint = theme.text;
    faint.setAlphaF(0.30F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(faint);
    for (const double seed : row.seeds)
        painter.drawEllipse(QPointF(place(seed), middle), seedDot, seedDot);
    const QColor colour = answerColour(row.answer, theme);
    painter.setPen(QPen(colour, 2.5, Qt::SolidLine, Qt::FlatCap));
    if (row.interval) {
        const double low = place(row.interval->low);
        const double high = place(row.interval->high);
        painter.drawLine(QPointF(low, middle), QPointF(high, middle));
        painter.drawLine(QPointF(low, middle - 6), QPointF(low, middle + 6));
        painter.drawLine(QPointF(high, middle - 6), QPointF(high, middle + 6));
    }
    painter.setPen(QPen(theme.panel, 1.5));
    painter.setBrush(colour);
    painter.drawEllipse(QPointF(place(row.mean), middle), 5.5, 5.5);
}

void DifferencePlot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = themeFor(palette());
    if (m_rows.empty()) {
        painter.setPen(theme.muted_text);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Differences from the baseline appear here once a seed is through."));
        return;
    }
    paintAxis(painter, theme);
    const QRectF area = plotRect();
    const double each = std::min<double>(area.height() / static_cast<double>(m_rows.size()), 2.0 * differenceRowHeight);
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        paintRow(painter, theme, m_rows[i], area.top() + each * (static_cast<double>(i) + 0.5));
}

bool DifferencePlot::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || m_rows.empty())
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const QRectF area = plotRect();
    const double each = std::min<double>(area.height() / static_cast<double>(m_rows.size()), 2.0 * differenceRowHeight);
    const auto row = static_cast<std::size_t>(std::max(0.0, (help->pos().y() - area.top()) / each));
    if (row < m_rows.size())
        QToolTip::showText(help->globalPos(), QStringLiteral("<p>%1</p>").arg(m_rows[row].help.toHtmlEscaped()), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace ligature
