// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_figure.h"

#include <QBuffer>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include "ui/plots/curve_canvas.h"
#include "ui/plots/plot_area.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

constexpr double pngScale = 2;

/// Sets up a device of vectors in that size, and fills it.
using PaintDevice = std::function<void(QPaintDevice&)>;

void writeSvg(QBuffer& buffer, const QSize& size, const QString& title, const PaintDevice& paint)
{
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setTitle(title);
    generator.setResolution(96);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    paint(generator);
}

void writePdf(QBuffer& buffer, const QSize& size, const QString& title, const PaintDevice& paint)
{
    QPdfWriter writer(&buffer);
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("Ligature"));
    writer.setPageSize(QPageSize(QSizeF(size) * 72 / 96, QPageSize::Point));
    writer.setPageMargins(QMarginsF());
    paint(writer);
}

} // namespace

const char* fileSuffix(FigureFormat format)
{
    switch (format) {
    case FigureFormat::Png: return "png";
    case FigureFormat::Svg: return "svg";
    case FigureFormat::Pdf: return "pdf";
    }
    return "";
}

QByteArray figure(const PlotArea& area, FigureFormat format, const QSize& size)
{
    std::vector<Curve> shown;
    std::vector<DrawnCurve> drawn;
    const PlotView& view = area.view();
    for (const Curve& curve : area.curves()) {
        if (!curve.visible || curve.series->empty())
            continue;
        shown.push_back(curve);
        drawn.push_back(
            drawnCurve(curve, area.progress(), view.x, view.value_scale, static_cast<std::size_t>(size.width())));
    }
    CurveCanvas canvas;
    canvas.setPalette(paletteFor(lightTheme()));
    canvas.setFont(area.font());
    canvas.resize(size);
    canvas.setCurves(shown);
    canvas.becomeFigure();
    canvas.draw(view, drawn);

    const auto vectors = [&](QPaintDevice& device) { canvas.paintVectors(device, size); };
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    switch (format) {
    case FigureFormat::Png: canvas.toPixmap(size, pngScale).save(&buffer, "PNG"); break;
    case FigureFormat::Svg: writeSvg(buffer, size, area.accessibleName(), vectors); break;
    case FigureFormat::Pdf: writePdf(buffer, size, area.accessibleName(), vectors); break;
    }
    return bytes;
}

QByteArray paintedFigure(FigureFormat format, const QSize& size, const QString& title,
                         const std::function<void(QPainter&)>& paint)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    const auto vectors = [&](QPaintDevice& device) {
        QPainter painter(&device);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(device.width() / static_cast<double>(size.width()),
                      device.height() / static_cast<double>(size.height()));
        paint(painter);
    };
    switch (format) {
    case FigureFormat::Png: {
        QImage image(size * pngScale, QImage::Format_RGB32);
        image.setDevicePixelRatio(pngScale);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        paint(painter);
        painter.end();
        image.save(&buffer, "PNG");
        break;
    }
    case FigureFormat::Svg: writeSvg(buffer, size, title, vectors); break;
    case FigureFormat::Pdf: writePdf(buffer, size, title, vectors); break;
    }
    return bytes;
}

} // namespace ligature
