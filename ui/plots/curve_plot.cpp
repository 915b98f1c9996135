// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/curve_plot.h"

#include <algorithm>
#include <limits>

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QLabel>
#include <QResizeEvent>

#include "ui/document/quantity_text.h"
#include "ui/plots/legend_entry.h"

namespace ligature {

namespace {

constexpr int widthForLegendBeside = 680;

/// Which of a curve's values the readout shows.
std::optional<std::size_t> readoutIndex(const PlotArea& area, const Curve& curve)
{
    return curve.series->nearest(area.progress(), area.readout().value_or(std::numeric_limits<double>::infinity()));
}

} // namespace

QString plotGestures()
{
    return CurvePlot::tr("Drag to zoom into a box; the wheel zooms along x, with Shift along y; the middle button "
                         "pans. Double click or Home shows all and follows. Left and Right move the readout, Ctrl+C "
                         "copies it, + and − zoom.");
}

CurvePlot::CurvePlot(QWidget* parent)
    : QWidget(parent), m_area(new PlotArea), m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this)),
      m_legend_layout(new QGridLayout), m_title(new QLabel(this))
{
    m_area->setAccessibleDescription(plotGestures());
    m_title->setProperty("look", "strong");
    m_title->setContentsMargins(6, 0, 8, 0);
    // The legend follows the width; it does not widen the window.
    setMinimumWidth(m_area->minimumSizeHint().width());
    m_legend_layout->setSpacing(0);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_area, 1);
    m_layout->addLayout(m_legend_layout);
    connect(m_area, &PlotArea::readoutChanged, this, &CurvePlot::updateReadout);
    connect(m_area, &PlotArea::copyRequested, this, &CurvePlot::copyReadout);
}

void CurvePlot::setCurves(std::vector<Curve> curves)
{
    for (Curve& curve : curves) {
        const auto old = std::find_if(m_area->curves().begin(), m_area->curves().end(),
                                      [&](const Curve& c) { return c.name == curve.name; });
        if (old != m_area->curves().end())
            curve.visible = old->visible;
    }
    for (LegendEntry* entry : m_entries)
        entry->deleteLater();
    m_entries.clear();
    for (std::size_t i = 0; i < curves.size(); ++i) {
        auto* entry = new LegendEntry(curves[i], this);
        connect(entry, &LegendEntry::toggled, m_area, [this, i](bool checked) { m_area->setCurveVisible(i, checked); });
        m_entries.push_back(entry);
    }
    arrangeLegend();
    m_area->setCurves(std::move(curves));
    updateReadout();
}

void CurvePlot::setValueName(const QString& name, ValueFormat format)
{
    m_title->setText(name);
    m_area->setValueName(name, format);
    arrangeLegend();
}

CurvePlot::LegendPlace CurvePlot::legendPlace() const
{
    if (width() >= widthForLegendBeside)
        return LegendPlace::Beside;
    const bool in_line = m_title->sizeHint().width() + legendWidth() <= width();
    return in_line ? LegendPlace::AboveTitleInLine : LegendPlace::Above;
}

int CurvePlot::legendWidth() const
{
    int columns[2] = {0, 0};
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        columns[i % 2] = std::max(columns[i % 2], m_entries[i]->sizeHint().width());
    constexpr int margins = 16;
    return columns[0] + columns[1] + margins;
}

void CurvePlot::arrangeLegend()
{
    const LegendPlace place = legendPlace();
    const bool above = place != LegendPlace::Beside;
    m_layout->setDirection(above ? QBoxLayout::BottomToTop : QBoxLayout::LeftToRight);
    m_legend_layout->setContentsMargins(4, above ? 0 : 6, 6, 0);
    m_legend_layout->addWidget(m_title, 0, 0);
    const int columns = above ? 2 : 1;
    const int first_row = place == LegendPlace::AboveTitleInLine ? 0 : 1;
    const int first_column = place == LegendPlace::AboveTitleInLine ? 1 : 0;
    for (int i = 0; i < static_cast<int>(m_entries.size()); ++i)
        m_legend_layout->addWidget(m_entries[static_cast<std::size_t>(i)], first_row + i / columns,
                                   first_column + i % columns);
    // What is left over goes to the row or the column behind the last.
    constexpr int behind = 8;
    m_legend_layout->setRowStretch(behind, above ? 0 : 1);
    m_legend_layout->setColumnStretch(behind, above ? 1 : 0);
}

void CurvePlot::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrangeLegend();
}

QString CurvePlot::placeText() const
{
    const MetricSeries* densest = nullptr;
    for (const Curve& curve : m_area->curves()) {
        if (!curve.series->empty() && (densest == nullptr || curve.series->size() > densest->size()))
            densest = curve.series;
    }
    if (densest == nullptr)
        return {};
    const double at = m_area->readout().value_or(std::numeric_limits<double>::infinity());
    const MetricPosition& position = densest->position(*densest->nearest(m_area->progress(), at));
    ProgressScale epochs = m_area->progress();
    epochs.unit = ProgressUnit::Epoch;
    return tr("Step %1 · epoch %2 · %3 s")
        .arg(groupedNumber(position.step), fixedNumber(epochs(position), epochs.steps_per_epoch > 0 ? 2 : 0),
             fixedNumber(position.seconds, position.seconds < 10 ? 2 : 1));
}

void CurvePlot::updateReadout()
{
    m_area->setPlaceText(m_area->readout() ? placeText() : QString());
    const std::vector<Curve>& curves = m_area->curves();
    for (std::size_t i = 0; i < m_entries.size() && i < curves.size(); ++i) {
        const auto index = readoutIndex(*m_area, curves[i]);
        const ValueFormat format = m_area->view().value_format;
        m_entries[i]->setValue(index ? valueText(curves[i].series->smoothed()[*index], format) : QStringLiteral("–"));
    }
}

QString CurvePlot::readoutText() const
{
    // With C's separators: it is pasted into tables and scripts.
    const auto copied = [](double value) {
        return QString::fromStdString(numbers::significant(value, 9, {.group_separator = ""}, numbers::Zeros::Drop));
    };
    QString text = placeText() + QLatin1Char('\n');
    for (const Curve& curve : m_area->curves()) {
        const auto index = readoutIndex(*m_area, curve);
        if (!index || !curve.visible)
            continue;
        const MetricSeries& series = *curve.series;
        text += curve.name + QLatin1Char('\t') + copied(series.smoothed()[*index]);
        if (series.isSmoothed())
            text += QLatin1Char('\t') + tr("as measured") + QLatin1Char('\t') + copied(series.raw()[*index]);
        text += QLatin1Char('\n');
    }
    return text;
}

void CurvePlot::copyReadout() const
{
    QApplication::clipboard()->setText(readoutText());
}

} // namespace ligature
