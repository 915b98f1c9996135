// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector_form.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/dialogs/attribute_field.h"
#include "ui/dialogs/attribute_form.h"
#include "ui/inspector/inspector_parts.h"

namespace ligature {

InspectorForm::InspectorForm(QWidget* parent) : QWidget(parent), m_form(new AttributeForm(this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_form->setLabelWidth(AttributeForm::panel_label_width);
    layout->addWidget(m_form);
    m_problem = addProblem(layout);
    connect(m_form, &AttributeForm::edited, this, &InspectorForm::edited);
}

void InspectorForm::setSpecs(std::span<const AttributeSpec> specs)
{
    std::vector<std::string> names;
    for (const AttributeSpec& spec : specs)
        names.push_back(spec.name);
    if (names == m_names)
        return;
    m_names = std::move(names);
    showProblem(*m_problem, {});
    m_form->setSpecs(specs);
    for (auto* const box : m_form->findChildren<QComboBox*>()) {
        // A long choice must not make the dock wider.
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(6);
    }
    for (const std::string& name : m_names) {
        connect(m_form->field(name), &AttributeField::problemChanged, m_problem,
                [this](const QString& problem) { showProblem(*m_problem, problem); });
    }
}

void InspectorForm::setValues(const Attributes& values)
{
    m_form->setValues(values);
    for (auto* const line : m_form->findChildren<QLineEdit*>()) {
        if (!line->hasFocus())
            line->setCursorPosition(0); // A long value shows how it begins.
    }
}

void InspectorForm::report(const std::string& name, const Result<void>& result)
{
    if (!result)
        m_form->field(name)->refuse(refusalText(result.error()));
}

} // namespace ligature
