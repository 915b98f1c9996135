// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

#include "ui/document/document.h"
#include "ui/document/selection.h"

namespace ligature {

class InspectorSection;

/// Shows and edits what is selected. Widgets stay while the same thing is selected, so that an edit elsewhere (or an
/// undo) does not take the keyboard out of a field.
class InspectorWidget : public QScrollArea {
    Q_OBJECT

public:
    InspectorWidget(Document* document, Selection* selection, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateLater();
    void update();
    void showSection();
    /// What was typed and not yet taken, is.
    void finishTyping();
    [[nodiscard]] InspectorSection* makeSection();

    Document* m_document;
    Selection* m_selection;
    InspectorSection* m_section = nullptr;
    SelectedItems m_shown;
    QString m_structure;
    bool m_update_waits = false;
    bool m_is_stale = false; ///< another document, or another theme
};

} // namespace ligature
