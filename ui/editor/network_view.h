// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QGraphicsView>

#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/editor/network_scene.h"
#include "ui/editor/popups/canvas_tip.h"

namespace ligature {

class CanvasNavigation;
class CanvasPointer;
class CanvasPrompt;
class CounterEditor;
class EditorActions;
class EmptyHint;
class NameEditor;
class NodeSearch;
class PaletteDrop;

/// The canvas: shows the document's network and lets it be edited with mouse and keyboard. It changes the document
/// through edits only, and shares the selection with the other views.
class NetworkView : public QGraphicsView {
    Q_OBJECT

public:
    NetworkView(Document* document, Selection* selection, QWidget* parent = nullptr);
    ~NetworkView() override;

    /// What menus, toolbars and keys offer. (Hides QWidget::actions(), which lists the same ones unsorted.)
    [[nodiscard]] EditorActions* actions() const { return m_actions; }

    /// Adds a layer of that type, or a shared parameter (see NodeEntry::type), in the middle of what is seen, clear of
    /// the other nodes, and selects it.
    void addNodeAtCentre(const QString& type);

    [[nodiscard]] Document& document() const { return *m_document; }
    [[nodiscard]] Selection& selection() const { return *m_selection; }
    [[nodiscard]] NetworkScene& networkScene() const { return *m_scene; }
    [[nodiscard]] CanvasNavigation& navigation() const { return *m_navigation; }
    [[nodiscard]] CanvasTip& tip() const { return *m_tip; }
    [[nodiscard]] CanvasPrompt& prompt() const { return *m_prompt; }
    [[nodiscard]] NodeSearch& search() const { return *m_search; }
    [[nodiscard]] NameEditor& nameEditor() const { return *m_name_editor; }
    [[nodiscard]] CounterEditor& counterEditor() const { return *m_counter_editor; }
    [[nodiscard]] qreal zoom() const;

    /// The scene position under the mouse; the middle of what is seen when it is elsewhere.
    [[nodiscard]] QPointF cursorPosition() const;
    [[nodiscard]] QPointF centrePosition() const;

    /// Makes a node the whole selection, or a repeat.
    void select(const NodeId& node);
    void select(RepeatId repeat);
    void frameAll();
    void frameSelection();
    /// Ends what the mouse is doing without a change.
    void cancelGesture();

    /// Shows a sentence beside a scene position for long enough to be read.
    void say(const QString& text, QPointF position, CanvasTip::Kind kind);
    /// Shows an error beside the mouse; says nothing of a success.
    /// @return whether it was a success
    template <typename T>
    bool report(const Result<T>& result)
    {
        if (!result)
            say(CanvasTip::sentence(result.error()), cursorPosition(), CanvasTip::Kind::Refusal);
        return result.has_value();
    }

signals:
    /// Asked for on the empty canvas.
    void exampleRequested();

protected:
    bool viewportEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& exposed) override;
    void drawForeground(QPainter* painter, const QRectF& exposed) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void followDocument(const ProjectChange& change);
    void placeOverlays();
    void showToolTip(const QPoint& global, const QPoint& where);

    Document* m_document;
    Selection* m_selection;
    NetworkScene* m_scene;
    CanvasNavigation* m_navigation;
    CanvasTip* m_tip;
    CanvasPrompt* m_prompt;
    EmptyHint* m_empty_hint;
    NameEditor* m_name_editor;
    CounterEditor* m_counter_editor;
    NodeSearch* m_search;
    EditorActions* m_actions;
    std::unique_ptr<CanvasPointer> m_pointer;
    std::unique_ptr<PaletteDrop> m_drop;
    bool m_keeps_all_in_view = true; ///< until the user moves or changes something
};

} // namespace ligature
