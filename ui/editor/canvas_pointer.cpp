// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/canvas_pointer.h"

#include <QApplication>
#include <QMouseEvent>

#include "ui/document/named_edits.h"
#include "ui/editor/canvas_navigation.h"
#include "ui/editor/gestures/box_select_gesture.h"
#include "ui/editor/gestures/connect_gesture.h"
#include "ui/editor/gestures/cut_gesture.h"
#include "ui/editor/gestures/move_gesture.h"
#include "ui/editor/network_view.h"
#include "ui/editor/popups/counter_editor.h"
#include "ui/editor/popups/name_editor.h"
#include "ui/editor/popups/node_search.h"

namespace ligature {

namespace {

/// How near the mouse has to be, in pixels, to grab a point or to touch a wire.
constexpr qreal anchorPixels = 11;
constexpr qreal wirePixels = 6;
/// Nearer to the edge than this, a drag moves what is seen.
constexpr int edgePixels = 28;
constexpr int edgeInterval = 16;
constexpr qreal edgeSpeed = 0.5; ///< pixels a tick for each pixel into the edge

/// Puts a key into a set, or takes it out if it may be turned about.
template <typename Key>
void choose(std::set<Key>& selected, const Key& key, bool toggles)
{
    if (!selected.insert(key).second && toggles)
        selected.erase(key);
}

} // namespace

CanvasPointer::CanvasPointer(NetworkView& view) : m_view(view)
{
    m_edge_timer.setInterval(edgeInterval);
    connect(&m_edge_timer, &QTimer::timeout, this, &CanvasPointer::scrollAtEdges);
}

CanvasPointer::~CanvasPointer() = default;

QPointF CanvasPointer::toScene(QPoint where) const
{
    // Not mapToScene(), which rounds to whole pixels before it maps.
    return m_view.viewportTransform().inverted().map(QPointF(where));
}

void CanvasPointer::press(const QMouseEvent& event)
{
    m_mouse = event.pos();
    m_modifiers = event.modifiers();
    if (m_gesture != nullptr) {
        // Another button in the middle of a drag: the right one gives up, the middle one pans along.
        if (event.button() == Qt::RightButton)
            cancel();
        else if (event.button() == Qt::MiddleButton)
            m_pan_from = event.pos();
        return;
    }
    if (event.button() == Qt::MiddleButton || (event.button() == Qt::LeftButton && m_space_held)) {
        m_pan_from = event.pos();
        updateCursor();
    } else if (event.button() == Qt::LeftButton) {
        pressAt(event.pos(), event.modifiers());
    }
}

void CanvasPointer::pressAt(QPoint where, Qt::KeyboardModifiers modifiers)
{
    const NetworkScene& scene = m_view.networkScene();
    Press press{where, toScene(where)};
    const bool adds = modifiers & (Qt::ShiftModifier | Qt::ControlModifier);
    if (const auto hit = scene.anchorAt(press.scene, anchorPixels / m_view.zoom())) {
        press.anchor = hit->endpoint;
        m_press = press;
        return;
    }
    if (const Remedy* const remedy = remedyAt(press.scene)) {
        press.remedy = *remedy;
        m_press = press;
        return;
    }
    SelectedItems selected = m_view.selection().items();
    const auto single = [&](auto& set, const auto& key) {
        const bool was_selected = set.contains(key);
        if (!adds && !was_selected)
            selected = {};
        if (adds)
            choose(set, key, true);
        else
            set.insert(key);
        press.narrows = !adds && was_selected;
    };
    if (const NodeItem* node = scene.nodeAt(press.scene)) {
        press.node = node->id();
        if (const auto* layer = std::get_if<LayerId>(&*press.node))
            single(selected.layers, *layer);
        else
            single(selected.parameters, std::get<ParameterId>(*press.node));
    } else if (const WireItem* wire = scene.wireAt(press.scene, wirePixels / m_view.zoom())) {
        if (!adds)
            selected = {};
        if (const auto* link = qgraphicsitem_cast<const LinkItem*>(wire))
            choose(selected.links, link->input(), adds);
        else if (const auto* tie = qgraphicsitem_cast<const TieItem*>(wire))
            choose(selected.ties, tie->slot(), adds);
    } else if (const RepeatItem* frame = scene.repeatAt(press.scene, m_view.zoom())) {
        press.repeat = frame->repeat();
        press.on_title = frame->titleBar(m_view.zoom()).contains(press.scene);
        if (press.on_title)
            single(selected.repeats, *press.repeat);
    } else if (!adds) {
        selected = {};
    }
    m_press = press;
    m_view.selection().set(std::move(selected));
}

void CanvasPointer::move(const QMouseEvent& event)
{
    m_mouse = event.pos();
    m_modifiers = event.modifiers();
    m_inside = m_view.viewport()->rect().contains(m_mouse);
    // A pop-up may have taken the release.
    if (m_press && !(event.buttons() & Qt::LeftButton))
        m_press.reset();
    if (m_pan_from) {
        m_view.navigation().panBy(m_mouse - *m_pan_from);
        m_pan_from = m_mouse;
    } else if (m_press && !m_press->remedy &&
               (m_mouse - m_press->where).manhattanLength() >= QApplication::startDragDistance()) {
        startGesture(event.modifiers());
    }
    if (m_gesture != nullptr)
        m_gesture->move(toScene(m_mouse), m_modifiers);
    else if (!m_pan_from && !m_press)
        pointAt(m_mouse);
}

void CanvasPointer::startGesture(Qt::KeyboardModifiers modifiers)
{
    const Press press = *m_press;
    m_press.reset();
    m_view.networkScene().setHover({});
    m_view.selection().setHighlighted({});
    if (press.anchor) {
        m_gesture = std::make_unique<ConnectGesture>(m_view, *press.anchor, press.scene);
    } else if (press.node) {
        const SelectedItems& selected = m_view.selection().items();
        const auto* layer = std::get_if<LayerId>(&*press.node);
        const bool is_selected = layer != nullptr ? selected.layers.contains(*layer)
                                                  : selected.parameters.contains(std::get<ParameterId>(*press.node));
        // A click with Ctrl may have taken it out of the selection: it is dragged all the same.
        if (!is_selected)
            m_view.select(*press.node);
        m_gesture = std::make_unique<MoveGesture>(m_view, *press.node, press.scene);
    } else if (press.repeat && press.on_title) {
        if (!m_view.selection().items().repeats.contains(*press.repeat))
            m_view.select(*press.repeat);
        const Repeat& repeat = m_view.document().network().repeats.at(*press.repeat);
        m_gesture = std::make_unique<MoveGesture>(m_view, *repeat.layers.begin(), press.scene);
    } else if (modifiers & Qt::AltModifier) {
        m_gesture = std::make_unique<CutGesture>(m_view, press.scene);
    } else {
        m_gesture = std::make_unique<BoxSelectGesture>(m_view, press.scene, modifiers);
    }
    m_edge_timer.start();
    updateCursor();
}

void CanvasPointer::release(const QMouseEvent& event)
{
    m_mouse = event.pos();
    if (m_pan_from &&
        (event.button() == Qt::MiddleButton || (event.button() == Qt::LeftButton && m_gesture == nullptr))) {
        m_pan_from.reset();
        updateCursor();
        return;
    }
    if (event.button() != Qt::LeftButton)
        return;
    if (m_gesture != nullptr) {
        m_edge_timer.stop();
        m_finishing = true;
        m_gesture->finish(toScene(m_mouse), event.modifiers());
        m_finishing = false;
        m_gesture.reset();
        m_view.viewport()->update();
        updateCursor();
    } else if (m_press && m_press->remedy) {
        const Remedy pressed = *m_press->remedy;
        m_press.reset();
        const Remedy* const released = remedyAt(toScene(m_mouse));
        if (released != nullptr && *released == pressed)
            m_view.report(applyRemedy(m_view.document(), pressed));
    } else if (m_press && m_press->narrows && m_press->node) {
        m_view.select(*m_press->node);
    } else if (m_press && m_press->repeat && (m_press->narrows || !m_press->on_title)) {
        clickFrame(*m_press->repeat, event.modifiers() & (Qt::ShiftModifier | Qt::ControlModifier));
    }
    m_press.reset();
    pointAt(m_mouse);
}

const Remedy* CanvasPointer::remedyAt(QPointF position) const
{
    return m_view.zoom() < CanvasStyle::detail_scale ? nullptr : m_view.networkScene().remedyAt(position);
}

void CanvasPointer::clickFrame(RepeatId repeat, bool adds)
{
    SelectedItems selected = m_view.selection().items();
    if (!adds)
        selected = {};
    choose(selected.repeats, repeat, adds);
    m_view.selection().set(std::move(selected));
}

void CanvasPointer::doubleClick(const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton || m_gesture != nullptr)
        return;
    const NetworkScene& scene = m_view.networkScene();
    const QPointF position = toScene(event.pos());
    m_press.reset();
    if (scene.anchorAt(position, anchorPixels / m_view.zoom()) || remedyAt(position) != nullptr)
        return;
    if (const NodeItem* node = scene.nodeAt(position)) {
        if (node->nameRect().contains(position - node->pos()))
            std::visit([this](const auto& id) { m_view.nameEditor().open(id); }, node->id());
    } else if (scene.wireAt(position, wirePixels / m_view.zoom()) != nullptr) {
        return;
    } else if (const RepeatItem* frame = scene.repeatAt(position, m_view.zoom());
               frame != nullptr && frame->titleBar(m_view.zoom()).contains(position)) {
        if (m_view.zoom() < CanvasStyle::detail_scale || frame->counterRect().contains(position))
            m_view.counterEditor().open(frame->repeat());
        else if (frame->nameRect().contains(position))
            m_view.nameEditor().open(frame->repeat());
    } else {
        m_view.search().open({.position = position});
    }
}

