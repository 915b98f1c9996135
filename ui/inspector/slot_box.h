// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/network/network.h"

class QComboBox;
class QLabel;
class QVBoxLayout;

namespace ligature {

class Document;
class ParameterForm;

/// What a slot reads: a parameter of its own, with how that starts and is trained, or a shared one through a view.
class SlotBox : public QWidget {
    Q_OBJECT

public:
    SlotBox(Document* document, Slot slot, QWidget* parent = nullptr);

    void refresh();

private:
    void showSources(const Tie& tie, bool shared);
    void showViews(const Tie& tie);
    void takeSource(int index);
    void takeView(int index);
    void report(const Result<void>& result);

    Document* m_document;
    Slot m_slot;
    QVBoxLayout* m_layout;
    QLabel* m_title;
    QComboBox* m_source;
    QComboBox* m_view;
    QLabel* m_problem;
    ParameterForm* m_form = nullptr;
    ParameterId m_form_of;
};

} // namespace ligature
