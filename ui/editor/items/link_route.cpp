// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/items/link_route.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ligature {

namespace {

/// The length of the curves that lead from the ends into the lane and out of it.
constexpr qreal ramp = 80;
/// A node nearer to an end than this cannot be gone round.
constexpr qreal detourMargin = 30;
constexpr qreal clearance = 26;
constexpr qreal shortest = 2 * ramp + 60;
/// Below a node are its ties and its parameters: a detour above it is better up to this factor.
constexpr qreal belowFactor = 1.6;

bool crosses(const QPainterPath& path, std::span<const QRectF> boxes)
{
    constexpr int steps = 32;
    for (int step = 1; step < steps; ++step) {
        const QPointF point = path.pointAtPercent(qreal(step) / steps);
        for (const QRectF& box : boxes) {
            if (box.contains(point))
                return true;
        }
    }
    return false;
}

} // namespace

QPainterPath linkPath(QPointF from, QPointF to, std::optional<qreal> lane)
{
    QPainterPath path(from);
    if (lane) {
        const QPointF enter(from.x() + ramp, *lane);
        const QPointF leave(to.x() - ramp, *lane);
        path.cubicTo({from.x() + ramp * 0.6, from.y()}, {enter.x() - ramp * 0.6, *lane}, enter);
        path.lineTo(leave);
        path.cubicTo({leave.x() + ramp * 0.6, *lane}, {to.x() - ramp * 0.6, to.y()}, to);
        return path;
    }
    const QPointF span = to - from;
    // A link that runs backwards swings out further, so that it leaves and arrives in the same direction as the rest.
    const qreal reach = span.x() >= 0 ? std::max(span.x() * 0.5, std::min(40.0, std::abs(span.y())))
                                      : std::min(60 + std::abs(span.x()) * 0.35, 260.0);
    path.cubicTo(from + QPointF(reach, 0), to - QPointF(reach, 0), to);
    return path;
}

std::optional<qreal> laneFor(QPointF from, QPointF to, std::span<const QRectF> obstacles)
{
    if (to.x() - from.x() < shortest)
        return std::nullopt;
    const auto end = std::ranges::lower_bound(obstacles, to.x() - detourMargin, {}, &QRectF::left);
    std::vector<QRectF> between;
    for (auto box = obstacles.begin(); box != end; ++box) {
        if (box->right() > from.x() + detourMargin)
            between.push_back(*box);
    }
    if (between.empty() || !crosses(linkPath(from, to), between))
        return std::nullopt;
    // The free levels are next to the boxes' edges; the one nearest to both ends wins.
    std::optional<qreal> best;
    qreal least = 0;
    const auto consider = [&](qreal y) {
        for (const QRectF& box : between) {
            if (y > box.top() - clearance + 1 && y < box.bottom() + clearance - 1)
                return;
        }
        const qreal lower = std::max(from.y(), to.y());
        const qreal detour = std::abs(y - from.y()) + std::abs(y - to.y());
        const qreal cost = y > lower ? detour * belowFactor : detour;
        if (!best || cost < least) {
            best = y;
            least = cost;
        }
    };
    for (const QRectF& box : between) {
        consider(box.top() - clearance);
        consider(box.bottom() + clearance);
    }
    return best;
}

} // namespace ligature
