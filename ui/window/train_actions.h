// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;
class QMenu;

namespace ligature {

class Document;
class RunController;

/// The Train menu's actions, shared with the training dock's buttons. Each is enabled when it can do something, and its
/// tool tip says why it cannot.
class TrainActions : public QObject {
    Q_OBJECT

public:
    TrainActions(Document* document, RunController* run, QObject* parent);

    void fill(QMenu* menu);

    QAction* start;
    QAction* pause;
    QAction* resume;
    QAction* single_step;
    QAction* stop;
    QAction* go_on;
    QAction* halve_rate;
    QAction* double_rate;
    QAction* check;

    /// Why training cannot start, for the place where that is said; empty when it can.
    [[nodiscard]] const QString& obstacle() const { return m_obstacle; }

signals:
    void checkAsked(); ///< 'Check the network'
    void updated();

private:
    void update();

    RunController* m_run;
    QString m_obstacle;
    bool m_update_pending = false;
};

} // namespace ligature
