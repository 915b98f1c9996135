// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/summary_sections.h"

#include <map>

#include <QLabel>
#include <QPushButton>

#include "ui/dialogs/tie_dialog.h"
#include "ui/document/document.h"
#include "ui/document/names.h"
#include "ui/document/quantity_text.h"
#include "ui/inspector/colour_mark.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/inspector/links.h"
#include "ui/inspector/tie_controls.h"

namespace ligature {

namespace {

/// What a label says, with what it is about before it.
QString row(const QString& label, const QString& value, const QPalette& palette)
{
    return QStringLiteral("<tr><td style='color:%1; padding-right:14px'>%2</td><td>%3</td></tr>")
        .arg(themeFor(palette).muted_text.name(), label, value);
}

QString table(const QString& rows)
{
    return QStringLiteral("<table cellspacing='0' cellpadding='1'>%1</table>").arg(rows);
}

} // namespace

SeveralSection::SeveralSection(const Document* document, SelectedItems items)
    : m_document(document), m_items(std::move(items))
{
    const std::size_t count = m_items.layers.size() + m_items.parameters.size() + m_items.repeats.size() +
                              m_items.links.size() + m_items.ties.size();
    addTitle(m_layout, {}, tr("%1 selected").arg(groupedNumber(static_cast<std::int64_t>(count))));
    m_kinds = addText(m_layout);
    addMutedText(m_layout, tr("Select one of them to change it."));
    refresh();
}

void SeveralSection::refresh()
{
    std::map<QString, std::size_t> kinds;
    for (const LayerId layer : m_items.layers) {
        const auto found = m_document->network().layers.find(layer);
        if (found != m_document->network().layers.end())
            ++kinds[layerTypeTitle(found->second).toHtmlEscaped()];
    }
    QString rows;
    for (const auto& [kind, count] : kinds)
        rows += row(kind, groupedNumber(static_cast<std::int64_t>(count)), palette());
    const auto add = [&](const QString& kind, std::size_t count) {
        if (count > 0)
            rows += row(kind, groupedNumber(static_cast<std::int64_t>(count)), palette());
    };
    add(tr("Repeat"), m_items.repeats.size());
    add(tr("Shared parameter"), m_items.parameters.size());
    add(tr("Link"), m_items.links.size());
    add(tr("Tie"), m_items.ties.size());
    m_kinds->setText(table(rows));
}

LinkSection::LinkSection(const Document* document, Selection* selection, Port input)
    : m_document(document), m_input(std::move(input))
{
    addTitle(m_layout, colourMark(themeFor(palette()).link), tr("Link"));
    m_text = addText(m_layout);
    connect(m_text, &QLabel::linkActivated, selection,
            [selection](const QString& address) { follow(address, *selection); });
    refresh();
}

void LinkSection::refresh()
{
    const Network& network = m_document->network();
    const auto link = network.links.find(m_input);
    if (link == network.links.end())
        return;
    const auto port = [&](const Port& end) {
        return linkTo(network, end.layer) + QLatin1Char('.') + QString::fromStdString(end.port).toHtmlEscaped();
    };
    const auto shape = m_document->analysis().inputShape(network, m_input);
    m_text->setText(table(
        row(tr("From"), port(link->second), palette()) + row(tr("To"), port(m_input), palette()) +
        row(tr("Shape"), shape ? tr("%1 a sample").arg(QString::fromStdString(shape->toString())) : tr("not known yet"),
            palette())));
}

TieSection::TieSection(Document* document, Selection* selection, Slot slot)
    : m_document(document), m_slot(std::move(slot))
{
    const ParameterId parameter = document->network().ties.at(m_slot).parameter;
    addTitle(m_layout, parameterMark(*document, parameter, themeFor(palette())), tr("Tie"));
    m_text = addText(m_layout);
    connect(m_text, &QLabel::linkActivated, selection,
            [selection](const QString& address) { follow(address, *selection); });
    m_controls = new TieControls(document, m_slot, this);
    m_layout->addWidget(m_controls);
    auto* const untie = new QPushButton(tr("Untie…"), this);
    untie->setObjectName(QStringLiteral("Untie"));
    untie->setToolTip(tr("Gives the slot a parameter of its own"));
    connect(untie, &QPushButton::clicked, this,
            [this] { openTieDialog(m_document, tr("Untie"), {}, {untieStep(*m_document, m_slot)}, this); });
    m_layout->addWidget(untie, 0, Qt::AlignLeft);
    refresh();
}

void TieSection::refresh()
{
    const Network& network = m_document->network();
    const auto tie = network.ties.find(m_slot);
    if (tie == network.ties.end())
        return;
    const ParameterId parameter = tie->second.parameter;
    m_text->setText(tr("%1 reads %2 as").arg(linkTo(network, m_slot), linkTo(network, parameter)));
    m_controls->refresh();
}

QString TieSection::structure() const
{
    const auto tie = m_document->network().ties.find(m_slot);
    return tie == m_document->network().ties.end() ? QString() : QString::number(tie->second.parameter.value);
}

} // namespace ligature
