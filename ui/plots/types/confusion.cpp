// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/evaluation/class_scores.h"
#include "core/evaluation/confusion.h"
#include "core/training/batch_order.h"
#include "ui/document/quantity_text.h"
#include "ui/plots/arm_look.h"
#include "ui/plots/csv_field.h"
#include "ui/plots/drawn_figure.h"
#include "ui/plots/export_button.h"
#include "ui/plots/following_page.h"
#include "ui/plots/panels.h"

namespace ligature {

namespace {

/// Of more validation samples, the first are looked at: the shares change no more, and it takes a second.
constexpr std::size_t mostConfusionSamples = 10'000;
constexpr double widestClassName = 84;
constexpr double strongestConfusion = 0.5; ///< of a field's colour: its figure stays readable on it

struct ConfusionPanel {
    QString title;
    std::string arm;
    Confusion confusion;
};

/// Matrices side by side: a row for each true class, a column for what it is taken for. Blue on the diagonal, orange
/// off it, by the share of the row.
class ConfusionMaps final : public DrawnFigure {
public:
    void setPanels(std::vector<ConfusionPanel> panels, QStringList names)
    {
        m_panels = std::move(panels);
        m_names = std::move(names);
        QStringList lines;
        for (const ConfusionPanel& panel : m_panels)
            lines << tr("%1: %2").arg(panel.title, rightText(panel));
        setAccessibleDescription(lines.join(u'\n'));
        update();
    }
    [[nodiscard]] const std::vector<ConfusionPanel>& panels() const { return m_panels; }
    [[nodiscard]] static QString rightText(const ConfusionPanel& panel)
    {
        const Confusion& confusion = panel.confusion;
        const double share = confusion.samples == 0
                                 ? 0
                                 : static_cast<double>(confusion.right()) / static_cast<double>(confusion.samples);
        return tr("%1 of %2 right").arg(percentText(share, 1), groupedNumber(confusion.samples));
    }
    [[nodiscard]] QString className(std::int64_t index) const
    {
        return index < m_names.size() ? m_names[static_cast<qsizetype>(index)] : QString::number(index);
    }

