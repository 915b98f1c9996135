// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsItem>
#include <QStaticText>

#include "core/network/remedy.h"
#include "ui/editor/canvas_style.h"

namespace ligature {

/// What the canvas shows, each under its own number. Each class repeats its own as Type, without which
/// qgraphicsitem_cast casts anything.
enum CanvasItemType {
    LayerItemType = QGraphicsItem::UserType + 1,
    ParameterItemType,
    LinkItemType,
    TieItemType,
    WirePreviewType,
    RepeatItemType,
};

/// An item of the canvas: it paints in the style that the scene hands it, in the state that the scene sets. Items hold
/// no values of the document beyond what they paint.
class CanvasItem : public QGraphicsItem {
public:
    enum State : unsigned {
        Selected = 1,
        Hovered = 2,
        Lit = 4,     ///< it uses the shared parameter that is pointed at
        Dimmed = 8,  ///< another parameter's uses are lit, or a wire is being drawn that cannot end here
        Target = 16, ///< what is being dragged would go here
    };

    explicit CanvasItem(const CanvasStyle& style) : m_style(&style) {}

    [[nodiscard]] bool has(State state) const { return (m_states & state) != 0; }
    void setState(State state, bool on);

    /// The style has changed: measures text anew.
    virtual void restyle() = 0;
    /// What the button of its message there does; nothing where there is none.
    [[nodiscard]] virtual const Remedy* remedyAt(QPointF /*scene_position*/) const { return nullptr; }

protected:
    [[nodiscard]] const CanvasStyle& style() const { return *m_style; }
    [[nodiscard]] const Theme& theme() const { return *m_style->theme; }
    /// Called after a state has changed, before the repaint.
    virtual void stateChanged() {}
    /// Whether the painter's zoom is so small that details are left out.
    [[nodiscard]] static bool isFarAway(const QPainter& painter);

private:
    const CanvasStyle* m_style;
    unsigned m_states = 0;
};

/// A line of text that is laid out once and painted often.
struct TextLine {
    QStaticText text;
    QSizeF size;

    TextLine() = default;
    TextLine(const QString& string, const QFont& font);
    [[nodiscard]] bool isEmpty() const { return text.text().isEmpty(); }
    void paint(QPainter& painter, QPointF top_left, const QFont& font, const QColor& colour) const;
};

} // namespace ligature
