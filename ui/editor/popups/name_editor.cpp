// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/popups/name_editor.h"

#include <algorithm>

#include <QKeyEvent>

#include "ui/document/named_edits.h"
#include "ui/document/named_repeat_edits.h"
#include "ui/editor/network_view.h"

namespace ligature {

NameEditor::NameEditor(NetworkView& view) : QLineEdit(&view), m_view(view)
{
    hide();
    setAccessibleName(tr("Name"));
}

std::optional<NameEditor::Shown> NameEditor::shown(const NamedItem& item) const
{
    const NetworkScene& scene = m_view.networkScene();
    if (const auto* repeat = std::get_if<RepeatId>(&item)) {
        const RepeatItem* frame = scene.repeatItem(*repeat);
        return frame == nullptr ? std::nullopt : std::optional(Shown{frame->content().name, frame->nameRect()});
    }
    const auto* layer = std::get_if<LayerId>(&item);
    const NodeItem* node = layer != nullptr ? scene.node(*layer) : scene.node(std::get<ParameterId>(item));
    return node == nullptr ? std::nullopt
                           : std::optional(Shown{node->name(), node->nameRect().translated(node->pos())});
}

Result<void> NameEditor::rename(const NamedItem& item, const QString& name)
{
    if (const auto* repeat = std::get_if<RepeatId>(&item))
        return renameRepeat(m_view.document(), *repeat, name);
    if (const auto* layer = std::get_if<LayerId>(&item))
        return renameLayer(m_view.document(), *layer, name);
    return renameParameter(m_view.document(), std::get<ParameterId>(item), name);
}

void NameEditor::open(const NamedItem& item)
{
    const std::optional<Shown> present = shown(item);
    if (!present)
        return;
    m_item = item;
    setText(present->name);
    selectAll();
    follow();
    show();
    raise();
    setFocus(Qt::OtherFocusReason);
}

void NameEditor::cancel()
{
    if (!m_item)
        return;
    m_item.reset();
    if (hasFocus())
        m_view.setFocus();
    hide();
}

void NameEditor::follow()
{
    if (!m_item)
        return;
    const std::optional<Shown> present = shown(*m_item);
    if (!present) {
        cancel();
        return;
    }
    const QRect seen = QRectF(m_view.viewportTransform().mapRect(present->rect)).toRect();
    const int height = std::max(seen.height(), sizeHint().height());
    setGeometry(seen.left() - 2, seen.center().y() - height / 2, std::max(seen.width() + 4, 140), height);
}

void NameEditor::commit(bool must_fit)
{
    if (!m_item)
        return;
    const NamedItem item = *m_item;
    const std::optional<Shown> present = shown(item);
    const QString name = text().trimmed();
    if (present && present->name != name) {
        m_item.reset();
        const Result<void> done = rename(item, name);
        if (!done && must_fit) {
            m_item = item;
            m_view.tip().showFor(CanvasTip::sentence(done.error()), geometry().bottomLeft(), CanvasTip::Kind::Refusal);
            selectAll();
            return;
        }
    }
    m_item = item;
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
