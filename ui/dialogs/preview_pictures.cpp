// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/preview_pictures.h"

#include <algorithm>

#include <QPainter>

#include "ui/document/quantity_text.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

constexpr int pictureSize = 64;
constexpr std::size_t mostClasses = 10;
constexpr int gap = 8;
constexpr int widestName = 150;

QImage imageOf(const PreviewImage& image)
{
    QImage picture(image.width, image.height, QImage::Format_Grayscale8);
    for (int y = 0; y < image.height; ++y)
        std::copy_n(image.levels.begin() + static_cast<std::ptrdiff_t>(y) * image.width, image.width,
                    picture.scanLine(y));
    // Small ones with their pixels to be seen.
    return picture.scaled(pictureSize, pictureSize, Qt::KeepAspectRatio,
                          std::max(image.width, image.height) > pictureSize ? Qt::SmoothTransformation
                                                                            : Qt::FastTransformation);
}

} // namespace

PreviewPictures::PreviewPictures(QWidget* parent) : QListWidget(parent)
{
    setViewMode(IconMode);
    setResizeMode(Adjust);
    setMovement(Static);
    setSelectionMode(NoSelection);
    setUniformItemSizes(true);
    setIconSize({pictureSize, pictureSize});
    setSpacing(gap);
    setAccessibleName(tr("The first samples as pictures"));
}

void PreviewPictures::showImages(const std::vector<PreviewImage>& images)
{
    clear();
    for (std::size_t i = 0; i < images.size(); ++i) {
        auto* const item = new QListWidgetItem(QIcon(QPixmap::fromImage(imageOf(images[i]))),
                                               QString::fromStdString(images[i].label), this);
        item->setToolTip(images[i].label.empty()
                             ? tr("Sample %1, %2 × %3 pixels").arg(i + 1).arg(images[i].height).arg(images[i].width)
                             : tr("Sample %1, %2 × %3 pixels: %4")
                                   .arg(i + 1)
                                   .arg(images[i].height)
                                   .arg(images[i].width)
                                   .arg(QString::fromStdString(images[i].label)));
    }
}

ClassBalance::ClassBalance(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    hide();
}

void ClassBalance::showClasses(std::vector<PreviewClass> classes)
{
    m_total = 0;
    for (const PreviewClass& one : classes)
        m_total += one.count;
    m_more = 0;
    if (classes.size() > mostClasses) {
        std::ranges::stable_sort(classes, std::ranges::greater(), &PreviewClass::count);
        m_more = classes.size() - mostClasses;
        classes.resize(mostClasses);
    }
    m_classes = std::move(classes);
    QStringList told;
    for (const PreviewClass& one : m_classes)
        told << tr("%1: %2").arg(QString::fromStdString(one.name), groupedNumber(static_cast<std::int64_t>(one.count)));
    setAccessibleName(tr("Samples of each class"));
    setAccessibleDescription(told.join(QStringLiteral(", ")));
    setToolTip(m_classes.empty() ? QString() : tr("How many samples are of each class"));
    setVisible(!m_classes.empty());
    updateGeometry();
    update();
}

int ClassBalance::rowHeight() const
{
    return fontMetrics().height() + 3;
}

QSize ClassBalance::sizeHint() const
{
    return {240, static_cast<int>(m_classes.size() + (m_more > 0 ? 1 : 0)) * rowHeight()};
}

void ClassBalance::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = themeFor(palette());
    std::uint64_t most = 1;
    int names = 0;
    int counts = 0;
    const auto countOf = [&](const PreviewClass& one) {
        const double share = m_total == 0 ? 0 : 100.0 * static_cast<double>(one.count) / static_cast<double>(m_total);
        return tr("%1 (%2 %)").arg(groupedNumber(static_cast<std::int64_t>(one.count)), QString::number(share, 'f', 0));
    };
    for (const PreviewClass& one : m_classes) {
        most = std::max(most, one.count);
        names = std::max(names, fontMetrics().horizontalAdvance(QString::fromStdString(one.name)) + 1);
        counts = std::max(counts, fontMetrics().horizontalAdvance(countOf(one)));
    }
    names = std::min(names, widestName);
    const int bars = std::max(20, width() - names - counts - 2 * gap);
    int y = 0;
    for (const PreviewClass& one : m_classes) {
        const QRect row(0, y, width(), rowHeight());
        painter.setPen(theme.text);
        painter.drawText(row.adjusted(0, 0, names - width(), 0), Qt::AlignRight | Qt::AlignVCenter,
                         fontMetrics().elidedText(QString::fromStdString(one.name), Qt::ElideRight, names));
        const int length =
            static_cast<int>(static_cast<double>(bars) * static_cast<double>(one.count) / static_cast<double>(most));
        painter.fillRect(QRect(names + gap, y + 3, std::max(1, length), rowHeight() - 6), theme.accent);
        painter.setPen(theme.muted_text);
        painter.drawText(row.adjusted(names + 2 * gap + length, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         countOf(one));
        y += rowHeight();
    }
    painter.setPen(theme.muted_text);
    if (m_more > 0)
        painter.drawText(QRect(0, y, width(), rowHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                         tr("and %n more classes", nullptr, static_cast<int>(m_more)));
}

} // namespace ligature
