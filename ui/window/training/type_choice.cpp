// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/training/type_choice.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

#include "ui/dialogs/attribute_form.h"

namespace ligature {

TypeChoice::TypeChoice(const QString& label, const QString& object_name, QWidget* parent)
    : QWidget(parent), m_types(new QComboBox(this)), m_form(new AttributeForm(this))
{
    m_types->setObjectName(object_name);
    m_types->setAccessibleName(label);
    m_form->setLabelWidth(AttributeForm::panel_label_width);
    auto* const title = new QLabel(label, this);
    title->setBuddy(m_types);
    title->setMinimumWidth(AttributeForm::panel_label_width);
    auto* const row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(title);
    row->addWidget(m_types, 1);
    auto* const rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(6);
    rows->addLayout(row);
    rows->addWidget(m_form);
    connect(m_types, &QComboBox::activated, this,
            [this] { emit chosen(m_types->currentData().toString().toStdString()); });
    connect(m_form, &AttributeForm::edited, this, &TypeChoice::edited);
}

void TypeChoice::addType(const std::string& name, const std::string& title, const std::string& help)
{
    m_types->addItem(QString::fromStdString(title), QString::fromStdString(name));
    m_types->setItemData(m_types->count() - 1, QString::fromStdString(help), Qt::ToolTipRole);
}

void TypeChoice::showChoice(const std::string& name, std::span<const AttributeSpec> specs, const Attributes& values)
{
    m_types->setCurrentIndex(m_types->findData(QString::fromStdString(name)));
    m_types->setToolTip(m_types->currentData(Qt::ToolTipRole).toString());
    m_form->setSpecs(specs);
    m_form->setValues(values);
    m_form->setVisible(!specs.empty());
}

} // namespace ligature
