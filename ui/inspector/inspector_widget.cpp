// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector_widget.h"

#include <QLabel>
#include <QScrollBar>
#include <QTimer>

#include "ui/document/names.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/inspector/layer_section.h"
#include "ui/inspector/parameter_section.h"
#include "ui/inspector/project_section.h"
#include "ui/inspector/slot_box.h"

namespace ligature {

namespace {

/// A link or several things: what they are, in words.
class SummarySection : public InspectorSection {
public:
    SummarySection(const Document* document, SelectedItems items)
        : m_document(document), m_items(std::move(items)), m_text(addText(m_layout))
    {
        refresh();
    }

    void refresh() override
    {
        const Network& network = m_document->network();
        QString text = QStringLiteral("<b>%1</b>").arg(describe(network, m_items).toHtmlEscaped());
        for (const Port& input : m_items.links) {
            const auto link = network.links.find(input);
            if (link == network.links.end())
                continue;
            const auto shape = m_document->analysis().inputShape(network, input);
            text += QStringLiteral("<p>%1.%2 → %3.%4<br>%5</p>")
                        .arg(layerName(network, link->second.layer).toHtmlEscaped(),
                             QString::fromStdString(link->second.port), layerName(network, input.layer).toHtmlEscaped(),
                             QString::fromStdString(input.port),
                             shape ? QObject::tr("carries %1 a sample").arg(QString::fromStdString(shape->toString()))
                                   : QObject::tr("its shape is not known yet"));
        }
        m_text->setText(text);
    }

private:
    const Document* m_document;
    SelectedItems m_items;
    QLabel* m_text;
};

/// A tie: what its slot reads, and how.
class TieSection : public InspectorSection {
public:
    TieSection(Document* document, const Slot& slot) : m_box(new SlotBox(document, slot))
    {
        addText(m_layout, QStringLiteral("<b>%1</b>")
                              .arg(QObject::tr("Tie of %1").arg(slotName(document->network(), slot)).toHtmlEscaped()));
        m_layout->addWidget(m_box);
    }
    void refresh() override { m_box->refresh(); }

private:
    SlotBox* m_box;
};

} // namespace

InspectorWidget::InspectorWidget(Document* document, Selection* selection, QWidget* parent)
    : QScrollArea(parent), m_document(document), m_selection(selection)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Inspector"));
    // Later, for a field that is saying what was typed must not go while it does.
    const auto update_later = [this] {
        if (!std::exchange(m_update_waits, true))
            QTimer::singleShot(0, this, &InspectorWidget::update);
    };
    connect(m_document, &Document::changed, this, update_later);
    connect(m_selection, &Selection::changed, this, update_later);
    update();
}

InspectorSection* InspectorWidget::makeSection()
{
    const SelectedItems& items = m_selection->items();
    const std::size_t count = items.layers.size() + items.parameters.size() + items.links.size() + items.ties.size();
    if (count == 0)
        return new ProjectSection(m_document, m_selection);
    if (count > 1 || !items.links.empty())
        return new SummarySection(m_document, items);
    if (!items.layers.empty())
        return new LayerSection(m_document, *items.layers.begin());
    if (!items.parameters.empty())
        return new ParameterSection(m_document, m_selection, *items.parameters.begin());
    return new TieSection(m_document, *items.ties.begin());
}

void InspectorWidget::update()
{
    m_update_waits = false;
    m_selection->prune(m_document->network()); // What is shown must still be there.
    if (m_section != nullptr && m_shown == m_selection->items() && m_section->structure() == m_structure) {
        m_section->refresh();
        return;
    }
    m_shown = m_selection->items();
    m_section = makeSection();
    m_structure = m_section->structure();
    auto* const page = new QWidget;
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->addWidget(m_section);
    layout->addStretch(1);
    setWidget(page); // Deletes the one before.
    page->setBackgroundRole(QPalette::Button); // As the dock around it.
    setMinimumWidth(page->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width());
}

} // namespace ligature
