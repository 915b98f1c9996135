// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/curve_canvas.h"

#include <cmath>

#include <QEvent>
#include <qcustomplot.h>

#include "ui/plots/axis_ticks.h"
#include "ui/plots/curve_style.h"

namespace ligature {

namespace {

class LinearTicker : public QCPAxisTicker {
public:
    ValueFormat format = ValueFormat::Plain;
    bool whole = false;

protected:
    double getTickStep(const QCPRange& range) override
    {
        m_step = QCPAxisTicker::getTickStep(range);
        if (whole)
            m_step = std::max(m_step, 1.0);
        return m_step;
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return tickText(tick, m_step, format); }

private:
    double m_step = 1;
};

class LogarithmicTicker : public QCPAxisTicker {
protected:
    QVector<double> createTickVector(double, const QCPRange& range) override
    {
        const std::vector<double> ticks = logarithmicTicks({range.lower, range.upper}, mTickCount);
        return {ticks.begin(), ticks.end()};
    }
    QVector<double> createSubTickVector(int, const QVector<double>&) override { return {}; }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return logarithmicTickText(tick); }
};

/// A curve's line in the legend of a figure: as on the screen, without the value.
class LegendItem : public QCPPlottableLegendItem {
public:
    LegendItem(QCPLegend* legend, QCPGraph* graph, Curve curve)
        : QCPPlottableLegendItem(legend, graph), m_curve(std::move(curve))
    {
    }

protected:
    void draw(QCPPainter* painter) override
    {
        const QSize icon = parentLegend()->iconSize();
        paintSample(*painter, QRectF(rect().left(), rect().top(), icon.width(), rect().height()), m_curve, lightTheme(),
                    Qt::white);
        painter->setFont(font());
        painter->setPen(QPen(textColor()));
        painter->drawText(rect().adjusted(icon.width() + parentLegend()->iconTextPadding(), 0, 0, 0),
                          Qt::AlignLeft | Qt::AlignVCenter, m_curve.name);
    }
    QSize minimumOuterSizeHint() const override
    {
        const QFontMetrics metrics(font());
        return {parentLegend()->iconSize().width() + parentLegend()->iconTextPadding() +
                    metrics.horizontalAdvance(m_curve.name) + 2,
                metrics.height() + 4};
    }

private:
    Curve m_curve;
};

/// Markers, whole also where they lie on the edge of the axes.
class MarkerGraph : public QCPGraph {
public:
    using QCPGraph::QCPGraph;

protected:
    QRect clipRect() const override { return parentPlot()->viewport(); }
};

/// What draws one curve.
struct CurveGraphs {
    Curve curve;
    QCPGraph* raw = nullptr;
    std::vector<QCPGraph*> runs;
    QCPGraph* band_low = nullptr; ///< the band is filled from one to the other
    QCPGraph* band_high = nullptr;
    QCPGraph* line = nullptr;
    QCPGraph* markers = nullptr;
    QCPGraph* high_marks = nullptr;
    QCPGraph* low_marks = nullptr;
    QCPGraph* dot = nullptr; ///< on the crosshair
};

QVector<double> vectorOf(const std::vector<double>& values)
{
    return {values.begin(), values.end()};
}

/// Whole markers only: cut by the edge of the plot they could not be told apart.
void setMarkers(QCPGraph* graph, const DrawnCurve& drawn, const PlotView& view)
{
    QVector<double> x;
    QVector<double> y;
    for (std::size_t i = 0; i < drawn.marker_x.size(); ++i) {
        if (view.x.contains(drawn.marker_x[i]) && view.y.contains(drawn.marker_y[i])) {
            x.push_back(drawn.marker_x[i]);
            y.push_back(drawn.marker_y[i]);
        }
    }
    graph->setData(x, y, true);
}

void setMarks(QCPGraph* graph, const std::vector<double>& x, double height)
{
    graph->setData(vectorOf(x), QVector<double>(static_cast<qsizetype>(x.size()), height), true);
}

} // namespace

struct CurveCanvas::Parts {
    QCustomPlot* plot = nullptr;
    bool is_figure = false;
    QSharedPointer<LinearTicker> x_ticker{new LinearTicker};
    QSharedPointer<LinearTicker> y_ticker{new LinearTicker};
    QSharedPointer<LogarithmicTicker> log_ticker{new LogarithmicTicker};
    QCPItemStraightLine* crosshair = nullptr;
    std::vector<CurveGraphs> curves;

    /// Owned by the plot.
    template <typename Graph = QCPGraph>
    Graph* addGraph(QCPAxis* value_axis, const QString& layer) const
    {
        auto* graph = new Graph(plot->xAxis, value_axis);
        graph->setLayer(layer);
        graph->setSelectable(QCP::stNone);
        return graph;
    }
};

