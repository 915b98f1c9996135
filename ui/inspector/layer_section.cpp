// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/layer_section.h"

#include <QLabel>

#include "core/layers/layer_type.h"
#include "ui/dialogs/attribute_form.h"
#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/names.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/inspector/slot_box.h"

namespace ligature {

LayerSection::LayerSection(Document* document, LayerId layer, QWidget* parent)
    : InspectorSection(parent), m_document(document), m_layer(layer)
{
    const Layer& shown = document->network().layers.at(layer);
    const LayerType* const type = findLayerType(shown.type);
    m_name = new NameLine(tr("&Name"), [this](const QString& name) { return renameLayer(*m_document, m_layer, name); });
    m_layout->addWidget(m_name);
    QLabel* const about =
        addText(m_layout, QStringLiteral("<b>%1</b> — %2")
                              .arg(layerTypeTitle(shown).toHtmlEscaped(),
                                   QString::fromStdString(type ? type->summary() : std::string()).toHtmlEscaped()));
    about->setToolTip(QString::fromStdString(type ? type->help() : std::string()));
    m_diagnostics = addText(m_layout);
    m_attributes = new AttributeForm(this);
    m_layout->addWidget(m_attributes);
    m_shapes = addText(m_layout);
    if (type != nullptr) {
        m_attributes->setSpecs(type->attributes());
        for (const SlotSpec& spec : type->slots(withDefaults(type->attributes(), shown.attributes))) {
            m_slots.push_back(new SlotBox(document, Slot{layer, spec.name}, this));
            m_layout->addWidget(m_slots.back());
        }
    }
    connect(m_attributes, &AttributeForm::edited, this, [this](const std::string& name, const AttributeValue& value) {
        for (const AttributeSpec& spec : findLayerType(m_document->network().layers.at(m_layer).type)->attributes()) {
            if (spec.name == name)
                (void)ligature::setAttribute(
                    *m_document, {m_layer}, spec, value,
                    QStringLiteral("layer %1 %2").arg(m_layer.value).arg(QString::fromStdString(name)));
        }
    });
    refresh();
}

void LayerSection::refresh()
{
    const Layer& layer = m_document->network().layers.at(m_layer);
    m_name->setName(QString::fromStdString(layer.name));
    m_attributes->setValues(layer.attributes);
    const QString wrong = diagnosticsText(
        m_document->analysis(), [this](const Diagnostic& d) { return d.layer == m_layer; }, palette());
    m_diagnostics->setText(wrong);
    m_diagnostics->setVisible(!wrong.isEmpty());
    m_shapes->setText(shapesText());
    for (SlotBox* const slot : m_slots)
        slot->refresh();
}

QString LayerSection::structure() const
{
    const Layer& layer = m_document->network().layers.at(m_layer);
    QString text = QString::fromStdString(layer.type);
    for (const auto& [slot, tie] : m_document->network().ties) {
        if (slot.layer == m_layer)
            text += QLatin1Char(' ') + QString::fromStdString(slot.slot);
    }
    return text;
}

QString LayerSection::shapesText() const
{
    const Layer& layer = m_document->network().layers.at(m_layer);
    const LayerType* const type = findLayerType(layer.type);
    if (type == nullptr)
        return {};
    const Attributes attributes = withDefaults(type->attributes(), layer.attributes);
    const auto line = [](const std::string& port, const std::optional<Shape>& shape) {
        return QStringLiteral("<tr><td style='padding-right:14px'>%1</td><td>%2</td></tr>")
            .arg(QString::fromStdString(port).toHtmlEscaped(),
                 shape ? QString::fromStdString(shape->toString()) : QObject::tr("not known yet"));
    };
    QString rows;
    for (const PortSpec& port : type->inputs(attributes))
        rows += line(port.name, m_document->analysis().inputShape(m_document->network(), Port{m_layer, port.name}));
    for (const PortSpec& port : type->outputs(attributes)) {
        const auto found = m_document->analysis().outputs.find(Port{m_layer, port.name});
        rows += line(port.name,
                     found == m_document->analysis().outputs.end() ? std::nullopt : std::optional(found->second));
    }
    return QStringLiteral("<table>%1</table>").arg(rows);
}

} // namespace ligature
