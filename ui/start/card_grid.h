// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QGridLayout;

namespace ligature {

/// Widgets in as many equal columns as the width has room for.
class CardGrid : public QWidget {
    Q_OBJECT

public:
    /// @param least the least width of a column
    explicit CardGrid(int least, QWidget* parent = nullptr);

    void addCard(QWidget* card);
    [[nodiscard]] int columnCount() const { return m_columns; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange(int columns);

    QGridLayout* m_layout;
    QList<QWidget*> m_cards;
    int m_least;
    int m_columns = 0;
};

} // namespace ligature