void CanvasPointer::leave()
{
    m_inside = false;
    if (m_gesture != nullptr)
        return;
    m_view.networkScene().setHover({});
    m_view.selection().setHighlighted({});
}

void CanvasPointer::holdSpace(bool held)
{
    m_space_held = held;
    updateCursor();
}

void CanvasPointer::follow()
{
    if (m_gesture != nullptr)
        m_gesture->move(toScene(m_mouse), m_modifiers);
}

void CanvasPointer::paint(QPainter& painter) const
{
    if (m_gesture != nullptr)
        m_gesture->paint(painter);
}

void CanvasPointer::cancel()
{
    m_press.reset();
    m_edge_timer.stop();
    if (m_gesture != nullptr) {
        // Out of the member first: what it does on its way out may come back here.
        const std::unique_ptr<Gesture> gesture = std::move(m_gesture);
        gesture->cancel();
        m_view.viewport()->update();
    }
    updateCursor();
}

void CanvasPointer::documentChanged()
{
    m_press.reset();
    if (!m_finishing)
        cancel();
}

void CanvasPointer::pointAt(QPoint where)
{
    NetworkScene& scene = m_view.networkScene();
    const QPointF position = toScene(where);
    const qreal reach = anchorPixels / m_view.zoom();
    NetworkScene::Hover hover;
    if (const auto hit = scene.anchorAt(position, reach)) {
        hover.anchor = hit->endpoint;
    } else if (remedyAt(position) != nullptr) {
        hover.counter = true; // A hand shows that it can be pressed.
    } else if (const NodeItem* node = scene.nodeAt(position)) {
        hover.node = node->id();
    } else if (const WireItem* wire = scene.wireAt(position, wirePixels / m_view.zoom())) {
        if (const auto* link = qgraphicsitem_cast<const LinkItem*>(wire))
            hover.link = link->input();
        else if (const auto* tie = qgraphicsitem_cast<const TieItem*>(wire))
            hover.tie = tie->slot();
    } else if (const RepeatItem* frame = scene.repeatAt(position, m_view.zoom())) {
        hover.repeat = frame->repeat();
        hover.counter = m_view.zoom() >= CanvasStyle::detail_scale && frame->counterRect().contains(position);
    }
    scene.setHover(hover);
    m_view.selection().setHighlighted(scene.parameterOf(hover));
    updateCursor();
}

