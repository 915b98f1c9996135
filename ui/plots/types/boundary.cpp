// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/evaluation/class_scores.h"
#include "core/evaluation/decision_map.h"
#include "core/text/number_text.h"
#include "core/training/batch_order.h"
#include "ui/document/quantity_text.h"
#include "ui/plots/arm_look.h"
#include "ui/plots/axis_ticks.h"
#include "ui/plots/csv_field.h"
#include "ui/plots/drawn_figure.h"
#include "ui/plots/export_button.h"
#include "ui/plots/following_page.h"
#include "ui/plots/number_text.h"
#include "ui/plots/panels.h"

namespace ligature {

namespace {

constexpr std::size_t mostBoundaryPoints = 400; ///< samples that are drawn
constexpr double boundaryLeft = 46;
constexpr double strongestArea = 0.55; ///< of a class's colour: its samples stand out from it

struct BoundaryPoint {
    double x = 0;
    double y = 0;
    std::int32_t of_class = 0;
};

struct BoundaryPanel {
    QString title;
    std::string arm;
    DecisionMap map;
};

struct BoundaryNames {
    QString x;
    QString y;
    QStringList classes;
};

/// What each arm tells at each point of the plane, side by side, with validation samples: a class has a colour, and
/// each sample the colour and the marker of its true class.
class BoundaryMaps final : public DrawnFigure {
public:
    void setPanels(std::vector<BoundaryPanel> panels, std::vector<BoundaryPoint> points, BoundaryNames names)
    {
        m_panels = std::move(panels);
        m_points = std::move(points);
        m_names = std::move(names);
        setAccessibleDescription(tr("%n arm(s): the plane of %1 and %2, each point in the colour of its class", nullptr,
                                    static_cast<int>(m_panels.size()))
                                     .arg(m_names.x, m_names.y));
        update();
    }
    [[nodiscard]] const std::vector<BoundaryPanel>& panels() const { return m_panels; }
    [[nodiscard]] QString className(std::int64_t index) const
    {
        return index < m_names.classes.size() ? m_names.classes[static_cast<qsizetype>(index)] : QString::number(index);
    }

