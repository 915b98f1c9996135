// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/network/analysis.h"
#include "core/tying/account.h"

class QLabel;
class QToolButton;

namespace ligature {

class Document;
class Selection;

/// The status bar's account of the network: parameters by storage, tied and untied, with bytes; and what is wrong with
/// it, as a button whose entries select the node concerned.
class NetworkStatus : public QWidget {
    Q_OBJECT

public:
    NetworkStatus(Document* document, Selection* selection, QWidget* parent = nullptr);

signals:
    /// The node of a diagnostic was selected: bring it into sight.
    void located();

private:
    void update();
    void locate(const Diagnostic& diagnostic);
    void showDiagnostics();

    Document* m_document;
    Selection* m_selection;
    QLabel* m_counts;
    QToolButton* m_diagnostics;
    bool m_update_pending = false;
};

/// "2,144 parameters tied · 4,192 untied · 8,576 B"; without ties "2,410 parameters · 9,640 B".
[[nodiscard]] QString countsText(const Account& account);

} // namespace ligature
