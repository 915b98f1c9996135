// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include <QComboBox>

#include "core/evaluation/reconstruction.h"
#include "core/text/number_text.h"
#include "core/training/batch_order.h"
#include "ui/document/quantity_text.h"
#include "ui/plots/arm_look.h"
#include "ui/plots/csv_field.h"
#include "ui/plots/drawn_figure.h"
#include "ui/plots/export_button.h"
#include "ui/plots/following_page.h"
#include "ui/plots/number_text.h"

namespace ligature {

namespace {

constexpr std::size_t shownPictures = 12;
/// The worst are sought among the first so many of validation.
constexpr std::size_t mostSoughtPictures = 1'000;
constexpr double pictureGap = 4;
constexpr double pictureMargin = 10;

/// A row of pictures: the input, or what an arm makes of it.
struct PictureRow {
    QString title;
    std::string arm;            ///< empty: the input
    std::vector<float> values;  ///< picture by picture
    std::vector<double> errors; ///< of each; empty for the input
};

struct PictureSheet {
    PictureShape shape;
    std::vector<std::int64_t> samples;
    QStringList classes; ///< of each sample; empty where there are none
    std::vector<PictureRow> rows;
    float black = 0; ///< what is drawn black; the least of all inputs
    float white = 1;
};

class PictureRows final : public DrawnFigure {
public:
    void setSheet(PictureSheet sheet)
    {
        m_sheet = std::move(sheet);
        setAccessibleDescription(tr("%n picture(s), each as it is and as each arm gives it", nullptr,
                                    static_cast<int>(m_sheet.samples.size())));
        update();
    }
    [[nodiscard]] const PictureSheet& sheet() const { return m_sheet; }

    void draw(QPainter& painter, const QSizeF& size, const Theme& theme) const override
    {
        const QFontMetricsF metrics(painter.font());
        for (int row = 0; row < fields().height(); ++row) {
            const QRectF first = fieldRect({0, row}, size);
            painter.setPen(theme.text);
            painter.drawText(
                QRectF(pictureMargin, first.top(), titleWidth(), first.height()), Qt::AlignRight | Qt::AlignVCenter,
                metrics.elidedText(m_sheet.rows[static_cast<std::size_t>(row)].title, Qt::ElideRight, titleWidth()));
            for (int column = 0; column < fields().width(); ++column) {
                const QRectF rect = fieldRect({column, row}, size);
                painter.save();
                painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
                painter.drawImage(rect, picture(column, m_sheet.rows[static_cast<std::size_t>(row)]));
                painter.setPen(theme.border);
                painter.setBrush(Qt::NoBrush);
                painter.drawRect(rect);
                painter.restore();
            }
        }
    }
    [[nodiscard]] QSize fields() const override
    {
        return {static_cast<int>(m_sheet.samples.size()), static_cast<int>(m_sheet.rows.size())};
    }
    [[nodiscard]] QRectF fieldRect(const QPoint& field, const QSizeF& size) const override
    {
        if (!QRect(QPoint(), fields()).contains(field))
            return {};
        const double left = pictureMargin + titleWidth() + 8;
        const double aspect = static_cast<double>(m_sheet.shape.width) /
                              static_cast<double>(std::max<std::int64_t>(1, m_sheet.shape.height));
        const double room_across = (size.width() - left - pictureMargin) / fields().width() - pictureGap;
        const double room_down = (size.height() - 2 * pictureMargin) / fields().height() - pictureGap;
        const double width = std::max(4.0, std::min(room_across, room_down * aspect));
        const double height = width / aspect;
        return {left + field.x() * (width + pictureGap), pictureMargin + field.y() * (height + pictureGap), width,
                height};
    }
    [[nodiscard]] std::optional<QPoint> fieldAt(const QPointF& at, const QSizeF& size) const override
    {
        for (int row = 0; row < fields().height(); ++row) {
            for (int column = 0; column < fields().width(); ++column) {
                if (fieldRect({column, row}, size).contains(at))
                    return QPoint(column, row);
            }
        }
        return std::nullopt;
    }
    [[nodiscard]] QString fieldText(const QPoint& field) const override
    {
        const auto column = static_cast<std::size_t>(field.x());
        const PictureRow& row = m_sheet.rows[static_cast<std::size_t>(field.y())];
        QString sample = tr("Sample %1").arg(QString::number(m_sheet.samples[column]));
        if (!m_sheet.classes.isEmpty())
            sample += tr(" (%1)").arg(m_sheet.classes[field.x()]);
        if (row.errors.empty())
            return tr("%1, as it is").arg(sample);
        return tr("%1, %2: mean squared error %3")
            .arg(sample, row.title, valueText(row.errors[column], ValueFormat::Plain));
    }

private:
    [[nodiscard]] double titleWidth() const
    {
        double width = 0;
        for (const PictureRow& row : m_sheet.rows)
            width = std::max(width, QFontMetricsF(font()).horizontalAdvance(row.title) + 2);
        return std::min(width, 120.0);
    }
    [[nodiscard]] QImage picture(int column, const PictureRow& row) const
    {
        const PictureShape& shape = m_sheet.shape;
        const std::int64_t plane = shape.height * shape.width;
        const float* const from = row.values.data() + column * plane * shape.channels;
        QImage image(static_cast<int>(shape.width), static_cast<int>(shape.height), QImage::Format_RGB32);
        const auto shade = [&](std::int64_t channel, std::int64_t at) {
            const float value = from[std::min(channel, shape.channels - 1) * plane + at];
            const float share = (value - m_sheet.black) / (m_sheet.white - m_sheet.black);
            return std::isnan(share) ? 0 : static_cast<int>(std::lround(std::clamp(share, 0.0F, 1.0F) * 255));
        };
        for (std::int64_t y = 0; y < shape.height; ++y) {
            for (std::int64_t x = 0; x < shape.width; ++x) {
                const std::int64_t at = y * shape.width + x;
                image.setPixel(static_cast<int>(x), static_cast<int>(y),
                               qRgb(shade(0, at), shade(1, at), shade(2, at)));
            }
        }
        return image;
    }

