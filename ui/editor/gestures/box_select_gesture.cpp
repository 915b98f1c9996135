// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/gestures/box_select_gesture.h"

#include <QPainter>

#include "ui/editor/network_view.h"

namespace ligature {

namespace {

template <typename Key>
void choose(std::set<Key>& selected, const Key& key, bool toggles, const std::set<Key>& before)
{
    if (toggles && before.contains(key))
        selected.erase(key);
    else
        selected.insert(key);
}

} // namespace

BoxSelectGesture::BoxSelectGesture(NetworkView& view, QPointF start, Qt::KeyboardModifiers modifiers)
    : m_view(view), m_start(start), m_before(view.selection().items()), m_adds(modifiers & Qt::ShiftModifier),
      m_toggles(modifiers & Qt::ControlModifier)
{
}

void BoxSelectGesture::move(QPointF position, Qt::KeyboardModifiers)
{
    m_box = QRectF(m_start, position).normalized();
    SelectedItems selected;
    if (m_adds || m_toggles)
        selected = m_before;
    for (const NodeItem* node : m_view.networkScene().nodes()) {
        if (!node->sceneBody().intersects(m_box))
            continue;
        const NodeId id = node->id();
        if (const auto* layer = std::get_if<LayerId>(&id))
            choose(selected.layers, *layer, m_toggles, m_before.layers);
        else
            choose(selected.parameters, std::get<ParameterId>(id), m_toggles, m_before.parameters);
    }
    m_view.selection().set(std::move(selected));
    m_view.viewport()->update();
}

void BoxSelectGesture::finish(QPointF position, Qt::KeyboardModifiers modifiers)
{
    move(position, modifiers);
}

void BoxSelectGesture::cancel()
{
    m_view.selection().set(m_before);
    m_view.viewport()->update();
}

void BoxSelectGesture::paint(QPainter& painter) const
{
    const Theme& theme = *m_view.networkScene().style().theme;
    QColor fill = theme.accent;
    fill.setAlphaF(0.12f);
    QPen pen(theme.accent, 1);
    pen.setCosmetic(true);
    painter.setPen(pen);
    painter.setBrush(fill);
    painter.drawRect(m_box);
}

} // namespace ligature
