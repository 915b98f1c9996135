// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QComboBox>

#include "core/evaluation/matrix_map.h"
#include "core/text/number_text.h"
#include "ui/document/quantity_text.h"
#include "ui/plots/arm_look.h"
#include "ui/plots/csv_field.h"
#include "ui/plots/drawn_figure.h"
#include "ui/plots/export_button.h"
#include "ui/plots/following_page.h"
#include "ui/plots/number_text.h"
#include "ui/plots/panels.h"

namespace ligature {

namespace {

/// More rows or columns than these are no more than a pixel each.
constexpr std::int64_t mostMapFields = 128;
constexpr double mapBarWidth = 10;
constexpr double mostStretched = 2; ///< an entry, from a square
constexpr double longestMap = 6;    ///< of its aspect: a vector is a strip that can still be seen

struct MapPanel {
    QString title;
    Shape shape;
    MatrixMap map;
    double greatest = 0; ///< what the strongest colour stands for
};

/// Maps of matrices side by side; a field is the same place in all of them.
class WeightMaps final : public DrawnFigure {
public:
    void setPanels(std::vector<MapPanel> panels)
    {
        m_panels = std::move(panels);
        QStringList lines;
        for (const MapPanel& panel : m_panels)
            lines << tr("%1: %2").arg(panel.title, figureOf(panel));
        setAccessibleDescription(lines.join(u'\n'));
        update();
    }
    [[nodiscard]] const std::vector<MapPanel>& panels() const { return m_panels; }

    void draw(QPainter& painter, const QSizeF& size, const Theme& theme) const override
    {
        const DivergingColours colours(theme);
        const double line = QFontMetricsF(painter.font()).height();
        const std::vector<QRectF> rooms = panelRooms(size, static_cast<int>(m_panels.size()));
        for (std::size_t i = 0; i < m_panels.size(); ++i) {
            const MapPanel& panel = m_panels[i];
            drawHeading(painter, QRectF(rooms[i].topLeft(), QSizeF(rooms[i].width(), line)), panel.title,
                        figureOf(panel), theme);
            const QRectF at = mapRect(static_cast<int>(i), size);
            QImage image(static_cast<int>(panel.map.field_columns), static_cast<int>(panel.map.field_rows),
                         QImage::Format_RGB32);
            for (std::int64_t row = 0; row < panel.map.field_rows; ++row) {
                for (std::int64_t column = 0; column < panel.map.field_columns; ++column) {
                    const auto value = static_cast<double>(panel.map.field(row, column));
                    image.setPixel(static_cast<int>(column), static_cast<int>(row),
                                   colours.at(panel.greatest > 0 || std::isnan(value) ? value / panel.greatest : 0));
                }
            }
            painter.save();
            painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
            painter.drawImage(at, image);
            drawTiles(painter, at, panel.map, theme);
            painter.setPen(theme.border);
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(at);
            painter.restore();
            drawColourBar(painter, QRectF(at.right() + 6, at.top(), mapBarWidth, std::max(at.height(), 2.5 * line)),
                          panel.greatest, colours, theme);
        }
    }
    [[nodiscard]] QSize fields() const override
    {
        if (m_panels.empty())
            return {};
        const MatrixMap& map = m_panels.front().map;
        return {static_cast<int>(map.field_columns * static_cast<std::int64_t>(m_panels.size())),
                static_cast<int>(map.field_rows)};
    }
    [[nodiscard]] QRectF fieldRect(const QPoint& field, const QSizeF& size) const override
    {
        if (!QRect(QPoint(), fields()).contains(field))
            return {};
        const MatrixMap& map = m_panels.front().map;
        const auto columns = static_cast<int>(map.field_columns);
        const QRectF rect = mapRect(field.x() / columns, size);
        const double width = rect.width() / columns;
        const double height = rect.height() / static_cast<double>(map.field_rows);
        return {rect.left() + field.x() % columns * width, rect.top() + field.y() * height, width, height};
    }
    [[nodiscard]] std::optional<QPoint> fieldAt(const QPointF& at, const QSizeF& size) const override
    {
        for (int i = 0; i < static_cast<int>(m_panels.size()); ++i) {
            const QRectF rect = mapRect(i, size);
            if (!rect.contains(at))
                continue;
            const MatrixMap& map = m_panels.front().map;
            const auto columns = static_cast<int>(map.field_columns);
            const auto rows = static_cast<int>(map.field_rows);
            const int column = std::min(static_cast<int>((at.x() - rect.left()) / rect.width() * columns), columns - 1);
            const int row = std::min(static_cast<int>((at.y() - rect.top()) / rect.height() * rows), rows - 1);
            return QPoint(i * columns + column, row);
        }
        return std::nullopt;
    }
    [[nodiscard]] QString fieldText(const QPoint& field) const override
    {
        const MatrixMap& map = m_panels.front().map;
        const std::int64_t row = field.y();
        const std::int64_t column = field.x() % map.field_columns;
        const bool is_block = map.field_rows < map.rows || map.field_columns < map.columns;
        const QString place =
            is_block ? tr("The furthest from 0 of [%1:%2, %3:%4]")
                           .arg(QString::number(map.firstRow(row)), QString::number(map.firstRow(row + 1)),
                                QString::number(map.firstColumn(column)), QString::number(map.firstColumn(column + 1)))
                     : QString::fromStdString(
                           m_panels.front().shape.indexText(placeOf(m_panels.front().shape, row, column)));
        QStringList values;
        for (const MapPanel& panel : m_panels) {
            values << tr("%1 %2").arg(panel.title,
                                      valueText(static_cast<double>(panel.map.field(row, column)), ValueFormat::Plain));
        }
        return tr("%1: %2").arg(place, values.join(QStringLiteral(", ")));
    }

private:
    static QString figureOf(const MapPanel& panel)
    {
        return tr("%1, norm %2")
            .arg(QString::fromStdString(panel.shape.toString()), valueText(panel.map.norm, ValueFormat::Plain));
    }
    /// Lines between kernels, where these are large enough.
    static void drawTiles(QPainter& painter, const QRectF& at, const MatrixMap& map, const Theme& theme)
    {
        constexpr double leastTile = 6;
        const double down = at.height() * static_cast<double>(map.tile_rows) / static_cast<double>(map.rows);
        const double across = at.width() * static_cast<double>(map.tile_columns) / static_cast<double>(map.columns);
        const bool has_tiles = map.tile_rows * map.tile_columns > 1;
        if (!has_tiles || map.field_rows < map.rows || map.field_columns < map.columns || down < leastTile ||
            across < leastTile)
            return;
        painter.setPen(QPen(theme.panel, 1.5));
        for (double y = at.top() + down; y < at.bottom() - 1; y += down)
            painter.drawLine(QPointF(at.left(), y), QPointF(at.right(), y));
        for (double x = at.left() + across; x < at.right() - 1; x += across)
            painter.drawLine(QPointF(x, at.top()), QPointF(x, at.bottom()));
    }
    [[nodiscard]] QRectF mapRect(int panel, const QSizeF& size) const
    {
        const MatrixMap& map = m_panels.front().map;
        QRectF room = panelRooms(size, static_cast<int>(m_panels.size()))[static_cast<std::size_t>(panel)];
        room.setTop(room.top() + QFontMetricsF(font()).height() + 4);
        room.setRight(std::max(room.left() + 4, room.right() - mapBarWidth - 6 - colourBarTextWidth(font())));
        const double aspect =
            static_cast<double>(map.columns) / static_cast<double>(std::max<std::int64_t>(1, map.rows));
        // Entries need not be square: what fills the room is better seen.
        const double of_room = room.width() / std::max(1.0, room.height());
        QRectF rect = fitted(room, std::clamp(of_room, std::clamp(aspect / mostStretched, 1 / longestMap, longestMap),
                                              std::clamp(aspect * mostStretched, 1 / longestMap, longestMap)));
        rect.moveLeft(room.left());
        return rect;
    }

