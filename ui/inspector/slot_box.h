// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "core/network/network.h"

class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace ligature {

class Document;
class Fold;
class ParameterForm;
class Selection;
class TieControls;

/// What a slot reads: a parameter of its own, with how that starts and is trained, or a shared one through a view.
class SlotBox : public QFrame {
    Q_OBJECT

public:
    SlotBox(Document* document, Selection* selection, Slot slot, QWidget* parent = nullptr);

    void refresh();

private:
    void addHead();
    void addSources();
    void addButtons();
    void showSources(const Tie& tie, bool shared);
    void showForm(ParameterId parameter, bool shared);
    void takeSource(int index);
    void untie();
    void report(const Result<void>& result);

    Document* m_document;
    Selection* m_selection;
    Slot m_slot;
    QVBoxLayout* m_layout;
    QLabel* m_shape;
    QComboBox* m_source;
    QLabel* m_problem;
    TieControls* m_tie;
    QPushButton* m_share;
    QPushButton* m_show;
    QPushButton* m_tie_to;
    QPushButton* m_untie;
    Fold* m_fold = nullptr;
    ParameterForm* m_form = nullptr;
    ParameterId m_form_of;
};

} // namespace ligature
