// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/parameter_section.h"

#include <QLabel>
#include <QPushButton>

#include "ui/dialogs/remedy_buttons.h"
#include "ui/dialogs/tie_dialog.h"
#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/names.h"
#include "ui/document/quantity_text.h"
#include "ui/document/selection.h"
#include "ui/inspector/colour_mark.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/inspector/links.h"
#include "ui/inspector/name_line.h"
#include "ui/inspector/parameter_form.h"
#include "ui/inspector/parameter_shape_line.h"

namespace ligature {

ParameterSection::ParameterSection(Document* document, Selection* selection, ParameterId parameter, QWidget* parent)
    : InspectorSection(parent), m_document(document), m_parameter(parameter)
{
    addTitle(m_layout, parameterMark(*document, parameter, themeFor(palette())), tr("Shared parameter"));
    addMutedText(m_layout, tr("One weight that several slots read."));
    m_diagnostics = addText(m_layout);
    m_remedies = new RemedyButtons(document, this);
    m_layout->addWidget(m_remedies);
    m_name = new NameLine(tr("&Name"), tr("For people and for exported names; no two shared parameters have the same."),
                          [this](const QString& name) { return renameParameter(*m_document, m_parameter, name); });
    m_layout->addWidget(m_name);
    m_shape = new ParameterShapeLine(document, tr("S&hape"), this);
    m_layout->addWidget(m_shape);
    addHeading(m_layout, tr("Start and training"));
    m_form = new ParameterForm(document, parameter, this);
    m_layout->addWidget(m_form);
    addHeading(m_layout, tr("Uses"));
    m_uses = addText(m_layout);
    connect(m_uses, &QLabel::linkActivated, selection,
            [selection](const QString& address) { follow(address, *selection); });
    addHeading(m_layout, tr("What sharing saves"));
    m_saving = addText(m_layout);
    m_untie_all = new QPushButton(tr("Untie all uses…"), this);
    m_untie_all->setObjectName(QStringLiteral("Untie all uses"));
    m_untie_all->setToolTip(tr("Gives every use a parameter of its own, after a look at what that does"));
    connect(m_untie_all, &QPushButton::clicked, this,
            [this] { openTieDialog(m_document, tr("Untie all"), {}, {untieAllStep(*m_document, m_parameter)}, this); });
    m_layout->addWidget(m_untie_all, 0, Qt::AlignLeft);
    refresh();
}

void ParameterSection::refresh()
{
    const Parameter& parameter = m_document->network().parameters.at(m_parameter);
    m_name->setName(QString::fromStdString(parameter.name));
    m_shape->refresh(m_parameter);
    const QString wrong = diagnosticsText(
        m_document->analysis(), [this](const Diagnostic& d) { return d.parameter == m_parameter; }, palette());
    m_diagnostics->setText(wrong);
    m_diagnostics->setVisible(!wrong.isEmpty());
    m_remedies->showFindings([this](const Diagnostic& d) { return d.parameter == m_parameter; });
    m_form->refresh();
    m_uses->setText(usesText());
    m_saving->setText(savingText());
    m_untie_all->setVisible(!usesOf(m_document->network(), m_parameter).empty());
}

QString ParameterSection::usesText() const
{
    const Network& network = m_document->network();
    QString text;
    for (const Slot& use : usesOf(network, m_parameter)) {
        const Tie& tie = network.ties.at(use);
        text +=
            tr("<p style='margin:0 0 4px 0'>%1 &nbsp;reads %2</p>")
                .arg(linkTo(network, use),
                     QString::fromStdString(notation(tie.view, parameterName(network, m_parameter))).toHtmlEscaped());
    }
    return text.isEmpty() ? tr("Nothing uses it yet. Drag from it to a layer's slot.") : text;
}

QString ParameterSection::savingText() const
{
    for (const ParameterAccount& account : m_document->account().parameters) {
        if (account.parameter != m_parameter)
            continue;
        const std::int64_t saved = account.untied - account.tied;
        if (saved == 0)
            return tr("Nothing yet: %1 values, read once.").arg(groupedNumber(account.tied));
        return tr("%1 values instead of %2: %3 less, %4 of weights.")
            .arg(groupedNumber(account.tied), groupedNumber(account.untied), groupedNumber(saved),
                 bytesText(saved * static_cast<std::int64_t>(sizeof(float))));
    }
    return {};
}

} // namespace ligature
