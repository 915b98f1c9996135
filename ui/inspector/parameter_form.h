// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.h"
#include "ui/inspector/inspector_form.h"

namespace ligature {

class Document;

/// How a parameter starts and how it is trained: its initializer with that one's attributes, trainable or frozen, and
/// its factors. Each change is one undo step.
class ParameterForm : public InspectorForm {
    Q_OBJECT

public:
    ParameterForm(Document* document, ParameterId parameter, QWidget* parent = nullptr);

    /// Shows the parameter as it is now.
    void refresh();
    /// "Kaiming uniform, trainable".
    [[nodiscard]] QString summary() const;

private:
    void apply(const std::string& name, const AttributeValue& value);
    [[nodiscard]] QString stepText(const std::string& name, const AttributeValue& value) const;

    Document* m_document;
    ParameterId m_parameter;
};

} // namespace ligature
