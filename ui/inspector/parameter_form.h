// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.h"
#include "ui/dialogs/attribute_form.h"

namespace ligature {

class Document;

/// How a parameter starts and how it is trained: its initializer with that one's attributes, trainable or frozen, and
/// its factors. Each change is one undo step.
class ParameterForm : public AttributeForm {
    Q_OBJECT

public:
    ParameterForm(Document* document, ParameterId parameter, QWidget* parent = nullptr);

    /// Shows the parameter as it is now.
    void refresh();

private:
    void apply(const std::string& name, const AttributeValue& value);

    Document* m_document;
    ParameterId m_parameter;
};

} // namespace ligature
