// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/network/network.h"
#include "core/tying/account.h"

class QLabel;

namespace ligature {

class CountsBars;
class CountsModel;
class CountsTable;
class Document;

/// What the network takes tied and untied, each storage counted once: parameters as a headline, bytes as bars, and a
/// table of the parameters.
class CountsPanel : public QWidget {
    Q_OBJECT

public:
    /// @param document outlives the panel
    explicit CountsPanel(Document* document, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void updateHeadline();

    Document* m_document;
    QLabel* m_headline;
    QLabel* m_explanation;
    CountsBars* m_bars;
    CountsModel* m_model;
    CountsTable* m_table;
};

} // namespace ligature
