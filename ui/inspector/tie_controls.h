// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/network/network.h"

class QComboBox;
class QLabel;

namespace ligature {

class Document;
class InspectorForm;

/// How a slot reads its shared parameter: through which view, and how much of its gradient counts.
class TieControls : public QWidget {
    Q_OBJECT

public:
    TieControls(Document* document, Slot slot, QWidget* parent = nullptr);

    void refresh();

private:
    void showViews(const Tie& tie);
    void takeView(int index);

    Document* m_document;
    Slot m_slot;
    QComboBox* m_view;
    QLabel* m_problem;
    InspectorForm* m_factor;
};

} // namespace ligature