    std::vector<MapPanel> m_panels;
};

/// A use of a parameter that can be looked at.
struct MapChoice {
    QString label; ///< "decoder.weight: Wᵀ"
    Slot slot;
    bool is_matrix = false;
};

struct WeightsPicture {
    std::vector<MapChoice> choices;
    std::size_t chosen = 0;
    std::vector<ArmId> arms;
    Shape shape;
    std::vector<MatrixMap> maps; ///< of each arm, then the difference where there are two
};

std::vector<MapChoice> mapChoicesOf(const TrainedVariant& arm)
{
    std::vector<MapChoice> choices;
    const std::map<ParameterId, std::string> names = parameterNames(arm.network);
    for (const auto& [slot, tie] : arm.network.ties) {
        const auto layer = arm.network.layers.find(slot.layer);
        const auto values = valuesOfUse(arm.network, arm.weights, slot);
        if (!values || layer == arm.network.layers.end())
            continue;
        QString label = QString::fromStdString(layer->second.name + "." + slot.slot);
        if (arm.network.parameters.at(tie.parameter).shared)
            label += QStringLiteral(": ") + QString::fromStdString(notation(tie.view, names.at(tie.parameter)));
        choices.push_back({label, slot, shapeOf(*values).rank() > 1});
    }
    return choices;
}

WeightsPicture weightMapsOf(const std::vector<TrainedVariant>& arms, const QString& wanted)
{
    WeightsPicture picture;
    if (arms.empty())
        return picture;
    picture.choices = mapChoicesOf(arms.front());
    if (picture.choices.empty())
        return picture;
    auto chosen = std::ranges::find(picture.choices, wanted, &MapChoice::label);
    if (chosen == picture.choices.end())
        chosen = std::ranges::find(picture.choices, true, &MapChoice::is_matrix);
    if (chosen == picture.choices.end())
        chosen = picture.choices.begin();
    picture.chosen = static_cast<std::size_t>(chosen - picture.choices.begin());
    std::vector<UseValues> uses;
    for (const TrainedVariant& arm : arms) {
        const auto use = valuesOfUse(arm.network, arm.weights, chosen->slot);
        if (!use || (!uses.empty() && shapeOf(*use) != shapeOf(uses.front())))
            continue;
        uses.push_back(*use);
        picture.shape = shapeOf(*use);
        picture.arms.push_back(arm.variant);
        picture.maps.push_back(matrixMapOf(*use, mostMapFields));
        if (uses.size() == 2)
            break;
    }
    if (uses.size() == 2)
        picture.maps.push_back(differenceMapOf(uses[0], uses[1], mostMapFields));
    return picture;
}

class WeightsPage final : public FollowingPage<WeightsPicture> {
public:
    WeightsPage(const PlotSource& source, QWidget* parent)
        : FollowingPage(tr("Weights as heat maps"), source, parent), m_maps(new WeightMaps),
          m_use(addChoice(tr("&Weight"), QStringLiteral("weightUse"),
                          tr("Which weight is shown, as the layer reads it: through its tie in the tied network, its "
                             "own copy in the untied twin. First axis down, all others across; kernels as "
                             "tiles, outputs down and inputs across.")))
    {
        m_maps->setObjectName(QStringLiteral("weightMaps"));
        setContent(m_maps, tr("Weights"));
        exportButton()->addTable([this](const QString& path) { return saveBytes(path, csv()); });
        connect(m_use, &QComboBox::currentIndexChanged, this, [this] { refresh(); });
        showNothing();
    }

private:
    Compute begin() const override
    {
        return [wanted = m_use->currentText()](const TrainedLook& look, const std::stop_token&) {
            return weightMapsOf(look.snapshot->variants(), wanted);
        };
    }

