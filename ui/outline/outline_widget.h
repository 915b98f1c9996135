// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QTreeView>

#include "ui/document/document.h"
#include "ui/document/selection.h"

namespace ligature {

class OutlineModel;

/// The outline: the network as a tree in step with the canvas. Selecting here selects there and the other way round;
/// F2 renames, Delete removes, and what the mouse or the keyboard is on lights up all uses of its shared parameter.
class OutlineWidget : public QTreeView {
    Q_OBJECT

public:
    OutlineWidget(Document* document, Selection* selection, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void rebuild();
    /// Calls it for every row below, the outer ones first.
    void visitRows(const QModelIndex& parent, const std::function<void(const QModelIndex&)>& visit) const;
    void showSelection();
    void takeSelection();
    void removeSelected();

    Document* m_document;
    Selection* m_selection;
    OutlineModel* m_model;
    bool m_follows = false; ///< while the tree itself is being changed
};

} // namespace ligature