void CanvasPointer::scrollAtEdges()
{
    if (m_gesture == nullptr)
        return;
    const QRect inner = m_view.viewport()->rect().adjusted(edgePixels, edgePixels, -edgePixels, -edgePixels);
    QPointF into;
    if (m_mouse.x() < inner.left())
        into.setX(inner.left() - m_mouse.x());
    else if (m_mouse.x() > inner.right())
        into.setX(inner.right() - m_mouse.x());
    if (m_mouse.y() < inner.top())
        into.setY(inner.top() - m_mouse.y());
    else if (m_mouse.y() > inner.bottom())
        into.setY(inner.bottom() - m_mouse.y());
    if (into.isNull())
        return;
    m_view.navigation().panBy(into * edgeSpeed);
    follow();
}

void CanvasPointer::updateCursor()
{
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (m_pan_from)
        shape = Qt::ClosedHandCursor;
    else if (m_space_held)
        shape = Qt::OpenHandCursor;
    else if (m_gesture == nullptr && m_view.networkScene().hover().anchor)
        shape = Qt::CrossCursor;
    else if (m_gesture == nullptr && m_view.networkScene().hover().counter)
        shape = Qt::PointingHandCursor;
    if (m_view.viewport()->cursor().shape() != shape)
        m_view.viewport()->setCursor(shape);
}

} // namespace ligature