CurveCanvas::CurveCanvas(QWidget* parent) : QWidget(parent), m_parts(std::make_unique<Parts>())
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* plot = new QCustomPlot(this);
    m_parts->plot = plot;
    plot->setFocusPolicy(Qt::NoFocus);
    plot->setInteractions({});
    plot->setAttribute(Qt::WA_OpaquePaintEvent, false);
    plot->setBackground(QBrush(Qt::NoBrush));
    plot->setAutoAddPlottableToLegend(false);
    plot->xAxis->setTicker(m_parts->x_ticker);
    plot->yAxis->setTicker(m_parts->y_ticker);
    m_parts->log_ticker->setTickCount(6);
    // What is not a number has a place at the edge whatever the values' range is.
    plot->yAxis2->setRange(0, 1);
    plot->axisRect()->setMinimumMargins(QMargins(8, 8, 20, 8));
    m_parts->crosshair = new QCPItemStraightLine(plot);
    m_parts->crosshair->setLayer(QStringLiteral("overlay"));
    m_parts->crosshair->setVisible(false);
    applyTheme();
}

CurveCanvas::~CurveCanvas() = default;

void CurveCanvas::setCurves(std::span<const Curve> curves)
{
    QCustomPlot* plot = m_parts->plot;
    plot->clearGraphs();
    m_parts->curves.clear();
    const QString main = QStringLiteral("main");
    for (const Curve& curve : curves) {
        CurveGraphs& graphs = m_parts->curves.emplace_back();
        graphs.curve = curve;
        graphs.raw = m_parts->addGraph(plot->yAxis, main);
        for (std::size_t i = 0; i < curve.runs.size(); ++i)
            graphs.runs.push_back(m_parts->addGraph(plot->yAxis, main));
        if (curve.band_low != nullptr) {
            graphs.band_low = m_parts->addGraph(plot->yAxis, main);
            graphs.band_high = m_parts->addGraph(plot->yAxis, main);
            graphs.band_high->setChannelFillGraph(graphs.band_low);
        }
    }
    for (CurveGraphs& graphs : m_parts->curves) {
        graphs.line = m_parts->addGraph(plot->yAxis, main);
        graphs.line->setName(graphs.curve.name);
        graphs.markers = m_parts->addGraph<MarkerGraph>(plot->yAxis, main);
        graphs.high_marks = m_parts->addGraph(plot->yAxis2, main);
        graphs.low_marks = m_parts->addGraph(plot->yAxis2, main);
        graphs.dot = m_parts->addGraph(plot->yAxis, QStringLiteral("overlay"));
        for (QCPGraph* points : {graphs.markers, graphs.high_marks, graphs.low_marks, graphs.dot})
            points->setLineStyle(QCPGraph::lsNone);
    }
    applyStyles();
}

void CurveCanvas::becomeFigure()
{
    QCustomPlot* plot = m_parts->plot;
    m_parts->is_figure = true;
    plot->setBackground(QBrush(Qt::white));
    QCPLegend* legend = plot->legend;
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    legend->setBorderPen(Qt::NoPen);
    legend->setBrush(Qt::NoBrush);
    legend->setIconSize(26, 14);
    legend->setMargins(QMargins(12, 0, 12, 8));
    for (const CurveGraphs& graphs : m_parts->curves) {
        auto* item = new LegendItem(legend, graphs.line, graphs.curve);
        item->setFont(plot->xAxis->tickLabelFont());
        item->setTextColor(themeFor(palette()).text);
        legend->addItem(item);
    }
    plot->plotLayout()->addElement(1, 0, legend);
    plot->plotLayout()->setRowStretchFactor(1, 0.001);
    legend->setVisible(true);
    applyStyles();
}

void CurveCanvas::draw(const PlotView& view, std::span<const DrawnCurve> drawn)
{
    QCustomPlot* plot = m_parts->plot;
    plot->setBufferDevicePixelRatio(devicePixelRatioF());
    const bool logarithmic = view.value_scale == AxisScale::Logarithmic;
    m_parts->x_ticker->whole = view.whole_x;
    m_parts->y_ticker->format = view.value_format;
    m_parts->x_ticker->setTickCount(std::clamp(width() / 90, 2, 10));
    m_parts->y_ticker->setTickCount(std::clamp(height() / 45, 2, 8));
    constexpr int below = 32; // the labels of the steps
    m_parts->log_ticker->setTickCount(logarithmicTickCount(height() - below));
    plot->yAxis->setTicker(logarithmic ? QSharedPointer<QCPAxisTicker>(m_parts->log_ticker) : m_parts->y_ticker);
    plot->yAxis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    plot->xAxis->setRange(view.x.lower, view.x.upper);
    plot->yAxis->setRange(view.y.lower, view.y.upper);
    constexpr int height_for_name = 190;
    plot->xAxis->setLabel(m_parts->is_figure || height() >= height_for_name ? view.x_name : QString());
    plot->yAxis->setLabel(m_parts->is_figure ? view.y_name : QString());
    for (std::size_t i = 0; i < m_parts->curves.size() && i < drawn.size(); ++i) {
        const CurveGraphs& graphs = m_parts->curves[i];
        graphs.raw->setData(vectorOf(drawn[i].raw_x), vectorOf(drawn[i].raw_y), true);
        graphs.line->setData(vectorOf(drawn[i].x), vectorOf(drawn[i].y), true);
        for (std::size_t run = 0; run < graphs.runs.size(); ++run) {
            const bool is_drawn = run < drawn[i].runs.size();
            graphs.runs[run]->setData(is_drawn ? vectorOf(drawn[i].runs[run].first) : QVector<double>(),
                                      is_drawn ? vectorOf(drawn[i].runs[run].second) : QVector<double>(), true);
        }
        if (graphs.band_low != nullptr) {
            const QVector<double> band_x = drawn[i].band_low.empty() ? QVector<double>() : vectorOf(drawn[i].x);
            graphs.band_low->setData(band_x, vectorOf(drawn[i].band_low), true);
            graphs.band_high->setData(band_x, vectorOf(drawn[i].band_high), true);
        }
        setMarkers(graphs.markers, drawn[i], view);
        // One below the other, where several curves leave the axes at once.
        const double inset = 0.03 + 0.07 * static_cast<double>(i);
        setMarks(graphs.high_marks, drawn[i].high_marks, 1 - inset);
        setMarks(graphs.low_marks, drawn[i].low_marks, inset);
    }
    plot->replot(QCustomPlot::rpQueuedRefresh);
}

