// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QByteArray>
#include <QSize>
#include <QString>

class QPainter;

namespace ligature {

class PlotArea;

enum class FigureFormat { Png, Svg, Pdf };

/// The file ending, without a dot.
[[nodiscard]] const char* fileSuffix(FigureFormat format);

/// A plot as the bytes of a picture for paper: what the plot shows now, on white, with a legend.
/// @param size in units of 1/96 inch; a PNG has twice as many pixels
[[nodiscard]] QByteArray figure(const PlotArea& area, FigureFormat format, const QSize& size);

/// The same of what is painted by hand, into a rectangle of that size at the origin, on white.
[[nodiscard]] QByteArray paintedFigure(FigureFormat format, const QSize& size, const QString& title,
                                       const std::function<void(QPainter&)>& paint);

} // namespace ligature
