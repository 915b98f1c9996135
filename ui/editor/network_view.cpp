// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/network_view.h"

#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QNativeGestureEvent>
#include <QToolTip>

#include "ui/editor/canvas_grid.h"
#include "ui/editor/canvas_menu.h"
#include "ui/editor/canvas_navigation.h"
#include "ui/editor/canvas_pointer.h"
#include "ui/editor/editor_actions.h"
#include "ui/editor/edits/canvas_edits.h"
#include "ui/editor/edits/nudge.h"
#include "ui/editor/palette_drop.h"
#include "ui/editor/popups/canvas_prompt.h"
#include "ui/editor/popups/counter_editor.h"
#include "ui/editor/popups/empty_hint.h"
#include "ui/editor/popups/name_editor.h"
#include "ui/editor/popups/node_search.h"

namespace ligature {

namespace {

/// What one can pan over: far more than any network needs.
constexpr QRectF everything(-200000, -200000, 400000, 400000);
constexpr qreal framedAround = 24;

} // namespace

NetworkView::NetworkView(Document* document, Selection* selection, QWidget* parent)
    : QGraphicsView(parent), m_document(document), m_selection(selection),
      m_scene(new NetworkScene(document, selection, this)), m_navigation(new CanvasNavigation(this)),
      m_tip(new CanvasTip(this)), m_prompt(new CanvasPrompt(this)), m_empty_hint(new EmptyHint(viewport())),
      m_name_editor(new NameEditor(*this)), m_counter_editor(new CounterEditor(*this)), m_search(new NodeSearch(*this)),
      m_actions(new EditorActions(*this)), m_pointer(std::make_unique<CanvasPointer>(*this)),
      m_drop(std::make_unique<PaletteDrop>(*this))
{
    setScene(m_scene);
    setSceneRect(everything);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(NoAnchor);
    setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    setOptimizationFlags(DontAdjustForAntialiasing | DontSavePainterState);
    setViewportUpdateMode(SmartViewportUpdate);
    setDragMode(NoDrag);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Canvas"));
    setAccessibleDescription(
        tr("Draws the network. Tab adds a node, C connects the selected one; the outline lists everything."));
    m_scene->setStyle(canvasStyle(palette(), font()));
    connect(document, &Document::changed, this, &NetworkView::followDocument);
    for (const QAction* action :
         {m_actions->fit_selection, m_actions->zoom_in, m_actions->zoom_out, m_actions->zoom_actual})
        connect(action, &QAction::triggered, this, [this] { m_keeps_all_in_view = false; });
    connect(m_empty_hint, &EmptyHint::exampleRequested, this, &NetworkView::exampleRequested);
    m_empty_hint->setVisible(m_scene->isEmpty());
    centerOn(0, 0);
}

NetworkView::~NetworkView()
{
    // It refers to items of the scene.
    m_pointer.reset();
}

qreal NetworkView::zoom() const
{
    return m_navigation->zoom();
}

QPointF NetworkView::centrePosition() const
{
    return mapToScene(viewport()->rect().center());
}

QPointF NetworkView::cursorPosition() const
{
    const std::optional<QPoint> mouse = m_pointer->position();
    return mouse ? mapToScene(*mouse) : centrePosition();
}

void NetworkView::addNodeAtCentre(const QString& type)
{
    const Result<NodeId> added =
        addNode(*m_document, type, {.position = centrePosition(), .avoid_others = true}, *m_scene);
    if (!report(added))
        return;
    select(*added);
    const NodeItem* node = m_scene->node(*added);
    if (node != nullptr && !mapToScene(viewport()->rect()).containsPoint(node->sceneBody().center(), Qt::OddEvenFill))
        ensureVisible(node->sceneBody(), 40, 40);
}

void NetworkView::select(const NodeId& node)
{
    SelectedItems items;
    if (const auto* layer = std::get_if<LayerId>(&node))
        items.layers.insert(*layer);
    else
        items.parameters.insert(std::get<ParameterId>(node));
    m_selection->set(std::move(items));
}

void NetworkView::select(RepeatId repeat)
{
    m_selection->set({.repeats = {repeat}});
}

void NetworkView::frameAll()
{
    const QRectF bounds = m_scene->bounds();
    if (bounds.isNull())
        centerOn(0, 0);
    else
        m_navigation->frame(bounds.adjusted(-framedAround, -framedAround, framedAround, framedAround));
}

void NetworkView::frameSelection()
{
    const QRectF bounds = m_scene->boundsOf(m_selection->items());
    if (bounds.isNull())
        frameAll();
    else
        m_navigation->frame(bounds);
}

void NetworkView::cancelGesture()
{
    m_pointer->cancel();
}

void NetworkView::say(const QString& text, QPointF position, CanvasTip::Kind kind)
{
    m_tip->showFor(text, mapFromScene(position), kind);
}

void NetworkView::followDocument(const ProjectChange& change)
{
    m_pointer->documentChanged();
    m_prompt->dismiss();
    m_name_editor->follow();
    m_counter_editor->follow();
    m_empty_hint->setVisible(m_scene->isEmpty());
    placeOverlays();
    m_keeps_all_in_view = change.everything;
    if (change.everything)
        frameAll();
}

void NetworkView::placeOverlays()
{
    if (m_empty_hint->isVisibleTo(this))
        m_empty_hint->centre();
    if (m_prompt->isVisible())
        m_prompt->move((width() - m_prompt->width()) / 2, 16);
    m_name_editor->follow();
    m_counter_editor->follow();
}

bool NetworkView::viewportEvent(QEvent* event)
{
    switch (event->type()) {
    case QEvent::NativeGesture: m_navigation->pinch(static_cast<QNativeGestureEvent*>(event)); return true;
    case QEvent::Leave: m_pointer->leave(); break;
    case QEvent::ToolTip: {
        const auto* help = static_cast<QHelpEvent*>(event);
        showToolTip(help->globalPos(), help->pos());
        return true;
    }
    default: break;
    }
    return QGraphicsView::viewportEvent(event);
}

void NetworkView::showToolTip(const QPoint& global, const QPoint& where)
{
    const QPointF position = mapToScene(where);
    QString text;
    if (const auto hit = m_scene->anchorAt(position, 11 / zoom())) {
        if (const auto* layer = qgraphicsitem_cast<LayerItem*>(hit->node))
            text = layer->toolTipAt(position);
    } else if (const auto* layer = qgraphicsitem_cast<LayerItem*>(m_scene->nodeAt(position))) {
        text = layer->toolTipAt(position);
    } else if (const RepeatItem* frame = m_scene->repeatAt(position, zoom());
               frame != nullptr && m_scene->nodeAt(position) == nullptr && frame->titleBar(zoom()).contains(position)) {
        text = frame->content().tip;
    }
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(global, QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped()), viewport());
}