void CurveCanvas::setCrosshair(std::optional<double> x, std::span<const QPointF> points)
{
    m_parts->crosshair->setVisible(x.has_value());
    if (x) {
        m_parts->crosshair->point1->setCoords(*x, 0.5);
        m_parts->crosshair->point2->setCoords(*x, 0.6);
    }
    for (std::size_t i = 0; i < m_parts->curves.size(); ++i) {
        QCPGraph* dot = m_parts->curves[i].dot;
        dot->data()->clear();
        if (x && i < points.size() && isDrawable(points[i].y()))
            dot->addData(points[i].x(), points[i].y());
    }
    m_parts->plot->layer(QStringLiteral("overlay"))->replot();
}

QRect CurveCanvas::plotRect() const
{
    return m_parts->plot->axisRect()->rect();
}

QPixmap CurveCanvas::toPixmap(const QSize& size, double scale)
{
    return m_parts->plot->toPixmap(size.width(), size.height(), scale);
}

void CurveCanvas::paintVectors(QPaintDevice& device, const QSize& size)
{
    QCPPainter painter(&device);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setMode(QCPPainter::pmNonCosmetic);
    painter.setWindow(QRect(QPoint(0, 0), size));
    m_parts->plot->toPainter(&painter, size.width(), size.height());
}

void CurveCanvas::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        applyTheme();
        applyStyles();
        m_parts->plot->replot(QCustomPlot::rpQueuedReplot);
    }
}

void CurveCanvas::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_parts->plot->setGeometry(rect());
}

void CurveCanvas::applyTheme()
{
    const Theme& theme = themeFor(palette());
    QCustomPlot* plot = m_parts->plot;
    QFont tick_font = font();
    tick_font.setPointSizeF(font().pointSizeF() * 0.88);
    const QPen grid(mixed(theme.panel, theme.border, 0.55), 1);
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) {
        axis->setTickLabelFont(tick_font);
        axis->setLabelFont(tick_font);
        axis->setTickLabelColor(theme.muted_text);
        axis->setLabelColor(theme.text);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelPadding(6);
        axis->setLabelPadding(5);
        axis->grid()->setPen(grid);
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    plot->xAxis->grid()->setVisible(false);
    plot->xAxis->setBasePen(QPen(theme.border, 1));
    plot->yAxis->setBasePen(Qt::NoPen);
    m_parts->crosshair->setPen(QPen(theme.muted_text, 1));
}

void CurveCanvas::applyStyles()
{
    const Theme& theme = themeFor(palette());
    const QColor background = m_parts->is_figure ? QColor(Qt::white) : theme.panel;
    for (const CurveGraphs& graphs : m_parts->curves) {
        const QColor colour = curveColour(graphs.curve, theme);
        const QBrush inside = graphs.curve.variant == tiedArm ? colour : background;
        const auto shape = graphs.curve.variant == tiedArm ? QCPScatterStyle::ssCircle : QCPScatterStyle::ssSquare;
        graphs.raw->setPen(rawPen(graphs.curve, theme));
        for (QCPGraph* const run : graphs.runs)
            run->setPen(rawPen(graphs.curve, theme));
        if (graphs.band_low != nullptr) {
            graphs.band_low->setPen(Qt::NoPen);
            graphs.band_high->setPen(Qt::NoPen);
            graphs.band_high->setBrush(bandColour(graphs.curve, theme));
        }
        graphs.line->setPen(curvePen(graphs.curve, theme));
        graphs.markers->setScatterStyle(QCPScatterStyle(shape, QPen(colour, 1.3), inside, markerSize));
        graphs.high_marks->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssTriangle, QPen(colour, 1.2), QBrush(theme.error), 9));
        graphs.low_marks->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssTriangleInverted, QPen(colour, 1.2), QBrush(theme.error), 9));
        graphs.dot->setScatterStyle(QCPScatterStyle(shape, QPen(background, 1.5), QBrush(colour), 8));
    }
}

} // namespace ligature
