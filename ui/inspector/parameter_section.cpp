// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/parameter_section.h"

#include <QLabel>
#include <QLocale>

#include "core/data/memory_limit.h"
#include "ui/dialogs/attribute_field.h"
#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/names.h"
#include "ui/document/selection.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/inspector/parameter_form.h"

namespace ligature {

ParameterSection::ParameterSection(Document* document, Selection* selection, ParameterId parameter, QWidget* parent)
    : InspectorSection(parent), m_document(document), m_selection(selection), m_parameter(parameter)
{
    m_name = new NameLine(tr("&Name"),
                          [this](const QString& name) { return renameParameter(*m_document, m_parameter, name); });
    m_layout->addWidget(m_name);
    addText(m_layout, tr("<b>Shared parameter</b> — one weight that several slots read."));
    m_diagnostics = addText(m_layout);
    m_shape = new NameLine(tr("S&hape (empty: follows its uses)"), [this](const QString& text) -> Result<void> {
        std::optional<Shape> shape;
        if (!text.trimmed().isEmpty()) {
            const auto value = parseAttribute(AttributeKind::Shape, text);
            if (!value)
                return tl::unexpected(value.error());
            shape = std::get<Shape>(*value);
        }
        return editParameters(*m_document, {m_parameter},
                              tr("Set %1's shape").arg(parameterTitle(m_document->network(), m_parameter)),
                              [&](Parameter& changed) { changed.shape = shape; });
    });
    m_layout->addWidget(m_shape);
    m_form = new ParameterForm(document, parameter, this);
    m_layout->addWidget(m_form);
    addHeading(m_layout, tr("Uses"));
    m_uses = addText(m_layout);
    connect(m_uses, &QLabel::linkActivated, this, [this](const QString& layer) {
        m_selection->set(SelectedItems{.layers = {LayerId{layer.toULongLong()}}});
    });
    addHeading(m_layout, tr("What sharing saves"));
    m_saving = addText(m_layout);
    refresh();
}

void ParameterSection::refresh()
{
    const Parameter& parameter = m_document->network().parameters.at(m_parameter);
    m_name->setName(QString::fromStdString(parameter.name));
    m_shape->setName(parameter.shape ? attributeText(*parameter.shape) : QString());
    const QString wrong = diagnosticsText(
        m_document->analysis(), [this](const Diagnostic& d) { return d.parameter == m_parameter; }, palette());
    m_diagnostics->setText(wrong);
    m_diagnostics->setVisible(!wrong.isEmpty());
    m_form->refresh();
    m_uses->setText(usesText());
    m_saving->setText(savingText());
}

QString ParameterSection::usesText() const
{
    const Network& network = m_document->network();
    QString text;
    for (const Slot& use : usesOf(network, m_parameter)) {
        const Tie& tie = network.ties.at(use);
        text +=
            QStringLiteral("<p style='margin:0 0 4px 0'><a href='%1'>%2</a> &nbsp;reads %3</p>")
                .arg(use.layer.value)
                .arg(slotName(network, use).toHtmlEscaped(),
                     QString::fromStdString(notation(tie.view, parameterName(network, m_parameter))).toHtmlEscaped());
    }
    return text.isEmpty() ? tr("Nothing uses it yet. Drag from it to a layer's slot.") : text;
}

QString ParameterSection::savingText() const
{
    for (const ParameterAccount& account : m_document->account().parameters) {
        if (account.parameter != m_parameter)
            continue;
        const QLocale locale(QLocale::English);
        const std::int64_t saved = account.untied - account.tied;
        return tr("%1 values instead of %2: %3 values, %4 of weights less.")
            .arg(locale.toString(static_cast<qlonglong>(account.tied)),
                 locale.toString(static_cast<qlonglong>(account.untied)),
                 locale.toString(static_cast<qlonglong>(saved)),
                 QString::fromStdString(byteText(static_cast<std::uint64_t>(saved) * sizeof(float))));
    }
    return {};
}

} // namespace ligature
