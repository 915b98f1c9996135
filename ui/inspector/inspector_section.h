// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVBoxLayout>
#include <QWidget>

namespace ligature {

/// What the inspector shows of one thing that is selected.
class InspectorSection : public QWidget {
    Q_OBJECT

public:
    explicit InspectorSection(QWidget* parent = nullptr) : QWidget(parent), m_layout(new QVBoxLayout(this))
    {
        m_layout->setContentsMargins(0, 0, 0, 0);
        m_layout->setSpacing(8);
    }

    /// Shows the document as it is now, in the widgets that are there. What it shows still exists.
    virtual void refresh() = 0;
    /// What decides which widgets there are; where it changes, the section is made anew.
    [[nodiscard]] virtual QString structure() const { return {}; }

protected:
    QVBoxLayout* m_layout;
};

} // namespace ligature
