// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include <QWidget>

#include "core/attributes/attributes.h"

class QComboBox;

namespace ligature {

class AttributeForm;

/// A choice among registered types, such as optimizers, and below it the attributes of the one that is chosen. It shows
/// what it is told, and tells what is asked for.
class TypeChoice : public QWidget {
    Q_OBJECT

public:
    /// @param types of a registry: each has a name(), a title() and a help()
    template <typename Type>
    TypeChoice(const QString& label, const QString& object_name, std::span<const Type* const> types, QWidget* parent)
        : TypeChoice(label, object_name, parent)
    {
        for (const Type* const type : types)
            addType(type->name(), type->title(), type->help());
    }

    void showChoice(const std::string& name, std::span<const AttributeSpec> specs, const Attributes& values);

signals:
    void chosen(const std::string& name);
    void edited(const std::string& name, const ligature::AttributeValue& value);

private:
    TypeChoice(const QString& label, const QString& object_name, QWidget* parent);
    void addType(const std::string& name, const std::string& title, const std::string& help);

    QComboBox* m_types;
    AttributeForm* m_form;
};

} // namespace ligature