    void draw(QPainter& painter, const QSizeF& size, const Theme& theme) const override
    {
        const QFontMetricsF metrics(painter.font());
        const std::vector<QRectF> rooms = panelRooms(size, static_cast<int>(m_panels.size()));
        for (std::size_t i = 0; i < m_panels.size(); ++i) {
            drawHeading(painter, QRectF(rooms[i].topLeft(), QSizeF(rooms[i].width(), metrics.height())),
                        m_panels[i].title, {}, theme);
            const QRectF plane = planeRect(static_cast<int>(i), size);
            const DecisionMap& map = m_panels[i].map;
            QImage image(static_cast<int>(map.grid.columns), static_cast<int>(map.grid.rows), QImage::Format_RGB32);
            for (int row = 0; row < image.height(); ++row) {
                for (int column = 0; column < image.width(); ++column) {
                    const auto at = static_cast<std::size_t>((image.height() - 1 - row) * image.width() + column);
                    const auto share = static_cast<double>(map.shares[at]);
                    image.setPixel(column, row,
                                   mixed(theme.field, classColour(map.classes[at], theme),
                                         std::isnan(share) ? 0 : strongestArea * share * share)
                                       .rgb());
                }
            }
            painter.save();
            painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
            painter.drawImage(plane, image);
            painter.setClipRect(plane);
            for (const BoundaryPoint& point : m_points)
                drawPoint(painter, placeOf(point, plane), point.of_class, theme);
            painter.restore();
            drawFrame(painter, plane, theme);
        }
    }
    [[nodiscard]] QSize fields() const override
    {
        if (m_panels.empty())
            return {};
        const DecisionGrid& grid = m_panels.front().map.grid;
        return {static_cast<int>(grid.columns) * static_cast<int>(m_panels.size()), static_cast<int>(grid.rows)};
    }
    [[nodiscard]] QRectF fieldRect(const QPoint& field, const QSizeF& size) const override
    {
        if (!QRect(QPoint(), fields()).contains(field))
            return {};
        const auto columns = static_cast<int>(m_panels.front().map.grid.columns);
        const QRectF plane = planeRect(field.x() / columns, size);
        const double width = plane.width() / columns;
        const double height = plane.height() / fields().height();
        return {plane.left() + field.x() % columns * width, plane.top() + field.y() * height, width, height};
    }
    [[nodiscard]] std::optional<QPoint> fieldAt(const QPointF& at, const QSizeF& size) const override
    {
        for (int i = 0; i < static_cast<int>(m_panels.size()); ++i) {
            const QRectF plane = planeRect(i, size);
            if (!plane.contains(at))
                continue;
            const auto columns = static_cast<int>(m_panels.front().map.grid.columns);
            const int rows = fields().height();
            return QPoint(i * columns + std::min(static_cast<int>((at.x() - plane.left()) / plane.width() * columns),
                                                 columns - 1),
                          std::min(static_cast<int>((at.y() - plane.top()) / plane.height() * rows), rows - 1));
        }
        return std::nullopt;
    }
    [[nodiscard]] QString fieldText(const QPoint& field) const override
    {
        const auto columns = static_cast<int>(m_panels.front().map.grid.columns);
        const BoundaryPanel& panel = m_panels[static_cast<std::size_t>(field.x() / columns)];
        const DecisionGrid& grid = panel.map.grid;
        const int column = field.x() % columns;
        const int row = fields().height() - 1 - field.y();
        const auto at = static_cast<std::size_t>(row * columns + column);
        const double x = grid.x_lower + (grid.x_upper - grid.x_lower) * (column + 0.5) / columns;
        const double y = grid.y_lower + (grid.y_upper - grid.y_lower) * (row + 0.5) / fields().height();
        return tr("%1 at %2 %3, %4 %5: %6, sure by %7")
            .arg(panel.title, m_names.x, valueText(x, ValueFormat::Plain), m_names.y, valueText(y, ValueFormat::Plain),
                 className(panel.map.classes[at]), percentText(static_cast<double>(panel.map.shares[at]), 1));
    }

private:
    static QColor classColour(std::int32_t index, const Theme& theme)
    {
        // Blue and orange first, as people expect of two.
        if (index < 2)
            return index == 0 ? theme.tied : theme.untied;
        return theme.ties[static_cast<std::size_t>(index - 1) % theme.ties.size()];
    }
    [[nodiscard]] QRectF planeRect(int panel, const QSizeF& size) const
    {
        QRectF room = panelRooms(size, static_cast<int>(m_panels.size()))[static_cast<std::size_t>(panel)];
        const double line = QFontMetricsF(font()).height();
        room.adjust(boundaryLeft, line + 4, 0, -2 * line - 6);
        if (room.width() < 2 || room.height() < 2)
            return {room.topLeft(), QSizeF(2, 2)};
        QRectF plane = fitted(room, std::clamp(room.width() / room.height(), 0.75, 1.6));
        plane.moveLeft(room.left());
        return plane;
    }
    [[nodiscard]] QPointF placeOf(const BoundaryPoint& point, const QRectF& plane) const
    {
        const DecisionGrid& grid = m_panels.front().map.grid;
        return {plane.left() + plane.width() * (point.x - grid.x_lower) / (grid.x_upper - grid.x_lower),
                plane.bottom() - plane.height() * (point.y - grid.y_lower) / (grid.y_upper - grid.y_lower)};
    }
    static void drawPoint(QPainter& painter, const QPointF& at, std::int32_t of_class, const Theme& theme)
    {
        painter.setPen(QPen(theme.panel, 0.8));
        painter.setBrush(classColour(of_class, theme));
        switch (of_class % 3) { // told apart without colours
        case 0: painter.drawEllipse(at, 3, 3); break;
        case 1: painter.drawRect(QRectF(at.x() - 2.7, at.y() - 2.7, 5.4, 5.4)); break;
        default:
            painter.drawPolygon(QPolygonF({at + QPointF(0, -3.6), at + QPointF(3.3, 2.6), at + QPointF(-3.3, 2.6)}));
        }
    }
    void drawFrame(QPainter& painter, const QRectF& plane, const Theme& theme) const
    {
        const QFontMetricsF metrics(painter.font());
        const DecisionGrid& grid = m_panels.front().map.grid;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(theme.border);
        painter.drawRect(plane);
        painter.setPen(theme.muted_text);
        const PlotRange x{grid.x_lower, grid.x_upper};
        const PlotRange y{grid.y_lower, grid.y_upper};
        const double x_step = linearTickStep(x, static_cast<int>(plane.width() / 80));
        const double y_step = linearTickStep(y, static_cast<int>(plane.height() / 50));
        for (const double tick : linearTicks(x, x_step)) {
            const double at = plane.left() + plane.width() * fractionOf(x, tick, AxisScale::Linear);
            painter.drawText(QRectF(at - 40, plane.bottom() + 2, 80, metrics.height()), Qt::AlignCenter,
                             tickText(tick, x_step, ValueFormat::Plain));
        }
        for (const double tick : linearTicks(y, y_step)) {
            const double at = plane.bottom() - plane.height() * fractionOf(y, tick, AxisScale::Linear);
            painter.drawText(
                QRectF(plane.left() - boundaryLeft, at - metrics.height() / 2, boundaryLeft - 5, metrics.height()),
                Qt::AlignRight | Qt::AlignVCenter, tickText(tick, y_step, ValueFormat::Plain));
        }
        painter.drawText(
            QRectF(plane.left(), plane.bottom() + 3 + metrics.height(), plane.width(), metrics.height()),
            Qt::AlignCenter,
            metrics.elidedText(tr("%1 across, %2 up").arg(m_names.x, m_names.y), Qt::ElideRight, plane.width()));
    }