    void draw(QPainter& painter, const QSizeF& size, const Theme& theme) const override
    {
        const QFontMetricsF metrics(painter.font());
        const std::vector<QRectF> rooms = panelRooms(size, static_cast<int>(m_panels.size()));
        for (std::size_t i = 0; i < m_panels.size(); ++i) {
            const ConfusionPanel& panel = m_panels[i];
            const auto number = static_cast<int>(i);
            drawHeading(painter, QRectF(rooms[i].topLeft(), QSizeF(rooms[i].width(), metrics.height())), panel.title,
                        rightText(panel), theme);
            const QRectF whole = matrixRect(number, size);
            const double width = whole.width() / static_cast<double>(classes());
            const double height = whole.height() / static_cast<double>(classes());
            const bool names_rows = height >= metrics.height() - 3;
            for (std::int64_t truth = 0; truth < classes(); ++truth) {
                painter.setPen(theme.muted_text);
                if (names_rows) {
                    painter.drawText(
                        QRectF(whole.left() - nameWidth() - 6, whole.top() + truth * height, nameWidth(), height),
                        Qt::AlignRight | Qt::AlignVCenter,
                        metrics.elidedText(className(truth), Qt::ElideRight, nameWidth()));
                }
                if (width >= metrics.horizontalAdvance(QStringLiteral("00"))) {
                    painter.drawText(QRectF(whole.left() + truth * width, whole.bottom() + 2, width, metrics.height()),
                                     Qt::AlignCenter, metrics.elidedText(className(truth), Qt::ElideRight, width - 2));
                }
                for (std::int64_t taken_for = 0; taken_for < classes(); ++taken_for)
                    drawField(
                        painter, panel.confusion, truth, taken_for,
                        fieldRect({static_cast<int>(number * classes() + taken_for), static_cast<int>(truth)}, size),
                        theme);
            }
            painter.setPen(theme.muted_text);
            painter.drawText(
                QRectF(whole.left(), whole.bottom() + metrics.height() + 2, whole.width(), metrics.height()),
                Qt::AlignCenter, metrics.elidedText(tr("taken for"), Qt::ElideRight, whole.width()));
        }
    }
    [[nodiscard]] QSize fields() const override
    {
        return {static_cast<int>(classes() * static_cast<std::int64_t>(m_panels.size())), static_cast<int>(classes())};
    }
    [[nodiscard]] QRectF fieldRect(const QPoint& field, const QSizeF& size) const override
    {
        if (!QRect(QPoint(), fields()).contains(field))
            return {};
        const auto count = static_cast<int>(classes());
        const QRectF whole = matrixRect(field.x() / count, size);
        const double width = whole.width() / count;
        const double height = whole.height() / count;
        const double gap = std::min(width, height) > 6 ? 1 : 0;
        return {whole.left() + field.x() % count * width, whole.top() + field.y() * height, width - gap, height - gap};
    }
    [[nodiscard]] std::optional<QPoint> fieldAt(const QPointF& at, const QSizeF& size) const override
    {
        const auto count = static_cast<int>(classes());
        for (int i = 0; i < static_cast<int>(m_panels.size()); ++i) {
            const QRectF whole = matrixRect(i, size);
            if (count == 0 || !whole.contains(at))
                continue;
            return QPoint(i * count +
                              std::min(static_cast<int>((at.x() - whole.left()) / whole.width() * count), count - 1),
                          std::min(static_cast<int>((at.y() - whole.top()) / whole.height() * count), count - 1));
        }
        return std::nullopt;
    }
    [[nodiscard]] QString fieldText(const QPoint& field) const override
    {
        const ConfusionPanel& panel = m_panels[static_cast<std::size_t>(field.x() / classes())];
        const std::int64_t truth = field.y();
        const std::int64_t taken_for = field.x() % classes();
        const std::int64_t of_class = panel.confusion.ofClass(truth);
        if (of_class == 0)
            return tr("%1: no sample is %2").arg(panel.title, className(truth));
        const std::int64_t count = panel.confusion.count(truth, taken_for);
        const QString share = percentText(static_cast<double>(count) / static_cast<double>(of_class), 1);
        if (truth == taken_for) {
            return tr("%1: %2 of %3 samples of %4 are told right (%5)")
                .arg(panel.title, groupedNumber(count), groupedNumber(of_class), className(truth), share);
        }
        return tr("%1: %2 of %3 samples of %4 are taken for %5 (%6)")
            .arg(panel.title, groupedNumber(count), groupedNumber(of_class), className(truth), className(taken_for),
                 share);
    }

private:
    [[nodiscard]] std::int64_t classes() const { return m_panels.empty() ? 0 : m_panels.front().confusion.classes; }
    [[nodiscard]] double nameWidth() const
    {
        double width = 0;
        for (std::int64_t i = 0; i < classes(); ++i)
            width = std::max(width, QFontMetricsF(font()).horizontalAdvance(className(i)) + 2);
        return std::min(width, widestClassName);
    }
    [[nodiscard]] QRectF matrixRect(int panel, const QSizeF& size) const
    {
        QRectF room = panelRooms(size, static_cast<int>(m_panels.size()))[static_cast<std::size_t>(panel)];
        const double line = QFontMetricsF(font()).height();
        room.adjust(nameWidth() + 6, line + 4, 0, -2 * line - 2);
        if (room.width() < 1 || room.height() < 1)
            return {room.topLeft(), QSizeF(1, 1)};
        QRectF rect = fitted(room, std::clamp(room.width() / room.height(), 1.0, 2.2));
        rect.moveLeft(room.left());
        return rect;
    }
    static void drawField(QPainter& painter, const Confusion& confusion, std::int64_t truth, std::int64_t taken_for,
                          const QRectF& rect, const Theme& theme)
    {
        const std::int64_t of_class = std::max<std::int64_t>(1, confusion.ofClass(truth));
        const std::int64_t count = confusion.count(truth, taken_for);
        const double share = static_cast<double>(count) / static_cast<double>(of_class);
        painter.fillRect(rect, mixed(theme.field, truth == taken_for ? theme.tied : theme.untied,
                                     count == 0 ? 0 : 0.08 + (strongestConfusion - 0.08) * share));
        const QString text = groupedNumber(count);
        const QFontMetricsF metrics(painter.font());
        if (count == 0 || metrics.horizontalAdvance(text) > rect.width() || metrics.height() - 3 > rect.height())
            return;
        painter.setPen(theme.text);
        painter.drawText(rect, Qt::AlignCenter, text);
    }

