// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QAction>
#include <QObject>

#include "ui/document/copied_nodes.h"

namespace ligature {

class NetworkView;

/// What the canvas can do, for menus, toolbars and keys. Their shortcuts work while the canvas has the focus. Each is
/// enabled while it would do something.
class EditorActions : public QObject {
    Q_OBJECT

public:
    explicit EditorActions(NetworkView& view);

    // Edit
    QAction* cut;
    QAction* copy;
    QAction* paste;
    QAction* duplicate;
    QAction* remove;
    QAction* remove_and_reconnect;
    QAction* select_all;
    QAction* rename;

    // Add and connect
    QAction* add_node;
    QAction* connect_to;
    QAction* make_shared;
    QAction* use_again;
    QAction* tie_branches;
    QAction* suggest_ties;
    QAction* repeat;
    QAction* remove_repeat;
    QAction* auto_layout;

    // View
    QAction* fit_all;
    QAction* fit_selection;
    QAction* zoom_in;
    QAction* zoom_out;
    QAction* zoom_actual; ///< 100 %

    /// All of them, in the order above.
    [[nodiscard]] QList<QAction*> all() const;

private:
    QAction* add(const QString& text, const QList<QKeySequence>& keys, const QString& help, const QString& icon = {});
    void updateEnabled();

    void copyNodes();
    void pasteNodes();
    void duplicateNodes();
    void removeNodes(bool reconnect);
    void renameNode();
    void makeShared();
    void useAgain();
    void tieBranches();
    void arrange();
    /// Asks what becomes of ties to parameters that are not copied along, where there are any.
    void askAboutTies(const CopiedNodes& nodes, const std::function<void(PastedTies)>& act);

    NetworkView& m_view;
};

} // namespace ligature