void NetworkView::changeEvent(QEvent* event)
{
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        m_scene->setStyle(canvasStyle(palette(), font()));
}

void NetworkView::contextMenuEvent(QContextMenuEvent* event)
{
    if (m_pointer->isBusy())
        return;
    const bool by_mouse = event->reason() == QContextMenuEvent::Mouse;
    QPoint where = event->pos();
    QPoint global = event->globalPos();
    const std::vector<NodeItem*> selected = m_scene->nodes(m_selection->items());
    if (!by_mouse && !m_selection->items().repeats.empty()) {
        if (const RepeatItem* frame = m_scene->repeatItem(*m_selection->items().repeats.begin()))
            where = mapFromScene(frame->nameRect().center());
        global = viewport()->mapToGlobal(where);
    } else if (!by_mouse && !selected.empty()) {
        where = mapFromScene(selected.front()->sceneBody().center());
        global = viewport()->mapToGlobal(where);
    }
    canvasMenu(*this, where)->popup(global);
}

void NetworkView::dragEnterEvent(QDragEnterEvent* event)
{
    m_drop->enter(*event);
}

void NetworkView::dragMoveEvent(QDragMoveEvent* event)
{
    m_drop->move(*event);
}

void NetworkView::dragLeaveEvent(QDragLeaveEvent*)
{
    m_drop->leave();
}

void NetworkView::dropEvent(QDropEvent* event)
{
    m_drop->drop(*event);
}

void NetworkView::drawBackground(QPainter* painter, const QRectF& exposed)
{
    paintGrid(*painter, exposed, *m_scene->style().theme);
}

void NetworkView::drawForeground(QPainter* painter, const QRectF&)
{
    m_pointer->paint(*painter);
}

void NetworkView::focusOutEvent(QFocusEvent* event)
{
    m_pointer->holdSpace(false);
    QGraphicsView::focusOutEvent(event);
}

void NetworkView::keyPressEvent(QKeyEvent* event)
{
    m_keeps_all_in_view = false;
    switch (event->key()) {
    case Qt::Key_Escape:
        m_tip->hide(); // It has been read.
        if (m_pointer->isBusy())
            m_pointer->cancel();
        else if (!m_prompt->question().isEmpty())
            m_prompt->dismiss();
        else
            m_selection->clear();
        return;
    case Qt::Key_Space:
        if (!event->isAutoRepeat())
            m_pointer->holdSpace(true);
        return;
    case Qt::Key_Left: nudge(*this, {-1, 0}, event->modifiers()); return;
    case Qt::Key_Right: nudge(*this, {1, 0}, event->modifiers()); return;
    case Qt::Key_Up: nudge(*this, {0, -1}, event->modifiers()); return;
    case Qt::Key_Down: nudge(*this, {0, 1}, event->modifiers()); return;
    default: break;
    }
    // Not to QGraphicsView, whose keys scroll.
    QWidget::keyPressEvent(event);
}

void NetworkView::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat())
        m_pointer->holdSpace(false);
    else
        QGraphicsView::keyReleaseEvent(event);
}

void NetworkView::mouseDoubleClickEvent(QMouseEvent* event)
{
    m_pointer->doubleClick(*event);
}

void NetworkView::mouseMoveEvent(QMouseEvent* event)
{
    m_pointer->move(*event);
}

void NetworkView::mousePressEvent(QMouseEvent* event)
{
    m_keeps_all_in_view = false;
    m_tip->hide();
    m_pointer->press(*event);
}

void NetworkView::mouseReleaseEvent(QMouseEvent* event)
{
    m_pointer->release(*event);
}

void NetworkView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    if (m_keeps_all_in_view)
        frameAll();
    placeOverlays();
}

void NetworkView::scrollContentsBy(int dx, int dy)
{
    QGraphicsView::scrollContentsBy(dx, dy);
    placeOverlays();
}

void NetworkView::wheelEvent(QWheelEvent* event)
{
    m_keeps_all_in_view = false;
    m_navigation->wheel(event);
    m_pointer->follow();
}

} // namespace ligature
