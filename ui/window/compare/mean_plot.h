// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>

#include <QWidget>

#include "ui/plots/curve_plot.h"
#include "ui/training/run_library.h"

namespace ligature {

/// How a ticked row is drawn: in its arm's colour, or where another row has that, in one of its own.
[[nodiscard]] Curve overlayCurve(const RunLibrary::Overlay& overlay, const std::vector<ArmChoice>& arms);

/// The losses over the epochs of the rows that are ticked: the mean over the seeds with its 95 % interval, and the
/// single runs faint behind, also those that diverged, which are in no mean. Each curve is of its own runs alone: to
/// hide one changes no other.
class MeanPlot : public QWidget {
    Q_OBJECT

public:
    explicit MeanPlot(RunLibrary* library, QWidget* parent = nullptr);

    [[nodiscard]] CurvePlot* plot() const { return m_plot; }

private:
    void showOverlays();

    struct RowSeries {
        MetricSeries mean;
        MetricSeries low;
        MetricSeries high;
        std::deque<MetricSeries> runs;
    };

    RunLibrary* m_library;
    CurvePlot* m_plot;
    std::deque<RowSeries> m_series;
};

} // namespace ligature
