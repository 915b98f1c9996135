// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;
class QMenu;

namespace ligature {

class Document;
class ExperimentController;

/// What starts and stops the comparison, for menu and buttons alike. Each is enabled when it can do something, and its
/// tool tip says why it cannot.
class CompareActions : public QObject {
    Q_OBJECT

public:
    CompareActions(Document* document, ExperimentController* experiment, QObject* parent);

    void fill(QMenu* menu);

    QAction* start;
    QAction* pause;
    QAction* resume;
    QAction* stop;

    /// Why nothing can be compared, for the place where that is said; empty when it can.
    [[nodiscard]] const QString& obstacle() const { return m_obstacle; }

signals:
    void updated();

private:
    void update();

    ExperimentController* m_experiment;
    QString m_obstacle;
    bool m_update_pending = false;
};

} // namespace ligature
