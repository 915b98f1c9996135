// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QWidget>

#include "core/network/analysis.h"

class QVBoxLayout;

namespace ligature {

class Document;

/// A button for each finding that an edit mends: it says the edit, its tool tip the finding. Hidden where there is
/// none.
class RemedyButtons : public QWidget {
    Q_OBJECT

public:
    enum class Owner { Known, Named };

    explicit RemedyButtons(Document* document, QWidget* parent = nullptr);

    /// The buttons of the document's findings that concern something. The same ones stay as they are, with their focus.
    /// @param owner Named: of several nodes' findings, so that a button also says whose it is, unless it is the only
    /// one.
    void showFindings(const std::function<bool(const Diagnostic&)>& concerns, Owner owner = Owner::Known);

private:
    void press(const Diagnostic& finding, QWidget* button);

    Document* m_document;
    QVBoxLayout* m_layout;
    std::vector<Diagnostic> m_shown;
    QStringList m_titles;
};

} // namespace ligature
