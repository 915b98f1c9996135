// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/network/network.h"

class QCheckBox;

namespace ligature {

class Document;
class InspectorForm;
class ViewChainEditor;

/// How a slot reads its shared parameter: through which chain of views, and how much of its gradient counts.
class TieControls : public QWidget {
    Q_OBJECT

public:
    TieControls(Document* document, Slot slot, QWidget* parent = nullptr);

    void refresh();

private:
    void stopGradient(bool stop);

    Document* m_document;
    Slot m_slot;
    ViewChainEditor* m_view;
    InspectorForm* m_factor;
    QCheckBox* m_stop;
    double m_factor_before = 1.0; ///< the last one but 0
};

} // namespace ligature