    std::vector<BoundaryPanel> m_panels;
    std::vector<BoundaryPoint> m_points;
    BoundaryNames m_names;
};

struct BoundaryPicture {
    std::vector<std::pair<ArmId, DecisionMap>> arms;
    std::vector<BoundaryPoint> points;
    BoundaryNames names;
};

Result<BoundaryPicture> boundariesOf(const TrainedLook& look, const std::stop_token& /*stop*/)
{
    const Result<const Dataset*> loaded = look.data();
    if (!loaded)
        return tl::unexpected(loaded.error());
    const Dataset& data = **loaded;
    BoundaryPicture picture;
    const DecisionGrid grid = decisionGridOf(data);
    for (const TrainedVariant& arm : look.snapshot->variants()) {
        auto map = decisionMapOf(arm.network, arm.weights, data, grid);
        if (!map)
            return tl::unexpected(map.error());
        picture.arms.emplace_back(arm.variant, std::move(*map));
    }
    const auto name = [&data](std::size_t feature) {
        return feature < data.feature_names.size() ? QString::fromStdString(data.feature_names[feature])
                                                   : PlotPage::tr("feature %1").arg(feature + 1);
    };
    picture.names = {name(0), name(1), {}};
    for (const std::string& one : data.class_names)
        picture.names.classes << QString::fromStdString(one);
    const BatchOrder order(data, look.settings);
    const std::span<const std::int64_t> samples =
        order.measured().first(std::min(order.measured().size(), mostBoundaryPoints));
    for (const std::int64_t sample : samples) {
        const float* const at = data.features.data() + 2 * sample;
        picture.points.push_back({static_cast<double>(at[0]), static_cast<double>(at[1]),
                                  static_cast<std::int32_t>(data.targets.data()[sample])});
    }
    return picture;
}

class BoundaryPage final : public FollowingPage<BoundaryPicture> {
public:
    BoundaryPage(const PlotSource& source, QWidget* parent)
        : FollowingPage(tr("Decision boundary"), source, parent), m_maps(new BoundaryMaps)
    {
        m_maps->setObjectName(QStringLiteral("boundaryMaps"));
        setContent(m_maps, tr("Boundary"));
        exportButton()->addTable([this](const QString& path) { return saveBytes(path, csv()); });
        refreshWithNetwork();
        connect(source.document, &Document::analysisChanged, this, [this] { refresh(); });
        showNothing();
    }

private:
    Compute begin() const override { return boundariesOf; }

