// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/selection.h"
#include "ui/inspector/inspector_section.h"

class QLabel;

namespace ligature {

class Document;
class TieControls;

/// Several things: how many, and of which kinds.
class SeveralSection : public InspectorSection {
    Q_OBJECT

public:
    SeveralSection(const Document* document, SelectedItems items);
    void refresh() override;

private:
    const Document* m_document;
    SelectedItems m_items;
    QLabel* m_kinds;
};

/// A link: from where to where, and the shape that it carries.
class LinkSection : public InspectorSection {
    Q_OBJECT

public:
    LinkSection(const Document* document, Selection* selection, Port input);
    void refresh() override;

private:
    const Document* m_document;
    Port m_input;
    QLabel* m_text;
};

/// A tie: which slot reads what, and how.
class TieSection : public InspectorSection {
    Q_OBJECT

public:
    TieSection(Document* document, Selection* selection, Slot slot);
    void refresh() override;
    QString structure() const override;

private:
    Document* m_document;
    Slot m_slot;
    QLabel* m_text;
    TieControls* m_controls;
};

} // namespace ligature
