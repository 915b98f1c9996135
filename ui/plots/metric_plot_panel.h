// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include "core/error/result.h"
#include "core/training/history.h"
#include "core/training/losses.h"
#include "core/tying/arm.h"
#include "ui/plots/curve_plot.h"
#include "ui/plots/metric_history.h"
#include "ui/plots/plot_figure.h"

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;
class QSplitter;
class QToolButton;

namespace ligature {

class ExportButton;

/// The live plots of a training: the losses (of each step, smoothed, and of each epoch on the validation samples) and
/// the metric, side by side where there is room.
class MetricPlotPanel : public QWidget {
    Q_OBJECT

public:
    explicit MetricPlotPanel(QWidget* parent = nullptr);

    /// Empties the plots for a new training.
    /// @param losses lossesOf(); several can be looked at one by one
    /// @param drawn the network that is trained: it names the arms that a person made
    void reset(const std::vector<ArmId>& variants, std::vector<LossDescription> losses, const Network& drawn = {});
    /// Says that nothing trains yet.
    void showNothing();
    /// Takes what came; thousands of steps at a time cost little. Draws at once or soon: as often as it can in a
    /// twentieth of the time, so that watching does not slow the training down.
    void append(const std::vector<MetricEvent>& events);
    /// Makes epochs fractions; 0 where it is not known.
    void setStepsPerEpoch(std::int64_t steps);

    [[nodiscard]] CurvePlot* lossPlot() const { return m_loss; }
    [[nodiscard]] CurvePlot* metricPlot() const { return m_metric; }
    [[nodiscard]] const MetricHistory& history() const { return m_history; }

    /// Writes a plot as a picture; atomic.
    [[nodiscard]] Result<void> saveFigure(const CurvePlot& plot, FigureFormat format, const QString& path) const;
    /// Writes every value as CSV; atomic.
    [[nodiscard]] Result<void> saveValues(const QString& path) const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeControls(QBoxLayout& row);
    void arrangeControls();
    void shareWidth(); ///< so that neither legend is cut where there is room for both
    void showCurves();
    void fillLossChoice();
    /// Which loss is looked at; nothing: the weighted sum of all.
    [[nodiscard]] std::optional<std::size_t> shownLoss() const;
    [[nodiscard]] MetricSpec shownMetric() const;
    void drawNews();
    void applySmoothing();
    void applyScales();
    void chooseScale(); ///< logarithmic where the losses span more than a decade, and nobody has chosen
    void resetViews();

    MetricHistory m_history;
    std::vector<ArmChoice> m_arms; ///< what the network can be trained as
    MetricSpec m_metric_of_all;
    std::vector<LossDescription> m_losses; ///< where there are several
    std::int64_t m_steps_per_epoch = 0;
    bool m_has_new_epochs = false;
    bool m_is_scale_chosen = false; ///< by hand
    QTimer m_draw_timer;
    QElapsedTimer m_since_drawn;
    qint64 m_draw_cost = 0; ///< of the last drawing, in nanoseconds

    QSlider* m_smoothing = nullptr;
    QLabel* m_smoothing_label = nullptr;
    QLabel* m_smoothing_value = nullptr;
    QLabel* m_unit_label = nullptr;
    QComboBox* m_unit = nullptr;
    QLabel* m_loss_choice_label = nullptr;
    QComboBox* m_loss_choice = nullptr;
    QCheckBox* m_logarithmic = nullptr;
    QToolButton* m_reset = nullptr;
    ExportButton* m_export = nullptr;
    QSplitter* m_splitter = nullptr;
    CurvePlot* m_loss = nullptr;
    CurvePlot* m_metric = nullptr;
};

} // namespace ligature
