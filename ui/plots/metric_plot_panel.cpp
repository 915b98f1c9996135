// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/metric_plot_panel.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QResizeEvent>
#include <QSignalBlocker>
#include <QSlider>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/report/history_file.h"
#include "core/training/losses.h"
#include "core/tying/arm.h"
#include "ui/document/quantity_text.h"
#include "ui/plots/arm_look.h"
#include "ui/plots/export_button.h"
#include "ui/theme/icon.h"

namespace ligature {

namespace {

QString capitalised(const QString& text)
{
    return text.isEmpty() ? text : text.front().toUpper() + text.mid(1);
}

ValueFormat formatOf(const MetricSpec& metric)
{
    return metric.is_share ? ValueFormat::Percent : ValueFormat::Plain;
}

std::vector<Curve> lossCurves(const MetricHistory& history, const std::vector<ArmChoice>& arms,
                              std::optional<std::size_t> loss)
{
    std::vector<Curve> curves;
    for (const VariantCurves& c : history.variants()) {
        const ArmLook look = lookOf(c.variant, arms);
        curves.push_back({&c.of(loss).training_loss, MetricPlotPanel::tr("%1, training").arg(look.title), c.variant,
                          CurveKind::Steps});
        curves.push_back({&c.of(loss).validation_loss, MetricPlotPanel::tr("%1, validation").arg(look.title), c.variant,
                          CurveKind::Epochs});
        for (Curve& curve : std::span(curves).last(2))
            curve.custom_arm = look.custom_arm;
    }
    return curves;
}

std::vector<Curve> metricCurves(const MetricHistory& history, const std::vector<ArmChoice>& arms,
                                std::optional<std::size_t> loss)
{
    std::vector<Curve> curves;
    for (const VariantCurves& c : history.variants()) {
        const ArmLook look = lookOf(c.variant, arms);
        curves.push_back({&c.of(loss).metric, look.title, c.variant, CurveKind::Epochs});
        curves.back().custom_arm = look.custom_arm;
    }
    return curves;
}

} // namespace

MetricPlotPanel::MetricPlotPanel(QWidget* parent)
    : QWidget(parent), m_splitter(new QSplitter), m_loss(new CurvePlot), m_metric(new CurvePlot)
{
    setAccessibleName(tr("Training curves"));
    // Wider than the narrowest window leaves it: arrangeControls() makes it fit.
    auto* control_row = new QWidget;
    control_row->setMinimumWidth(1);
    auto* controls = new QHBoxLayout(control_row);
    controls->setContentsMargins(10, 6, 10, 2);
    controls->setSpacing(8);
    makeControls(*controls);
    m_loss->setObjectName(QStringLiteral("lossPlot"));
    m_metric->setObjectName(QStringLiteral("metricPlot"));
    m_splitter->addWidget(m_loss);
    m_splitter->addWidget(m_metric);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(9);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(control_row);
    layout->addWidget(m_splitter, 1);
    m_export->addPlot(tr("Loss"), m_loss);
    m_export->addPlot(tr("Metric"), m_metric);
    m_export->addTable([this](const QString& path) { return saveValues(path); });
    fillLossChoice();
    m_draw_timer.setSingleShot(true);
    connect(&m_draw_timer, &QTimer::timeout, this, &MetricPlotPanel::drawNews);
    showNothing();
}

void MetricPlotPanel::makeControls(QBoxLayout& row)
{
    m_smoothing = new QSlider(Qt::Horizontal);
    m_smoothing->setObjectName(QStringLiteral("smoothing"));
    m_smoothing->setRange(0, static_cast<int>(maximumSmoothing * 1000));
    m_smoothing->setValue(static_cast<int>(defaultSmoothing * 1000));
    m_smoothing->setSingleStep(10);
    m_smoothing->setPageStep(100);
    m_smoothing->setMinimumWidth(60);
    m_smoothing->setMaximumWidth(120);
    m_smoothing->setToolTip(tr("How much the training loss is smoothed (an exponential average). "
                               "The values as measured stay faintly behind it."));
    m_smoothing_label = new QLabel(tr("&Smoothing"));
    m_smoothing_label->setBuddy(m_smoothing);
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing_value = new QLabel;
    m_smoothing_value->setFixedWidth(m_smoothing_value->fontMetrics().horizontalAdvance(QStringLiteral("0.0000")));

    m_unit = new QComboBox;
    m_unit->setObjectName(QStringLiteral("progressUnit"));
    m_unit->addItems({tr("Steps"), tr("Epochs"), tr("Seconds")});
    m_unit->setToolTip(tr("What the horizontal axis counts; time is without pauses"));
    m_unit->setAccessibleName(tr("Horizontal axis"));
    m_unit_label = new QLabel(tr("&X axis"));
    m_unit_label->setBuddy(m_unit);

    m_loss_choice = new QComboBox;
    m_loss_choice->setObjectName(QStringLiteral("lossChoice"));
    m_loss_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_loss_choice->setToolTip(tr("Which of the network's losses is shown: what is minimised is the sum of all, each "
                                 "times its weight"));
    m_loss_choice->setAccessibleName(tr("Shown loss"));
    m_loss_choice_label = new QLabel(tr("L&oss"));
    m_loss_choice_label->setBuddy(m_loss_choice);

    m_logarithmic = new QCheckBox(tr("&Log scale"));
    m_logarithmic->setObjectName(QStringLiteral("logarithmic"));
    m_logarithmic->setToolTip(tr("A logarithmic axis for the losses, and for the metric if it is an error"));

    m_reset = new QToolButton;
    m_reset->setObjectName(QStringLiteral("resetView"));
    m_reset->setText(tr("Show all"));
    m_reset->setToolTip(tr("Undo all zooming and follow the training.\n\n%1").arg(plotGestures()));
    m_export = new ExportButton;
    m_reset->setIcon(themedIcon(QStringLiteral("fit")));
    m_reset->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_reset->setFocusPolicy(Qt::StrongFocus);
    m_reset->setAutoRaise(true);

    for (QWidget* widget : std::initializer_list<QWidget*>{m_smoothing_label, m_smoothing, m_smoothing_value})
        row.addWidget(widget);
    row.addSpacing(8);
    row.addWidget(m_loss_choice_label);
    row.addWidget(m_loss_choice);
    row.addSpacing(8);
    row.addWidget(m_unit_label);
    row.addWidget(m_unit);
    row.addSpacing(8);
    row.addWidget(m_logarithmic);
    row.addStretch();
    row.addWidget(m_reset);
    row.addWidget(m_export);

    connect(m_smoothing, &QSlider::valueChanged, this, &MetricPlotPanel::applySmoothing);
    connect(m_loss_choice, &QComboBox::currentIndexChanged, this, &MetricPlotPanel::showCurves);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &MetricPlotPanel::applyScales);
    connect(m_logarithmic, &QCheckBox::toggled, this, &MetricPlotPanel::applyScales);
    connect(m_logarithmic, &QCheckBox::clicked, this, [this] { m_is_scale_chosen = true; });
    connect(m_reset, &QToolButton::clicked, this, &MetricPlotPanel::resetViews);
    for (CurvePlot* plot : {m_loss, m_metric}) {
        connect(plot->area(), &PlotArea::viewChanged, this,
                [this] { m_reset->setEnabled(!m_loss->area()->isFollowing() || !m_metric->area()->isFollowing()); });
    }
}

