// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "ui/document/tie_steps.h"

class QButtonGroup;
class QLabel;
class QRadioButton;

namespace ligature {

class TiePreviewer;
struct TiePreview;

/// What an edit of ties would do to values, parameters and loss, and whose values it is to keep. Follows the document:
/// a training that pauses meanwhile brings trained values.
class TieQuestion : public QWidget {
    Q_OBJECT

public:
    explicit TieQuestion(Document* document, QWidget* parent = nullptr);

    /// Nothing: there is nothing to do.
    void setStep(std::optional<TieStep> step);
    [[nodiscard]] Kept kept() const;
    /// Whether the edit can be made as it is chosen; told by changed().
    [[nodiscard]] bool isPossible() const { return m_is_possible; }
    /// Does it, as one undo step. A refusal is shown here.
    Result<void> perform();

signals:
    void changed();

private:
    void askAnew();
    void showPreview(const TiePreview& preview);
    void refuse(const Error& error);

    Document* m_document;
    std::optional<TieStep> m_step;
    TiePreviewer* m_previewer;
    QLabel* m_explain;
    QWidget* m_choices;
    QButtonGroup* m_group;
    QRadioButton* m_first;
    QRadioButton* m_second;
    QRadioButton* m_mean;
    QLabel* m_preview;
    QLabel* m_conflicts;
    bool m_is_possible = false;
};

} // namespace ligature
