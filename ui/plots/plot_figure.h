// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSize>

namespace ligature {

class PlotArea;

enum class FigureFormat { Png, Svg, Pdf };

/// The file ending, without a dot.
[[nodiscard]] const char* fileSuffix(FigureFormat format);

/// A plot as the bytes of a picture for paper: what the plot shows now, on white, with a legend.
/// @param size in units of 1/96 inch; a PNG has twice as many pixels
[[nodiscard]] QByteArray figure(const PlotArea& area, FigureFormat format, const QSize& size);

} // namespace ligature