void MetricPlotPanel::reset(const std::vector<ArmId>& variants, std::vector<LossDescription> losses,
                            const Network& drawn)
{
    m_arms = armChoices(drawn);
    // The curves point into the history.
    for (CurvePlot* plot : {m_loss, m_metric})
        plot->area()->setReadout(std::nullopt);
    if (!m_is_scale_chosen)
        m_logarithmic->setChecked(false);
    m_metric_of_all = metricOf(losses);
    m_losses = losses.size() > 1 ? std::move(losses) : std::vector<LossDescription>();
    std::vector<std::string> loss_names;
    for (const LossDescription& loss : m_losses)
        loss_names.push_back(loss.name);
    MetricHistory history;
    history.reset(variants, loss_names);
    history.setSmoothing(m_smoothing->value() / 1000.0);
    std::swap(m_history, history);
    fillLossChoice();
    m_loss->area()->setEmptyText(tr("Waiting for the first step…"));
    m_metric->area()->setEmptyText(tr("Waiting for the first epoch…"));
    showCurves();
}

void MetricPlotPanel::showNothing()
{
    m_loss->area()->setEmptyText(tr("Start training to see the loss here"));
    m_metric->area()->setEmptyText(tr("Start training to see the metric here"));
    showCurves();
}

void MetricPlotPanel::fillLossChoice()
{
    const QSignalBlocker quiet(m_loss_choice);
    m_loss_choice->clear();
    m_loss_choice->addItem(tr("All, weighted"));
    for (const LossDescription& loss : m_losses)
        m_loss_choice->addItem(QString::fromStdString(loss.name));
    m_loss_choice->setVisible(!m_losses.empty());
    arrangeControls();
}

std::optional<std::size_t> MetricPlotPanel::shownLoss() const
{
    if (m_losses.empty() || m_loss_choice->currentIndex() < 1)
        return std::nullopt;
    return static_cast<std::size_t>(m_loss_choice->currentIndex() - 1);
}

MetricSpec MetricPlotPanel::shownMetric() const
{
    const std::optional<std::size_t> loss = shownLoss();
    return loss ? m_losses[*loss].metric : m_metric_of_all;
}

void MetricPlotPanel::showCurves()
{
    const std::optional<std::size_t> loss = shownLoss();
    m_loss->setCurves(lossCurves(m_history, m_arms, loss));
    m_metric->setCurves(metricCurves(m_history, m_arms, loss));
    m_metric->setVisible(m_history.variants().empty() || !shownMetric().name.empty());
    applySmoothing();
    applyScales();
    shareWidth();
}

