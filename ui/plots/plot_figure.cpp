// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_figure.h"

#include <QBuffer>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>

#include "ui/plots/curve_canvas.h"
#include "ui/plots/plot_area.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

constexpr double pngScale = 2;

void paintSvg(CurveCanvas& canvas, QBuffer& buffer, const QSize& size, const QString& title)
{
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setTitle(title);
    generator.setResolution(96);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    canvas.paintVectors(generator, size);
}

void paintPdf(CurveCanvas& canvas, QBuffer& buffer, const QSize& size, const QString& title)
{
    QPdfWriter writer(&buffer);
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("Ligature"));
    writer.setPageSize(QPageSize(QSizeF(size) * 72 / 96, QPageSize::Point));
    writer.setPageMargins(QMarginsF());
    canvas.paintVectors(writer, size);
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

    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    switch (format) {
    case FigureFormat::Png: canvas.toPixmap(size, pngScale).save(&buffer, "PNG"); break;
    case FigureFormat::Svg: paintSvg(canvas, buffer, size, area.accessibleName()); break;
    case FigureFormat::Pdf: paintPdf(canvas, buffer, size, area.accessibleName()); break;
    }
    return bytes;
}

} // namespace ligature
