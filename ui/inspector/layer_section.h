// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/network/network.h"
#include "ui/inspector/inspector_section.h"

class QLabel;

namespace ligature {

class AttributeForm;
class Document;
class NameLine;
class SlotBox;

/// A layer: its name, type, attributes and shapes, what is wrong with it, and what its slots read.
class LayerSection : public InspectorSection {
    Q_OBJECT

public:
    LayerSection(Document* document, LayerId layer, QWidget* parent = nullptr);

    void refresh() override;
    QString structure() const override;

private:
    [[nodiscard]] QString shapesText() const;

    Document* m_document;
    LayerId m_layer;
    NameLine* m_name;
    QLabel* m_diagnostics;
    AttributeForm* m_attributes;
    QLabel* m_shapes;
    std::vector<SlotBox*> m_slots;
};

} // namespace ligature
