// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>

#include <QDialog>

#include "core/network/ids.h"

class QLabel;
class QRadioButton;
class QSpinBox;

namespace ligature {

class Document;
class Selection;

/// Asks how often layers are to be repeated and whether the passes share their parameters, and says what that does.
/// Accepting adds the repeat, one undo step, and selects it.
class RepeatDialog : public QDialog {
    Q_OBJECT

public:
    /// @param layers that can be repeated (canRepeat())
    RepeatDialog(Document* document, Selection* selection, std::set<LayerId> layers, QWidget* parent);

    void accept() override;

private:
    void explain();

    Document* m_document;
    Selection* m_selection;
    std::set<LayerId> m_layers;
    QSpinBox* m_count;
    QRadioButton* m_shared;
    QRadioButton* m_own;
    QLabel* m_explanation;
    QLabel* m_problem;
};

} // namespace ligature
