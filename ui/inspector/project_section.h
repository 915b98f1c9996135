// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>

#include "core/network/analysis.h"
#include "ui/inspector/inspector_section.h"

class QLabel;
class QPlainTextEdit;

namespace ligature {

class Document;
class RemedyButtons;
class NameLine;
class Selection;

/// The project as a whole, where nothing is selected: its name, what it is about, its size tied and untied, and all
/// that is wrong.
class ProjectSection : public InspectorSection {
    Q_OBJECT

public:
    ProjectSection(Document* document, Selection* selection, QWidget* parent = nullptr);

    void refresh() override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addDescription();
    void addFindings();
    /// Errors come before all else, as they keep it from training.
    void placeFindings();
    void takeDescription();
    [[nodiscard]] QString countsText() const;
    /// What a finding tells of together: a link that unfolds them, and where it was followed, each of them.
    [[nodiscard]] QString detailsText(const Diagnostic& diagnostic) const;
    void followFinding(const QString& address, Selection& selection);

    Document* m_document;
    NameLine* m_name;
    QPlainTextEdit* m_description;
    QString m_shown_description;
    QLabel* m_counts;
    QWidget* m_findings;
    QLabel* m_diagnostics;
    RemedyButtons* m_remedies;
    QSet<QString> m_unfolded; ///< addresses of the findings whose details are shown
};

} // namespace ligature
