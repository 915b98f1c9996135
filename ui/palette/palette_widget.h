// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;

namespace ligature {

class NodeFilterModel;

/// What can be added to the canvas: the shared parameter and the layer types by category. An entry can be dragged onto
/// the canvas as nodeMimeType. Typing searches; Down goes on into the list; Enter and a double click add; Escape
/// empties the search.
class PaletteWidget : public QWidget {
    Q_OBJECT

public:
    explicit PaletteWidget(QWidget* parent = nullptr);

    /// Puts the keyboard into the search.
    void focusSearch();

signals:
    /// @param type a LayerType's name, or sharedParameterType (node_catalogue.h)
    void addRequested(const QString& type);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search(const QString& text);
    void request(const QModelIndex& index);
    bool searchKey(int key);
    bool listKey(int key, const QString& text);

    NodeFilterModel* m_model;
    QLineEdit* m_search;
    QListView* m_list;
    QLabel* m_nothing;
};

} // namespace ligature
