// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/network/network.h"
#include "ui/inspector/inspector_section.h"

class QLabel;

namespace ligature {

class Document;
class RemedyButtons;
class InspectorForm;
class NameLine;
class Selection;

/// A repeat: its name, how often it is applied, whether its passes share their parameters, its layers, what they take
/// and give, what its parameters count, and what is wrong with it.
class RepeatSection : public InspectorSection {
    Q_OBJECT

public:
    RepeatSection(Document* document, Selection* selection, RepeatId repeat, QWidget* parent = nullptr);

    void refresh() override;

private:
    void apply(const std::string& name, const AttributeValue& value);
    [[nodiscard]] QString factsText() const;

    Document* m_document;
    RepeatId m_repeat;
    QLabel* m_diagnostics;
    RemedyButtons* m_remedies;
    NameLine* m_name;
    InspectorForm* m_form;
    QLabel* m_saving;
    QLabel* m_facts;
    std::uint64_t m_stay = 0; ///< of the keyboard in a field: the steps of one merge
};

} // namespace ligature