    [[nodiscard]] bool canShow() const override
    {
        const auto& facts = source().document->dataFacts();
        return classScoresOf(source().document->network()) && (!facts || facts->feature_shape.elementCount() == 2);
    }

    void showNothing() override
    {
        if (canShow()) {
            return showMessage(tr("Where does the classifier change its mind? Train it (F5) on data with two features: "
                                  "each point of their plane is drawn here in the colour of the class that each arm "
                                  "tells there."));
        }
        showMessage(
            tr("A decision boundary is of a classifier of two features: choose data with two feature columns and "
               "a class (Data…), and end the network with a Softmax cross-entropy, to see where each arm changes "
               "its mind."));
    }

    void showPicture(BoundaryPicture picture) override
    {
        const std::vector<ArmChoice> arms = armChoices(source().document->network());
        std::vector<BoundaryPanel> panels;
        for (auto& [arm, map] : picture.arms)
            panels.push_back({lookOf(arm, arms).title, toString(arm), std::move(map)});
        QString sentence;
        if (panels.size() > 1) {
            const DecisionMap& first = panels[0].map;
            std::size_t other = 0;
            for (std::size_t i = 0; i < first.classes.size(); ++i)
                other += first.classes[i] != panels[1].map.classes[i] ? 1 : 0;
            sentence = tr("%1 and %2 tell different classes in %3 of this plane.")
                           .arg(panels[0].title, panels[1].title,
                                percentText(static_cast<double>(other) / static_cast<double>(first.classes.size()), 1));
        }
        setSentence(sentence);
        m_maps->setPanels(std::move(panels), std::move(picture.points), std::move(picture.names));
        showContent();
    }

    std::string csv() const
    {
        std::string table = "arm,x,y,class,share\n";
        for (const BoundaryPanel& panel : m_maps->panels()) {
            const DecisionGrid& grid = panel.map.grid;
            for (std::size_t i = 0; i < panel.map.classes.size(); ++i) {
                const double column = static_cast<double>(i % static_cast<std::size_t>(grid.columns)) + 0.5;
                const double row = static_cast<double>(i / static_cast<std::size_t>(grid.columns)) + 0.5;
                table += csvField(panel.arm) + ',' +
                         numbers::exact(grid.x_lower +
                                        (grid.x_upper - grid.x_lower) * column / static_cast<double>(grid.columns)) +
                         ',' +
                         numbers::exact(grid.y_lower +
                                        (grid.y_upper - grid.y_lower) * row / static_cast<double>(grid.rows)) +
                         ',' + csvField(m_maps->className(panel.map.classes[i]).toStdString()) + ',' +
                         numbers::exact(panel.map.shares[i]) + '\n';
            }
        }
        return table;
    }

    BoundaryMaps* m_maps;
};

class BoundaryPlot final : public PlotType {
public:
    std::string_view name() const override { return "boundary"; }
    QString title() const override { return PlotPage::tr("Boundary"); }
    QString help() const override
    {
        return PlotPage::tr("Which class each arm of a classifier of two features tells at each point of their plane");
    }
    QWidget* make(const PlotSource& source, QWidget* parent) const override { return new BoundaryPage(source, parent); }
};

} // namespace

const PlotType& boundaryPlot()
{
    static const BoundaryPlot type;
    return type;
}

} // namespace ligature