    void showNothing() override
    {
        showMessage(
            tr("What did the tied weight become, and where does the twin's differ? Train the network (F5): each "
               "weight is drawn here as a heat map, tied, untied and the difference, with one colour scale for "
               "both arms."));
    }

    void showPicture(WeightsPicture picture) override
    {
        if (picture.maps.empty())
            return showMessage(tr("The network has no weights."));
        showContent();
        QStringList labels;
        for (const MapChoice& choice : picture.choices)
            labels << choice.label;
        fillChoice(*m_use, labels);
        {
            const QSignalBlocker quiet(m_use);
            m_use->setCurrentIndex(static_cast<int>(picture.chosen));
        }
        const std::vector<ArmChoice> arms = armChoices(source().document->network());
        double greatest = 0;
        for (std::size_t i = 0; i < picture.arms.size(); ++i)
            greatest = std::max({greatest, std::abs(picture.maps[i].least), std::abs(picture.maps[i].greatest)});
        std::vector<MapPanel> panels;
        for (std::size_t i = 0; i < picture.maps.size(); ++i) {
            MatrixMap& map = picture.maps[i];
            if (i < picture.arms.size())
                panels.push_back({lookOf(picture.arms[i], arms).title, picture.shape, std::move(map), greatest});
            else
                panels.push_back(
                    {tr("Difference"), picture.shape, map, std::max(std::abs(map.least), std::abs(map.greatest))});
        }
        setSentence(
            panels.size() < 3 || panels[0].map.norm == 0
                ? QString()
                : tr("%1 and %2 differ by %3 of the norm of %1.")
                      .arg(panels[0].title, panels[1].title, percentText(panels[2].map.norm / panels[0].map.norm, 1)));
        m_maps->setPanels(std::move(panels));
    }

    std::string csv() const
    {
        // A field stands for a block of the matrix; its first row and column are named.
        std::string table = "map,row,column,value\n";
        for (const MapPanel& panel : m_maps->panels()) {
            for (std::int64_t row = 0; row < panel.map.field_rows; ++row) {
                for (std::int64_t column = 0; column < panel.map.field_columns; ++column) {
                    table += csvField(panel.title.toStdString()) + ',' + std::to_string(panel.map.firstRow(row)) + ',' +
                             std::to_string(panel.map.firstColumn(column)) + ',' +
                             numbers::exact(panel.map.field(row, column)) + '\n';
                }
            }
        }
        return table;
    }

    WeightMaps* m_maps;
    QComboBox* m_use;
};

class WeightsPlot final : public PlotType {
public:
    std::string_view name() const override { return "weights"; }
    QString title() const override { return PlotPage::tr("Weights"); }
    QString help() const override
    {
        return PlotPage::tr("Each weight as a heat map: tied, untied, and the difference between them");
    }
    QWidget* make(const PlotSource& source, QWidget* parent) const override { return new WeightsPage(source, parent); }
};

} // namespace

const PlotType& weightsPlot()
{
    static const WeightsPlot type;
    return type;
}

} // namespace ligature
