// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/popups/name_editor.h"

#include <algorithm>

#include <QKeyEvent>

#include "ui/document/named_edits.h"
#include "ui/editor/network_view.h"

namespace ligature {

NameEditor::NameEditor(NetworkView& view) : QLineEdit(&view), m_view(view)
{
    hide();
    setAccessibleName(tr("Name"));
}

void NameEditor::open(const NodeId& node)
{
    const NodeItem* item = m_view.networkScene().node(node);
    if (item == nullptr)
        return;
    m_node = node;
    setText(item->name());
    selectAll();
    follow();
    show();
    raise();
    setFocus(Qt::OtherFocusReason);
}

void NameEditor::cancel()
{
    if (!m_node)
        return;
    m_node.reset();
    if (hasFocus())
        m_view.setFocus();
    hide();
}

void NameEditor::follow()
{
    if (!m_node)
        return;
    const NodeItem* item = m_view.networkScene().node(*m_node);
    if (item == nullptr) {
        cancel();
        return;
    }
    const QRectF name = item->nameRect().translated(item->pos());
    const QRect seen = QRectF(m_view.viewportTransform().mapRect(name)).toRect();
    const int height = std::max(seen.height(), sizeHint().height());
    setGeometry(seen.left() - 2, seen.center().y() - height / 2, std::max(seen.width() + 4, 140), height);
}

void NameEditor::commit(bool must_fit)
{
    if (!m_node)
        return;
    const NodeId node = *m_node;
    const NodeItem* item = m_view.networkScene().node(node);
    if (item != nullptr && item->name() != text().trimmed()) {
        const QString name = text().trimmed();
        m_node.reset();
        const Result<void> done = std::holds_alternative<LayerId>(node)
                                      ? renameLayer(m_view.document(), std::get<LayerId>(node), name)
                                      : renameParameter(m_view.document(), std::get<ParameterId>(node), name);
        if (!done && must_fit) {
            m_node = node;
            m_view.tip().showFor(CanvasTip::sentence(done.error()), geometry().bottomLeft(), CanvasTip::Kind::Refusal);
            selectAll();
            return;
        }
    }
    m_node = node;
    cancel();
}

void NameEditor::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        commit(true);
    else if (event->key() == Qt::Key_Escape)
        cancel();
    else
        QLineEdit::keyPressEvent(event);
}

void NameEditor::focusOutEvent(QFocusEvent* event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        commit(false);
}

} // namespace ligature
