// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/network/network.h"
#include "ui/inspector/inspector_section.h"

class QLabel;

namespace ligature {

class Document;
class RemedyButtons;
class InspectorForm;
class NameLine;
class Selection;
class SlotBox;

/// A layer: its name, type, attributes and shapes, what is wrong with it, and what its slots read.
class LayerSection : public InspectorSection {
    Q_OBJECT

public:
    LayerSection(Document* document, Selection* selection, LayerId layer, QWidget* parent = nullptr);

    void refresh() override;
    QString structure() const override;

private:
    void setAttribute(const std::string& name, const AttributeValue& value);
    [[nodiscard]] QString shapesText() const;

    Document* m_document;
    LayerId m_layer;
    NameLine* m_name;
    QLabel* m_diagnostics;
    RemedyButtons* m_remedies;
    QLabel* m_repeat; ///< the repeat that it is in
    InspectorForm* m_attributes;
    QLabel* m_shapes = nullptr;
    std::vector<SlotBox*> m_slots;
    std::uint64_t m_stay = 0; ///< of the keyboard in a field: the steps of one merge
};

} // namespace ligature
