// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/tie_controls.h"

#include <array>

#include <QCheckBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/inspector/inspector_form.h"
#include "ui/inspector/view_chain_editor.h"

namespace ligature {

namespace {

AttributeSpec factorSpec()
{
    return {.name = "gradient_factor",
            .label = TieControls::tr("Gradient factor").toStdString(),
            .kind = AttributeKind::Real,
            .default_value = 1.0,
            .help = TieControls::tr(
                        "Multiplies what this use adds to the parameter's gradient, before the uses are summed; "
                        "0 stops it.")
                        .toStdString()};
}

} // namespace

TieControls::TieControls(Document* document, Slot slot, QWidget* parent)
    : QWidget(parent), m_document(document), m_slot(std::move(slot)),
      m_view(new ViewChainEditor(document, m_slot, this)), m_factor(new InspectorForm(this)),
      m_stop(new QCheckBox(tr("Stop this use's gradient"), this))
{
    m_factor->setSpecs(std::array{factorSpec()});
    connect(m_factor, &InspectorForm::edited, this, [this](const std::string& edited, const AttributeValue& value) {
        m_factor->report(edited, setGradientFactor(*m_document, {m_slot}, std::get<double>(value)));
    });
    m_stop->setObjectName(m_stop->text());
    m_stop->setAccessibleName(m_stop->text());
    m_stop->setToolTip(tr("This use reads the parameter and does not train it; the others still do, and gradients go "
                          "on to the layers before. The same as a factor of 0."));
    connect(m_stop, &QCheckBox::clicked, this, &TieControls::stopGradient);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_view);
    layout->addWidget(m_factor);
    layout->addWidget(m_stop);
}

void TieControls::refresh()
{
    const auto tie = m_document->network().ties.find(m_slot);
    if (tie == m_document->network().ties.end())
        return;
    m_view->refresh();
    const double factor = tie->second.gradient_factor;
    if (factor != 0)
        m_factor_before = factor;
    m_factor->setValues({{"gradient_factor", factor}});
    m_stop->setChecked(factor == 0);
}

void TieControls::stopGradient(bool stop)
{
    (void)setGradientFactor(*m_document, {m_slot}, stop ? 0.0 : m_factor_before);
    refresh();
}

} // namespace ligature
