// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "core/project/examples.h"

class QLabel;
class QPushButton;

namespace ligature {

/// What the start page says of the example that is chosen: the paragraph that teaches, what Ligature finds wrong with
/// the network as it was first written, and buttons that open either. Hidden while none is chosen.
class ExampleDetails : public QFrame {
    Q_OBJECT

public:
    explicit ExampleDetails(QWidget* parent = nullptr);

    void showExample(const Example& example);

signals:
    void openAsked(const QString& name);
    void originalAsked(const QString& name);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    QLabel* m_title;
    QLabel* m_text;
    QLabel* m_finding;
    QPushButton* m_open;
    QPushButton* m_original;
};

} // namespace ligature
