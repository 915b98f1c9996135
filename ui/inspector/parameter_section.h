// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.h"
#include "ui/inspector/inspector_section.h"

class QLabel;
class QPushButton;

namespace ligature {

class Document;
class RemedyButtons;
class NameLine;
class ParameterForm;
class ParameterShapeLine;
class Selection;

/// A shared parameter: its name, shape, start and training, its uses, and what sharing it saves.
class ParameterSection : public InspectorSection {
    Q_OBJECT

public:
    ParameterSection(Document* document, Selection* selection, ParameterId parameter, QWidget* parent = nullptr);

    void refresh() override;

private:
    [[nodiscard]] QString usesText() const;
    [[nodiscard]] QString savingText() const;

    Document* m_document;
    ParameterId m_parameter;
    NameLine* m_name;
    QLabel* m_diagnostics;
    RemedyButtons* m_remedies;
    ParameterShapeLine* m_shape;
    ParameterForm* m_form;
    QLabel* m_uses;
    QLabel* m_saving;
    QPushButton* m_untie_all;
};

} // namespace ligature
