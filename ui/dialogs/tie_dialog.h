// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QDialog>

#include "ui/document/tie_steps.h"

class QComboBox;
class QPushButton;

namespace ligature {

class TieQuestion;

/// Asks about an edit of ties before it is made: which of several it is to be, and whose values it keeps; and shows
/// what it would do. Accepting makes the edit, one undo step.
class TieDialog : public QDialog {
    Q_OBJECT

public:
    /// @param steps what can be chosen from, at least one
    /// @param choice what the list of several chooses: "Tie decoder.weight to"
    TieDialog(Document* document, const QString& title, const QString& choice, std::vector<TieStep> steps,
              QWidget* parent);

    void accept() override;

private:
    /// What the preview says comes later than the dialog.
    void growToFit();

    std::vector<TieStep> m_steps;
    TieQuestion* m_question;
    QPushButton* m_do;
};

/// Opens it over the widget's window; it deletes itself. Without steps it does nothing.
void openTieDialog(Document* document, const QString& title, const QString& choice, std::vector<TieStep> steps,
                   QWidget* over);

/// Ties, one undo step. Where training has given what the step ties different values, it asks first, over the widget's
/// window, whose are to be kept.
Result<void> tieOrAsk(Document* document, TieStep step, QWidget* over);

} // namespace ligature
