// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/inspector/inspector_section.h"

class QLabel;
class QPlainTextEdit;

namespace ligature {

class Document;
class NameLine;
class Selection;

/// The project as a whole, where nothing is selected: its name, what it is about, and all that is wrong.
class ProjectSection : public InspectorSection {
    Q_OBJECT

public:
    ProjectSection(Document* document, Selection* selection, QWidget* parent = nullptr);

    void refresh() override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Document* m_document;
    Selection* m_selection;
    NameLine* m_name;
    QPlainTextEdit* m_description;
    QLabel* m_diagnostics;
};

} // namespace ligature
