// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/attribute_form.h"

#include <algorithm>

#include <QFormLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/dialogs/attribute_field.h"

namespace ligature {

AttributeForm::AttributeForm(QWidget* parent) : QWidget(parent), m_layout(new QFormLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(12);
    m_layout->setVerticalSpacing(6);
    m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_layout->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void AttributeForm::setSpecs(std::span<const AttributeSpec> specs)
{
    std::vector<std::string> names;
    for (const AttributeSpec& spec : specs)
        names.push_back(spec.name + '\n' + spec.label + '\n' + toString(spec.default_value));
    if (names == m_names)
        return;
    m_names = std::move(names);
    while (m_layout->rowCount() > 0)
        m_layout->removeRow(0);
    m_fields.clear();
    m_rare.clear();
    m_more = nullptr;
    for (const AttributeSpec& spec : specs) {
        if (spec.is_rare && m_more == nullptr)
            addMore();
        auto* const field = new AttributeField(spec, this);
        field->setObjectName(QString::fromStdString(spec.name));
        connect(field, &AttributeField::edited, this,
                [this, name = spec.name](const AttributeValue& value) { emit edited(name, value); });
        connect(field, &AttributeField::problemChanged, this, &AttributeForm::problemChanged);
        auto* const label = new QLabel(QString::fromStdString(spec.label), this);
        label->setToolTip(QString::fromStdString(spec.help));
        label->setBuddy(field);
        label->setMinimumSize(m_label_width, 28);
        m_layout->addRow(label, field);
        m_fields[spec.name] = field;
        if (spec.is_rare)
            m_rare.insert(m_rare.end(), {label, field});
    }
    showRare(false);
}

void AttributeForm::addMore()
{
    m_more = new QToolButton(this);
    m_more->setObjectName(QStringLiteral("more"));
    m_more->setText(tr("More options"));
    m_more->setToolTip(tr("What is seldom set: it is detected by itself"));
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_more, &QToolButton::toggled, this, &AttributeForm::showRare);
    m_layout->addRow(m_more);
}

void AttributeForm::showRare(bool shown)
{
    for (QWidget* const widget : m_rare)
        widget->setVisible(shown);
    if (m_more != nullptr)
        m_more->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
}

void AttributeForm::setValues(const Attributes& values)
{
    for (const auto& [name, field] : m_fields) {
        const auto found = values.values().find(name);
        field->setValue(found == values.values().end() ? field->spec().default_value : found->second);
        // One that is set is not to be hidden.
        if (m_more != nullptr && field->spec().is_rare && found != values.values().end() &&
            found->second != field->spec().default_value)
            m_more->setChecked(true);
    }
}

AttributeField* AttributeForm::field(const std::string& name) const
{
    const auto found = m_fields.find(name);
    return found == m_fields.end() ? nullptr : found->second;
}

bool AttributeForm::isValid() const
{
    return std::ranges::all_of(m_fields, [](const auto& entry) { return entry.second->isValid(); });
}

} // namespace ligature
