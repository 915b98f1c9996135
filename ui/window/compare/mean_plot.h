// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <memory>

#include <QWidget>

#include "core/comparison/experiment_session.h"
#include "ui/plots/curve_plot.h"

namespace ligature {

/// A group's losses over the epochs: the mean over the seeds with its 95 % interval, and the single runs faint behind.
/// Each arm's curve is of its own runs alone: to hide one changes no other.
class MeanPlot : public QWidget {
    Q_OBJECT

public:
    explicit MeanPlot(QWidget* parent = nullptr);

    void setAnswer(const std::shared_ptr<const ExperimentAnswer>& answer, std::size_t group);
    [[nodiscard]] CurvePlot* plot() const { return m_plot; }

private:
    struct ArmSeries {
        MetricSeries mean;
        MetricSeries low;
        MetricSeries high;
        std::deque<MetricSeries> runs;
    };

    CurvePlot* m_plot;
    std::deque<ArmSeries> m_series;
};

} // namespace ligature
