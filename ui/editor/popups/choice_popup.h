// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QAbstractItemModel;
class QLabel;
class QLineEdit;
class QListView;
class QModelIndex;

namespace ligature {

/// A list with a search field above it, at the cursor: type to narrow it, the arrows choose, Enter takes, Escape
/// closes. It deletes itself when it closes.
class ChoicePopup : public QFrame {
    Q_OBJECT

public:
    /// @param model owned by the caller or by the pop-up as its parent
    ChoicePopup(QAbstractItemModel* model, const QString& placeholder, QWidget* parent);

    void setModel(QAbstractItemModel* model);
    /// Shows it with its field at a position of the screen, inside of the screen.
    void openAt(QPoint global);
    [[nodiscard]] QLineEdit* field() const { return m_field; }
    [[nodiscard]] QListView* list() const { return m_list; }

signals:
    void searched(const QString& text);
    /// The pop-up is closed already.
    void chosen(const QModelIndex& index);
    void closed();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void take(const QModelIndex& index);
    void step(int rows);
    void refresh();

    QLineEdit* m_field;
    QListView* m_list;
    QLabel* m_nothing;
    bool m_closed = false;
};

} // namespace ligature