    PictureSheet m_sheet;
};

struct ReconstructionsPicture {
    PictureSheet sheet;
    std::vector<ArmId> arms;
};

/// @param worst_of the arm whose worst are shown, by its place; nothing: the first samples
Result<ReconstructionsPicture> picturesOf(const TrainedLook& look, std::optional<std::size_t> worst_of)
{
    const Result<const Dataset*> loaded = look.data();
    if (!loaded)
        return tl::unexpected(loaded.error());
    const Dataset& data = **loaded;
    const auto shape = pictureShapeOf(data.feature_shape);
    if (!shape)
        return fail(data.name, "its samples of " + data.feature_shape.toString() + " are no pictures",
                    "choose data of pictures, or of as many numbers as a square has");
    const BatchOrder order(data, look.settings);
    const std::span<const std::int64_t> all = order.measured();
    std::vector<std::int64_t> samples(
        all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), mostSoughtPictures)));
    const std::vector<TrainedVariant>& arms = look.snapshot->variants();
    if (worst_of && *worst_of < arms.size()) {
        const auto made = reconstruct(arms[*worst_of].network, arms[*worst_of].weights, data, samples);
        if (!made)
            return tl::unexpected(made.error());
        std::vector<std::int64_t> worst;
        for (const std::size_t place : worstOf(made->errors, shownPictures))
            worst.push_back(samples[place]);
        samples = std::move(worst);
    }
    samples.resize(std::min(samples.size(), shownPictures));
    ReconstructionsPicture picture;
    PictureSheet& sheet = picture.sheet;
    sheet.shape = *shape;
    const std::int64_t features = data.feature_shape.elementCount();
    PictureRow inputs{PlotPage::tr("Input"), {}, {}, {}};
    for (const std::int64_t sample : samples) {
        const float* const from = data.features.data() + sample * features;
        inputs.values.insert(inputs.values.end(), from, from + features);
        if (data.target_kind == TargetKind::Class) {
            const auto index = static_cast<std::size_t>(data.targets.data()[sample]);
            sheet.classes << QString::fromStdString(index < data.class_names.size() ? data.class_names[index]
                                                                                    : std::to_string(index));
        }
    }
    if (!inputs.values.empty()) {
        const auto [least, greatest] = std::ranges::minmax(inputs.values);
        sheet.black = least;
        sheet.white = greatest > least ? greatest : least + 1;
    }
    sheet.rows.push_back(std::move(inputs));
    for (const TrainedVariant& arm : arms) {
        auto made = reconstruct(arm.network, arm.weights, data, samples);
        if (!made)
            return tl::unexpected(made.error());
        picture.arms.push_back(arm.variant);
        sheet.rows.push_back({{}, toString(arm.variant), std::move(made->values), std::move(made->errors)});
    }
    sheet.samples = std::move(samples);
    return picture;
}

