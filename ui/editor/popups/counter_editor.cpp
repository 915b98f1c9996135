// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/popups/counter_editor.h"

#include <algorithm>

#include <QKeyEvent>

#include "core/network/repeat.h"
#include "ui/document/named_repeat_edits.h"
#include "ui/editor/network_view.h"

namespace ligature {

CounterEditor::CounterEditor(NetworkView& view) : QSpinBox(&view), m_view(view)
{
    hide();
    setRange(1, mostPasses);
    setPrefix(QStringLiteral("× "));
    setKeyboardTracking(false);
    setAccelerated(true);
    setAccessibleName(tr("Number of passes"));
}

void CounterEditor::open(RepeatId repeat)
{
    const auto found = m_view.document().network().repeats.find(repeat);
    if (found == m_view.document().network().repeats.end())
        return;
    m_repeat = repeat;
    setValue(static_cast<int>(found->second.count));
    follow();
    markFrame(true);
    show();
    raise();
    setFocus(Qt::OtherFocusReason);
    selectAll();
}

void CounterEditor::markFrame(bool edited)
{
    if (RepeatItem* item = m_view.networkScene().repeatItem(*m_repeat))
        item->setCounterEdited(edited);
}

void CounterEditor::cancel()
{
    if (!m_repeat)
        return;
    markFrame(false);
    m_repeat.reset();
    if (hasFocus())
        m_view.setFocus();
    hide();
}

void CounterEditor::follow()
{
    if (!m_repeat)
        return;
    const RepeatItem* item = m_view.networkScene().repeatItem(*m_repeat);
    if (item == nullptr) {
        cancel();
        return;
    }
    const QRect seen = QRectF(m_view.viewportTransform().mapRect(item->counterRect())).toRect();
    const QSize size = sizeHint().expandedTo(QSize(seen.width() + 4, 0));
    setGeometry(seen.left() - 2, seen.center().y() - size.height() / 2, size.width(), size.height());
}

void CounterEditor::commit()
{
    if (!m_repeat)
        return;
    interpretText();
    const RepeatId repeat = *m_repeat;
    cancel();
    m_view.report(setRepeatCount(m_view.document(), repeat, value()));
}

void CounterEditor::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        commit();
    else if (event->key() == Qt::Key_Escape)
        cancel();
    else
        QSpinBox::keyPressEvent(event);
}

void CounterEditor::focusOutEvent(QFocusEvent* event)
{
    QSpinBox::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        commit();
}

} // namespace ligature
