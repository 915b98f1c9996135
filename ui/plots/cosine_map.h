// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QStringList>
#include <QWidget>

namespace ligature {

/// The cosines between every two uses of a parameter as a small heat map: blue where two pull the same way, amber where
/// they pull against each other, with the figure in each field that has room. A field says in its tool tip which two
/// it is about; arrow keys walk from field to field.
class CosineMap : public QWidget {
    Q_OBJECT

public:
    explicit CosineMap(QWidget* parent = nullptr);

    /// @param names one for each use
    /// @param cosines names.size() squared, row by row; NaN where one adds nothing; empty while there are none
    void setCosines(const QStringList& names, std::vector<double> cosines);

    /// "encoder and decoder: cosine −0.31".
    [[nodiscard]] QString fieldText(int row, int column) const;
    [[nodiscard]] QRect fieldRect(int row, int column) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] int count() const { return static_cast<int>(m_names.size()); }
    [[nodiscard]] double cosine(int row, int column) const;
    [[nodiscard]] QSize fieldSize() const;
    [[nodiscard]] int labelWidth() const;
    [[nodiscard]] QPoint origin() const;
    void showCurrent();

    QStringList m_names;
    std::vector<double> m_cosines;
    int m_row = 0; ///< that the keys are at
    int m_column = 0;
};

} // namespace ligature