class ReconstructionsPage final : public FollowingPage<ReconstructionsPicture> {
public:
    ReconstructionsPage(const PlotSource& source, QWidget* parent)
        : FollowingPage(tr("Reconstructions"), source, parent), m_rows(new PictureRows),
          m_which(addChoice(tr("&Samples"), QStringLiteral("reconstructionSamples"),
                            tr("Which validation samples are shown: the first ones, or those that an arm gives worst "
                               "among the first %1.")
                                .arg(groupedNumber(mostSoughtPictures))))
    {
        m_rows->setObjectName(QStringLiteral("reconstructionRows"));
        m_which->addItem(tr("The first ones"));
        setContent(m_rows, tr("Reconstructions"));
        exportButton()->addTable([this](const QString& path) { return saveBytes(path, csv()); });
        connect(m_which, &QComboBox::currentIndexChanged, this, [this] { refresh(); });
        refreshWithNetwork();
        showNothing();
    }

private:
    Compute begin() const override
    {
        std::optional<std::size_t> worst_of;
        if (m_which->currentIndex() > 0)
            worst_of = static_cast<std::size_t>(m_which->currentIndex() - 1);
        return [worst_of](const TrainedLook& look, const std::stop_token&) { return picturesOf(look, worst_of); };
    }
    [[nodiscard]] bool canShow() const override { return reconstructionOf(source().document->network()).has_value(); }

    void showNothing() override
    {
        if (canShow()) {
            return showMessage(tr("What does the network make of its pictures? Train it (F5): validation samples stand "
                                  "here beside what each arm makes of them."));
        }
        showMessage(
            tr("Reconstructions are of an autoencoder, and this network does not give its input again: hold its "
               "output against the Input in a Mean squared error to see what each arm makes of a picture."));
    }

    void showPicture(ReconstructionsPicture picture) override
    {
        const std::vector<ArmChoice> arms = armChoices(source().document->network());
        QStringList which{tr("The first ones")};
        QStringList errors;
        for (std::size_t i = 0; i < picture.arms.size(); ++i) {
            PictureRow& row = picture.sheet.rows[i + 1];
            row.title = lookOf(picture.arms[i], arms).title;
            which << tr("Worst of %1").arg(row.title);
            const double sum = std::accumulate(row.errors.begin(), row.errors.end(), 0.0);
            errors << tr("%1 %2").arg(
                row.title,
                valueText(sum / static_cast<double>(std::max<std::size_t>(1, row.errors.size())), ValueFormat::Plain));
        }
        fillChoice(*m_which, which);
        setSentence(tr("Mean squared error of these: %1.").arg(errors.join(QStringLiteral(", "))));
        m_rows->setSheet(std::move(picture.sheet));
        showContent();
    }

    std::string csv() const
    {
        std::string table = "arm,sample,mean_squared_error\n";
        const PictureSheet& sheet = m_rows->sheet();
        for (const PictureRow& row : sheet.rows) {
            for (std::size_t i = 0; i < row.errors.size(); ++i) {
                table += csvField(row.arm) + ',' + std::to_string(sheet.samples[i]) + ',' +
                         numbers::exact(row.errors[i]) + '\n';
            }
        }
        return table;
    }

    PictureRows* m_rows;
    QComboBox* m_which;
};

class ReconstructionsPlot final : public PlotType {
public:
    std::string_view name() const override { return "reconstructions"; }
    QString title() const override { return PlotPage::tr("Pictures"); }
    QString help() const override
    {
        return PlotPage::tr("What each arm of an autoencoder makes of pictures, beside the pictures themselves");
    }
    QWidget* make(const PlotSource& source, QWidget* parent) const override
    {
        return new ReconstructionsPage(source, parent);
    }
};

} // namespace

const PlotType& reconstructionsPlot()
{
    static const ReconstructionsPlot type;
    return type;
}

} // namespace ligature
