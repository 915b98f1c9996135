// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include <QPainterPath>
#include <QRectF>

namespace ligature {

/// The curve of a link, which runs from left to right; by way of a level stretch at the lane's y if it has one.
[[nodiscard]] QPainterPath linkPath(QPointF from, QPointF to, std::optional<qreal> lane = {});

/// Where a link has to run level so that it passes no node from behind: the y that costs the least detour. Nothing
/// where the plain curve is free, or too short for a detour.
/// @param obstacles the nodes' boxes, sorted by their left edges; those at the ends may be among them
[[nodiscard]] std::optional<qreal> laneFor(QPointF from, QPointF to, std::span<const QRectF> obstacles);

} // namespace ligature
