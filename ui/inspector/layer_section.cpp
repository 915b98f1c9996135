// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/layer_section.h"

#include <algorithm>

#include <QApplication>
#include <QLabel>
#include <QPushButton>

#include "core/layers/layer_type.h"
#include "core/network/repeat.h"
#include "ui/dialogs/remedy_buttons.h"
#include "ui/dialogs/tie_dialog.h"
#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/names.h"
#include "ui/document/selection.h"
#include "ui/inspector/colour_mark.h"
#include "ui/inspector/inspector_form.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/inspector/links.h"
#include "ui/inspector/name_line.h"
#include "ui/inspector/slot_box.h"

namespace ligature {

LayerSection::LayerSection(Document* document, Selection* selection, LayerId layer, QWidget* parent)
    : InspectorSection(parent), m_document(document), m_layer(layer)
{
    const Layer& shown = document->network().layers.at(layer);
    const LayerType* const type = findLayerType(shown.type);
    const Theme& theme = themeFor(palette());
    addTitle(m_layout, colourMark(type ? theme.categories[static_cast<std::size_t>(type->category())] : theme.error),
             layerTypeTitle(shown));
    if (type != nullptr)
        addMutedText(m_layout, QString::fromStdString(type->summary()))
            ->setToolTip(QString::fromStdString(type->help()));
    m_repeat = addText(m_layout);
    connect(m_repeat, &QLabel::linkActivated, selection,
            [selection](const QString& address) { follow(address, *selection); });
    m_diagnostics = addText(m_layout);
    m_remedies = new RemedyButtons(document, this);
    m_layout->addWidget(m_remedies);
    m_name = new NameLine(tr("&Name"), tr("For people and for exported names; no two layers have the same."),
                          [this](const QString& name) { return renameLayer(*m_document, m_layer, name); });
    m_layout->addWidget(m_name);
    m_attributes = new InspectorForm(this);
    m_layout->addWidget(m_attributes);
    if (type != nullptr) {
        const std::vector<AttributeSpec> specs = type->attributes();
        m_attributes->setSpecs(specs);
        m_attributes->setVisible(!specs.empty());
        addHeading(m_layout, tr("Shapes, per sample"));
        m_shapes = addText(m_layout);
        connect(m_shapes, &QLabel::linkActivated, selection,
                [selection](const QString& address) { follow(address, *selection); });
        const std::vector<SlotSpec> slot_specs = type->slots(withDefaults(specs, shown.attributes));
        if (!slot_specs.empty())
            addHeading(m_layout, tr("Parameters"));
        for (const SlotSpec& spec : slot_specs) {
            m_slots.push_back(new SlotBox(document, selection, Slot{layer, spec.name}, this));
            m_layout->addWidget(m_slots.back());
        }
        if (!slot_specs.empty()) {
            auto* const again = new QPushButton(tr("Use this layer again…"), this);
            again->setObjectName(QStringLiteral("Use this layer again"));
            again->setToolTip(tr("Lets another layer use all parameters of this one, after a look at what that does"));
            connect(again, &QPushButton::clicked, this, [this] {
                openTieDialog(m_document, tr("Use layer again"),
                              tr("Use %1 again at").arg(layerName(m_document->network(), m_layer)),
                              useAgainSteps(*m_document, m_layer), this);
            });
            m_layout->addWidget(again, 0, Qt::AlignLeft);
        }
    }
    connect(m_attributes, &InspectorForm::edited, this, &LayerSection::setAttribute);
    connect(qApp, &QApplication::focusChanged, this, [this] { ++m_stay; });
    refresh();
}

void LayerSection::setAttribute(const std::string& name, const AttributeValue& value)
{
    const auto layer = m_document->network().layers.find(m_layer);
    if (layer == m_document->network().layers.end())
        return;
    for (const AttributeSpec& spec : findLayerType(layer->second.type)->attributes()) {
        if (spec.name != name)
            continue;
        const QString key =
            spec.kind == AttributeKind::Integer
                ? QStringLiteral("layer %1 %2 %3").arg(m_layer.value).arg(QString::fromStdString(name)).arg(m_stay)
                : QString();
        m_attributes->report(name, ligature::setAttribute(*m_document, {m_layer}, spec, value, key));
    }
}

void LayerSection::refresh()
{
    const Layer& layer = m_document->network().layers.at(m_layer);
    m_name->setName(QString::fromStdString(layer.name));
    m_attributes->setValues(layer.attributes);
    const RepeatId repeat = repeatOf(m_document->network(), m_layer);
    m_repeat->setVisible(bool(repeat));
    if (repeat)
        m_repeat->setText(tr("In the repeat %1, × %2")
                              .arg(linkTo(m_document->network(), repeat))
                              .arg(m_document->network().repeats.at(repeat).count));
    const QString wrong = diagnosticsText(
        m_document->analysis(),
        [this](const Diagnostic& d) {
            return (d.layer == m_layer && !d.repeat) ||
                   std::ranges::find(d.details, m_layer, &DiagnosticDetail::layer) != d.details.end();
        },
        palette());
    m_diagnostics->setText(wrong);
    m_diagnostics->setVisible(!wrong.isEmpty());
    m_remedies->showFindings([this](const Diagnostic& d) { return d.layer == m_layer && !d.repeat; });
    if (m_shapes != nullptr)
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
    const Network& network = m_document->network();
    const Analysis& analysis = m_document->analysis();
    const Layer& layer = network.layers.at(m_layer);
    const LayerType* const type = findLayerType(layer.type);
    const Attributes attributes = withDefaults(type->attributes(), layer.attributes);
    QString rows;
    const auto add = [&](const std::string& port, const std::optional<Shape>& shape, const QString& beside) {
        rows += QStringLiteral("<tr><td style='color:%1; padding-right:14px'>%2</td>"
                               "<td style='padding-right:10px'>%3</td><td>%4</td></tr>")
                    .arg(themeFor(palette()).muted_text.name(), QString::fromStdString(port).toHtmlEscaped(),
                         shape ? QString::fromStdString(shape->toString()) : tr("not known yet"), beside);
    };
    for (const PortSpec& spec : type->inputs(attributes)) {
        const Port port{m_layer, spec.name};
        const auto link = network.links.find(port);
        add(spec.name, analysis.inputShape(network, port),
            link == network.links.end() ? tr("not linked") : tr("from %1").arg(linkTo(network, link->second.layer)));
    }
    for (const PortSpec& spec : type->outputs(attributes)) {
        const Port port{m_layer, spec.name};
        const auto shape = analysis.outputs.find(port);
        QStringList readers;
        for (const auto& [input, output] : network.links) {
            if (output == port)
                readers << linkTo(network, input.layer);
        }
        add(spec.name, shape == analysis.outputs.end() ? std::nullopt : std::optional(shape->second),
            readers.isEmpty() ? QString() : tr("to %1").arg(readers.join(QStringLiteral(", "))));
    }
    return QStringLiteral("<table cellspacing='0'>%1</table>").arg(rows);
}

} // namespace ligature
