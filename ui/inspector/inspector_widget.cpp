// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector_widget.h"

#include <utility>

#include <QEvent>
#include <QScrollBar>
#include <QTimer>

#include "ui/inspector/layer_section.h"
#include "ui/inspector/parameter_section.h"
#include "ui/inspector/project_section.h"
#include "ui/inspector/repeat_section.h"
#include "ui/inspector/summary_sections.h"

namespace ligature {

InspectorWidget::InspectorWidget(Document* document, Selection* selection, QWidget* parent)
    : QScrollArea(parent), m_document(document), m_selection(selection)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Inspector"));
    connect(m_document, &Document::changed, this, [this](const ProjectChange& change) {
        m_is_stale = m_is_stale || change.everything;
        updateLater();
    });
    connect(m_document, &Document::analysisChanged, this, &InspectorWidget::updateLater);
    connect(m_selection, &Selection::changed, this, &InspectorWidget::updateLater);
    showSection();
}

void InspectorWidget::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    m_is_stale = true;
    updateLater();
}

void InspectorWidget::updateLater()
{
    // For a field that is saying what was typed must not go while it does.
    if (!std::exchange(m_update_waits, true))
        QTimer::singleShot(0, this, &InspectorWidget::update);
}

InspectorSection* InspectorWidget::makeSection()
{
    const SelectedItems& items = m_selection->items();
    // Links and ties that are selected along with nodes come and go with them.
    const std::size_t nodes = items.layers.size() + items.parameters.size() + items.repeats.size();
    const std::size_t wires = items.links.size() + items.ties.size();
    if (nodes + wires == 0)
        return new ProjectSection(m_document, m_selection);
    if (nodes == 1 && !items.layers.empty())
        return new LayerSection(m_document, m_selection, *items.layers.begin());
    if (nodes == 1 && !items.repeats.empty())
        return new RepeatSection(m_document, m_selection, *items.repeats.begin());
    if (nodes == 1)
        return new ParameterSection(m_document, m_selection, *items.parameters.begin());
    if (nodes > 1 || wires > 1)
        return new SeveralSection(m_document, items);
    if (!items.links.empty())
        return new LinkSection(m_document, m_selection, *items.links.begin());
    return new TieSection(m_document, m_selection, *items.ties.begin());
}

void InspectorWidget::update()
{
    m_update_waits = false;
    m_selection->prune(m_document->network()); // What is shown must still be there.
    const bool same = m_shown == m_selection->items();
    if (!m_is_stale && same && m_section->structure() == m_structure) {
        m_section->refresh();
        return;
    }
    if (!same && !m_is_stale)
        finishTyping();
    showSection();
}

void InspectorWidget::finishTyping()
{
    QWidget* const field = focusWidget();
    if (field != nullptr && m_section->isAncestorOf(field))
        field->clearFocus();
}

void InspectorWidget::showSection()
{
    const bool stays = m_section != nullptr && m_shown == m_selection->items();
    QWidget* const field = focusWidget();
    const bool had_focus = stays && field != nullptr && field->hasFocus() && m_section->isAncestorOf(field);
    const QString focused = had_focus ? field->accessibleName() : QString();
    const int scrolled = stays ? verticalScrollBar()->value() : 0;

    m_is_stale = false;
    m_shown = m_selection->items();
    m_section = makeSection();
    m_structure = m_section->structure();
    auto* const page = new QWidget;
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->addWidget(m_section);
    layout->addStretch(1);
    setWidget(page);                           // Deletes the one before.
    page->setBackgroundRole(QPalette::Button); // As the dock around it.
    setMinimumWidth(page->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width());
    layout->activate();
    verticalScrollBar()->setValue(scrolled);
    for (QWidget* const child : m_section->findChildren<QWidget*>()) {
        if (!focused.isEmpty() && child->accessibleName() == focused && child->focusPolicy() != Qt::NoFocus)
            child->setFocus(Qt::OtherFocusReason);
    }
}

} // namespace ligature