    std::vector<ConfusionPanel> m_panels;
    QStringList m_names;
};

struct ConfusionPicture {
    std::vector<std::pair<ArmId, Confusion>> arms;
    QStringList names;
    bool is_validation = true;
    std::size_t left_out = 0; ///< samples
};

Result<ConfusionPicture> confusionsOf(const TrainedLook& look, const std::stop_token& stop)
{
    const Result<const Dataset*> data = look.data();
    if (!data)
        return tl::unexpected(data.error());
    ConfusionPicture picture;
    for (const std::string& name : (*data)->class_names)
        picture.names << QString::fromStdString(name);
    const BatchOrder order(**data, look.settings);
    picture.is_validation = !order.validation().empty();
    std::span<const std::int64_t> samples = order.measured();
    picture.left_out = samples.size() - std::min(samples.size(), mostConfusionSamples);
    samples = samples.first(samples.size() - picture.left_out);
    for (const TrainedVariant& arm : look.snapshot->variants()) {
        auto confusion = confusionOf(arm.network, arm.weights, **data, samples, stop);
        if (!confusion)
            return tl::unexpected(confusion.error());
        picture.arms.emplace_back(arm.variant, std::move(*confusion));
    }
    return picture;
}

class ConfusionPage final : public FollowingPage<ConfusionPicture> {
public:
    ConfusionPage(const PlotSource& source, QWidget* parent)
        : FollowingPage(tr("Confusion matrix"), source, parent), m_maps(new ConfusionMaps)
    {
        m_maps->setObjectName(QStringLiteral("confusionMaps"));
        setContent(m_maps, tr("Confusion"));
        exportButton()->addTable([this](const QString& path) { return saveBytes(path, csv()); });
        refreshWithNetwork();
        showNothing();
    }

private:
    Compute begin() const override { return confusionsOf; }
    [[nodiscard]] bool canShow() const override { return classScoresOf(source().document->network()).has_value(); }

    void showNothing() override
    {
        if (canShow()) {
            return showMessage(tr("Which class is taken for which? Train the network (F5): the validation samples of "
                                  "each class are counted here by what each arm takes them for."));
        }
        showMessage(tr("A confusion matrix is of a classifier, and this network tells no classes apart: end it with a "
                       "Softmax cross-entropy on a Target of the kind 'a class' to see which class is taken for "
                       "which."));
    }

    void showPicture(ConfusionPicture picture) override
    {
        const std::vector<ArmChoice> arms = armChoices(source().document->network());
        std::vector<ConfusionPanel> panels;
        for (auto& [arm, confusion] : picture.arms)
            panels.push_back({lookOf(arm, arms).title, toString(arm), std::move(confusion)});
        m_maps->setPanels(std::move(panels), picture.names);
        showContent();
        QString sentence = picture.is_validation ? tr("Of the validation samples.")
                                                 : tr("Of the training samples, as none are kept for validation.");
        if (picture.left_out > 0)
            sentence = tr("Of the first %1 samples.").arg(groupedNumber(mostConfusionSamples));
        for (const ConfusionPanel& panel : m_maps->panels()) {
            const QString worst = worstText(panel);
            if (!worst.isEmpty())
                sentence += u' ' + worst;
        }
        setSentence(sentence);
    }

    QString worstText(const ConfusionPanel& panel) const
    {
        std::int64_t most = 0;
        std::pair<std::int64_t, std::int64_t> at;
        for (std::int64_t truth = 0; truth < panel.confusion.classes; ++truth) {
            for (std::int64_t taken_for = 0; taken_for < panel.confusion.classes; ++taken_for) {
                if (truth != taken_for && panel.confusion.count(truth, taken_for) > most) {
                    most = panel.confusion.count(truth, taken_for);
                    at = {truth, taken_for};
                }
            }
        }
        if (most == 0)
            return {};
        return tr("%1 most often takes %2 for %3 (%4 of %5).")
            .arg(panel.title, m_maps->className(at.first), m_maps->className(at.second), groupedNumber(most),
                 groupedNumber(panel.confusion.ofClass(at.first)));
    }

    std::string csv() const
    {
        std::string table = "arm,class,taken_for,count\n";
        for (const ConfusionPanel& panel : m_maps->panels()) {
            for (std::int64_t truth = 0; truth < panel.confusion.classes; ++truth) {
                for (std::int64_t taken_for = 0; taken_for < panel.confusion.classes; ++taken_for) {
                    table += csvField(panel.arm) + ',' + csvField(m_maps->className(truth).toStdString()) + ',' +
                             csvField(m_maps->className(taken_for).toStdString()) + ',' +
                             std::to_string(panel.confusion.count(truth, taken_for)) + '\n';
                }
            }
        }
        return table;
    }

    ConfusionMaps* m_maps;
};

class ConfusionPlot final : public PlotType {
public:
    std::string_view name() const override { return "confusion"; }
    QString title() const override { return PlotPage::tr("Confusion"); }
    QString help() const override
    {
        return PlotPage::tr("What each arm of a classifier takes the validation samples of each class for");
    }
    QWidget* make(const PlotSource& source, QWidget* parent) const override
    {
        return new ConfusionPage(source, parent);
    }
};

} // namespace

const PlotType& confusionPlot()
{
    static const ConfusionPlot type;
    return type;
}

} // namespace ligature
