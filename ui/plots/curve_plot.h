// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "ui/plots/plot_area.h"

class QBoxLayout;
class QGridLayout;
class QLabel;

namespace ligature {

class LegendEntry;

/// A sentence or two on how a plot is looked at closely, for tool tips.
[[nodiscard]] QString plotGestures();

/// A plot with its legend beside it, or above it where it is narrow. The legend is the readout too: it shows each
/// curve's value under the pointer, or the newest ones, and switches curves off and on.
class CurvePlot : public QWidget {
    Q_OBJECT

public:
    explicit CurvePlot(QWidget* parent = nullptr);

    /// The series must outlive the next setCurves(). Curves of a name that was switched off stay off.
    void setCurves(std::vector<Curve> curves);
    void setValueName(const QString& name, ValueFormat format);
    [[nodiscard]] PlotArea* area() const { return m_area; }
    [[nodiscard]] const std::vector<LegendEntry*>& legend() const { return m_entries; }
    /// What the legend needs above the plot, so that none of its entries is cut.
    [[nodiscard]] int legendWidth() const;

    /// The legend as text: a line for the place, then a line for each curve, columns separated by tabs.
    [[nodiscard]] QString readoutText() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class LegendPlace { Beside, Above, AboveTitleInLine };
    [[nodiscard]] LegendPlace legendPlace() const;
    void arrangeLegend();
    void updateReadout();
    void copyReadout() const;
    [[nodiscard]] QString placeText() const;

    PlotArea* m_area;
    QBoxLayout* m_layout;
    QGridLayout* m_legend_layout;
    QLabel* m_title;
    std::vector<LegendEntry*> m_entries;
};

} // namespace ligature