void MetricPlotPanel::append(const std::vector<MetricEvent>& events)
{
    if (events.empty())
        return;
    m_history.append(events);
    m_has_new_epochs = m_has_new_epochs || std::any_of(events.begin(), events.end(), [](const MetricEvent& event) {
                           return event.kind != MetricEvent::Kind::Step;
                       });
    if (m_draw_timer.isActive())
        return;
    constexpr qint64 rest = 20;
    const qint64 wait = m_since_drawn.isValid() ? m_draw_cost * rest - m_since_drawn.nsecsElapsed() : 0;
    if (wait > 0)
        m_draw_timer.start(static_cast<int>(wait / 1'000'000) + 1);
    else
        drawNews();
}

void MetricPlotPanel::drawNews()
{
    m_since_drawn.start();
    if (m_has_new_epochs)
        chooseScale();
    m_loss->area()->refresh();
    if (m_has_new_epochs)
        m_metric->area()->refresh();
    m_has_new_epochs = false;
    m_draw_cost = m_since_drawn.nsecsElapsed();
    m_since_drawn.start();
}

void MetricPlotPanel::chooseScale()
{
    if (m_is_scale_chosen || m_logarithmic->isChecked())
        return;
    double least = std::numeric_limits<double>::infinity();
    double greatest = 0;
    for (const History& history : m_history.histories()) {
        for (const MetricEvent& epoch : history.epochs) {
            const double loss = std::isnan(epoch.val_loss) ? epoch.train_loss : epoch.val_loss;
            if (!std::isfinite(loss))
                continue;
            least = std::min(least, loss);
            greatest = std::max(greatest, loss);
        }
    }
    constexpr double decade = 10;
    if (least > 0 && greatest > decade * least)
        m_logarithmic->setChecked(true);
}

void MetricPlotPanel::setStepsPerEpoch(std::int64_t steps)
{
    if (steps == m_steps_per_epoch)
        return;
    m_steps_per_epoch = steps;
    applyScales();
}

Result<void> MetricPlotPanel::saveFigure(const CurvePlot& plot, FigureFormat format, const QString& path) const
{
    return ligature::saveFigure(plot, format, path);
}

Result<void> MetricPlotPanel::saveValues(const QString& path) const
{
    return saveBytes(path, writeHistory(m_history.histories()));
}

void MetricPlotPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_splitter->setOrientation(width() > 1.4 * height() ? Qt::Horizontal : Qt::Vertical);
    arrangeControls();
    shareWidth();
}

void MetricPlotPanel::shareWidth()
{
    if (m_splitter->orientation() != Qt::Horizontal || !m_metric->isVisible())
        return;
    const int room = m_splitter->width() - m_splitter->handleWidth();
    const int loss = m_loss->legendWidth();
    const int metric = m_metric->legendWidth();
    const bool is_cut = m_loss->width() < loss || m_metric->width() < metric;
    if (!is_cut || loss + metric > room)
        return;
    const int share = std::clamp(room / 2, loss, room - metric);
    m_splitter->setSizes({share, room - share});
}

void MetricPlotPanel::arrangeControls()
{
    constexpr int roomForButtonTexts = 660;
    constexpr int roomForLabels = 570;
    for (QToolButton* button : std::initializer_list<QToolButton*>{m_reset, m_export})
        button->setToolButtonStyle(width() < roomForButtonTexts ? Qt::ToolButtonIconOnly
                                                                : Qt::ToolButtonTextBesideIcon);
    for (QLabel* label : {m_smoothing_label, m_unit_label})
        label->setVisible(width() >= roomForLabels);
    m_loss_choice_label->setVisible(width() >= roomForLabels && !m_losses.empty());
}

void MetricPlotPanel::applySmoothing()
{
    const double weight = m_smoothing->value() / 1000.0;
    m_smoothing_value->setText(fixedNumber(weight, m_smoothing->value() % 10 == 0 ? 2 : 3));
    m_history.setSmoothing(weight);
    m_loss->area()->refresh();
}

void MetricPlotPanel::applyScales()
{
    const ProgressScale progress{static_cast<ProgressUnit>(m_unit->currentIndex()), m_steps_per_epoch};
    const MetricSpec shown = shownMetric();
    const QString metric = QString::fromStdString(shown.name);
    const ValueFormat format = formatOf(shown);
    const std::optional<std::size_t> loss = shownLoss();
    const AxisScale scale = m_logarithmic->isChecked() ? AxisScale::Logarithmic : AxisScale::Linear;
    m_loss->area()->setProgress(progress);
    m_metric->area()->setProgress(progress);
    m_loss->setValueName(loss ? tr("Loss of %1").arg(m_loss_choice->currentText()) : tr("Loss"), ValueFormat::Plain);
    m_metric->setValueName(metric.isEmpty() ? tr("Metric") : capitalised(metric), format);
    m_loss->area()->setValueScale(scale);
    m_metric->area()->setValueScale(format == ValueFormat::Percent ? AxisScale::Linear : scale);
}

void MetricPlotPanel::resetViews()
{
    m_loss->area()->resetView();
    m_metric->area()->resetView();
}

} // namespace ligature
